"""Putting back: any subset of the removals, in both layouts, and what the record says of each piece."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean_html, clean_text

EXAMPLES = int(os.environ.get("RESTORE_EXAMPLES", "150"))  # scripts/mutate runs them a thousand times and wants fewer
PARTS = st.sampled_from(
    [
        "The council met on Tuesday evening to discuss the plan for the old harbour, and many came to hear it.",
        "Share this article",
        "Harbour plan delayed again. Read more: Five walks along the coast",
        "Related Posts",
        "Ferry line closed for good",
        "The line was closed in 1921.[3] It opened again later.[4]",
        "Follow us on Facebook",
        "Caf\u00e9 au lait\u00a0costs 3\u20ac",
    ]
)
TEXTS = st.lists(st.tuples(PARTS, st.sampled_from(["\n", "\r\n", "\n\n", "\n \n"])), min_size=1, max_size=10)


@given(TEXTS, st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_subset_restored_in_the_source_layout_is_the_input_without_the_rest(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Exactly the other removals' characters are gone, wherever they stood."""
    source = "".join(line + end for line, end in parts)
    result = clean_text(source)
    back = set(data.draw(st.sets(st.sampled_from([r.id for r in result.removed]))) if result.removed else ())
    expected = list(source)
    for gone in result.removed:
        assert source[gone.start : gone.end] == gone.text
        if gone.id not in back:
            expected[gone.start : gone.end] = [""] * (gone.end - gone.start)
    assert result.restore(back, layout="source") == "".join(expected)


@given(TEXTS, st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_subset_restored_in_the_body_layout_is_the_body_with_these_pieces(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Every word of what came back is there again, and not one of what did not."""
    result = clean_text("".join(line + end for line, end in parts))
    back = set(data.draw(st.sets(st.sampled_from([r.id for r in result.removed]))) if result.removed else ())
    words = result.restore(back).split()
    returned = sum(len(gone.text.split()) for gone in result.removed if gone.id in back and gone.text.strip())
    assert abs(len(words) - len(result.text.split()) - returned) <= 2 * len(back)  # a cut may part a word from its mark
    everything = result.restore([gone.id for gone in result.removed]).split()
    assert len(result.text.split()) <= len(words) <= len(everything)


def test_a_partial_removal_names_its_own_characters_and_its_own_rule() -> None:
    """The offsets are those of the cut piece in the input, not of its block."""
    source = "It rained on Monday, and nobody went out.\r\n\r\nThe line was closed in 1921.[3] It opened again later."
    result = clean_text(source)
    (gone,) = result.removed
    assert (gone.text, gone.rule, gone.category.value) == ("[3]", "MRK002", "reference-mark")
    assert source[gone.start : gone.end] == "[3]"
    assert gone.score == -3.0
    assert gone.id == f"{gone.block}.0"
    assert result.restore([], layout="source") == source.replace("[3]", "")


def test_two_pieces_of_a_block_have_two_ids_and_come_back_apart() -> None:
    """Numbered in reading order."""
    source = "The line was closed in 1921.[3] It opened again in 1950.[4] Nobody noticed it at all."
    result = clean_text(source)
    assert [gone.id for gone in result.removed] == ["0.0", "0.1"]
    assert "[3]" in result.restore(["0.0"])
    assert "[4]" not in result.restore(["0.0"])
    assert result.restore(["0.1"], layout="source") == source.replace("[3]", "")


def test_an_unknown_id_is_refused() -> None:
    """In both layouts."""
    result = clean_text("It rained on Monday.")
    for layout in ("body", "source"):
        with pytest.raises(KeyError, match=r"9\.9"):
            result.restore(["9.9"], layout=layout)


def test_a_page_has_no_source_layout() -> None:
    """Its markup is not text."""
    with pytest.raises(ValueError, match=r"^only a text has a source layout"):
        clean_html("<p>It rained on Monday.</p>").restore([], layout="source")
