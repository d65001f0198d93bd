"""The names of a newspaper's sections in many languages (data/sections.toml)."""

from __future__ import annotations

from functools import lru_cache

from cleaner.measure import fold
from cleaner.rules.word_lists import read_lists

LONGEST = 24  # characters of a name


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    raw = read_lists("sections.toml")
    return frozenset(fold(name.strip()) for listed in raw.values() for name in listed.split(";"))


def names_section(text: str) -> bool:
    """Whether a line is the name of a section and nothing else.

    >>> names_section("GOSPODARKA"), names_section("Dessert")
    (True, False)
    """
    return len(text) <= LONGEST and fold(text.strip(" :|›»>/")) in _names()
