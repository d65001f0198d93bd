"""Lines that say nothing but a date, an hour or an age, by the words of data/dates.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cleaner.rules.word_lists import read_lists

# Marks of vowels belong to the words of Hindi, Thai and Arabic.
_LETTER = (
    r"(?:[^\W\d_]|[\u0900-\u0963\u0980-\u09e3\u0a01-\u0a51\u0a81-\u0ae3\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0ce3"
    r"\u0e31-\u0e4e\u064b-\u065f\u200c])"
)
_TOKEN = re.compile(rf"\d+|{_LETTER}+(?:'{_LETTER}+)?")
_DIGIT = re.compile(r"\d")
_CJK_DATE = re.compile(r"\d{1,4}\s?[年月日년월일]")
_ORDINAL = frozenset(("st", "nd", "rd", "th", "er", "º", "ª", "am", "pm", "h", "z", "t", "м", "ч", "г", "р"))
DATE_CHARS = 120  # of the longest line that may be a date
MOST_NUMBERS = 8  # of a date with hours, seconds and a zone


@dataclass(frozen=True, slots=True)
class DateWords:
    """The folded words of dates and bylines in all languages: data/dates.toml as sets and, longest first, openings."""

    months: frozenset[str]
    weekdays: frozenset[str]
    ordinals: frozenset[str]
    fillers: frozenset[str]
    published: frozenset[str]
    ago: frozenset[str]
    units: frozenset[str]
    by: tuple[str, ...]
    labels: tuple[str, ...]


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The words of data/dates.toml, read once."""
    raw = read_lists("dates.toml")
    names = ("months", "weekdays", "ordinals", "fillers", "published", "ago", "units")
    sets = {name: frozenset(raw[name].split()) for name in names}
    sets["fillers"] |= sets["published"]
    return DateWords(**sets, by=tuple(sorted(raw["by_phrases"], key=len, reverse=True)), labels=tuple(raw["labels"]))


def says_which(token: str) -> bool:
    """Whether a folded word tells one of several from the others: a figure, an ordinal or the name of a day.

    >>> [says_which(word) for word in ("3", "second", "zweite", "martes", "ferry")]
    [True, True, True, True, False]
    """
    words = date_words()
    return token.isdigit() or token in words.ordinals or token in words.weekdays


def date_like(folded: str) -> bool:
    """Whether a folded line says nothing but a date, an hour or how long ago.

    >>> [date_like(t) for t in ("1 week ago", "published on may 3, 2024 at 10:30 am", "may he rest", "1984")]
    [True, True, False, False]
    >>> date_like("16/03/2024 | 08:05 gmt+7"), date_like("12 | 13 | 14:00")
    (True, False)
    """
    if "|" in folded and len(folded) <= DATE_CHARS:
        folded = _BAR_BEFORE_HOUR.sub(" ", folded, count=1)  # another bar is a table's
    if len(folded) > DATE_CHARS or "|" in folded or not _DIGIT.search(folded) or folded.endswith("%"):
        return False
    return _is_date(folded)


_BAR_BEFORE_HOUR = re.compile(r"(?<=\d)\.?\s?\|\s?(?=\d{1,2}[:.]\d\d(?:\s\w{1,4}(?:[+-]\d{1,2})?)?\s?$)")


@lru_cache(maxsize=4096)
def _is_date(folded: str) -> bool:
    words = date_words()
    if _CJK_DATE.search(folded):
        rest = re.sub(
            r"[\d年月日時时分秒년월일시분초前전:/.\-()（）\s]|[上下]午|週.|星期.|オ前|午[前後]|오[전후]|曜|[月火水木金土日]曜?",
            "",
            folded,
        )
        return len(rest) <= 6 or rest in words.fillers
    months = numbers = ago = units = 0
    spoken = labelled = False
    for token in _TOKEN.findall(folded):
        if token.isdigit():
            numbers += 1
            # Days, hours, minutes and years with two digits; years; what zones and fractions of seconds are.
            if len(token) not in {1, 2, 4} and not _SECONDS.search(folded):
                return False
        elif token in words.months:
            months += 1
            spoken = spoken or token in _SPOKEN_MONTHS
            if token in _NAMES_TOO and "20" not in folded:
                months -= 1
        elif token in words.ago:
            ago += 1
        elif token in words.units:
            units += 1
        elif token not in words.fillers and token not in words.weekdays and token not in _ORDINAL:
            return False
        labelled = labelled or token in words.published
    # Most lines hold a word that no date has: the slowest expression is asked of the others.
    if numbers > MOST_NUMBERS or _OTHER_FIGURES.search(folded):
        return False
    if len(_HOUR.findall(folded)) >= TIMES:  # a day of a timetable
        return False
    clock = _HOUR.search(folded) if numbers <= 3 else None
    if spoken and units and numbers == 1:  # "12 months out"
        return False
    # With a full stop between them two figures are an hour only where a word says so: "Time: 1.00" is a measurement.
    hour = clock is not None and ("." not in clock.group() or not _CLOCK_WORDS.isdisjoint(_TOKEN.findall(folded)))
    if (months and numbers) or (ago and units and numbers) or hour or _NUMERIC.search(folded):
        return True
    return labelled and _DAY_OF_MONTH.search(folded) is not None


# Thousands and decimals, amounts, ratings: a row of a table, a score, "4 out of 5" (out is October in Portuguese).
_OTHER_FIGURES = re.compile(
    r"\d,\d{3}(?!\d)|(?<![:\d])\d{1,3}\.\d{3}(?!\d)|\d \d{3}(?!\d)|[$€£¥%]|^[^/]*\d ?/ ?\d{1,2}$|\bout of \d"
    r"|(?<![:\d])\d{1,2}:\d\d ?[-–] ?\d{1,2}:\d\d"
)
TIMES = 3
_SPOKEN_MONTHS = frozenset({"out", "set", "may", "mar"})  # October, September and March of languages that shorten them
_DAY_OF_MONTH = re.compile(r"(?<![\d.])[0-3]?\d\. ?[01]?\d\.(?!\d)")
_NAMES_TOO = frozenset({"mac"})  # March in Malay, and much else
_SECONDS = re.compile(r"\d\d:\d\d:\d\d|[+-]\d\d:?\d\d|(?:19|20)\d\d(?:\d\d){2}")
_CLOCK_WORDS = frozenset("uhr uur kl klo h am pm ore alle à om sa godz pukul saat год ч".split())
_HOUR = re.compile(r"(?<!\d)[0-2]?\d[:.h][0-5]\d(?!\d)")
FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
HOUR_OF_POST = re.compile(r"\d[:.h]\d\d")  # what a post's date holds, and an article's seldom
_NUMERIC = re.compile(
    r"[0-3]?\d\. [01]?\d\. (?:19|20)\d\d|(?:19|20)\d\d\. ?[01]?\d\. ?[0-3]?\d(?!\d)"
    r"|(?<!\d)(?:(?:19|20)\d\d([-./])[01]?\d\1[0-3]?\d|[0-3]?\d([-./])[0-3]?\d\2(?:19|20)?\d\d)(?!\d)"
)


def starts_with_numeric_date(folded: str) -> bool:
    """Whether a line begins with a day, a month and a year in figures."""
    return _NUMERIC.match(folded) is not None


def is_weekly_hour(folded: str) -> bool:
    """Whether a line names a day of the week and an hour and nothing else: opening hours, services, a timetable."""
    if not _HOUR.search(folded):
        return False
    tokens = _TOKEN.findall(_HOUR.sub(" ", folded))
    days = date_words().weekdays
    return any(token in days for token in tokens) and all(
        token in days or token in _PREPOSITIONS or token in _CLOCK_WORDS for token in tokens
    )


def is_scheduled_hour(folded: str) -> bool:
    """Whether a line that is a date names a day and an hour, and neither a year nor a label: of a programme."""
    words = date_words()
    tokens = _TOKEN.findall(folded)
    named = words.months | words.weekdays | _PREPOSITIONS | _ORDINAL | _CLOCK_WORDS
    timed = _HOUR.search(folded) is not None or not _CLOCK_WORDS.isdisjoint(tokens)
    day = not (words.months | words.weekdays).isdisjoint(tokens)
    return timed and day and all(token in named or (token.isdigit() and len(token) <= 2) for token in tokens)


_CLOCK = re.compile(
    r"(?:(?:um|at|à|alle|ore|kl\.?|klo|às|as|a las|в|о|om|pukul|lúc|saat) )?([0-2]?\d)(?:[:.h]([0-5]\d))?"
    r" ?(am|pm|a\.m\.|p\.m\.)?(?: ?(?:uhr|h|hs|hrs|uur|horas?|ore))?:?"
)


def minute_of_day(folded: str) -> int | None:
    """The minute 0..1,439 that a folded line names and nothing else; None where it names none.

    >>> [minute_of_day(t) for t in ("8:05 am", "2.15 pm", "11 uhr", "à 9h30", "12", "day 3", "25:10")]
    [485, 855, 660, 570, None, None, None]
    """
    found = _CLOCK.fullmatch(folded)
    if found is None or not (found[2] or found[3] or not folded[-1].isdigit()):
        return None
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + 12 * found[3].startswith("p")
    return 60 * hour + int(found[2] or 0) if hour < 24 else None


_OF_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?\(\d{1,4}\))?$|(?:19|20)\d\d年\s?\d\d?月(?:\s?\(\d{1,4}\))?$")


def has_month_of_year(folded: str) -> bool:
    """Whether a folded line is a month and its year, with or without a number in brackets: an archive's link.

    >>> [has_month_of_year(t) for t in ("march 2015", "mai 2014 (3)", "2015年3月", "3 march 2015", "in march")]
    [True, True, True, False, False]
    """
    if _OF_YEAR.search(folded) is None:
        return False
    words = [token for token in _TOKEN.findall(folded) if not token.isdigit()]
    return _CJK_DATE.match(folded) is not None or (
        len(words) in {1, 2}
        and folded.startswith(words[0])
        and words[0] in date_words().months
        and all(word in _PREPOSITIONS for word in words[1:])
    )


def is_plain_date(folded: str) -> bool:
    """Whether a line that is a date names day, month and year alone: no label, no hour, no age."""
    if _HOUR.search(_NUMERIC.sub(" ", folded)):
        return False
    words = date_words()
    named = words.months | words.weekdays | _PREPOSITIONS | _ORDINAL
    tokens = _TOKEN.findall(folded)
    counted = tokens[:1] and tokens[0] in words.units  # "Day 3: 14 May"
    return all(token.isdigit() or token in named for token in tokens[bool(counted) :]) or bool(
        _CJK_DATE.search(folded)
        and not any(label in folded for label in (*words.labels, *words.fillers) if len(label) > 1)
    )


# Words inside a written date, of the fillers; the others label it.
_PREPOSITIONS = frozenset(
    "of the on at um den am vom le à du el de del la las il em ngày på op om в года г року р".split()
)
