"""The word lists of the rules' data folder: each file parsed once, however many lists of it are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from tomllib import loads
from typing import Any

from cleaner.rules.word_starts import WordStarts


@lru_cache(maxsize=64)
def read_lists(name: str) -> dict[str, Any]:
    """What stands in a file of the data folder, as it is written there; nobody may change it."""
    return loads(resources.files("cleaner.rules").joinpath("data", name).read_text("utf-8"))


def parted(text: str) -> list[str]:
    """The entries of a list with semicolons or ends of lines between them; a space behind one makes it a whole word.

    >>> parted("sail;is ;; river")
    ['sail', 'is ', ' river']
    """
    return [entry for entry in text.replace("\n", ";").split(";") if entry.strip()]


def word_families(name: str, families: Iterable[str]) -> WordStarts:
    """The entries of some lists of a file as beginnings of words, each with its list's number."""
    lists = read_lists(name)
    return WordStarts.of((word, number) for number, family in enumerate(families) for word in parted(lists[family]))
