"""What may not go from a text on one weak word: the only lines that go, from among lines that stay.

Residue does not come alone: texts that scrapers left any in hold a dozen lines of it. Where next to nothing goes, a
line between others that stay goes only on a word that is sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.page.page import Page
from cleaner.removals import COPIES, is_cut_whole
from cleaner.types import Decision

FEW = 2  # lines that go, copies aside, from a text that holds no residue but for them, if for them
# A line that goes by less than this goes on a weak word; by a stock phrase's alone it goes by 1.
NARROW = -0.7
WITNESS = -0.5  # weight of a second family's word
EDGE = 2  # lines at the head and the tail, where residue stands


def lone_cuts(page: Page, decisions: Sequence[Decision]) -> dict[int, str]:
    """The lines that one weak word would take from the middle of a text from which next to nothing else goes."""
    gone = [d for d in decisions if is_cut_whole(page, d)]
    written = [d for d in gone if page.measures[d.block].words and not _is_copy(d)]
    if not 0 < len(written) <= FEW:
        return {}
    first, last = _edges(page, gone)
    return {
        d.block: "nothing else of the text goes, and one weak sign speaks against it"
        for d in written
        if first + EDGE <= d.block <= last - EDGE and d.score > NARROW and _families(d) < 2
    }


def _edges(page: Page, gone: Sequence[Decision]) -> tuple[int, int]:
    """The first and the last line that stay; (0, -1) where none does."""
    taken = {d.block for d in gone}
    stay = [block.index for block in page.blocks if block.index not in taken]
    return (stay[0], stay[-1]) if stay else (0, -1)


def _is_copy(decision: Decision) -> bool:
    return any(v.category in COPIES and v.weight < 0 and v.span is None for v in decision.verdicts)


def _families(decision: Decision) -> int:
    """How many families of rules speak against a line."""
    return len({v.group for v in decision.verdicts if v.weight <= WITNESS and v.span is None})
