"""What each line looks like by itself, in figures that mean the same in every language.

`shapes(page)` is one row a line; `NAMES` names its columns. Shares are 0..1, counts are capped so that
one odd line cannot stand far outside what the model saw. The characters of all lines are classed at once
(`characters.py`); patterns are tried only on lines that hold what they need.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.measure import Measures
from cleaner.model.lines import characters as of
from cleaner.page.page import Page, line_numbers, unknown_places
from cleaner.types import Block, Kind

NAMES = (
    "words", "word_length", "longest_word", "ends", "upper", "titled", "digits", "stop", "prose",
    "first", "last", "commas", "bars", "at", "rights", "hash", "money", "url", "year", "clock", "numbers",
    "glued", "name", "quote", "question", "paren", "colon", "kind", "code",
)  # fmt: skip

# Only this much of a long line is looked at for its finer marks: long lines are judged by their place.
HEAD_CHARS = 160
KINDS = {Kind.LINE: 0.0, Kind.ITEM: 1.0, Kind.HEADING: 2.0, Kind.QUOTE: 3.0, Kind.CELL: 4.0, Kind.PRE: 5.0}

# What stands before a year is asked behind its first figures: an expression that begins with figures is found in half
# the time.
_YEAR = re.compile(r"(?:19(?<!\d19)|20(?<!\d20))\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d|[年月日년월일]")
_CLOCK = re.compile(r"\d[:h]\d\d(?!\d)")
_GLUED = re.compile(r"[a-zß-öø-ÿа-яα-ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][a-zß-öø-ÿа-яα-ω]|[.!?][A-ZÀ-ÖØ-ÞА-Я][a-zà-ÿа-я]")
_URL = re.compile(r"https?:|www\.|(?<=\w)\.(?:com|org|net|co|de|uk|io)\b")
_URL_PARTS = ("http", "www.", ".com", ".org", ".net", ".co", ".de", ".uk", ".io")  # one of which it holds
_CODE = re.compile(r"\{|</|\(\);")
_LAST = {
    ".": 1.0, "。": 1.0, "।": 1.0, "۔": 1.0, "?": 2.0, "!": 2.0, "？": 2.0, "！": 2.0, "؟": 2.0, ":": 3.0, "：": 3.0,
    "…": 4.0, ",": 5.0, ";": 5.0, ")": 7.0, "]": 7.0, '"': 8.0, "”": 8.0, "»": 8.0, "’": 8.0, "'": 8.0,
    "›": 9.0, ">": 9.0, "→": 9.0, "|": 9.0, "-": 9.0,
}  # fmt: skip


_OPENING = "\"“«„‹「『'‘"


def shapes(page: Page) -> NDArray[np.float32]:
    """The figures of every line, one row each, in the order of `NAMES`."""
    known: dict[int, NDArray[np.float32]] = page.line_facts.setdefault((shapes, page.language), {})
    numbers = line_numbers(page)
    new = list(unknown_places(known, numbers))
    if new:
        rows = _shapes([page.blocks[at] for at in new], [page.measures[at] for at in new])
        known.update(zip((numbers[at] for at in new), rows, strict=True))
    return np.array([known[number] for number in numbers])


def _shapes(lines: Sequence[Block], measures: Sequence[Measures]) -> NDArray[np.float32]:
    texts = [block.text for block in lines]
    heads = [text[:HEAD_CHARS] for text in texts]
    seen = of.classify(heads)
    count, titled, numbers, longest = of.tokens(seen)
    held = seen.line_bits()

    def has(bits: int) -> NDArray[np.bool_]:
        return np.asarray((held & bits) != 0)

    def matches(where: NDArray[np.bool_], pattern: re.Pattern[str]) -> NDArray[np.bool_]:
        out = np.zeros(len(heads), np.bool_)
        for at in np.flatnonzero(where).tolist():
            out[at] = pattern.search(heads[at]) is not None
        return out

    words, digit_share = np.array([m.words for m in measures]), np.array([m.digit_share for m in measures])
    digits = digit_share > 0
    bars = seen.count(of.BAR)
    for at in np.flatnonzero(has(of.SLASH)).tolist():
        bars[at] += heads[at].count(" / ")
    columns = (
        np.minimum(words, 200),
        np.minimum(30.0, np.array([len(text) for text in texts]) / np.maximum(words, 1)),
        np.minimum(longest, 40),
        [m.ends_sentence for m in measures],
        [m.upper_share for m in measures],
        titled / count,
        digit_share,
        [m.stop_share for m in measures],
        [m.prose for m in measures],
        _first(seen.bits[seen.starts]),
        [_last(text) for text in texts],
        seen.count(of.COMMA) / count,
        np.minimum(bars, 5),
        has(of.AT),
        has(of.RIGHTS),
        has(of.HASH),
        has(of.MONEY),
        [
            found and any(map(head.__contains__, _URL_PARTS)) and _URL.search(head) is not None
            for found, head in zip(has(of.DOT).tolist(), heads, strict=True)
        ],
        matches(digits | has(of.DIGIT | of.CALENDAR), _YEAR),
        matches(digits, _CLOCK),
        numbers / count,
        matches(seen.has_glued_capital(), _GLUED),
        (count >= 2) & (count <= 4) & (titled == count) & (words == count) & ~digits,
        [head[0] in _OPENING for head in heads],
        has(of.ASKS),
        has(of.PAREN),
        [": " in head for head in heads],
        [KINDS.get(block.kind, 0.0) for block in lines],
        matches(has(of.BRACE | of.LESS | of.SEMICOLON), _CODE),
    )
    return np.array(columns, np.float32).T.copy()


def _first(bits: NDArray[np.uint32]) -> NDArray[np.float32]:
    """What each line begins with: a capital, a small letter, a figure, another letter, anything else."""
    kinds = [(bits & bit) != 0 for bit in (of.UPPER, of.LOWER, of.DIGIT, of.LETTER)]
    return np.select(kinds, [0.0, 1.0, 2.0, 3.0], 4.0).astype(np.float32)


def _last(text: str) -> float:
    if text.endswith("..."):
        return 4.0
    last = text[-1]
    return 6.0 if last.isdigit() else _LAST.get(last, 0.0)
