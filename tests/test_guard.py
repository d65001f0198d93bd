"""The guard: what comes back when too much would go."""

from __future__ import annotations

import pytest

from cleaner import Status, clean_html

SENTENCE = "The ferry line across the bay opens again on Monday after a long winter of repairs."


@pytest.mark.parametrize("heading", ["", "<h1>Ferry line opens</h1>"])
def test_a_page_of_one_sentence_is_not_empty(heading: str) -> None:
    """However little there is around it, a sentence that is all a page says comes out."""
    result = clean_html(f"<html><body>{heading}<p>{SENTENCE}</p></body></html>")
    assert SENTENCE in result.text


def test_a_page_of_buttons_stays_empty() -> None:
    """Labels and links are not put back: nothing is the right answer there."""
    links = "".join(f"<a href='/{n}'>Section {n}</a> " for n in range(20))
    result = clean_html(f"<html><body><nav>{links}</nav><button>Sign in</button></body></html>")
    assert (Status.EMPTY, "") == (result.status, result.text)
