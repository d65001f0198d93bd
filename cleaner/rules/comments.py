"""Readers' comments (CMT): the shapes that threads leave in a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from cleaner.rules.bylines import date_like
from cleaner.rules.lexicon import lexicon_set
from cleaner.rules.page import Page
from cleaner.rules.registry import BOTH, Example, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.shape import FIXED_KINDS, extent, line_key, name_like
from cleaner.types import Category, Verdict

_VERBS = ("says", "said on", "wrote on", "commented", "sagt", "schreibt", "dice", "dit", "diz", "пишет", "писал")
_SAYS = re.compile(rf"^.{{2,50}}\b(?:{'|'.join(_VERBS)}):?$|^.{{2,50}} at \d{{1,2}}:\d\d ?(?:am|pm)?$")
_ENDS = (*_VERBS, *(verb + ":" for verb in _VERBS))
REACH = 60  # lines of a thread that may lie between two of its marks


def _mark(page: Page, index: int) -> bool:
    """Whether a line opens or closes a comment: a name that speaks, a reply button, a dated name."""
    m = page.measures[index]
    if not 0 < m.words <= 12:
        return False
    if line_key(m.folded) in lexicon_set("reply-buttons"):
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
def comment_thread(page: Page) -> Iterator[Verdict]:
    """Finds runs of comments: three marks such as `NAME says:`, `Reply` in the last part of the text.

    Why: what readers wrote under an article is not the article. A thread that is the whole page stays.
    Example: `Anna says:` / text / `Reply`
    Source: own observation on blogs' comment themes
    """
    where = extent(page)
    marks = [b.index for b, m in page if b.kind not in FIXED_KINDS and _mark(page, b.index)]
    if len(marks) < 3:
        return
    start = marks[0]
    while start > 0 and _belongs(page, start - 1):
        start -= 1
    prose_before = sum(m.prose for m in page.measures[:start])
    prose_inside = sum(m.prose for m in page.measures[start : marks[-1] + 1])
    if prose_before < 1 or prose_inside > 3 * prose_before or any(b - a > REACH for a, b in itertools.pairwise(marks)):
        return
    if sum(m.prose for m in page.measures[marks[-1] + 1 :]) > 1 and where.last > marks[-1] + 3:
        return
    for index in range(start, marks[-1] + 1):
        yield Verdict(
            index,
            "CMT001",
            Category.COMMENTS,
            -2.8,
            f"in a thread with {len(marks)} marks such as '{page.blocks[marks[0]].text[:30]}'",
        )


def _belongs(page: Page, index: int) -> bool:
    """Whether a line above a thread's first mark is its name or date."""
    m = page.measures[index]
    return date_like(m.folded) or (0 < m.words <= 4 and name_like(page.blocks[index].text))


RULES = (comment_thread,)
