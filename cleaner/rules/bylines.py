"""Bylines, dates and reading times (BYL): facts about an article, not part of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from tomllib import loads

from cleaner.measure import Measures, word_count
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, Extent, extent, line_key, name_like, stripped
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Block, Category, Kind

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?")
_DIGIT = re.compile(r"\d")
_CJK_DATE = re.compile(r"\d{1,4}\s?[年月日년월일]")
_ORDINAL = frozenset(("st", "nd", "rd", "th", "er", "º", "ª", "am", "pm", "h", "z", "t", "м", "ч", "г", "р"))
_PIECES = re.compile(r"\s[|•·–—/-]\s|[|•·]")
DATE_WORDS = 14  # words; a line with more than a date in it is longer
DATE_CHARS = 120
BYLINE_WORDS = 16
TIMELINE = 3  # so many lone dates inside the prose make a timeline or a diary


@dataclass(frozen=True, slots=True)
class _Words:
    months: frozenset[str]
    weekdays: frozenset[str]
    fillers: frozenset[str]
    ago: frozenset[str]
    units: frozenset[str]
    by: tuple[str, ...]
    labels: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> _Words:
    raw = loads(resources.files("cleaner.rules").joinpath("data/dates.toml").read_text("utf-8"))
    sets = {key: frozenset(raw[key].split()) for key in ("months", "weekdays", "fillers", "ago", "units")}
    return _Words(**sets, by=tuple(sorted(raw["by_phrases"], key=len, reverse=True)), labels=tuple(raw["labels"]))


def date_like(folded: str) -> bool:
    """Whether a folded line says nothing but a date, an hour or how long ago.

    >>> [date_like(t) for t in ("1 week ago", "published on may 3, 2024 at 10:30 am", "may he rest", "1984")]
    [True, True, False, False]
    """
    if len(folded) > DATE_CHARS or "|" in folded or not _DIGIT.search(folded) or folded.endswith("%"):
        return False
    return _is_date(folded)


@lru_cache(maxsize=4096)
def _is_date(folded: str) -> bool:
    words = _table()
    if _CJK_DATE.search(folded):
        rest = re.sub(
            r"[\d年月日時时分秒년월일시분초前전:/.\-()（）\s]|[上下]午|週.|星期.|オ前|午[前後]|오[전후]|曜|[月火水木金土日]曜?",
            "",
            folded,
        )
        return len(rest) <= 6 or rest in words.fillers
    months = numbers = ago = units = 0
    for token in _TOKEN.findall(folded):
        if token.isdigit():
            numbers += 1
        elif token in words.months:
            months += 1
        elif token in words.ago:
            ago += 1
        elif token in words.units:
            units += 1
        elif token not in words.fillers and token not in words.weekdays and token not in _ORDINAL:
            return False
    hour = numbers <= 3 and _HOUR.search(folded) is not None
    return bool((months and numbers) or (ago and units and numbers) or hour or _numeric_date(folded))


_HOUR = re.compile(r"(?<!\d)[0-2]?\d[:.h][0-5]\d(?!\d)")
_NUMERIC = re.compile(
    r"[0-3]?\d\. [01]?\d\. (?:19|20)\d\d"
    r"|(?<!\d)(?:(?:19|20)\d\d([-./])[01]?\d\1[0-3]?\d|[0-3]?\d([-./])[0-3]?\d\2(?:19|20)?\d\d)(?!\d)"
)


def _numeric_date(folded: str) -> bool:
    return _NUMERIC.search(folded) is not None


def byline_name(text: str, folded: str) -> str:
    """The name behind a byline's opening word, as it is written; nothing where the line is no byline.

    >>> byline_name("By Anna Keller, Staff Writer", "by anna keller, staff writer")
    'Anna Keller, Staff Writer'
    """
    bare = stripped(folded)
    for opening in _table().by:
        if bare.startswith(opening):
            rest = bare[len(opening) :]
            if rest[:1].isalnum() and opening[-1] < "\u0e00":
                continue
            rest = rest.strip(" :：|-–—/")
            if not rest or not text.casefold().endswith(rest):
                return ""
            name = text[-len(rest) :]
            first = re.split(r"[,|•·–—(@]| - | and | und | et | y ", name, maxsplit=1)[0].strip()
            return (
                name if (name_like(first) and first[:1] != first[:1].lower()) or (rest and first[:1] > "\u0500") else ""
            )
    return ""


def _worded(pieces: list[str]) -> bool:
    """Whether most pieces hold a letter: a row of figures is a table's."""
    return sum(any(map(str.isalpha, piece)) for piece in pieces) >= len(pieces) / 2


def _piece_is_fact(piece: str) -> bool:
    folded = piece.casefold().strip()
    if not folded:
        return True
    key = line_key(folded)
    return date_like(folded) or bool(byline_name(piece.strip(), folded)) or _READ_TIME.fullmatch(key) is not None


_READ_TIME = re.compile(
    r"(?:reading time |read time |lesezeit |temps de lecture |tiempo de lectura |tempo di lettura |leestijd )?"
    r"(?:about |ca |circa )?# ?"
    r"(?:min|mins|minute|minutes|minuten|minuti|minutos|мин|минут|хв)"
    r"(?: read| reading time| lesezeit| de lecture| de lectura| di lettura| de leitura| leestijd| чтения)?"
    r"|# (?:comments?|views?|shares?|kommentare|commentaires|comentarios|commenti)"
)


def _open_to_facts(block: Block, m: Measures) -> bool:
    return 0 < m.words <= BYLINE_WORDS and block.kind not in FIXED_KINDS and block.kind is not Kind.ITEM


@rule(
    "BYL001",
    "byline",
    Category.BYLINE,
    -3.2,
    modes=BOTH,
    fires=(
        Example("By Anna Keller, Staff Writer\nThe council met on Monday.", on=("By Anna",)),
        Example("Von Anna Keller\nDer Rat tagte am Montag.", on=("Von Anna",)),
        Example("Anna Keller | May 3, 2024 | 5 min read\nThe council met.", on=("Anna Keller",)),
    ),
    silent=(
        Example("By the time the council met, the hall was full."),
        Example("By Monday the snow had gone."),
    ),
)
def byline(page: Page) -> Iterator[Finding]:
    """Finds lines that name the author near the beginning or the end of the text.

    Why: who wrote the text is metadata.
    Example: `By Anna Keller, Staff Writer`
    Source: the byline patterns of readability and Defuddle; the opening words are data/dates.toml's
    """
    where = extent(page)
    for block, m in page:
        if not _open_to_facts(block, m) or not (where.in_head(block.index) or where.in_tail(block.index)):
            continue
        name = byline_name(block.text, m.folded)
        if name and (not m.ends_sentence or word_count(name) <= 4):
            yield Finding(block.index, f"a byline: '{name[:40]}'")
            continue
        if _NUMERIC.match(m.folded) and any(label in m.folded for label in _table().labels):
            yield Finding(block.index, "a date and the label of a source or author")
            continue
        pieces = [piece for piece in _PIECES.split(block.text) if piece.strip()]
        if (
            len(pieces) > 1
            and any(map(str.isalpha, block.text))
            and _worded(pieces)
            and all(_piece_is_fact(p) or name_like(p) for p in pieces)
            and any(map(_piece_is_fact, pieces))
        ):
            yield Finding(block.index, f"{len(pieces)} pieces: names, dates, reading time")


@rule(
    "BYL002",
    "lone-date",
    Category.BYLINE,
    -3.4,
    modes=BOTH,
    fires=(
        Example("1 week ago\nThe council met on Monday.", on=("1 week ago",)),
        Example("Published: May 3, 2024 10:30 AM EST\nThe council met.", on=("Published",)),
        Example("21.05.2024, 14:30 Uhr\nDer Rat tagte am Montag.", on=("21.05",)),
        Example("2024年5月21日 10:30\n市議会は月曜日に開かれた。", on=("2024年",)),
    ),
    silent=(
        Example("May he rest in peace."),
        Example("1984\nIt was a bright cold day in April."),
        Example("The vote is on May 3, 2024, in the town hall."),
    ),
)
def lone_date(page: Page) -> Iterator[Finding]:
    """Finds lines that hold a date or an age and nothing else.

    Why: when the text was published is metadata. Between paragraphs three of them make a timeline, which stays.
    Example: `Updated: May 3, 2024 10:30 AM`
    Source: own observation; month and unit words are data/dates.toml's
    """
    where = extent(page)
    dates = [b.index for b, m in page if b.kind not in FIXED_KINDS and m.words <= DATE_WORDS and date_like(m.folded)]
    inner = [i for i in dates if not _at_edge(where, i)]
    for index in dates:
        if _at_edge(where, index):
            yield Finding(index, "the line is a date, at the text's edge")
        elif len(inner) < TIMELINE:
            yield Finding(index, "the line is a date, inside the text", weight=-1.2)


def _at_edge(where: Extent, index: int) -> bool:
    return where.in_head(index) or where.in_tail(index)


RULES = (byline, lone_date)
