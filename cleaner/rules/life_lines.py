"""A line as the families of data/biographies.toml see it: what it tells of a life, and whose name opens it."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.page.language import common_stopwords
from cleaner.rules.word_lists import word_families
from cleaner.rules.word_starts import WordStarts, spell

FAMILIES = (
    "role",
    "trade",
    "learned",
    "place",
    "life",
    "writes",
    "beat",
    "copula",
    "told",
    "all-by",
    "all-end",
    "leisure",
)
_HINTS = ("trade", "learned", "place", "life")
NAME_WORDS = 4  # of the longest name
SLACK = 3  # characters of particles between a subject and what he is, in scripts where they are part of the word
LONG = 5  # letters of a word that counts for what a line tells
DENSE, EAST = "\u0590", "\u0e00"  # from here on scripts have no capitals, and from here on no spaces
_ARTICLES = frozenset(
    (
        "the this his her mr mrs ms a an der die das ein eine seine ihre sein ihr herr frau le la les l "
        "un une el los las il lo gli os as um uma de het een den det en ett et az egy"
    ).split()
)
_PARTICLES = frozenset("de van der den ter ten von zu da do dos e y di del la le af al el bin ben i".split())
GREEK = frozenset("ο η του της".split())
MARKS = ",،(（–—:：、，・/"
_EAST_NAME = re.compile(
    r"\W{0,2}([\u4e00-\u9fff\u3040-\u30ff]{2,6}|[\uac00-\ud7a3]{2,4})(?=[（(\s，,、・/／：:]|は|是|为|為|系)"
)


@lru_cache(maxsize=1)
def _table() -> WordStarts:
    """The words of all families, each with its family's number."""
    return word_families("biographies.toml", FAMILIES)


class LifeLine:
    """A line as its families see it: where in the spelled text which of their words stand."""

    __slots__ = ("found", "spelled", "text", "words")

    def __init__(self, text: str, words: int) -> None:
        self.text, self.words = text, words
        self.spelled = spell(text)
        found: list[dict[int, str]] = [{} for _ in FAMILIES]
        for at, family, literal in _table().find(self.spelled):
            if len(literal) > len(found[family].get(at, "")):
                found[family][at] = literal
        self.found = found

    def of(self, name: str) -> dict[int, str]:
        """The words of a family by where they stand in the spelled line."""
        return self.found[FAMILIES.index(name)]

    def hints(self, start: int) -> list[int]:
        """Where behind a place a trade, studies or a life are told."""
        return sorted({at for name in _HINTS for at in self.of(name) if at >= start})

    def begins(self, name: str, at: int) -> bool:
        """Whether a word of a family stands at a place, or behind a particle where those are part of words."""
        places = self.of(name)
        return at in places or any(at < near <= at + SLACK and places[near] >= EAST for near in places)


def shown(line: LifeLine, at: int) -> str:
    """The word of a life that stands at a place."""
    return max((line.of(name).get(at, "") for name in _HINTS), key=len).strip()


def share_told(line: LifeLine) -> float:
    """Share of the longer words of a line that tell a life or are a name's; 1 in scripts without spaces."""
    places = line.hints(0)
    ends = [at + len(shown(line, at)) for at in places]
    counted = told = at = 0
    for word in line.text.split():
        bare = spell(word)
        if len(bare) > LONG - 1:
            counted += 1
            told += word[0].isupper() or any(
                a <= at < b or at <= a < at + len(bare) for a, b in zip(places, ends, strict=True)
            )
        at += len(bare) if bare.strip() else 0
    return told / counted if counted else 1.0


def opening_name(text: str) -> str:
    """The name of two to four words that a line begins with; in scripts without capitals, what may be one."""
    east = _EAST_NAME.match(text)
    if east is not None:
        return east.group(1)
    words = text.lstrip(" ([").split()
    if not words or words[0].casefold() in _ARTICLES:
        return ""
    if words[0][:1] >= DENSE:
        functional = any(word in common_stopwords() for word in words[:2])
        return " ".join(words[:2]).strip(MARKS) if len(words) > 2 and not functional else ""
    taken: list[str] = []
    for word in words[: NAME_WORDS + 1]:
        bare = word.strip(MARKS + ")")
        small = word.casefold()
        if not bare[:1].isupper() and not (taken and small in _PARTICLES) and not (not taken and small in GREEK):
            break
        taken.append(bare)
        if word[-1:] in MARKS:
            break
    while taken and taken[-1].casefold() in _PARTICLES:
        taken.pop()
    named = [word for word in taken if word.casefold() not in GREEK]
    if not 1 <= len(named) <= NAME_WORDS or named[0].casefold() in common_stopwords():
        return ""
    return " ".join(taken)
