"""Which blocks a decision takes away whole, and which of them go as copies of what stays."""

from __future__ import annotations

from cleaner.decide import category_of, is_cut
from cleaner.page.page import Page
from cleaner.types import Category, Decision

# Exact or near copies: the words are still there once.
COPIES = frozenset({Category.REPEAT, Category.TITLE_REPEAT})


def is_cut_whole(page: Page, decision: Decision) -> bool:
    """Whether nothing of a block stays."""
    return bool(decision.cut) and is_cut(decision, len(page.document.blocks[decision.block].text))


def goes_as_copy(page: Page, decision: Decision) -> bool:
    """Whether a block goes, and as a copy before all."""
    if not (decision.cut and is_cut_whole(page, decision)):
        return False
    # Its strongest verdict is looked for only where one of them speaks of a copy.
    return any(v.category in COPIES for v in decision.verdicts) and category_of(decision) in COPIES
