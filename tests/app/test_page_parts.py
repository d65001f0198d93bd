"""The parts of the web page that need no browser: groups, looks, differences, sessions."""

from __future__ import annotations

import csv
import io
import time
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleaner import clean_html, clean_text
from cleaner.app.api.feedback_export import csv_of, pack_of
from cleaner.app.api.session import SECONDS, key_of_session, session_of
from cleaner.app.ui.diff import compare
from cleaner.app.ui.groups import GROUPS, OTHER, group_of
from cleaner.app.ui.look import GONE, KEPT, PART, Choice, cuts, look_at
from cleaner.app.ui.pages import visible_controls, web_address, with_query
from cleaner.block_report import block_report
from cleaner.correct import correct
from cleaner.ledger.feedback import Feedback, Judgement, cut_by_hand
from cleaner.marked_page import marked_page
from cleaner.service.settings import ApiKey
from cleaner.types import Category

TEXT = (
    "The council met on Monday and talked for three hours about the harbour wall, which had begun to lean.\n\n"
    "Members agreed that the repairs would begin in the spring, weather permitting.\n\n"
    "Share this article\n\n"
    "Also read: Five walks along the coast\n"
)


def judged(judgement: Judgement, span: tuple[int, int] | None = None, name: str = "x") -> Feedback:
    """A judgement on a block or a part of it."""
    return Feedback(name, "", "b" * 24, 0, judgement, "", "", {}, 1.0, None, span)


def test_every_category_has_one_group() -> None:
    """And every group another sign."""
    seen = [category for group in (*GROUPS, OTHER) for category in group.categories]
    assert sorted(seen) == sorted(set(Category) - {Category.MAIN_CONTENT})
    assert len({group.sign for group in (*GROUPS, OTHER)}) == len(GROUPS) + 1
    assert group_of("unheard-of") is OTHER


def test_a_report_holds_every_block_with_its_evidence() -> None:
    """What went stands in it with its spans, as the removal record has it."""
    result = clean_text(TEXT)
    blocks = block_report(result)
    assert [block["text"] for block in blocks] == [block.text for block in result.document.blocks]
    pieces = [(block["index"], piece["rule"]) for block in blocks for piece in block["pieces"]]
    assert pieces == [(one.block, one.rule) for one in result.removed]
    assert all(block["verdicts"] for block in blocks if block["pieces"])


def test_a_correction_changes_the_text_and_not_the_record() -> None:
    """Kept whole, gone whole; numbers of no block are passed over; without any it is the same result."""
    result = clean_text(TEXT)
    corrected = correct(result, {2: (), 0: ((0, len(result.document.blocks[0].text)),), 99: ((0, 1),)})
    assert corrected.text.startswith("Members agreed")
    assert "Share this article" in corrected.text
    assert corrected.removed == result.removed
    assert corrected.content_hash == sha256(corrected.text.encode()).hexdigest()
    assert correct(result, {}) is result
    part = correct(result, {0: ((0, 12), (20, 30))})
    assert part.text.startswith(TEXT[12:20] + TEXT[30:40])


def test_the_look_follows_threshold_and_judgements() -> None:
    """What it shows is what `changes` asks the renderer for."""
    result = clean_text(TEXT)
    blocks = block_report(result)
    said = {0: Judgement.REMOVE, 2: Judgement.KEEP}
    hand = {block: [judged(judgement)] for block, judgement in said.items()}
    score = max(block["score"] for block in blocks if block["pieces"])  # the nearest to be kept
    gone = [look_at(blocks, {}, Choice(shift=shift), 100).gone for shift in (-4.0, 0.0, 0.1 - score)]
    assert gone[0] > gone[1] > gone[2]
    for shift in (-4.0, 0.0, 4.0):
        look = look_at(blocks, hand, Choice(shift=shift), 100)
        body = correct(result, cuts(blocks, hand, shift)).text
        assert body == "\n\n".join(row.kept_text for row in look.rows if row.state != GONE)
        assert look.rows[0].state == GONE
        assert look.rows[2].state == KEPT
    assert look_at(blocks, {}, Choice(), 100).words_kept == sum(len(part.split()) for part in result.text.split("\n\n"))


def test_a_look_is_shown_in_parts_and_filtered() -> None:
    """The next part begins at the first block that was not shown."""
    blocks = block_report(clean_text("\n\n".join(f"Line {n} of a list that was kept." for n in range(25))))
    first = look_at(blocks, {}, Choice(), 10)
    assert ([row.index for row in first.shown], first.following) == (list(range(10)), 10)
    last = look_at(blocks, {}, Choice(first=20), 10)
    assert ([row.index for row in last.shown], last.following) == (list(range(20, 25)), None)
    gone = look_at(block_report(clean_text(TEXT)), {}, Choice(category="share-bar"), 10)
    assert [row.text for row in gone.shown] == ["Share this article"]


def test_a_block_cut_in_part_shows_which_part() -> None:
    """Its segments put together are the block."""
    text = "The council will meet again in the spring, it said on Monday. Click here to subscribe to our newsletter."
    result = clean_text(f"{TEXT}\n\n{text}")
    for row in look_at(block_report(result), {}, Choice(), 100).rows:
        assert row.text == result.document.blocks[row.index].text
        if row.state == PART:
            assert any(part.gone for part in row.segments)
            assert any(not part.gone for part in row.segments)


def test_a_part_of_a_block_is_put_back_and_taken_out_alone() -> None:
    """The other parts stay as they were; each knows the judgement that it can be undone by."""
    glued = "Click here to subscribe to our newsletter."
    result = clean_text(TEXT.replace("begun to lean.", f"begun to lean. {glued}"))
    blocks = block_report(result)
    block = next(one for one in blocks if glued in one["text"])
    index, whole = block["index"], block["text"]
    (piece,) = block["pieces"]
    back = judged(Judgement.KEEP, (piece["start"], piece["end"]), "back")
    row = look_at(blocks, {index: [back]}, Choice(), 100).rows[index]
    assert (row.state, row.hand, row.hand_id) == (KEPT, "part", "")
    assert [one.hand_id for one in row.segments] == ["", "back"]
    assert row.segments[1].rule == piece["rule"]
    assert glued in correct(result, cuts(blocks, {index: [back]}, 0.0)).text
    out = judged(Judgement.REMOVE, (0, 11), "out")
    row = look_at(blocks, {index: [out]}, Choice(), 100).rows[index]
    assert [(one.gone, one.hand_id) for one in row.segments] == [(True, "out"), (False, ""), (True, "")]
    body = correct(result, cuts(blocks, {index: [out, back]}, 0.0)).text
    assert body.startswith(whole[11:].lstrip())
    assert cuts(blocks, {index: [judged(Judgement.KEEP, (0, 11))]}, 0.0) == {}


spans = st.tuples(st.integers(0, 29), st.integers(1, 30)).map(lambda ends: (min(ends), max(*ends, min(ends) + 1)))
judgements = st.lists(st.tuples(st.sampled_from(Judgement), st.none() | spans), max_size=6)


@given(st.lists(spans, max_size=3), judgements)
def test_judgements_hold_in_their_order(cut: list[tuple[int, int]], said: list[tuple[Judgement, object]]) -> None:
    """Character by character: the last judgement on it decides, and where there is none the rules."""
    gone = {at for start, end in cut for at in range(start, end)}
    for judgement, span in said:
        covered = set(range(*(span or (0, 30))))
        gone = gone | covered if judgement is Judgement.REMOVE else gone - covered
    found = cut_by_hand(cut, 30, [judged(*one) for one in said])
    assert {at for start, end in found for at in range(start, end)} == gone
    assert list(found) == sorted(found)


def test_a_marked_page_holds_no_more_than_text() -> None:
    """What went is marked, also where all of it did; what the page itself marks so is not."""
    page = marked_page(
        clean_html(
            "<body onload=x()><nav><a href=/a>Home</a> <a href=/b>News</a></nav><article class=cleaner-removed>"
            "<p>The harbour was closed on Monday, the office said, and it will open again in the spring of next year."
            "<p>Repairs of the three piers will cost some four million, most of which the county is to pay.</article>"
            "<script>alert(1)</script>"
        )
    )
    assert page is not None
    assert page.count('class="cleaner-removed"') == 1
    assert "<nav" in page
    assert "alert" not in page
    assert "href" not in page
    assert "onload" not in page
    assert marked_page(clean_text(TEXT)) is None


def test_a_shadow_tree_has_no_element_to_mark() -> None:
    """What went in a part that scripts would attach leaves the page to be shown as it is."""
    gone = "<template shadowrootmode=open><nav><a href=/a>Home</a> <a href=/b>News</a></nav></template>"
    page = marked_page(clean_html(f"<body><x-shell>{gone}<article><p>{PROSE[0]}<p>{PROSE[1]}</article></x-shell>"))
    assert page is not None
    assert PROSE[0] in page


PROSE = (
    "The harbour was closed on Monday, the office said, and it will open again in the spring of next year.",
    "Repairs of the three piers will cost some four million, most of which the county is to pay, it said.",
)
CUT = "Sign up for our newsletter"


@pytest.mark.parametrize(
    ("markup", "marked"),
    [
        (f"<div>{PROSE[0]}<br><br>{CUT}<p>{PROSE[1]}</p></div>", [CUT]),
        (f"<div>{CUT}<p>{PROSE[0]}</p>{CUT} <p>{PROSE[1]}</p></div>", [CUT, CUT]),
        (f"<section><p>{PROSE[0]}</p>Sign <b>up for our</b> <a href=/n>newsletter</a><p>{PROSE[1]}</p></section>",
         ["Sign", "up for our", "newsletter"]),
        (f"<p>{PROSE[0]}</p><p>{PROSE[1]} {CUT} &lt;now&gt;.</p>", [f"{CUT} <now>."]),
        (f"<p>{PROSE[0]}</p><p>{PROSE[1]} <i>{CUT}</i></p>", [CUT]),
        (f"<p>{PROSE[0]} {CUT}</p><p>{PROSE[1]}</p>", [CUT]),
    ],
)  # fmt: skip
def test_what_went_beside_what_stays_is_marked_where_it_stands(markup: str, marked: list[str]) -> None:
    """Loose text in an element that holds kept text, and a part of a block; never what stays."""
    result = clean_html(f"<body><article>{markup}</article></body>")
    cuts: dict[int, list[tuple[int, int]]] = {}
    for block in result.document.blocks:
        at = block.text.find(CUT)
        cuts[block.index] = [(at, len(block.text))] if at >= 0 else []
    assert any(cuts.values())
    page = marked_page(correct(result, cuts))
    assert page is not None
    found = LexborHTMLParser(page).css(".cleaner-removed")
    assert [" ".join(one.text().split()) for one in found] == marked
    assert all(one.attributes["title"] for one in found)
    for one in PROSE:
        assert one in page


def test_differences_are_told_by_words_and_paragraphs() -> None:
    """Reworded, gone, come; far equal ones folded."""
    same = [f"Paragraph {n} stays where it is and as it is." for n in range(9)]
    old = "\n\n".join([*same, "The gate opens in May.", "Nobody came."])
    new = "\n\n".join([*same, "The gate opens in June.", "A crowd of four hundred filled the square."])
    kinds = [change.kind for change in compare(old, new)]
    assert kinds == ["skip", "same", "changed", "gone", "new"]
    assert [piece for piece in compare(old, new)[2].pieces if piece[1] != "same"] == [("May", "gone"), ("June", "new")]
    assert [change.kind for change in compare(old, old)] == ["skip"]


bodies = st.lists(st.sampled_from(["a", "b", "c d e", "f g", "h i j k", ""]), max_size=30).map("\n\n".join)


@given(bodies, bodies)
@settings(max_examples=200, deadline=None)
def test_a_difference_holds_both_bodies(old: str, new: str) -> None:
    """What is not new, put together, is the old one; what is not gone the new one; folded ones counted."""
    changes_ = compare(old, new)
    for body, absent in ((old, "new"), (new, "gone")):
        wanted = [part for part in body.split("\n\n") if part]
        found = 0
        for change in changes_:
            text = "".join(piece for piece, kind in change.pieces if kind != absent)
            found += change.skipped
            if text:
                assert wanted[found] == text
                found += 1
        assert found == len(wanted)


def test_a_difference_of_hostile_bodies_takes_no_time() -> None:
    """Ten thousand equal paragraphs against as many others."""
    begun = time.process_time()
    compare("\n\n".join(["a"] * 10_000), "\n\n".join(["a", "b"] * 5_000))
    compare("x " * 200_000, "y " * 200_000)
    assert time.process_time() - begun < 2


def test_a_session_ends_with_its_time_or_its_key() -> None:
    """And nothing in it can be changed."""
    key = ApiKey("me:x", sha256(b"k" * 20).digest())
    other = ApiKey("me:x", sha256(b"l" * 20).digest())
    value = session_of(key, 1_000.0)
    assert key_of_session([other, key], value, 1_000.0 + SECONDS - 1) is key
    assert key_of_session([other, key], value, 1_001.0 + SECONDS) is None
    assert key_of_session([other], value, 1_000.0) is None
    mark, end, signature = value.split(".")
    changed = (f"{mark}.{int(end) + 1}.{signature}", f"{mark}.{end}.{'0' * 64}", f"{mark}.٣.{signature}")
    for forged in (*changed, "", "a.b.c"):
        assert key_of_session([key], forged, 1_000.0) is None


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_u05_a_table_of_feedback_holds_no_formula(first: str) -> None:
    """What a spreadsheet would compute begins with an apostrophe, in every column that somebody else can fill."""
    words = f"{first}cmd|' /C calc'!A0"
    facts = {"locator": words, "because": {"category": words, "rule": words}}
    one = Feedback("a" * 32, words, "b" * 24, 0, Judgement.REMOVE, words, words, facts, 1.0, None)
    _, row = csv.reader(io.StringIO(csv_of([one]), newline=""))
    assert [cell for cell in row if "cmd" in cell] == [f"'{words}"] * 6


@pytest.mark.parametrize(
    ("languages", "named"), [(["en", "en-GB"], "en"), ([None], "und"), (["en", "pt"], "und"), ([None, "pt"], "und")]
)
def test_a_pack_of_feedback_names_its_language(languages: list[str | None], named: str) -> None:
    """The one that all judged documents are in, else none."""
    lines = [f"Ring our newsdesk on {number}" for number in range(len(languages))]
    facts = [{"language": one} for one in languages]
    pairs = enumerate(zip(lines, facts, strict=True))
    said = [Feedback(f"{n}", "", f"{n}", 0, Judgement.REMOVE, text, "", one, 1.0, None) for n, (text, one) in pairs]
    assert f'language = "{named}"' in pack_of(said, 1.0)


def test_what_is_shown_turns_nothing_around() -> None:
    """Controls are visible, overrides of direction gone, links lead to the web only."""
    assert visible_controls("a\u202eb\x1b[31m\x00\nc") == "ab␛[31m␀\nc"
    assert web_address("HTTPS://example.org/a") == "HTTPS://example.org/a"
    assert [web_address(one) for one in ("javascript:alert(1)", "/etc/passwd", "http://a\x00b", None)] == [""] * 4
    assert with_query({"a": "1", "b": ""}, a="", c="x&y") == "?c=x%26y"
