"""What one line looks like by itself, in figures that mean the same in every language.

`shape(text, measures)` is one row; `NAMES` names its columns. Shares are 0..1, counts are capped so that
one odd line cannot stand far outside what the model saw.
"""

from __future__ import annotations

import re

from cleaner.measure import Measures
from cleaner.types import Kind

NAMES = (
    "words", "word_length", "longest_word", "ends", "upper", "titled", "digits", "stop", "prose",
    "first", "last", "commas", "bars", "at", "rights", "hash", "money", "url", "year", "clock", "numbers",
    "glued", "name", "quote", "question", "paren", "colon", "kind", "code",
)  # fmt: skip

# Only this much of a long line is looked at for its finer marks: long lines are judged by their place.
HEAD_CHARS = 160
KINDS = {Kind.LINE: 0.0, Kind.ITEM: 1.0, Kind.HEADING: 2.0, Kind.QUOTE: 3.0, Kind.CELL: 4.0, Kind.PRE: 5.0}

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d|[年月日년월일]")
_CLOCK = re.compile(r"\d[:h]\d\d(?!\d)")
_GLUED = re.compile(r"[a-zß-öø-ÿа-яα-ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][a-zß-öø-ÿа-яα-ω]|[.!?][A-ZÀ-ÖØ-ÞА-Я][a-zà-ÿа-я]")
_URL = re.compile(r"https?:|www\.|\w\.(?:com|org|net|co|de|uk|io)\b")
_LAST = {
    ".": 1.0, "。": 1.0, "।": 1.0, "۔": 1.0, "?": 2.0, "!": 2.0, "？": 2.0, "！": 2.0, "؟": 2.0, ":": 3.0, "：": 3.0,
    "…": 4.0, ",": 5.0, ";": 5.0, ")": 7.0, "]": 7.0, '"': 8.0, "”": 8.0, "»": 8.0, "’": 8.0, "'": 8.0,
    "›": 9.0, ">": 9.0, "→": 9.0, "|": 9.0, "-": 9.0,
}  # fmt: skip


def shape(text: str, m: Measures, kind: Kind) -> tuple[float, ...]:
    """The figures of one line, in the order of `NAMES`."""
    head = text if len(text) <= HEAD_CHARS else text[:HEAD_CHARS]
    tokens = head.split()
    firsts = [token[0] for token in tokens]
    titled, numbers = sum(map(str.isupper, firsts)), sum(map(str.isdigit, firsts))
    count = len(tokens)
    digits = m.digit_share > 0.0
    bare = head[0]
    return (
        float(min(m.words, 200)),
        min(30.0, len(text) / (m.words or 1)),
        float(min(max(map(len, tokens)), 40)),
        1.0 if m.ends_sentence else 0.0,
        m.upper_share,
        titled / count,
        m.digit_share,
        m.stop_share,
        1.0 if m.prose else 0.0,
        0.0 if bare.isupper() else 1.0 if bare.islower() else 2.0 if bare.isdigit() else 3.0 if bare.isalpha() else 4.0,
        4.0 if text.endswith("...") else 6.0 if text[-1].isdigit() else _LAST.get(text[-1], 0.0),
        head.count(",") / count,
        float(min(5, head.count("|") + head.count("·") + head.count("•") + head.count(" / ") + head.count("›"))),
        1.0 if "@" in head else 0.0,
        1.0 if "©" in head or "®" in head or "™" in head else 0.0,
        1.0 if "#" in head else 0.0,
        1.0 if "$" in head or "€" in head or "£" in head or "%" in head else 0.0,
        1.0 if "." in head and _URL.search(head) else 0.0,
        1.0 if (digits or not head.isascii()) and _YEAR.search(head) else 0.0,
        1.0 if digits and _CLOCK.search(head) else 0.0,
        numbers / count,
        1.0 if _GLUED.search(head) else 0.0,
        1.0 if 2 <= count <= 4 and titled == count and m.words == count and not digits else 0.0,
        1.0 if bare in "\"“«„‹「『'‘" else 0.0,
        1.0 if "?" in head or "？" in head else 0.0,
        1.0 if "(" in head else 0.0,
        1.0 if ": " in head else 0.0,
        KINDS.get(kind, 0.0),
        1.0 if "{" in head or "</" in head or "();" in head else 0.0,
    )
