"""What counts towards a share, and which lines stand in the middle: the guards' arithmetic at its edges."""

from __future__ import annotations

import pytest
from hand_built import PROSE, html_page, text_page, verdict

from cleaner.guard import guard
from cleaner.page.page import Page
from cleaner.text_guard import lone_cuts
from cleaner.types import Category, Decision, Flagged, Verdict

NAMES = "Anna Bert Carl Dora Emil Fritz Gerd Hanna Ida Jan".split()
LINES = [f"It was {name} who came to the harbour on that day." for name in NAMES]


def decisions(page: Page, said: dict[int, tuple[Verdict, ...]], score: float = -0.6) -> list[Decision]:
    """The blocks with verdicts go, by this score; the others stay."""
    return [
        Decision(n, ((0, len(block.text)),) if n in said else (), score if n in said else 1.0, said.get(n, ()))
        for n, block in enumerate(page.blocks)
    ]


def flagged_as_gone(page: Page, said: dict[int, tuple[Verdict, ...]]) -> list[Flagged]:
    """What single rules took much of."""
    return [one for one in guard(page, decisions(page, said, -4.0)).flagged if not one.kept]


def copy_of(block: int) -> Verdict:
    """A verdict that a block stands twice."""
    return verdict(block, -4.0, "RPT001", category=Category.REPEAT)


def test_copies_are_no_residue_that_a_lone_line_stands_beside() -> None:
    """One weakly judged line among copies is alone, and the copies go; three such lines are not alone."""
    page = text_page(*LINES)
    weak = {4: (verdict(4, -0.6),)}
    assert list(lone_cuts(page, decisions(page, weak))) == [4]
    assert list(lone_cuts(page, decisions(page, weak | {n: (copy_of(n),) for n in (5, 6)}))) == [4]
    assert list(lone_cuts(page, decisions(page, weak | {n: (verdict(n, -0.6),) for n in (5, 6)}))) == []


@pytest.mark.parametrize(("line", "stays"), [(1, False), (2, True), (7, True), (8, False)])
def test_the_middle_of_a_text_begins_and_ends_two_lines_from_its_edges(line: int, *, stays: bool) -> None:
    """Counted from the first and the last line that stay: residue stands at the edges."""
    page = text_page(*LINES)
    assert (line in lone_cuts(page, decisions(page, {line: (verdict(line, -0.6),)}))) is stays


def test_a_block_without_a_sentence_and_a_copy_count_as_none() -> None:
    """A rule took three of ten sentences, a headline and a copy: that is no large share."""
    page = text_page(*LINES, "A headline of something", LINES[9])
    three = {n: (verdict(n, -4.0, "PHR001"),) for n in (0, 1, 2)}
    assert flagged_as_gone(page, three | {10: (verdict(10, -4.0, "PHR001"),)}) == []
    assert flagged_as_gone(page, three | {11: (copy_of(11), verdict(11, -3.9, "PHR001"))}) == []
    (flag,) = flagged_as_gone(page, three | {n: (verdict(n, -4.0, "PHR001"),) for n in (3, 10)})
    assert flag.kept_because == "it went, with 3 more of 11 sentences, on PHR001"


def test_lines_that_end_no_sentence_make_no_share_smaller() -> None:
    """One of three sentences is a third, though more headlines than sentences stand between them."""
    page = text_page(*LINES[:3], *(f"The long headline of {name}" for name in NAMES[:5]))
    (flag,) = flagged_as_gone(page, {0: (verdict(0, -4.0, "PHR001"),)})
    assert flag.kept_because == "it went, with 0 more of 3 sentences, on PHR001"


def test_prose_with_which_a_text_begins_is_parted_from_nothing() -> None:
    """The line model's word takes it only below a line that goes, too."""
    lines = [f"The long headline of something that {name} has said" for name in NAMES]
    for before, goes in (((), False), (("Share this",), True)):
        page = text_page(*before, PROSE, *lines)
        at = len(before)
        said = {n: (verdict(n, -4.0, "LIN001"),) for n in range(at + 1)}
        after = guard(page, decisions(page, said, -4.0)).decisions
        assert bool(after[at].cut) is goes


@pytest.mark.parametrize(("score", "back"), [(-1.0, False), (-0.9, True)])
def test_how_nearly_a_sentence_must_have_been_kept_to_come_back(score: float, *, back: bool) -> None:
    """On a page that would be empty, without a paragraph of prose."""
    page = html_page("The harbour was closed on Monday for a week.")
    result = guard(page, decisions(page, {0: (verdict(0, -1.0, "PHR001", category=Category.SPAM),)}, score))
    assert bool(result.decisions[0].cut) is not back


def test_what_two_rules_of_place_took_too_much_of_comes_back_from_both() -> None:
    """Each with the rule that took it."""
    page = text_page(*LINES)
    said = {n: (verdict(n, -4.0, "CTX004" if n < 4 else "REL001"),) for n in range(8)}
    result = guard(page, decisions(page, said, -4.0))
    assert [one.block for one in result.decisions if one.cut] == []
    whys = {one.block: one.kept_because for one in result.flagged if one.kept}
    assert whys == {n: f"40% of the sentences would go on {said[n][0].rule} alone" for n in range(8)}
