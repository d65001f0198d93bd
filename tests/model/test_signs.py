"""The signs of what a line is for: the site's name, biographies, references, tables of contents, what is new."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.model.lines.line_signs import NAMES, signs
from cleaner.page.page import Page, build_page
from cleaner.segment.text import segment
from cleaner.types import Mode

BODY = (
    "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind it "
    "came to hear what would become of the place."
)


def page(*lines: str, url: str | None = None) -> Page:
    """A text of these lines."""
    source = "\n".join(lines)
    return build_page(segment(source)[0], Mode.TEXT, url=url, source=source)


def column(seen: Page, name: str) -> list[float]:
    """One figure of every line, rounded."""
    return [round(float(value), 2) for value in signs(seen)[:, NAMES.index(name)]]


@pytest.mark.parametrize("lines", [("x",), ("***",), ("\u200b",), ("日本語の文章です。",), (BODY, BODY)])
def test_every_text_has_finite_rows(lines: tuple[str, ...]) -> None:
    """One row a block, one column a name, no NaN and no infinity, whatever the text."""
    seen = page(*lines)
    rows = signs(seen)
    assert (len(seen.blocks), len(NAMES)) == rows.shape
    assert np.isfinite(rows).all()


def test_an_entry_is_told_from_its_heading() -> None:
    """A line of a table of contents stands again further down, its number aside; the heading stood further up."""
    seen = page("1. The quay walls", "2. The warehouses", BODY, "The quay walls", BODY, "The warehouses", BODY)
    assert [1, 1, 0, 0, 0, 0, 0] == column(seen, "toc")
    assert [0, 0, 0, 1, 0, 1, 0] == column(seen, "toc_back")


def test_the_site_is_found_in_a_sentence() -> None:
    """The telling part of the host counts wherever a line holds it, with or without a space."""
    seen = page(BODY, "At Harbour Post we love the sea.", "Goodbye.", url="https://www.harbour-post.co.uk/a")
    assert [0, 1, 0] == column(seen, "host_in")
    assert [1, 0, 0] == column(seen, "host_after")
    assert [0, 0, 1] == column(seen, "host_before")


def test_a_biography_and_a_reference_are_seen() -> None:
    """A name with a verb of biographies opens one; an address or a year in brackets marks a reference."""
    seen = page(BODY, "Anna B. Keller is a writer who lives by the sea.", "[1] https://example.org/harbour", "Goodbye.")
    assert [0, 1, 0, 0] == column(seen, "bio")
    assert [0, 0, 1, 0] == column(seen, "ref")


def test_a_conclusion_says_again_what_was_said() -> None:
    """The share of a line's content words that stood before it: high for a conclusion, low for an advertisement."""
    seen = page(BODY, "The council will discuss the harbour streets.", "Striker signs new contract with Rovers.")
    said = column(seen, "heard")
    assert 0 == said[0]
    assert said[1] > 0.9
    assert said[2] < 0.1
