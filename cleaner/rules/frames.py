"""Frames: families of words that meet in one line, read from the data files that list them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from cleaner.page.language import common_stopwords
from cleaner.rules.word_lists import read_lists
from cleaner.rules.word_starts import WordStarts, spell
from cleaner.types import Category

FAMILIES = ("first", "second", "third")
_ASKED = re.compile("[?？؟;]")  # the last is Greek
_LABELLED = re.compile("[:：–—]|\\s-\\s")
ANY = -1  # number of strange words
LEAST = 2  # letters of a word
_ADDRESSED = re.compile(r"[@#/]|\w\.\w")
_Hits = tuple[tuple[int, int, str], ...]  # places, families and words
UNSPACED = "\u0e00"  # from here on scripts write no spaces between words
# What a line of some frames must hold beside their words: an address or a telephone number, a word in capitals that is
# sent to a short number, a price.
_MONEY = r"€|£|\$|₽|₴|₹|¥|₩|₺|฿|%|元|円|원"
_CURRENCY = r"euro|eur|kr|zł|kč|ft|lei|руб|грн|tl|pln|chf|ron|huf|czk|usd|reais"
SHAPES = MappingProxyType({
    "contact": re.compile(
        r"[\w.+-]@[\w-]+\.\w|(?<!\d)[+(]?\d(?:[ /().-]{0,2}\d){5,14}(?!\d)|\b(?:[\w-]{2,40}\.){1,3}[a-z]{2,7}/"
    ),
    "code": re.compile(r"\b[^\W\d_a-zà-ÿа-я]{2,12}\b[^\d]{1,30}\d{3,6}(?!\d)"),
    "price": re.compile(
        rf"(?:{_MONEY})\s?\d|\d\s?(?:{_MONEY}|(?:{_CURRENCY})\b)|\b(?:rp|r\$|us\$|chf)\s?\d", re.IGNORECASE
    ),
})  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Families that meet: what they say, how many they are, where they stand and how long their line may be.

    They may meet in several `sentences`. A `quiet` frame is one of texts that nowhere speak to their reader, a `motto`
    one of such texts and of lines that are no sentence; a shape that a frame `holds` is one of `SHAPES`. A line of more
    than so many `strange` words says something else; without the number it may say what it likes.
    """

    id: str
    category: Category
    most: int
    opens: bool
    label: bool
    open: bool
    place: str
    families: int
    asks: bool
    colon: bool
    sentences: bool
    quiet: bool
    motto: str
    named: bool
    holds: str
    strange: int


@lru_cache(maxsize=4)
def _frames(files: tuple[str, ...]) -> tuple[tuple[Frame, ...], WordStarts]:
    """All frames of some files, and the words of their families: those of frame n are the families from 3n on.

    Words that may stand beside any of them are the family behind the last.
    """
    lists = [read_lists(name) for name in files]
    raw = [one for listed in lists for one in listed["frame"]]
    frames = tuple(
        Frame(
            one["id"],
            Category(one["category"]),
            one["most"],
            opens=one.get("opens", False),
            label=one.get("label", False),
            open=one.get("open", False),
            place=one.get("place", "tail"),
            families=sum(name in one for name in FAMILIES),
            asks=one.get("asks", False),
            colon=one.get("colon", False),
            sentences=one.get("sentences", False),
            quiet=one.get("quiet", False),
            motto=one.get("motto", ""),
            named=one.get("named", False),
            holds=one.get("holds", ""),
            strange=one.get("strange", ANY),
        )
        for one in raw
    )
    families = [one.get(name, ()) for one in raw for name in FAMILIES]
    families.append([word for listed in lists for word in listed.get("beside", ())])
    return frames, WordStarts.of((word, number) for number, words in enumerate(families) for word in words)


@lru_cache(maxsize=1024)
def read_frames(files: tuple[str, ...], text: str, words: int, *, nouns: bool = False) -> tuple[tuple[Frame, str], ...]:
    """The frames of some files whose words a line of so many words has, each with these words; none for most lines.

    `nouns` have capitals in the line's language: there a capital makes no name.
    """
    frames, table = _frames(files)
    spelled = spell(text)
    hits = tuple(table.find(spelled))
    found: dict[int, dict[int, str]] = {}
    for at, family, literal in hits:
        frame, member = divmod(family, len(FAMILIES))
        if member or (frame < len(frames) and not (at and frames[frame].opens)):
            found.setdefault(family, {}).setdefault(at, literal.strip())
    filled: list[tuple[Frame, str]] = []
    for start in sorted(family for family in found if family % len(FAMILIES) == 0):
        one = frames[start // len(FAMILIES)]
        if words > one.most or (one.asks and not _ASKED.search(text)):
            continue
        if one.colon and not _LABELLED.search(text):
            continue
        if one.holds and not SHAPES[one.holds].search(text):
            continue
        said = [found.get(start + member, {}) for member in range(one.families)]
        # One word is no pair.
        if not all(said) or len(set().union(*said)) < one.families:
            continue
        if one.strange == ANY or _count_strange(text, spelled, _of_measured(frames, hits), nouns) <= one.strange:
            filled.append((one, " … ".join(next(iter(places.values())) for places in said)))
    return tuple(filled)


def _of_measured(frames: tuple[Frame, ...], hits: _Hits) -> _Hits:
    """The words of those frames that count strange ones, and those that may stand beside: others' tell something."""
    return tuple(
        hit for hit in hits if (number := hit[1] // len(FAMILIES)) >= len(frames) or frames[number].strange != ANY
    )


def _count_strange(text: str, spelled: str, hits: _Hits, nouns: bool) -> int:
    """How many words of a line are of no family, no function word, no name, number or address; 0 without spaces."""
    if any(char >= UNSPACED for char in text):
        return 0
    covered = bytearray(len(spelled))
    for at, _, literal in hits:
        for place in range(at, at + len(literal.rstrip())):
            covered[place] = 1
    named: set[str] = set()
    for number, word in enumerate(text.split()):
        capital = number > 0 and not nouns and word.lstrip("«„“\"'(")[:1].isupper()
        if capital or _ADDRESSED.search(word):
            named.update(spell(word).split())
    stop, at, strange = common_stopwords(), 0, 0
    for word in spelled.split(" ")[:-1]:
        end = at + len(word)
        told = any(covered[at:end]) or word in stop or word in named
        strange += not told and len(word) >= LEAST and not any(map(str.isdigit, word))
        at = end + 1
    return strange
