"""The dates of a thread's posts, each below the name of who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.page.page import Page
from cleaner.rules.date_lines import FULL_YEAR, HOUR_OF_POST

# Posts of a thread, or of one under nicknames; the line by which its first one has begun; words of a name.
POSTS, NICKNAMED, OPENING, NAME_WORDS = 3, 2, 2, 4
SAYS = 14  # words of a line that ends as no sentence does, and yet says something
_NICKNAME = re.compile(r"[^\W\dA-Z_]*[a-z]\S*$|\S*[\d_]\S*$")  # no name that anybody was given


def dates_of_posts(page: Page, dates: Sequence[int]) -> frozenset[int]:
    """The dates of a thread's posts: the text opens with a name and a date, and each post says something.

    Comments under an article look the same, but for the article before them.
    """
    posted = [i for i in dates if _tells_when(page.measures[i].folded) and i > 0 and _opens_post(page, i)]
    nicknames = all(_NICKNAME.match(page.blocks[i - 1].text) for i in posted)
    if len(posted) < (NICKNAMED if nicknames else POSTS) or posted[0] > OPENING:
        return frozenset()
    ends = [*(i - 1 for i in posted[1:]), len(page.blocks)]
    said = sum(
        any(m.ends_sentence or m.words > SAYS for m in page.measures[start + 1 : end])
        for start, end in zip(posted, ends, strict=True)
    )
    return frozenset(posted) if said > len(posted) / 2 else frozenset()


def _tells_when(folded: str) -> bool:
    """Whether a date names an hour or a year."""
    return HOUR_OF_POST.search(folded) is not None or FULL_YEAR.search(folded) is not None


def _opens_post(page: Page, index: int) -> bool:
    """Whether the line above a date may be a writer's name."""
    above = page.measures[index - 1]
    return 0 < above.words <= NAME_WORDS and not above.ends_sentence
