"""The promises of the core, on any input: normal form, hash, restore, purity."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import CleanResult, Status, clean, clean_html, clean_text
from cleaner.types import Kind

PARTS = st.sampled_from(
    [
        "The council met on Tuesday evening to discuss the plan for the old harbour, and many of those who live in "
        "the streets behind it came to hear what would become of the place.",
        "Harbour plan delayed again",
        "Share this article",
        "You might also like!",
        "Related Posts",
        "\u00a0",
        "\u200b\u202eolleh\u202c",
        "e\u0301t\u00e9",
        "  * item one",
        "```\nx = 1\n```",
        "Subscribe to our newsletter today",
        "\x00\x07",
        "\ud800",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028", "\x85", " \n\t\n"])
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.tuples(PARTS, ENDS), max_size=14).map(lambda p: "".join(a + b for a, b in p))
)
TAGS = st.sampled_from(
    ["<p>", "</p>", "<div class=related>", "</div>", "<li>", "<table><tr><td>", "<br>", "<h2>", "<pre>"]
)
PAGES = st.lists(st.one_of(TAGS, PARTS, st.text(max_size=30)), max_size=20).map("".join)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def holds(result: CleanResult) -> None:
    """The normal form, the hash and the removal record of one result."""
    text = result.text
    assert unicodedata.is_normalized("NFC", text)
    assert CONTROL.search(text) is None
    assert "\n\n\n" not in text or any(block.kind is Kind.PRE for block in result.document.blocks)
    assert text == text.strip("\n")
    assert result.content_hash == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert len({one.id for one in result.removed}) == len(result.removed)
    assert (result.status is Status.EMPTY) == (text == "" and not result.reasons)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_text_mode_tiles_and_restores_the_input(text: str) -> None:
    """Blocks lie in the input in order without overlap, and restoring all removals gives it back."""
    result = clean_text(text)
    at = 0
    for block in result.document.blocks:
        assert block.start is not None
        assert block.end is not None
        assert at <= block.start < block.end <= len(text)
        at = block.end
    for one in result.removed:
        assert text[one.start : one.end] == one.text
    assert result.restore([one.id for one in result.removed], layout="source") == text
    holds(result)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_restoring_everything_gives_every_block(text: str) -> None:
    """The body with all removals put back holds every block's text."""
    result = clean_text(text)
    back = result.restore([one.id for one in result.removed])
    assert back == unicodedata.normalize("NFC", "\n\n".join(block.text for block in result.document.blocks))
    assert result.restore([]) == result.text


@given(PAGES)
@settings(max_examples=150, deadline=None)
def test_html_mode_holds_the_same_promises(page: str) -> None:
    """Any markup gives a body in normal form with a removal record that restores every block."""
    result = clean_html(page)
    holds(result)
    back = result.restore([one.id for one in result.removed])
    # A line break of the page is a space in its block and a line's end in the body.
    whole = " ".join(block.text for block in result.document.blocks)
    assert back.split() == unicodedata.normalize("NFC", whole).split()


@given(st.one_of(st.binary(max_size=400), TEXTS, PAGES))
@settings(max_examples=200, deadline=None)
def test_nothing_raises(data: bytes | str) -> None:
    """Whatever is handed in, there is a result, and the same one twice."""
    first, second = clean(data), clean(data)
    assert first.to_dict() == second.to_dict()
    assert first.markdown == second.markdown
    assert "<script" not in first.html


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_clean_body_stays_what_it_is_in_form(text: str) -> None:
    """Segmenting a body again gives the same blocks' text: the normal form is a fixed point of the segmenter."""
    body = clean_text(text).text
    again = clean_text(body)
    back = again.restore([one.id for one in again.removed])
    assert back.split() == body.split()
