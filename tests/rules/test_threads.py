"""Comments inside the element of a text (THR001): certain where they end it, and a doubt elsewhere."""

from __future__ import annotations

import pytest

from cleaner.page.page import build_page
from cleaner.rules.threads import named_comments
from cleaner.segment.html import parse, segment
from cleaner.types import Mode

_URL = "https://x.example/2024/03/old-harbour-reopens-at-last"
_DAYS = ("Monday", "Tuesday", "Thursday", "Friday", "Sunday", "Wednesday")
_TEXT = "".join(
    f"<p>The council met on {day} to discuss the old harbour, and the people of the quay came to hear it.</p>"
    for day in _DAYS
)


def _thread(count: int) -> str:
    comments = "".join(
        f"<div class=comment><p>I have waited for the {n}th gate of this harbour for years.</p></div>"
        for n in range(count)
    )
    return f"<div class=comments>{comments}</div>"


@pytest.mark.parametrize(
    ("body", "certain"),
    [
        (_TEXT + _thread(4), True),
        (_TEXT + _thread(30), True),  # a thread longer than the text
        (_TEXT + _thread(4) + _TEXT, False),  # the name may be a whim
        (_TEXT + _thread(60), False),  # what was asked is less than a fifth of the answers
    ],
)
def test_comments_that_end_a_body_are_certain(body: str, certain: bool) -> None:
    """Whether the rule's word on comments inside of an article's own element is final."""
    source = f"<main><article><h1>Old harbour reopens</h1>{body}</article></main>"
    page = build_page(segment(parse(source), source, _URL), Mode.HTML, url=_URL, source=source)
    found = named_comments.judge(page)
    assert found
    assert {certain} == {verdict.final for verdict in found}
