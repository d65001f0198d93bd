"""What a result says of itself: the record of each removal, the dictionary, and the input with pieces cut out."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from typing import Any

import pytest
from hand_built import PROSE, SHORT, html_page, text_page, verdict

from cleaner import clean_html, clean_text
from cleaner.decide import category_of, is_cut
from cleaner.record import removal_id, removals
from cleaner.result import CleanResult
from cleaner.settings import Settings
from cleaner.types import Category, Decision, PageKind, Removed

LINKS = "<nav>" + "".join(f"<a href=/{n}>Section {n}</a>" for n in range(8)) + "</nav>"
PAGE = f"<html><body>{LINKS}<article><h1>Ferry</h1>" + f"<p>{PROSE}</p>" * 3 + "</article></body></html>"


def recorded(page, decision: Decision) -> tuple[Removed, ...]:
    """The record of one decision on a page of one block."""
    return removals(page.source, page.document, (decision,))


def test_a_piece_is_recorded_with_what_spoke_against_it_alone() -> None:
    """The verdict on that very span; its block's others speak for themselves."""
    page = text_page("0123456789")
    said = (
        verdict(0, -1.0, "AAA001", span=(2, 4), category=Category.SPAM),
        verdict(0, -3.0, "BBB001", span=(6, 8)),
        verdict(0, 2.0, "CCC001", span=(2, 4)),
        verdict(0, -1.5, "DDD001"),
    )
    one, two = recorded(page, Decision(0, ((2, 4), (6, 8)), 1.25, said))
    assert (one.id, one.block, one.start, one.end, one.text) == ("0.0", 0, 2, 4, "23")
    assert (one.rule, one.category, one.score) == ("AAA001", Category.SPAM, -1.0)
    assert one.evidence == "evidence of AAA001"
    assert (two.id, two.text, two.rule, two.score) == ("0.1", "67", "BBB001", -3.0)


def test_a_piece_that_no_verdict_names_is_told_by_its_blocks_strongest() -> None:
    """Two spans that touch are cut as one."""
    page = text_page("0123456789")
    said = (verdict(0, -1.0, "AAA001", span=(2, 4)), verdict(0, -2.0, "BBB001", span=(4, 6)))
    (one,) = recorded(page, Decision(0, ((2, 6),), 1.0, said))
    assert (one.rule, one.score, one.text) == ("BBB001", -2.0, "2345")


def test_a_block_that_goes_whole_is_recorded_with_its_score() -> None:
    """And where no rule spoke against it the record says so."""
    page = text_page("0123456789")
    (one,) = recorded(page, Decision(0, ((0, 10),), -1.234, (verdict(0, -4.0, "AAA001"),)))
    assert (one.rule, one.score, one.category) == ("AAA001", -1.234, Category.WIDGET)
    (one,) = recorded(page, Decision(0, ((0, 10),), -1.234, ()))
    assert (one.rule, one.score, one.category) == ("", -1.234, Category.BOILERPLATE)
    assert one.evidence == "score -1.23, no evidence for it"
    (one,) = recorded(page, Decision(0, ((0, 3),), 1.0, ()))
    assert (one.rule, one.score) == ("", 0.0)
    assert recorded(page, Decision(0, (), 1.0, ())) == ()


def test_offsets_of_a_page_are_those_of_its_block() -> None:
    """Its markup is not text; those of a text are the input's, whatever stands around a block."""
    page = html_page("0123456789")
    (one,) = recorded(page, Decision(0, ((2, 4),), 1.0, ()))
    assert (one.start, one.end, one.text) == (2, 4, "23")
    source = "\r\n  first   line\r\nof a block\r\n"
    result = clean_text(source)
    (block,) = {b.index for b in result.document.blocks if "first" in b.text}
    cut = result.document.blocks[block].text.index("line")
    (gone,) = removals(source, result.document, tuple(
        Decision(b.index, ((cut, cut + 4),) if b.index == block else (), 1.0, ()) for b in result.document.blocks
    ))  # fmt: skip
    assert source[gone.start : gone.end] == gone.text == "line"
    assert removal_id(3, 2) == "3.2"


def test_what_is_cut_whole() -> None:
    """All of the characters, as one piece."""
    assert is_cut(Decision(0, ((0, 5),), 0.0, ()), 5)
    assert not is_cut(Decision(0, ((0, 4),), 0.0, ()), 5)
    assert not is_cut(Decision(0, ((1, 5),), 0.0, ()), 5)
    assert not is_cut(Decision(0, ((0, 2), (2, 5)), 0.0, ()), 5)
    assert not is_cut(Decision(0, (), 0.0, ()), 5)
    assert category_of(Decision(0, (), 0.0, ())) is Category.BOILERPLATE
    assert category_of(Decision(0, ((0, 5),), 0.0, (verdict(0, -1.0, category=Category.SPAM),))) is Category.SPAM


def removed(start: int, end: int) -> Removed:
    """A removal of these characters."""
    return Removed(f"0.{start}", 0, start, end, "", Category.SPAM, "", 0.0, "")


def test_removals_that_overlap_are_cut_once() -> None:
    """In whichever order they stand in the record."""
    result = replace(clean_text("0123456789"), removed=(removed(6, 8), removed(1, 4), removed(2, 3), removed(3, 5)))
    assert result.restore([], layout="source") == "0589"
    assert result.restore(["0.1"], layout="source") == "01589"
    assert result.restore([one.id for one in result.removed], layout="source") == "0123456789"


def test_the_record_is_put_together_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once; it equals the tuple that it becomes when it is pickled."""
    made: list[int] = []

    def counted(*of: Any) -> tuple[Removed, ...]:
        made.append(1)
        return removals(*of)

    monkeypatch.setattr("cleaner.result.removals", counted)
    result = clean_html(PAGE)
    assert result.text
    assert not made
    assert len(result.removed) == len([one.id for one in result.removed]) > 0
    assert result.removed[:1] == (result.removed[0],)
    copied = pickle.loads(pickle.dumps(result.removed))
    assert isinstance(copied, tuple)
    assert result.removed == copied
    assert hash(result.removed) == hash(copied)
    assert repr(result.removed) == repr(copied)
    assert result.removed != [*copied]
    assert made == [1]


def test_the_dictionary_holds_what_a_result_says() -> None:
    """Ready for JSON, and every figure that of the result."""
    result = clean_html(PAGE, url="https://c.example/2024/ferry")
    found = json.loads(json.dumps(result.to_dict()))
    assert set(found) == {
        "status", "mode", "content_hash", "text", "metadata", "coverage", "page_kind", "labels", "confidence",
        "reasons", "warnings", "removed", "flagged", "encoding", "versions",
    }  # fmt: skip
    assert (found["status"], found["mode"]) == (result.status.value, "html")
    assert (found["text"], found["content_hash"]) == (result.text, result.content_hash)
    assert found["confidence"] == result.confidence
    assert found["versions"] == dict(result.versions)
    assert found["metadata"]["title"] == result.metadata.title
    assert found["metadata"]["author"] == result.metadata.author
    assert 0 < found["coverage"]["words"] <= 1
    assert found["page_kind"]["kind"] == result.page_kind.value == next(iter(found["page_kind"]["odds"]))
    assert len(found["removed"]) == len(result.removed) > 0
    first, kept = found["removed"][0], result.removed[0]
    assert (first["id"], first["rule"], first["category"]) == (kept.id, kept.rule, kept.category.value)
    assert found["reasons"] == list(result.reasons)
    assert found["warnings"] == list(result.warnings)


def test_what_a_result_does_not_have_is_none_or_left_out() -> None:
    """A text has no kind of page and no encoding; comments are there where they were asked for."""
    result = clean_text(PROSE)
    found = result.to_dict()
    assert found["page_kind"] is None
    assert result.page_kind is None
    assert found["encoding"] is None
    assert "comments" not in found
    assert replace(result, comments=("One.",)).to_dict()["comments"] == ["One."]
    assert replace(result, page_kinds={PageKind.FORUM: 0.7, PageKind.ARTICLE: 0.3}).page_kind is PageKind.FORUM
    bytes_of = clean_html(PAGE.encode())
    assert bytes_of.to_dict()["encoding"]["name"] == "utf-8"
    noted = replace(result, reasons=("why",), warnings=("careful",)).to_dict()
    assert (noted["reasons"], noted["warnings"]) == (["why"], ["careful"])


def test_markdown_and_html_follow_the_settings_of_a_result() -> None:
    """Links and images as the settings say, on every reading."""
    picture = "<img src=/i.jpg alt=Boat width=800 height=600>"
    source = PAGE.replace("<h1>", f"<p>{PROSE} <a href=/x>so</a></p>{picture}<h1>")
    result: CleanResult = clean_html(source, url="https://c.example/")
    for plain, links, images in ((result, True, True), (replace(result, links=False, images=False), False, False)):
        assert ("](https://c.example/x)" in plain.markdown) is links
        assert ('href="https://c.example/x"' in plain.html) is links
        assert ("i.jpg" in plain.markdown) is images
        assert ("i.jpg" in plain.html) is images
    assert SHORT not in result.markdown


def test_without_the_block_model_no_figure_says_how_sure_it_is() -> None:
    """Switched off by a setting or as a rule; in texts no model of that kind judges."""
    page = f"<article><p>{PROSE}</p><p>{PROSE}</p></article>"
    assert 0 < (clean_html(page).confidence or 0) < 1
    assert clean_html(page, settings=Settings(model=False)).confidence is None
    assert clean_html(page, settings=Settings(disabled_rules=frozenset({"MDL001"}))).confidence is None
    assert clean_text(PROSE).confidence is None
