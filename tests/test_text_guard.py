"""The guard of texts in which next to nothing goes."""

from __future__ import annotations

import pytest

from cleaner import clean_text
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY

BODY = (
    f"{MONDAY}\n{TUESDAY}\n{{}}\n{MAYOR}\nThe old boat was sold in the spring to a firm that breaks up ships.\n"
    "Its bell hangs in the school, where it is rung on the last day of the year."
)
WEAK = ("Loading help", "Full time per hour rate", "Open back")


def _removed(text: str) -> list[str]:
    return [one.text.strip() for one in clean_text(text).removed]


@pytest.mark.parametrize("line", WEAK)
def test_a_lone_line_stays_on_a_weak_word(line: str) -> None:
    """One weak sign takes nothing from the middle of a text of which nothing else goes, and the line is flagged."""
    result = clean_text(BODY.format(line))
    assert not result.removed
    assert [one.text for one in result.flagged] == [line]


def test_a_weak_word_is_enough_beside_other_residue() -> None:
    """The same line goes where more of the text goes: residue does not come alone."""
    assert WEAK[0] in _removed(BODY.format(WEAK[0]) + "\nSign up for our newsletter\nShare this article\nRelated posts")


def test_a_lone_line_goes_on_a_sure_word() -> None:
    """A stock phrase is enough by itself."""
    assert _removed(BODY.format("Sign up for our daily newsletter")) == ["Sign up for our daily newsletter"]
