"""Bylines, dates and reading times (BYL): facts about an article, not part of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from tomllib import loads

from cleaner.measure import Measures, word_count
from cleaner.page.page import Page, line_fact, lines_where
from cleaner.page.shape import FIXED_KINDS, Extent, extent, is_list, line_key, name_like, without_lead_marks
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Block, Category, Kind, Mode

# Marks of vowels belong to the words of Hindi, Thai and Arabic.
_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0e31-\u0e4e\u064b-\u065f\u200c])"
_TOKEN = re.compile(rf"\d+|{_LETTER}+(?:'{_LETTER}+)?")
_DIGIT = re.compile(r"\d")
_CJK_DATE = re.compile(r"\d{1,4}\s?[年月日년월일]")
_ORDINAL = frozenset(("st", "nd", "rd", "th", "er", "º", "ª", "am", "pm", "h", "z", "t", "м", "ч", "г", "р"))
_PIECES = re.compile(r"\s[|•·–—/-]\s|[|•·]")
DATE_WORDS = 14  # words; a line with more than a date in it is longer
DATE_CHARS = 120
BYLINE_WORDS = 16
TIMELINE = 3  # so many dates make a timeline, a diary or a list of events
_YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d\b|\d\d?[/.]\d\d?")
ENTRY = -0.6  # said of such a date, too weak to count alone


@dataclass(frozen=True, slots=True)
class _Words:
    months: frozenset[str]
    weekdays: frozenset[str]
    ordinals: frozenset[str]
    fillers: frozenset[str]
    ago: frozenset[str]
    units: frozenset[str]
    by: tuple[str, ...]
    labels: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> _Words:
    raw = loads(resources.files("cleaner.rules").joinpath("data/dates.toml").read_text("utf-8"))
    sets = {key: frozenset(raw[key].split()) for key in ("months", "weekdays", "ordinals", "fillers", "ago", "units")}
    return _Words(**sets, by=tuple(sorted(raw["by_phrases"], key=len, reverse=True)), labels=tuple(raw["labels"]))


def says_which(token: str) -> bool:
    """Whether a folded word tells one of several from the others: a figure, an ordinal or the name of a day.

    >>> [says_which(word) for word in ("3", "second", "zweite", "martes", "ferry")]
    [True, True, True, True, False]
    """
    words = _table()
    return token.isdigit() or token in words.ordinals or token in words.weekdays


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
    if _OTHER_FIGURES.search(folded):
        return False
    for token in _TOKEN.findall(folded):
        if token.isdigit():
            numbers += 1
            # Days, hours, minutes and years with two digits; years; what zones and fractions of seconds are.
            if len(token) not in {1, 2, 4} and not _SECONDS.search(folded):
                return False
        elif token in words.months:
            months += 1
        elif token in words.ago:
            ago += 1
        elif token in words.units:
            units += 1
        elif token not in words.fillers and token not in words.weekdays and token not in _ORDINAL:
            return False
    if numbers > MOST_NUMBERS:
        return False
    clock = _HOUR.search(folded) if numbers <= 3 else None
    # With a full stop between them two figures are an hour only where a word says so: "Time: 1.00" is a measurement.
    hour = clock is not None and ("." not in clock.group() or not _CLOCK_WORDS.isdisjoint(_TOKEN.findall(folded)))
    return bool((months and numbers) or (ago and units and numbers) or hour or _numeric_date(folded))


# Thousands and decimals, amounts, ratings: a row of a table, a score, "4 out of 5" (out is October in Portuguese).
_OTHER_FIGURES = re.compile(
    r"\d,\d{3}(?!\d)|(?<![:\d])\d{1,3}\.\d{3}(?!\d)|\d \d{3}(?!\d)|[$€£¥%]|^[^/]*\d ?/ ?\d{1,2}$|\bout of \d"
    r"|(?<![:\d])\d{1,2}:\d\d ?[-–] ?\d{1,2}:\d\d"
)
_SECONDS = re.compile(r"\d\d:\d\d:\d\d|[+-]\d\d:?\d\d|(?:19|20)\d\d(?:\d\d){2}")
_CLOCK_WORDS = frozenset("uhr kl klo h am pm ore alle à om sa godz pukul saat год ч".split())
MOST_NUMBERS = 8  # of a date with hours, seconds and a zone

_HOUR = re.compile(r"(?<!\d)[0-2]?\d[:.h][0-5]\d(?!\d)")
_NUMERIC = re.compile(
    r"[0-3]?\d\. [01]?\d\. (?:19|20)\d\d|(?:19|20)\d\d\. ?[01]?\d\. ?[0-3]?\d(?!\d)"
    r"|(?<!\d)(?:(?:19|20)\d\d([-./])[01]?\d\1[0-3]?\d|[0-3]?\d([-./])[0-3]?\d\2(?:19|20)?\d\d)(?!\d)"
)


def _numeric_date(folded: str) -> bool:
    return _NUMERIC.search(folded) is not None


def byline_name(text: str, folded: str) -> str:
    """The name behind a byline's opening word, as it is written; nothing where the line is no byline.

    >>> byline_name("By Anna Keller, Staff Writer", "by anna keller, staff writer")
    'Anna Keller, Staff Writer'
    """
    bare = without_lead_marks(folded)
    by = _table().by
    if not bare.startswith(by):
        return ""
    for opening in by:
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


def _is_mostly_words(pieces: list[str]) -> bool:
    """Whether most pieces hold a letter: a row of figures is a table's."""
    return sum(any(map(str.isalpha, piece)) for piece in pieces) >= len(pieces) / 2


def is_fact(piece: str) -> bool:
    """Whether a piece of a line is a date, a byline or a reading time."""
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
    found: list[Finding] = []
    for index in where.edges:
        if _open_to_facts(page.blocks[index], page.measures[index]):
            evidence = _byline_evidence(page, index)
            if evidence:
                found.append(Finding(index, evidence))
    digest = _head_entries(page, [finding.block for finding in found])
    for finding in found:
        yield finding._replace(weight=ENTRY) if digest else finding


@line_fact
def _byline_evidence(_: Page, block: Block, m: Measures) -> str:
    """How a line names who wrote the text and when, or nothing."""
    name = byline_name(block.text, m.folded)
    if name and (not m.ends_sentence or word_count(name) <= 4):
        return f"a byline: '{name[:40]}'"
    if _NUMERIC.match(m.folded) and any(label in m.folded for label in _table().labels):
        return "a date and the label of a source or author"
    pieces = [piece for piece in _PIECES.split(block.text) if piece.strip()]
    named = (
        len(pieces) > 1
        and any(map(str.isalpha, block.text))
        and _is_mostly_words(pieces)
        and all(is_fact(p) or name_like(p) for p in pieces)
        and any(map(is_fact, pieces))
    )
    return f"{len(pieces)} pieces: names, dates, reading time" if named else ""


def _head_entries(page: Page, bylines: list[int]) -> bool:
    """Whether bylines with a date stand between most of a text's sentences: then it is a digest of other articles."""
    dated = [i for i in bylines if _YEAR_OR_DAY.search(page.measures[i].folded)]
    if len(dated) < TIMELINE:
        return False
    written = [b.index for b, m in page if m.prose or m.ends_sentence]
    beside = {i for at in dated for i in (at - 1, at + 1, at + 2)}
    return 2 * len(beside.intersection(written)) >= len(written)


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
        Example("4 out of 5\nJanuary 1,204 310 1,514\n06:15 - 07:20"),
        Example("Monday, 3 May\nIt rained.\nTuesday, 4 May\nIt rained again."),
        Example("Horario de misas\nSábado 19:00\nDomingo 9:00\nDomingo 12:30\nEntre semana no hay misa."),
        Example("Tour dates\n12 March 2024\nTown Hall\n14 March 2024\nThe Lantern\n15 March 2024\nThe Ground"),
    ),
)
def lone_date(page: Page) -> Iterator[Finding]:
    """Finds lines that hold a date or an age and nothing else.

    Why: when the text was published is metadata. Dates of a diary, a timeline or a list of events are the text's
    own: three of them, or two without a year, none of them labelled and none with an hour. So are those of a
    thread that the text opens with, and those of a list's entries.
    Example: `Updated: May 3, 2024 10:30 AM`
    Source: own observation; month and unit words are data/dates.toml's
    """
    where = extent(page)
    dates = list(_dated_lines(page))
    own = _entries(page, where, dates) or (_posts(page, dates) if page.mode is Mode.TEXT else frozenset())
    if not own and len(dates) >= TIMELINE and is_list(page):
        own = frozenset(dates)
    inner = [i for i in dates if not _at_edge(where, i)]
    for index in dates:
        if index in own:
            yield Finding(index, f"the line is a date, one of {len(own)} like it", weight=ENTRY)
        elif _at_edge(where, index):
            yield Finding(index, "the line is a date, at the text's edge")
        elif len(inner) < TIMELINE:
            yield Finding(index, "the line is a date, inside the text", weight=-1.2)


def _entries(page: Page, where: Extent, dates: list[int]) -> frozenset[int]:
    """Of the lines that are dates, those that head the entries of a diary, a timeline or a list of events."""
    hours = [index for index in dates if _is_weekly(page.measures[index].folded)]
    if len(hours) >= TIMELINE:
        return frozenset(hours)
    plain = [index for index in dates if _is_plain(page.measures[index].folded)]
    short = [index for index in plain if not _FULL_YEAR.search(page.measures[index].folded)]
    if where.first >= 0:
        # Outside the prose a date with its year is more often a teaser's; a list of events is announced there.
        announced = [i for i in plain if i > where.last and page.blocks[i - 1].text.rstrip().endswith((":", "："))]
        start = announced[0] if announced else len(page.blocks)
        plain = [i for i in plain if i in short or where.first - 1 <= i <= where.last or i >= start]
    apart = any(later - earlier > 1 for earlier, later in pairwise(short))
    if len(plain) >= TIMELINE or (len(short) == len(plain) > 1 and apart):
        return frozenset(plain)
    return frozenset()


@lines_where
def _dated_lines(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line is a date or an age."""
    return m.words <= DATE_WORDS and block.kind not in FIXED_KINDS and date_like(m.folded)


POSTS, OPENING, NAME_WORDS = 3, 2, 4  # posts of a thread; the line by which its first one has begun; words of a name
HOUR_OF_POST = re.compile(r"\d[:.h]\d\d")


def _posts(page: Page, dates: list[int]) -> frozenset[int]:
    """The dates of a thread's posts: the text opens with a name and an hour, and each post says something.

    Comments under an article look the same, but for the article before them.
    """
    posted = [i for i in dates if HOUR_OF_POST.search(page.measures[i].folded) and i > 0 and _opens_post(page, i)]
    if len(posted) < POSTS or posted[0] > OPENING:
        return frozenset()
    ends = [*(i - 1 for i in posted[1:]), len(page.blocks)]
    said = sum(
        any(m.ends_sentence or m.words > DATE_WORDS for m in page.measures[start + 1 : end])
        for start, end in zip(posted, ends, strict=True)
    )
    return frozenset(posted) if said > len(posted) / 2 else frozenset()


def _opens_post(page: Page, index: int) -> bool:
    """Whether the line above a date may be a writer's name."""
    above = page.measures[index - 1]
    return 0 < above.words <= NAME_WORDS and not above.ends_sentence


_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _is_weekly(folded: str) -> bool:
    """Whether a line names a day of the week and an hour and nothing else: opening hours, services, a timetable."""
    if not _HOUR.search(folded):
        return False
    tokens = _TOKEN.findall(_HOUR.sub(" ", folded))
    days = _table().weekdays
    return any(token in days for token in tokens) and all(
        token in days or token in _PREPOSITIONS or token in _CLOCK_WORDS for token in tokens
    )


def _is_plain(folded: str) -> bool:
    """Whether a line that is a date names day, month and year alone: no label, no hour, no age."""
    if _HOUR.search(folded):
        return False
    words = _table()
    named = words.months | words.weekdays | _PREPOSITIONS | _ORDINAL
    return all(token.isdigit() or token in named for token in _TOKEN.findall(folded)) or bool(
        _CJK_DATE.search(folded)
        and not any(label in folded for label in (*words.labels, *words.fillers) if len(label) > 1)
    )


# Words inside a written date, of the fillers; the others label it.
_PREPOSITIONS = frozenset(
    "of the on at um den am vom le à du el de del la las il em ngày på op om в года г року р".split()
)


def _at_edge(where: Extent, index: int) -> bool:
    return where.in_head(index) or where.in_tail(index)


RULES = (byline, lone_date)
