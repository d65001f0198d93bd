"""The guard: what comes back when too much would go."""

from __future__ import annotations

import pytest

from cleaner import Settings, Status, clean_html, clean_text
from cleaner.types import Category

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


@pytest.mark.parametrize("page", ["", "<html></html>", "<body><script>x()</script></body>"])
def test_a_page_without_text_is_empty(page: str) -> None:
    """Nothing to judge is no fault."""
    result = clean_html(page)
    assert (Status.EMPTY, "", ()) == (result.status, result.text, result.document.blocks)


LEAD = (
    "The ferry line across the bay opens again on Monday after a long winter of repairs, the harbour master said, and "
    "the first boat leaves at seven."
)


def test_of_two_copies_one_stays() -> None:
    """A cut teaser and the lead it was cut from do not go as each other's copy."""
    teaser = LEAD[: LEAD.index(", and")] + " ..."
    rest = "Tickets are sold on the quay. Bicycles travel free. The last boat back is at nine."
    assert f"{LEAD}\n\n{rest}" == clean_text(f"{teaser}\n\n{LEAD}\n\n{rest}").text


THREAD = "".join(
    f"{name}\nMay {day}, 2024, 9:{day} am\nI was there on the quay that day and saw no boat. It never came at all.\n"
    for day, name in enumerate(("Anna", "Tom K", "Pete", "Vi", "Ned", "Ada"), start=11)
)


def test_what_one_rule_took_much_of_is_flagged() -> None:
    """Where one rule took more than three tenths of the sentences, a result says so, and says that it went."""
    article = "\n".join(LEAD.replace("Monday", day) for day in ("Monday", "a Tuesday in May", "the day of the fair"))
    settings = Settings(disabled=frozenset({Category.REPEAT}))
    result = clean_text(f"{article}\n{THREAD}", settings=settings)
    assert "I was there" not in result.text
    assert [one.rule for one in result.flagged if not one.kept]
