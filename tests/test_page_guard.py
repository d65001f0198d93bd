"""What the block model may not take out of a page's body on its word alone."""

from __future__ import annotations

import pytest

from cleaner import clean_html
from cleaner.page.page import Page, build_page
from cleaner.page_guard import blocks_with_one_witness
from cleaner.segment import html as segmenter
from cleaner.types import Category, Decision, Kind, Mode, Verdict

PROSE = (
    "The council met on {} to discuss the old harbour, and many of the people who live in the streets behind it came "
    "to hear what would become of the place."
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PARAGRAPHS = "".join(f"<p>{PROSE.format(day)}</p>" for day in DAYS)


def page_of(markup: str) -> Page:
    """A page as the guard sees it."""
    return build_page(segmenter.segment(segmenter.parse(markup)), Mode.HTML)


def decisions(page: Page, gone: dict[int, tuple[Verdict, ...]]) -> list[Decision]:
    """Everything stays but the blocks in `gone`, which have these verdicts."""
    return [
        Decision(b.index, ((0, len(b.text)),) if b.index in gone else (), -1.0, gone.get(b.index, ()))
        for b in page.blocks
    ]


def model(block: int, odds: float) -> Verdict:
    """The block model's word."""
    return Verdict(block, "MDL001", Category.BOILERPLATE, odds, "", group="MDL")


def rule(block: int, group: str = "PHR", category: Category = Category.NEWSLETTER) -> Verdict:
    """A rule's word."""
    return Verdict(block, f"{group}001", category, -3.0, "", group=group)


@pytest.mark.parametrize(("odds", "comes_back"), [(-1.49, True), (-1.51, False)])
def test_prose_between_prose_goes_only_where_the_model_is_sure(odds: float, *, comes_back: bool) -> None:
    """At the exact limit of its odds."""
    page = page_of(f"<main>{PARAGRAPHS}</main>")
    assert (2 in blocks_with_one_witness(page, decisions(page, {2: (model(2, odds),)}))) is comes_back


def test_prose_goes_on_the_word_of_the_model_and_a_rule() -> None:
    """Two witnesses are enough."""
    page = page_of(f"<main>{PARAGRAPHS}</main>")
    assert blocks_with_one_witness(page, decisions(page, {2: (model(2, -1.0), rule(2))})) == {}


def test_code_in_the_body_never_goes_on_the_word_of_the_model() -> None:
    """However sure it is."""
    page = page_of(f"<main>{PARAGRAPHS}<pre>boat.start(2)</pre>{PARAGRAPHS}</main>")
    code = next(b.index for b in page.blocks if b.kind is Kind.PRE)
    assert set(blocks_with_one_witness(page, decisions(page, {code: (model(code, -6.0),)}))) == {code}


def test_a_list_of_which_most_stays_stays_whole() -> None:
    """A link in an entry is no reason to leave the entry out; a phrase is."""
    items = "".join(f"<li>Ferry number {n} of the line</li>" for n in range(6))
    page = page_of(f"<main>{PARAGRAPHS}<ul>{items}</ul>{PARAGRAPHS}</main>")
    two, three = 7, 8
    gone = {two: (model(two, -3), rule(two, "LNK", Category.NAVIGATION)), three: (model(three, -3), rule(three))}
    assert set(blocks_with_one_witness(page, decisions(page, gone))) == {two}


def test_what_stands_outside_of_the_body_is_not_held() -> None:
    """The guard is for the body."""
    page = page_of(f"<div><div>{PARAGRAPHS}</div><div><p>{PROSE.format('Sunday')}</p><p>More</p></div></div>")
    last = len(page.blocks) - 2
    assert blocks_with_one_witness(page, decisions(page, {last: (model(last, -0.1),)})) == {}


def test_paragraphs_that_resemble_each_other_in_one_element_stay() -> None:
    """The author wrote them one behind the other; a copy elsewhere on the page is the site's."""
    text = "<p>" + PROSE.format("Monday") + "</p>"
    result = clean_html(f"<html><body><article><h1>Harbour</h1>{text * 4}</article></body></html>")
    assert result.text.count("The council met") == 4


@pytest.mark.parametrize("text", ["One sentence of eight words.", "Hello", "the majestic mööse"])
def test_the_only_text_of_a_fragment_is_its_body(text: str) -> None:
    """A fragment does not come back empty."""
    result = clean_html(f"<p>{text}</p>")
    assert result.text == text
