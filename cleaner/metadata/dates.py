"""Dates as pages and bylines write them, to ISO 8601, without the clock.

What is read: ISO 8601 and its loose relatives, RFC 2822, seconds and milliseconds since 1970, month names in sixty
languages, numeric dates (day first, unless the language writes the month first), years and months of East Asia.
A date takes the hour that stands beside it, never that of another date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

from cleaner.metadata.months import month_number

EARLIEST = "1700-01-01"
_EPOCH_DAY = date(1970, 1, 1).toordinal()
# What databases write when they have no date.
_NULLS = frozenset(("1900-01-01", "1969-12-31", "1970-01-01", "1980-01-01"))
RAW_CHARS = 100  # a longer value is no date
LINE_CHARS = 300  # of a line that dates are looked for in
_BUDDHIST = 543  # years of the Thai calendar ahead of ours
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first of each

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ISO = re.compile(
    r"(?<![\d.])(?P<year>\d{4})(?P<mark>[-/.])\s?(?P<month>\d{1,2})(?P=mark)\s?(?P<day>\d{1,2})"
    r"(?:(?:T|[\s,_]{1,3}(?:\(.\)\s?)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:1[789]|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z)?)?(?!\d)"
)
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_EAST = re.compile(
    r"(?P<era>令和|平成|昭和)?(?P<year>\d{1,4}|元)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]?"
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})\s?(?P<mark>[./-])\s?(?P<second_>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
_WORDED = re.compile(
    r"(?<![\w.])(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª|\.º)?[\s\-–/]{1,3}(?:de\s|of\s|d['’]|ta['’]\s)?)?"
    r"(?P<name>[^\W\d_]{3,14}|[^\W\d_]['’\u0900-\u0dff\u0e00-\u0e7f\u1000-\u17ff\w]{1,14})\.?,?[\s\-/]{1,3}"
    r"(?:(?:de|del|of)\s)?(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s|-|/))?(?:de\s)?(?P<year>\d{4})(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})[.,]?\s(?P<name>[^\W\d_]{3,14})\.?\s(?P<day>\d{1,2})(?!\d)"
)  # Hungarian
_VIETNAMESE = re.compile(
    r"(?:ngày\s)?(?P<day>\d{1,2})\s(?:tháng|thg)\s(?P<month>\d{1,2}),?\s(?:năm\s)?(?P<year>\d{4})", re.IGNORECASE
)
_PATTERNS = (_ISO, _EAST, _VIETNAMESE, _NUMERIC, _WORDED, _YEAR_FIRST, _COMPACT)

# What stands between a date and its hour.
_LINK = (
    r"(?:at|um|à|a|as|às|kl|klo|ore|alle|alle ore|a las|o|u|om|godz|pukul|pkl|lúc|в|о|г|р|saat|ώρα|στις|ב|في|الساعة"
    r"|clock|@)\.?"
)
_HOUR = (
    r"(?P<hour>[0-2]?\d)(?:[:h]|\s?uhr\s|\.(?=\d\d\s?(?:[ap]\.?m|uhr|ist|hrs|h\b))|(?<=kl\.\s\d\d)\.|(?<=kl\.\s\d)\."
    r"|(?<=klo\s\d\d)\.|(?<=klo\s\d)\.|(?<=um\s\d\d)\.)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\s?(?P<half>am|pm|a\.m\.|p\.m\.))?"
    r"(?:\s?(?P<zone>Z\b|UTC|GMT|[+-]\d{2}:?\d{2}))?(?![\d:])"
)
_AFTER = re.compile(rf"[\s,;|•·–—\-(]{{0,4}}(?:{_LINK}\s{{0,2}}){{0,2}}{_HOUR}", re.IGNORECASE)
_AFTER_WHOLE_HOUR = re.compile(
    rf"[\s,;|•·–—\-(]{{0,4}}(?:{_LINK}\s{{0,2}}){{0,2}}(?P<hour>[01]?\d)\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?!\w)",
    re.IGNORECASE,
)
_AFTER_EAST = re.compile(
    r"[\s(]{0,3}(?:\(.\)\s?|.曜日?\s?)?(?P<half>午前|午後|上午|下午|오전|오후)?\s?(?P<hour>[0-2]?\d)[時点时시:]\s?(?P<minute>[0-5]?\d)[分분]?"
)
_BEFORE = re.compile(
    rf"(?<![\d:.]){_HOUR}(?:\s?\(?[A-Z]{{2,5}}\)?)?(?:\s?(?:uhr|hrs?|h))?[\s,;|•·–—\-(]{{1,3}}(?:on\s|am\s|de\s|[^\W\d_]{{2,12}}[.,]\s?)?$",
    re.IGNORECASE,
)
_BEFORE_CHARS = 45
_LATE_HALF = frozenset(("午後", "下午", "오후"))


class Found(NamedTuple):
    """A date in a line: its characters [start, end), hour included, and what they say in ISO 8601."""

    start: int
    end: int
    iso: str


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
    if epoch := _EPOCH.fullmatch(text):
        iso = _since_1970(int(epoch[1]))
        return iso if is_believable(iso, max_date) else None
    if plainly := _ISO.fullmatch(text):  # nearly all of them
        only = _day(plainly, language)
        return only if only and is_believable(only, max_date) else None
    return next((one.iso for one in find(text, language) if is_believable(one.iso, max_date)), None)


def is_believable(iso: str, max_date: str) -> bool:
    """Whether a page can have been published then: from 1700 to `max_date`, and not on a database's zero."""
    return EARLIEST <= iso[:10] <= max_date[:10] and iso[:10] not in _NULLS


def find(text: str, language: str = "") -> list[Found]:
    """The dates in one line, in order, each with the hour beside it. Days that do not exist are left out.

    >>> [one.iso for one in find("Updated: Oct 01, 2014, 08.30 AM IST Published: SEPTEMBER 28, 2014 16:09 IST")]
    ['2014-10-01T08:30:00', '2014-09-28T16:09:00']
    """
    text = text[:LINE_CHARS]
    days = sorted(_days(text, language), key=lambda one: (one.start, -one.end))
    found: list[Found] = []
    for number, day in enumerate(days):
        floor = found[-1].end if found else 0
        if day.start < floor:
            continue
        until = next((one.start for one in days[number + 1 :] if one.start >= day.end), len(text))
        found.append(_with_hour(text, day, floor, until))
    return found


def _days(text: str, language: str) -> Iterator[Found]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            iso = _day(match, language)
            if iso:
                yield Found(match.start(), match.end(), iso)


def _day(match: re.Match[str], language: str) -> str | None:
    parts = match.groupdict()
    year = _year(parts, language)
    if year is None:
        return None
    if "first" in parts:
        return _moment(year, *_month_and_day(int(parts["first"]), int(parts["second_"]), parts["mark"], language))
    day = parts.get("day") or parts.get("after")
    month = month_number(parts["name"], language) if "name" in parts else int(parts["month"])
    if not day or not month:
        return None
    if parts.get("hour"):
        return _moment(year, month, int(day), _clock(match))
    return _moment(year, month, int(day))


def _year(parts: dict[str, str], language: str) -> int | None:
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if parts.get("era"):
        return year + _ERAS[parts["era"]]
    if year < 1000:
        return None
    return (
        year - _BUDDHIST
        if year > 2400 and (language[:2] == "th" or "\u0e00" <= parts.get("name", " ")[0] <= "\u0e7f")
        else year
    )


def _month_and_day(first: int, second: int, mark: str, language: str) -> tuple[int, int]:
    """Month and day of a numeric date: the day comes first but for American English."""
    month_first = mark == "/" and language.lower() in {"en", "en-us", ""}
    if second > 12 or (month_first and first <= 12):
        return first, second
    return second, first


def _with_hour(text: str, day: Found, floor: int, until: int) -> Found:
    """The date with the hour that stands behind it, or before it where none does."""
    if "T" in day.iso:
        return day
    for pattern in (_AFTER, _AFTER_WHOLE_HOUR, _AFTER_EAST):
        after = pattern.match(text, day.end)
        if after and after.end() <= until and (whole := _moment_of_match(day.iso, after)):
            return Found(day.start, after.end(), whole)
    begin = max(floor, day.start - _BEFORE_CHARS)
    before = _BEFORE.search(text[begin : day.start])
    if before and (whole := _moment_of_match(day.iso, before)):
        return Found(begin + before.start(), day.end, whole)
    return day


def _moment_of_match(iso: str, match: re.Match[str]) -> str | None:
    year, month, day = map(int, iso.split("-"))
    return _moment(year, month, day, _clock(match))


Clock = tuple[int, int, int, str]  # hour, minute, second, offset


def _clock(match: re.Match[str]) -> Clock:
    parts = match.groupdict()
    hour, half = int(parts["hour"]), (parts.get("half") or "").lower()
    if half.startswith(("a", "p")):
        hour = hour % 12 + 12 * half.startswith("p")
    elif half in _LATE_HALF and hour < 12:
        hour += 12
    return hour, int(parts.get("minute") or 0), int(parts.get("second") or 0), _offset(parts.get("zone"))


def _since_1970(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    then = date.fromordinal(_EPOCH_DAY + days)
    return f"{then.isoformat()}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}+00:00"


def _moment(year: int, month: int, day: int, clock: Clock | None = None) -> str | None:
    try:
        whole = date(year, month, day).isoformat()
        return whole if clock is None else f"{whole}T{time(*clock[:3]).isoformat()}{clock[3]}"
    except ValueError:
        return None


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] not in "+-":
        return "+00:00"
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return f"{zone[0]}{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else ""
