"""The guard's own arithmetic, on decisions built by hand."""

from __future__ import annotations

import pytest
from hand_built import PROSE, SHORT, text_page, verdict

from cleaner.decide import Tallies, Weights, decide
from cleaner.guard import SHARE_LIMIT, Guarded, guard
from cleaner.types import Category, Mode

OTHER = PROSE.replace("Tuesday evening", "Friday night").replace("winter", "summer")
THIRD = (
    "Nobody who lives there had been asked before, said the mayor on the next day, and so the whole plan was sent back "
    "to those who made it, with the wish that they should come and look at the place themselves."
)
TEN = "one two six ten odd even last next far near".split()


def guarded(page, *verdicts) -> Guarded:
    """What the guard makes of a page by these verdicts alone."""
    tallies = Tallies(page, Weights())
    tallies.add(verdicts)
    return guard(page, decide(page.document, tallies.apply_to(page).tallies))


def gone(result: Guarded) -> list[int]:
    """The blocks that go."""
    return [d.block for d in result.decisions if d.cut]


def test_prose_between_kept_prose_does_not_go_on_one_witness() -> None:
    """However sure it is; it is flagged with what spoke against it."""
    page = text_page(PROSE, OTHER, THIRD)
    result = guarded(page, verdict(1, -4.0))
    assert gone(result) == []
    (flag,) = [one for one in result.flagged if one.block == 1]
    assert (flag.rule, flag.text) == ("AAA001", OTHER)
    assert "two independent" in flag.kept_because


def test_two_verdicts_of_one_group_are_one_witness_and_of_two_groups_two() -> None:
    """A weak second verdict is none."""
    page = text_page(PROSE, OTHER, THIRD)
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -1.0, "AAA002"))) == []
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -0.4, "BBB001"))) == []
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -0.5, "BBB001"))) == [1]


def test_a_piece_of_a_block_is_no_witness_against_all_of_it() -> None:
    """Spans speak for themselves."""
    page = text_page(PROSE, OTHER, THIRD)
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -2.0, "BBB001", span=(0, 5)))) == []


@pytest.mark.parametrize("category", [Category.REPEAT, Category.TITLE_REPEAT])
def test_an_exact_copy_goes_on_one_witness(category: Category) -> None:
    """Its words are still there once."""
    page = text_page(PROSE, OTHER, THIRD)
    assert gone(guarded(page, verdict(1, -4.0, category=category))) == [1]


def test_behind_everything_that_stays_place_is_the_second_signal() -> None:
    """For a sure verdict; a weak one takes no prose there either, and nothing may stay behind."""
    page = text_page(PROSE, THIRD, OTHER)
    assert gone(guarded(page, verdict(2, -4.0))) == [2]
    assert gone(guarded(page, verdict(2, -2.4))) == []
    assert gone(guarded(page, verdict(1, -4.0))) == []


def test_a_short_line_goes_on_one_witness() -> None:
    """The guard is for what somebody wrote."""
    page = text_page(PROSE, SHORT, OTHER)
    assert gone(guarded(page, verdict(1, -4.0))) == [1]


def test_more_than_the_limit_of_a_text_does_not_go_and_the_least_certain_come_back_first() -> None:
    """Short lines only, so that nothing else holds them; ten of equal length and a limit of eight tenths."""
    page = text_page(*(f"{word} of the lines" for word in TEN))
    result = guarded(page, *(verdict(n, -2.1 - n / 10, f"A{chr(65 + n)}A001") for n in range(10)))
    share = SHARE_LIMIT[Mode.TEXT]
    assert len(gone(result)) == int(share * 10)
    assert gone(result) == list(range(10 - len(gone(result)), 10))
    assert all("of the words" in one.kept_because for one in result.flagged if one.block not in gone(result))


def test_copies_do_not_count_towards_the_limit() -> None:
    """A text saved five times loses four fifths and is right to."""
    page = text_page(*(f"{word} of the lines" for word in TEN))
    copies = [verdict(n, -4.0, category=Category.REPEAT) for n in range(1, 10)]
    assert gone(guarded(page, *copies)) == list(range(1, 10))


def test_a_text_never_loses_all_its_prose() -> None:
    """It comes back, flagged, and the result says why it is degraded."""
    page = text_page(PROSE, OTHER)
    both = [verdict(n, -4.0, rule) for n in (0, 1) for rule in ("AAA001", "BBB001")]
    result = guarded(page, *both)
    assert len(gone(result)) < 2


def test_what_was_nearly_removed_is_flagged() -> None:
    """A kept block with strong evidence against it, at and above the limit of what is worth telling."""
    page = text_page(PROSE, SHORT)
    assert [one.block for one in guarded(page, verdict(1, -1.0)).flagged] == [1]
    assert [one.block for one in guarded(page, verdict(1, -0.99)).flagged] == []
    (flag,) = guarded(page, verdict(1, -1.0), verdict(1, 2.0, "KEP001")).flagged
    assert flag.kept_because.startswith("KEP001")
