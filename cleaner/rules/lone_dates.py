"""Lines that hold a date and nothing else (BYL002), apart from those of diaries, timelines and threads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.measure import Measures
from cleaner.page.page import Page, lines_where
from cleaner.page.shape import FIXED_KINDS, Extent, extent, is_list
from cleaner.rules.date_lines import (
    FULL_YEAR,
    HOUR_OF_POST,
    date_like,
    date_words,
    is_plain_date,
    is_scheduled_hour,
    is_weekly_hour,
    minute_of_day,
)
from cleaner.rules.dated_posts import dates_of_posts
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.sentences import ends_statement
from cleaner.types import Block, Category, Mode

_OF_VERSION = re.compile(
    r"\W*(?:(?:v|[Vv]er(?:sion|sión|são|sione|sie|ze|zió)?|[Rr]elease)[ .]{0,2}\d+(?:\.\d+)+|\[\d+(?:\.\d+)+\]"
    r"|\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d))\W{1,5}\d"
)
DATE_WORDS = 14  # words; a line with more than a date in it is longer
FIELDS = 4  # dates with one label that are a list's
ENTRIES = 2  # dates of a diary that holds nothing but what they stand over
TIMELINE = 3  # so many dates make a timeline, a diary or a list of events
ENTRY = -0.6  # said of such a date, too weak to count alone
PLACE_WORDS = 8  # of what is held, and of where
# No page was published before 1990; two years are somebody's life or a span; a full stop ends a sentence.
_NOT_OF_PAGE = re.compile(
    r"(?<!\d)1(?:[0-8]\d|9[0-8])\d(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d).*(?<!\d)(?:19|20)\d\d(?!\d)|(?:19|20)\d\d\.$"
)
_LIFE = re.compile(r"[†✝⚭∗*]\s?\d")  # of a birth, a wedding, a death
_AT_HOUR = re.compile(r"\W?\d{1,2}(?:[:.h]\s?\d\d|\s?h\b|\s?[ap]m\b)\W{1,4}[^\W\d_]", re.IGNORECASE)
# There a year is an ordinal number, and the stop behind it ends no sentence: `12. ožujka 2024.`
_STOP_BEHIND_YEAR = frozenset(("hr", "sr", "lv"))
_MAIL_FIELD = re.compile(
    r"(?:from|to|cc|subject|von|an|betreff|de|à|objet|para|asunto|assunto|da|a|oggetto|van|aan|onderwerp|från|till"
    r"|ämne|od|do|temat|от|кому|тема|від|件名|差出人|宛先|发件人|收件人|主题) ?[:：] ?\S",
    re.IGNORECASE,
)


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
        Example("Julkaistu 4.9. 14:32\nJuttua muokattu 5.9. klo 9.15\nTorni puretaan.", on=("Julkaistu", "Juttua")),
        Example("aktualizované 18. jún 2022 o 11:40\nMost zavreli.", on=("aktualizované",)),
        Example("প্রকাশ: ১৪ মার্চ ২০২৩, ১০: ৪৫\nসেতুটি বন্ধ।", on=("প্রকাশ",)),
        Example("Utorak, 12. ožujka 2024.\nVijeće se sastalo i nije odlučilo ništa.", on=("Utorak",)),
        Example("4 May 2021, 22:10\nThe council met.\nTom Reed\n6 May 2021, 23:40\nWell done.", on=("4 May", "6 May")),
        Example("Published 4 May 2021\nThe council met.\nUpdated 6 May 2021\nIt rained.", on=("Published", "Updated")),
    ),
    silent=(
        Example("May he rest in peace."),
        Example(
            "# Changes\n## [1.4.0] - 2023-09-01\n- A reader for archives.\n## [1.3.2] - 2023-06-14\n- A clear error."
        ),
        Example("Der Rat tagte am Montag und war sich nicht einig.\n12. März 2024."),
        Example("Mac 10\nIt was a small van with a green door."),
        Example("4.9. und 5.9.\nThe market is on both days."),
        Example("1984\nIt was a bright cold day in April."),
        Example("The vote is on May 3, 2024, in the town hall."),
        Example("4 out of 5\nJanuary 1,204 310 1,514\n06:15 - 07:20"),
        Example(
            "The board meets on these days, and whoever wants may call in and speak for five minutes or so.\n"
            "Monday, November 25, 2013 at 3:00 PM\nTuesday, April 22, 2014 at 1:00 PM"
        ),
        Example("Monday, 3 May\nIt rained.\nTuesday, 4 May\nIt rained again."),
        Example("Horario de misas\nSábado 19:00\nDomingo 9:00\nDomingo 12:30\nEntre semana no hay misa."),
        Example("4 February 1924\nThe crowd stood in the cold for hours.\nThe schools were closed."),
        Example("Jan Berg\n12.03.1931 - 4.11.2019\nThe funeral is on Saturday."),
        Example("Boats leave in June.\nMon 14 June 09:15\nTue 15 June 10:45\nWed 16 June 11:30\nNone sail in a storm."),
        Example("From: Anna Keller\nDate: 3 May 2024 10:12\nSubject: The fence\nThe fence is down again."),
        Example("Day 1: 12 May\nWe slept.\nDay 2: 13 May\nWe walked to the tower.\nDay 3: 14 May\nWe flew home."),
        Example("8:00 am\nWe slept late.\n10:30 am\nWe walked to the tower.\n2:15 pm\nWe flew home."),
        Example("Tuesday, 4 May 2021, 22:10\nIt rained, and nobody came.\nThursday, 6 May 2021, 23:40\nI slept."),
        Example(
            "Nov 24, 2026\nLate mails\nAll were sent.\nNov 24, 16:40 UTC\nWe look into it.\nNov 24, 14:55 UTC\n"
            "Nov 23, 2026\nNothing to report.\nNov 22, 2026\nNothing to report."
        ),
        Example("Programme\nSunday 19 July\n09.00 Yoga in the orchard\n11.00 Brass breakfast\nTickets at the gate."),
        Example("Karin Lund\n* 14 februari 1994\n† 3 november 2026\nhar lämnat oss.\nVi saknar dig."),
        Example("reed42\n2025-11-01 15:14:37\nWhy is it so large?\nola_b\n2025-11-02 06:23:21\nThe firmware grew."),
        Example("Lundi 4 mai 2020\nIl a plu. Personne.\nMardi 5 mai 2020\nJ'ai réparé la barque."),
        Example("2020年5月4日（月）\n一日中雨。誰も来ない。\n2020年5月5日（火）\n舟を直した。"),
        Example("Logbuch\n3. Mai 2024, 14:30 Uhr\nDie Tür klemmt.\n12. März 2024, 09:15 Uhr\nDas Licht geht wieder."),
        Example("Tour dates\n12 March 2024\nTown Hall\n14 March 2024\nThe Lantern\n15 March 2024\nThe Ground"),
    ),
)
def lone_date(page: Page) -> Iterator[Finding]:
    """Finds lines that hold a date or an age and nothing else.

    Why: when the text was published is metadata. Dates of a diary, a timeline or a list of events are the text's
    own: three of them, or two without a year, none of them labelled and none with an hour. So are those of a
    thread that the text opens with, those of a list's entries, the hours of a programme or a timetable, a date before
    1990, and two dates in a line.
    Example: `Updated: May 3, 2024 10:30 AM`
    Source: own observation; month and unit words are data/dates.toml's
    """
    where = extent(page)
    dates = list(_dated_lines(page))
    own: frozenset[int] = frozenset()
    if page.mode is Mode.TEXT:
        own = _dated_entries(page, dates) or dates_of_posts(page, dates)
    own = own or _entries(page, where, dates)
    if not own and len(dates) >= TIMELINE and is_list(page):
        own = frozenset(dates)
    if len(own) >= TIMELINE and page.mode is Mode.TEXT:
        own |= frozenset(i for i in dates if min(own) < i < max(own))  # a log has both: its days, and hours below them
    inner = [i for i in dates if not _at_edge(where, i)]
    for index in dates:
        if index in own:
            yield Finding(index, f"the line is a date, one of {len(own)} like it", weight=ENTRY)
        elif _is_text_date(page, page.measures[index].folded) or _LIFE.match(page.blocks[index].text):
            yield Finding(index, "the line is a date, which no page has", weight=ENTRY)
        elif _heads_hours(page, index):
            yield Finding(index, "the line is a day over what happens at which hour", weight=ENTRY)
        elif _announces(page, where, index):
            yield Finding(index, "the line is a day and an hour over a place", weight=ENTRY)
        elif _is_beside_mail_field(page, index):
            yield Finding(index, "the line is a date, beside another field of a mail's head", weight=ENTRY)
        elif _at_edge(where, index):
            yield Finding(index, "the line is a date, at the text's edge")
        elif len(inner) < TIMELINE:
            yield Finding(index, "the line is a date, inside the text", weight=-1.2)


def _dated_entries(page: Page, dates: list[int]) -> frozenset[int]:
    """The dates of a text that is nothing but dated entries, each a date over statements, perhaps under a title.

    Two dates are enough where neither is labelled: an article's own stands once, others' stand beside headlines.
    """
    if len(dates) < ENTRIES or dates[0] > 1 or len({page.measures[i].folded for i in dates}) < len(dates):
        return frozenset()
    labelled = any(label in page.measures[i].folded for i in dates for label in date_words().labels)
    if labelled and len(dates) < TIMELINE:
        return frozenset()
    heads = frozenset(dates)
    for index in range(dates[0], len(page.blocks)):
        over = index not in heads or (index + 1 < len(page.blocks) and index + 1 not in heads)
        if not over or (index not in heads and not ends_statement(page.blocks[index].text)):
            return frozenset()
    return heads


def _entries(page: Page, where: Extent, dates: list[int]) -> frozenset[int]:
    """Of the lines that are dates, those that head the entries of a diary, a timeline or a list of events."""
    hours = [index for index in dates if is_weekly_hour(page.measures[index].folded)]
    if len(hours) >= TIMELINE:
        return frozenset(hours)
    fields = _fields(page, where, dates)
    if fields:
        return fields
    rows = _rows(page, dates)
    if rows:
        return rows
    course = _course_of_day(page)
    if course:
        return course
    scheduled = _programme(page, where, dates)
    if len(scheduled) >= TIMELINE:
        return scheduled
    plain = [index for index in dates if is_plain_date(page.measures[index].folded)]
    short = [index for index in plain if not FULL_YEAR.search(page.measures[index].folded)]
    if where.first >= 0:
        # Outside the prose a date with its year is more often a teaser's; a list of events is announced there.
        announced = [i for i in plain if i > where.last and page.blocks[i - 1].text.rstrip().endswith((":", "："))]
        start = announced[0] if announced else len(page.blocks)
        plain = [i for i in plain if i in short or where.first - 1 <= i <= where.last or i >= start]
    apart = any(later - earlier > 1 for earlier, later in pairwise(short))
    if len(plain) >= TIMELINE or (len(short) == len(plain) > 1 and apart):
        return frozenset(plain)
    return frozenset()


def _fields(page: Page, where: Extent, dates: list[int]) -> frozenset[int]:
    """The dates of one label that stand all through a text, no two alike: when each of the works it lists came out."""
    labelled: dict[str, list[int]] = {}
    for index in dates:
        label, mark, _ = page.measures[index].folded.partition(":")
        if mark and label.replace(" ", "").isalpha():
            labelled.setdefault(label, []).append(index)
    return frozenset(
        index
        for listed in labelled.values()
        if len({page.measures[i].fingerprint for i in listed}) >= FIELDS
        and sum(not _at_edge(where, i) for i in listed) >= FIELDS / 2
        for index in listed
    )


def _rows(page: Page, dates: list[int]) -> frozenset[int]:
    """Two days or more, each with its weekday and hour, on lines below each other: a list of meetings."""
    named = {
        i for i in dates if _names_weekday(page.measures[i].tokens) and HOUR_OF_POST.search(page.measures[i].folded)
    }
    return frozenset(
        i
        for i in named
        if any(at in named and page.measures[at].folded != page.measures[i].folded for at in (i - 1, i + 1))
    )


def _names_weekday(tokens: Sequence[str]) -> bool:
    """Whether the first word of a line is the name of a day: a label stands before a page's own date."""
    return bool(tokens) and tokens[0] in date_words().weekdays


def _course_of_day(page: Page) -> frozenset[int]:
    """Three hours and more, each later than the one before and each over what happens then: a day as it went.

    A page's newest messages stand first.
    """
    timed = [(index, minute) for index in _hours(page) if (minute := minute_of_day(page.measures[index].folded))]
    if len(timed) < TIMELINE or any(later <= earlier for (_, earlier), (_, later) in pairwise(timed)):
        return frozenset()
    told = sum(any(m.ends_sentence for m in page.measures[index + 1 : index + 3]) for index, _ in timed)
    return frozenset(index for index, _ in timed) if told > len(timed) / 2 else frozenset()


@lines_where
def _hours(_: Page, __: Block, m: Measures) -> bool:
    """Whether a line is an hour and nothing else."""
    return 0 < m.words <= 4 and m.digit_share > 0 and minute_of_day(m.folded) is not None


def _programme(page: Page, where: Extent, dates: list[int]) -> frozenset[int]:
    """The lines that are a day and an hour without a year: of a programme, a timetable, a list of sailings.

    Comments have them, too, one above each behind the text; those of a timetable stand among the prose or together.
    """
    hours = [index for index in dates if is_scheduled_hour(page.measures[index].folded)]
    together = any(third - first == 2 for first, third in zip(hours, hours[2:], strict=False))
    if together or where.first < 0:
        return frozenset(hours)
    return frozenset(index for index in hours if index < where.last)


def _is_beside_mail_field(page: Page, index: int) -> bool:
    """Whether the line above or below one is a field of a mail's head."""
    return any(_MAIL_FIELD.match(page.blocks[i].text) for i in (index - 1, index + 1) if 0 <= i < len(page.blocks))


def _announces(page: Page, where: Extent, index: int) -> bool:
    """Whether a day and an hour behind the text stand over a place: what is held, when and where."""
    if where.last >= index - 1 or index + 1 >= len(page.blocks):
        return False
    if not any(m.ends_sentence and m.words > PLACE_WORDS for m in page.measures[: index - 1]):
        return False
    if not is_scheduled_hour(page.measures[index].folded) or page.measures[index + 1].digit_share:
        return False
    # With the name of its day the line needs no title above it.
    named = not date_words().weekdays.isdisjoint(page.measures[index].tokens)
    beside = page.measures[index + 1 : index + 2] if named else page.measures[index - 1 : index + 2 : 2]
    return all(0 < m.words <= PLACE_WORDS and not m.ends_sentence and not date_like(m.folded) for m in beside)


def _heads_hours(page: Page, index: int) -> bool:
    """Whether two lines below a day open with an hour and say what happens then."""
    below = page.blocks[index + 1 : index + 3]
    return len(below) == 2 and all(_AT_HOUR.match(block.text) is not None for block in below)


def _is_text_date(page: Page, folded: str) -> bool:
    """Whether a date without a label is one that only a text has, and no page as its own."""
    written = folded.removesuffix(".") if page.language in _STOP_BEHIND_YEAR else folded
    return is_plain_date(folded) and _NOT_OF_PAGE.search(written) is not None


@lines_where
def _dated_lines(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line is a date or an age, and not the number and the date of a version in a changelog."""
    fits = m.words <= DATE_WORDS and block.kind not in FIXED_KINDS and date_like(m.folded)
    return fits and not _OF_VERSION.match(block.text)


def _at_edge(where: Extent, index: int) -> bool:
    return where.in_head(index) or where.in_tail(index)


RULES = (lone_date,)
