"""The words that stand around dates and names, from data/words.toml, ready to be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from tomllib import loads

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u17ff\u3040-\u9fff\uac00-\ud7a3]"
)  # scripts without spaces between words


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, tuple[str, ...]]:
    raw = loads(resources.files("cleaner.metadata").joinpath("data/words.toml").read_text("utf-8"))
    return {
        key: tuple(dict.fromkeys(one for row in text.split("\n") for one in row.split("|") if one))
        for key, text in raw.items()
    }


@lru_cache(maxsize=16)
def words_of(kind: str) -> frozenset[str]:
    """The words and phrases of one kind (a key of the file), case folded."""
    return frozenset(_lists()[kind])


@lru_cache(maxsize=16)
def _first_words(kind: str) -> frozenset[str]:
    """The first words of the phrases of a kind; first characters where the script has no spaces."""
    return frozenset(one[0] if _SPACELESS.match(one) else _FIRST.match(one)[0] for one in _lists()[kind])  # type: ignore[index]  # each begins with a word


def may_hold(kind: str, text: str) -> bool:
    """Whether a phrase of this kind can stand in `text`: never wrongly False, and quick."""
    first = _first_words(kind)
    folded = text.casefold()
    return not first.isdisjoint(_FIRST.findall(folded)) or (not text.isascii() and not first.isdisjoint(folded))


_FIRST = re.compile(r"\w+")


@lru_cache(maxsize=32)
def pattern_of(*kinds: str) -> re.Pattern[str]:
    """A pattern that finds a word or phrase of these kinds, whole where its script has spaces; longest first."""
    return re.compile("|".join(alternatives(one for kind in kinds for one in _lists()[kind])), re.IGNORECASE)


def alternatives(phrases: Iterable[str]) -> list[str]:
    """`phrases` as alternatives of a pattern, those that begin another behind it."""
    ordered = sorted(phrases, key=len, reverse=True)
    return [
        re.escape(one).replace(r"\ ", r"\s") if _SPACELESS.match(one) else rf"(?<!\w){_phrase_pattern(one)}(?!\w)"
        for one in ordered
    ]


def _phrase_pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+")
