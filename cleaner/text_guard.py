"""What may not go from a text on one weak word: the only lines that go, and the lines of a text that has no other.

Residue does not come alone: texts that scrapers left any in hold a dozen lines of it. Where next to nothing goes, a
line between others that stay goes only on a word that is sure. Nor is there residue beside nothing: in a text of
entries without a sentence (products, jobs, dates) a date or a button is a field of each, and no single family of rules
takes a tenth of it. On a page of offers the calls below its sections are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.page.page import Page
from cleaner.page.shape import is_bare_list
from cleaner.removals import COPIES, is_cut_whole
from cleaner.rules.section_calls import PLACES, calls_of_offers, find_calls, has_sections, rows_of_sections
from cleaner.types import Decision

FEW = 2  # lines that go, copies aside, from a text that holds no residue but for them, if for them
# A line that goes by less than this goes on a weak word; by a stock phrase's alone it goes by 1.
NARROW = -0.7
IN_SECTIONS = -2.0  # the same on a page of sections without an article, where "Contact" heads one of them
WITNESS = -0.5  # weight of a second family's word
EDGE = 2  # lines at the head and the tail, where residue stands
SMALL = 2 * EDGE + 1  # lines of a text whose sentences stand neither at its head nor at its tail
TENTH = 0.1  # of a text's words
_STOCK = frozenset({"PHR"})  # the family of stock phrases
MODEL = "LIN"  # it judges by the text as a whole


def lone_cuts(page: Page, decisions: Sequence[Decision]) -> dict[int, str]:
    """The lines that one weak word would take from the middle of a text from which next to nothing else goes."""
    gone = [d for d in decisions if is_cut_whole(page, d)]
    written = [d for d in gone if page.measures[d.block].words and not _is_copy(d)]
    if not 0 < len(written) <= FEW:
        return {}
    first, last = _edges(page, gone)
    small = len(page.blocks) <= SMALL
    return {
        d.block: "nothing else of the text goes, and one weak sign speaks against it"
        for d in written
        if len(_families(d)) < 2
        and (
            (d.score > NARROW and first + EDGE <= d.block <= last - EDGE)
            or (d.score > NARROW and small and page.measures[d.block].ends_sentence)
            or (
                d.score > IN_SECTIONS
                and _families(d) <= _STOCK
                and _is_of_section(page, d.block)
                and has_sections(page)
            )
        )
    }


def _is_of_section(page: Page, index: int) -> bool:
    """Whether a line ends a sentence or stands over one more line."""
    return page.measures[index].ends_sentence or index + 1 < len(page.blocks)


def fields_of_entries(page: Page, decisions: Sequence[Decision]) -> dict[int, str]:
    """The lines that one family alone would take from a text of entries, where they are a tenth of it or more."""
    if not is_bare_list(page):
        return {}
    taken: dict[str, list[int]] = {}
    for d in decisions:
        families = _families(d)
        if is_cut_whole(page, d) and not _is_copy(d) and len(families) == 1:
            taken.setdefault(families.pop(), []).append(d.block)
    least = TENTH * sum(m.words for m in page.measures)
    why = "one kind of sign speaks against a tenth of a text that has no sentences"
    return {
        block: why
        for family, blocks in taken.items()
        if family != MODEL and sum(page.measures[block].words for block in blocks) >= least
        for block in blocks
    }


def calls_of_sections(page: Page, decisions: Sequence[Decision]) -> dict[int, str]:
    """The calls that would go from a page of offers, and from rows of its sections."""
    gone = [d for d in decisions if d.cut and is_cut_whole(page, d)]
    calls = find_calls(page, ((d.block, d.verdicts) for d in gone))
    if len(calls) < PLACES:
        return {}
    taken = frozenset(d.block for d in gone)
    found = set(calls_of_offers(page, calls, [block.index not in taken for block in page.blocks]))
    for row in rows_of_sections(page, calls, taken - calls):
        found |= calls.intersection(row)
    return dict.fromkeys(sorted(found), "one of the calls that close the sections of a page of offers")


def _edges(page: Page, gone: Sequence[Decision]) -> tuple[int, int]:
    """The first and the last line that stay; (0, -1) where none does."""
    taken = {d.block for d in gone}
    stay = [block.index for block in page.blocks if block.index not in taken]
    return (stay[0], stay[-1]) if stay else (0, -1)


def _is_copy(decision: Decision) -> bool:
    return any(v.category in COPIES and v.weight < 0 and v.span is None for v in decision.verdicts)


def _families(decision: Decision) -> set[str]:
    """The families of rules that speak against a line."""
    return {v.group for v in decision.verdicts if v.weight <= WITNESS and v.span is None}
