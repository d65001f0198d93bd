"""Every row of docs/acceptance.md has a test that bears its name, wherever its code is tested; what has none is argued.

`pytest -k q02` runs the tests of row Q2.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAPER = (TESTS.parent / "docs/acceptance.md").read_text("utf-8")
NAMED = re.findall(r"^\| ([A-Z])(\d+) \|", PAPER, re.MULTILINE)
ROWS = [f"{letter.lower()}{int(number):02}" for letter, number in NAMED]
ARGUED = {"o07": "a soak of 20 minutes is a recorded run (docs/reports), not a test"}


@cache
def rows_with_tests() -> set[str]:
    """The rows that the names of all tests name."""
    found: set[str] = set()
    for path in TESTS.glob("**/test_*.py"):
        for name in re.findall(r"^def test_((?:[fprqascuo]\d\d_)+)", path.read_text("utf-8"), re.MULTILINE):
            found.update(name.strip("_").split("_"))
    return found


@pytest.mark.parametrize("row", ROWS)
def test_the_row_has_a_test_or_an_argument(row: str) -> None:
    """One of both, and never an argument for what is tested."""
    assert (row in rows_with_tests()) != (row in ARGUED)


NAMES = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAPER)


def test_the_page_names_tests() -> None:
    """The pattern finds them."""
    assert len(NAMES) > 60


@pytest.mark.parametrize(("path", "name"), NAMES)
def test_what_the_page_names_exists(path: str, name: str) -> None:
    """The file has a test of that name."""
    assert re.search(rf"^def {name}\(", (TESTS / path).read_text("utf-8"), re.MULTILINE)
