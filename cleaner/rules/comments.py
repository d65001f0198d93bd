"""Readers' comments (CMT): the shapes that threads leave in a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.broken import broken_sentences
from cleaner.page.lexicon import lexicon_set
from cleaner.page.page import Page, lines_where
from cleaner.page.shape import FIXED_KINDS, extent, key_of_line, name_like
from cleaner.rules.date_lines import HOUR_OF_POST, date_like
from cleaner.rules.registry import BOTH, TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.types import Block, Category

_VERBS = ("says", "said on", "wrote on", "commented", "sagt", "schreibt", "dice", "dit", "diz", "пишет", "писал")
_SAYS = re.compile(rf"^.{{2,50}}\b(?:{'|'.join(_VERBS)}):?$|^.{{2,50}} at \d{{1,2}}:\d\d ?(?:am|pm)?$")
_ENDS = (*_VERBS, *(verb + ":" for verb in _VERBS))
REACH = 60  # lines of a thread that may lie between two of its marks
SIGNED = 3  # so many names with a date and an hour under them are a thread
NAME_WORDS = 5
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


@lines_where
def _comment_marks(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line opens or closes a comment: a name that speaks, a reply button, a dated name."""
    if not 0 < m.words <= 12 or block.kind in FIXED_KINDS:
        return False
    if key_of_line(m) in lexicon_set("reply-buttons"):
        return True
    # The pattern is tried at every place of a line; these ends and this word are a must.
    return (m.folded.endswith(_ENDS) or " at " in m.folded) and _SAYS.match(m.folded) is not None


@rule(
    "CMT001",
    "comment-thread",
    Category.COMMENTS,
    -2.8,
    modes=BOTH,
    fires=(
        Example(
            ARTICLE + "Anna says:\nWell done\nReply\nTom says:\nI do not think so at all\nReply",
            on=("Anna says", "Well done", "I do not"),
        ),
    ),
    silent=(
        Example("The council met.\nThe mayor says:\nNobody knows what was decided.\nReply to him was made in writing."),
    ),
)
def comment_thread(page: Page) -> Iterator[Finding]:
    """Finds runs of comments: three marks such as `NAME says:`, `Reply` in the last part of the text.

    Why: what readers wrote under an article is not the article. A thread that is the whole page stays.
    Example: `Anna says:` / text / `Reply`
    Source: own observation on blogs' comment themes
    """
    where = extent(page)
    marks = _comment_marks(page)
    if len(marks) < 3:
        return
    start = marks[0]
    while start > 0 and _is_name_or_date(page, start - 1):
        start -= 1
    prose_before = sum(m.prose for m in page.measures[:start])
    prose_inside = sum(m.prose for m in page.measures[start : marks[-1] + 1])
    if prose_before < 1 or prose_inside > 3 * prose_before or any(b - a > REACH for a, b in itertools.pairwise(marks)):
        return
    if sum(m.prose for m in page.measures[marks[-1] + 1 :]) > 1 and where.last > marks[-1] + 3:
        return
    for index in range(start, marks[-1] + 1):
        yield Finding(index, f"in a thread with {len(marks)} marks such as '{page.blocks[marks[0]].text[:30]}'")


def _is_name_or_date(page: Page, index: int) -> bool:
    """Whether a line above a thread's first mark is its name or date."""
    m = page.measures[index]
    return date_like(m.folded) or (0 < m.words <= 4 and name_like(page.blocks[index].text))


_SIGNED_EXAMPLE = (
    "Anna\nDecember 18, 2025, 9:46 pm\nWell done, all of you, and thank you\nTom K\nDecember 18, 2025, 9:59 pm\n"
    "I do not think so at all\nPete\nDecember 19, 2025, 10:20 am\nNor do I"
)


@rule(
    "CMT002",
    "signed-thread",
    Category.COMMENTS,
    -3.4,
    modes=TEXT,
    fires=(Example(ARTICLE + ARTICLE + _SIGNED_EXAMPLE, on=("Anna", "Well done", "Nor do I")),),
    silent=(
        Example(_SIGNED_EXAMPLE),
        Example(ARTICLE + ARTICLE + "Ferry\nMay 3, 2024\nHarbour\nMay 4, 2024\nBridge\nMay 5, 2024"),
    ),
)
def signed_thread(page: Page) -> Iterator[Finding]:
    """Finds what follows the first of three or more names that have a date with an hour, or an age, under them.

    Why: comments are signed so; a forum's page begins with such a name and stays. On the residue texts all words
    of eleven such threads were residue, down to the end of the text.
    Example: `Anna` / `December 18, 2025, 9:46 pm` / text / `Tom K` / ...
    Source: own observation on blogs whose themes set neither `says` nor a reply button
    """
    broken = broken_sentences(page)
    signed = [
        index - by
        for index, (block, m) in enumerate(page)
        if m.words <= 10
        and m.digit_share
        and block.kind not in FIXED_KINDS
        and _has_hour(m.folded)
        and index not in broken
        for by in (1, 2)
        if _may_be_name(page, index - by) and index - by not in broken and not _year_follows(page, index)
    ]
    marks = sorted(set(signed))
    if len(marks) < SIGNED:
        return
    start = marks[0]
    prose = [m.prose for m in page.measures]
    inside = sum(m.words for m in page.measures[start : marks[-1] + 1])
    behind = sum(m.words for m in page.measures[marks[-1] + 1 :])
    if sum(prose[:start]) < SIGNED or (behind > inside and any(prose[marks[-1] + 4 :])):
        return
    for index in range(start, len(page.blocks)):
        evidence = f"in a thread of {len(marks)} dated names such as '{page.blocks[start].text[:30]}'"
        yield Finding(index, evidence)


def _year_follows(page: Page, index: int) -> bool:
    """Whether the line behind a date is its year: a reference in which every element has a line of its own."""
    return index + 1 < len(page.blocks) and _YEAR.fullmatch(page.measures[index + 1].folded) is not None


def _has_hour(folded: str) -> bool:
    """Whether a line with figures is a date with an hour, or how long ago."""
    if not any(map(str.isalpha, folded)) or folded.endswith("."):
        return False
    return bool(HOUR_OF_POST.search(folded) or not _YEAR.search(folded)) and date_like(folded)


def _may_be_name(page: Page, index: int) -> bool:
    """Whether a line may be the name above a comment's date."""
    if index < 0 or not 0 < page.measures[index].words <= NAME_WORDS:
        return False
    text = page.blocks[index].text.rstrip()
    named = text[0] == "@" or (text[0].isalpha() and (not text[0].islower() or page.measures[index].words == 1))
    return named and text[-1] not in ".:!?," and not date_like(page.measures[index].folded)


RULES = (comment_thread, signed_thread)
