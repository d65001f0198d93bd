"""Texts with markup, entities and mojibake left in: rules see what a reader would, what stays comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean_text
from cleaner.rules.samples import MAYOR
from cleaner.segment.decoded import decode_block, is_markup, is_plain_text
from cleaner.types import Block, Kind

PROSE = (
    "The council met on Monday in the town hall and talked about the old ferry line for three long hours before it "
    "went home again, none the wiser."
)
PARTS = st.sampled_from(
    [
        PROSE, "<p>", "</p>", "<br />", "&nbsp;", "&lt;p&gt;Share this&lt;/p&gt;", "[News](/news)",
        "**Also read:** Gold",
        "PublicitÃ©", "Ã€ lire aussi : Cinq tÃ©lÃ©phones", "### Related Posts", "<!-- wp -->", "\u00a0", "ÐŸÑ€",
        " , opens new tab", "[+2829 chars]", "\r\n", "\n\n", "Read more &raquo;",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Related Posts</p>", "Related Posts"),
        ("Read more &raquo;", "Read more »"),
        ("&lt;p&gt;Share this&lt;/p&gt;", "Share this"),
        ("[Home](/) > [World](/world)", "Home > World"),
        ("**SCROLL TO CONTINUE**", "SCROLL TO CONTINUE"),
        ("PublicitÃ©", "Publicité"),
        ("Ã€ lire aussi : Cinq tÃ©lÃ©phones", "À lire aussi : Cinq téléphones"),
        ("one<br/>two", "one two"),
    ],
)
def test_a_line_is_read_as_a_reader_would_see_it(written: str, read: str) -> None:
    """Tags, entities, links and mojibake are decoded, and each character knows where it stood."""
    found = decode_block(Block(0, written))
    assert found is not None
    assert found.block.text == read
    assert len(found.places) == len(read) + 1
    assert list(found.places) == sorted(found.places)
    assert found.places[-1] == len(written)


@pytest.mark.parametrize(
    "text", ["5 < 6 and 7 > 3", "AT&T and its rivals", "a ** b", "***", "l’été à Paris", "2 * 3 ** 4"]
)
def test_plain_lines_read_as_they_are_written(text: str) -> None:
    """Comparisons, ampersands, powers and French are no markup; a break between scenes keeps its stars."""
    found = decode_block(Block(0, text))
    assert found is None or found.block.text == text.replace("**", "").replace("  ", " ")
    assert is_plain_text("Nothing here needs decoding, not even l’été.")


def test_code_is_left_alone() -> None:
    """A fenced block reads as it is written."""
    assert decode_block(Block(0, "```\n<p>x</p>\n```", Kind.PRE)) is None


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<!-- wp:paragraph -->", True),
        ("<div class='share'>", True),
        ("{{ad_slot_3}}", True),
        ("<port>", False),
        ("a", False),
    ],
)
def test_markup_alone_is_told_from_text(text: str, markup: bool) -> None:
    """Known elements, comments and unfilled templates; an unknown name in angle brackets may be anything."""
    assert is_markup(text) is markup


def test_what_stays_keeps_its_markup() -> None:
    """The paragraph comes back with its tags, the related heading goes with its own."""
    result = clean_text(f"<p>{PROSE}</p>\n<p>{MAYOR}</p>\n<p>Related Posts</p>")
    assert result.text == f"<p>{PROSE}</p>\n\n<p>{MAYOR}</p>"


def test_stray_tags_go_and_leave_the_line() -> None:
    """In a text without tags those of one line go, with their places and their rule; entities inside are put right."""
    text = f'{PROSE}\n\n<p class="intro">{MAYOR} The <i>Argo</i> &amp; the <em>Nell</em> sank.</p>\n\n{PROSE[::-1]}'
    result = clean_text(text)
    assert result.text == f"{PROSE}\n\n{MAYOR} The Argo & the Nell sank.\n\n{PROSE[::-1]}"
    tags = ['<p class="intro">', "<i>", "</i>", "<em>", "</em>", "</p>"]
    assert [(one.rule, one.text, text[one.start : one.end]) for one in result.removed] == [
        ("LFT011", tag, tag) for tag in tags
    ]
    assert clean_text(result.text).text == result.text


@given(st.lists(st.one_of(PARTS, st.text(alphabet="<>&;*[]()#Ãâ\u0080©a \n", max_size=12)), max_size=16).map("".join))
@settings(max_examples=200, deadline=None)
def test_restoring_everything_gives_the_source_back(text: str) -> None:
    """Offsets into the source are exact, whatever was decoded."""
    result = clean_text(text)
    assert result.restore([one.id for one in result.removed], layout="source") == result.source == text
    for one in result.removed:
        assert text[one.start : one.end] == one.text
