"""Dates as pages and bylines write them, to ISO 8601, without the clock.

What is read: ISO 8601 and its loose relatives, RFC 2822, seconds and milliseconds since 1970, month names in eighteen
languages, numeric dates (day first, unless the language writes the month first), years and months of East Asia.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

Clock = tuple[str | Any, ...]  # hour, minute, second, offset, as found; None where absent

EARLIEST = "1700-01-01"
_EPOCH_DAY = date(1970, 1, 1).toordinal()
# What databases write when they have no date.
_NULLS = frozenset(("1900-01-01", "1969-12-31", "1970-01-01", "1980-01-01"))
RAW_CHARS = 100  # a longer value is no date

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s,_]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?<!\d)((?:1[789]|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?(?!\d)"
)
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_WORDED = re.compile(
    r"(?<![\w.])(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s\-–]{1,3}(?:de\s|of\s)?)?([^\W\d_]{3,12})\.?,?[\s\-]{1,3}"
    r"(?:de\s|del\s)?(?:(\d{1,2})(?:st|nd|rd|th)?(?:,|\s)\s?)?(\d{4})(?!\d)"
)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(am|pm|a\.m\.|p\.m\.)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)

# Beginnings of month names; the longest that fits wins (CLDR, month names wide and abbreviated).
_MONTHS_OF: Final = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "january february march april may june july august sept october november december",
    "jän feb mär apr mai jun jul aug sep okt nov dez",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb maa apr mei jun jul aug sep okt nov dec",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "січ лют бер кві тра чер лип сер вер жов лис гру",
    "led úno bře dub kvě červn červenc srp zář říj list pros",
    "jan febr márc ápr máj jún júl aug szept okt nov dec",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "ian feb mart apr mai iun iul aug sept oct noi dec",
    "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "ene feb mar abr may jun jul ago set oct nov dic",
)
_MONTHS: Mapping[str, int] = {
    name: number for row in _MONTHS_OF for number, name in enumerate(row.split(), 1) if row.count(" ") == 11
}
_LONGEST_MONTH = max(map(len, _MONTHS))


def normalise(raw: str | None, max_date: str, language: str = "") -> str | None:
    """`raw` as ISO 8601: a date, or date and time (with the offset where it tells one); None where not to be believed.

    Refused are values with control characters, days that do not exist, days before 1700 or after `max_date`
    (ISO 8601), and the zeros of databases.

    >>> normalise("Thu, 4 Sep 2025 10:20:00 +0200", "2100-01-01")
    '2025-09-04T10:20:00+02:00'
    >>> normalise("4 сентября 2025 г.", "2100-01-01"), normalise("31.02.2025", "2100-01-01")
    ('2025-09-04', None)
    """
    text = (raw or "").strip()
    if not text or len(text) > RAW_CHARS or _CONTROL.search(text):
        return None
    found = _parse(text, language)
    if found is None:
        return None
    day = found[:10]
    return found if EARLIEST <= day <= max_date[:10] and day not in _NULLS else None


def _parse(text: str, language: str) -> str | None:
    if iso := _ISO.search(text):
        return _moment(iso[1], iso[2], iso[3], iso.group(4, 5, 6, 7))
    if east := _EAST.search(text):
        return _moment(east[1], east[2], east[3])
    if epoch := _EPOCH.fullmatch(text):
        days, seconds = divmod(int(epoch[1]), 86_400)
        told = f"{seconds // 3600:02}", f"{seconds // 60 % 60:02}", f"{seconds % 60:02}", "Z"
        then = date.fromordinal(_EPOCH_DAY + days)
        return _moment(str(then.year), then.month, then.day, told)
    if compact := _COMPACT.search(text):
        return _moment(compact[1], compact[2], compact[3], compact.group(4, 5, 6, 7))
    if numeric := _NUMERIC.search(text):
        return _numeric(int(numeric[1]), int(numeric[3]), numeric[4], numeric[2], language)
    for worded in _WORDED.finditer(text):
        month = month_number(worded[2])
        day = worded[1] or worded[3]
        if month and day:
            clock = _CLOCK.search(text, worded.end())
            return _moment(worded[4], month, day, _clock(clock) if clock else None)
    return None


def month_number(name: str) -> int | None:
    """1..12 for a month's name or its abbreviation in any of the languages known, else None."""
    name = name.lower()
    for length in range(min(len(name), _LONGEST_MONTH), 2, -1):
        if number := _MONTHS.get(name[:length]):
            return number
    return None


def _numeric(first: int, second: int, year: str, mark: str, language: str) -> str | None:
    month_first = mark == "/" and (language.lower() in {"en", "en-us", ""} or language.lower().startswith("en-us"))
    if second > 12 or (month_first and first <= 12):
        first, second = second, first
    return _moment(year, second, first)


def _clock(found: re.Match[str]) -> Clock:
    hour = int(found[1]) % 12 + 12 * (found[4][0].lower() == "p") if found[4] else int(found[1])
    return str(hour), found[2], found[3], found[5]


def _moment(year: str, month: str | int, day: str | int, clock: Clock | None = None) -> str | None:
    try:
        if clock is None or clock[0] is None:
            return date(int(year), int(month), int(day)).isoformat()
        hour, minute, second, zone = clock
        whole = date(int(year), int(month), int(day)).isoformat()
        return f"{whole}T{time(int(hour), int(minute or 0), int(second or 0)).isoformat()}{_offset(zone)}"
    except ValueError:
        return None


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] not in "+-":
        return "+00:00"
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return f"{zone[0]}{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else ""
