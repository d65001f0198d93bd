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


@pytest.mark.parametrize("block", [1, 2, 3])
@pytest.mark.parametrize(("odds", "comes_back"), [(-1.49, True), (-1.5, False)])
def test_prose_between_prose_goes_only_where_the_model_is_sure(odds: float, block: int, *, comes_back: bool) -> None:
    """At the exact limit of its odds."""
    page = page_of(f"<main>{PARAGRAPHS}</main>")
    assert (block in blocks_with_one_witness(page, decisions(page, {block: (model(block, odds),)}))) is comes_back


def test_what_stands_before_the_body_is_not_one_of_its_sides() -> None:
    """The first paragraph of the body has no text of the body before it."""
    page = page_of(f"<header><p>{PROSE.format('Sunday')}</p></header><main>{PARAGRAPHS}</main>")
    assert blocks_with_one_witness(page, decisions(page, {1: (model(1, -1.0),)})) == {}


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


@pytest.mark.parametrize(
    ("second", "comes_back"),
    [
        (None, True),
        (("PHR", -0.49, None), True),
        (("PHR", -0.5, None), False),
        (("PHR", -3.0, (0, 5)), True),
        (("PHR", 3.0, None), True),
    ],
)
def test_a_second_witness_is_a_rule_that_speaks_against_all_of_a_block(
    second: tuple[str, float, tuple[int, int] | None] | None, *, comes_back: bool
) -> None:
    """Strong enough, on no piece, and against it."""
    page = page_of(f"<main>{PARAGRAPHS}</main>")
    said = [model(2, -1.0)]
    if second:
        group, weight, span = second
        said.append(Verdict(2, f"{group}001", Category.NEWSLETTER, weight, "", span=span, group=group))
    found = blocks_with_one_witness(page, decisions(page, {2: tuple(said)}))
    assert found == ({2: "text in the body goes only on two independent signals"} if comes_back else {})


@pytest.mark.parametrize(("odds", "comes_back"), [(-0.49, True), (-0.5, False)])
@pytest.mark.parametrize("at", [0, -1])
def test_at_the_ends_of_what_stays_less_is_sure_enough(at: int, odds: float, *, comes_back: bool) -> None:
    """Prose with text that stays on both sides is the body's; the first and the last block may be anything."""
    page = page_of(f"<main>{PARAGRAPHS}</main>")
    block = range(len(page.blocks))[at]
    assert (block in blocks_with_one_witness(page, decisions(page, {block: (model(block, odds),)}))) is comes_back


def test_a_short_sentence_needs_less_than_prose_and_a_label_nothing() -> None:
    """A sentence comes back unless the model is sure, a cell too, a line without an end never does."""
    table = "<table><tr><td>Boat<td>Seven</tr><tr><td>Ferry<td>Nine</tr></table>"
    short = "<p>The first boat of the day leaves at seven.</p>"
    page = page_of(f"<main>{PARAGRAPHS}{short}<p>More boats</p>{table}{PARAGRAPHS}</main>")
    sentence, label, cell = 5, 6, 7
    assert page.blocks[cell].kind is Kind.CELL
    for odds, back in ((-0.4, {sentence, cell}), (-0.6, set())):
        gone = {block: (model(block, odds),) for block in (sentence, label, cell)}
        assert set(blocks_with_one_witness(page, decisions(page, gone))) == back


def test_without_the_models_word_a_removed_sentence_comes_back() -> None:
    """Nothing at all speaks against it."""
    page = page_of(f"<main>{PARAGRAPHS}</main>")
    assert set(blocks_with_one_witness(page, decisions(page, {2: ()}))) == {2}


def test_what_a_reader_does_not_see_is_not_held() -> None:
    """A hidden paragraph of the body may go."""
    page = page_of(f"<main>{PARAGRAPHS}<p style='display:none'>{PROSE.format('Sunday')}</p>{PARAGRAPHS}</main>")
    block = next(b.index for b in page.blocks if b.hidden)
    assert blocks_with_one_witness(page, decisions(page, {block: (model(block, -0.1),)})) == {}


BOATS = "Anna sold five boats every summer for years."
COPY = "a copy beside its first state is the author's"


@pytest.mark.parametrize(
    ("first", "second", "category", "why"),
    [
        (PROSE.format("Monday"), PROSE.format("Monday"), Category.REPEAT, COPY),
        (PROSE.format("Monday"), PROSE.format("Friday"), Category.TITLE_REPEAT, COPY),
        (PROSE.format("Monday"), PROSE.format("Monday"), Category.NEWSLETTER, None),
        (PROSE.format("Monday"), "The mayor said that nobody had been asked about it.", Category.REPEAT, None),
        ("The harbour", "The harbour", Category.REPEAT, None),
        (
            BOATS,
            "Anna sold five boats but never bought any.",
            Category.REPEAT,
            COPY,
        ),
        (
            BOATS,
            "Anna sold five but never ever bought any.",
            Category.REPEAT,
            None,
        ),
    ],
)
def test_a_copy_right_beside_its_first_state_is_the_authors(
    first: str, second: str, category: Category, why: str | None
) -> None:
    """In one element, a sentence, and alike by half of the longer one's words."""
    page = page_of(f"<main><div>{PARAGRAPHS}</div><div><p>{first}</p><p>{second}</p></div>{PARAGRAPHS}</main>")
    found = blocks_with_one_witness(page, decisions(page, {6: (rule(6, "RPT", category),)}))
    assert found.get(6) == why
    both = rule(6, "RPT", category), rule(6, "TTL", Category.TITLE_REPEAT)
    assert blocks_with_one_witness(page, decisions(page, {6: both})).get(6) == why
    apart = page_of(f"<main>{PARAGRAPHS}<div><p>{first}</p></div><div><p>{second}</p></div>{PARAGRAPHS}</main>")
    assert 6 not in blocks_with_one_witness(apart, decisions(apart, {6: (rule(6, "RPT", category),)}))


@pytest.mark.parametrize(("kept", "whole"), [(1, False), (2, True), (5, True), (6, False)])
def test_a_list_stays_whole_from_a_third_of_its_words_on(kept: int, *, whole: bool) -> None:
    """Two of six entries are a third; of a list that stays nothing comes back, nor of one that went."""
    items = "".join(f"<li>Ferry number {n} of the line</li>" for n in range(6))
    page = page_of(f"<main>{PARAGRAPHS}<ul>{items}</ul>{PARAGRAPHS}</main>")
    gone = {block: (model(block, -3.0),) for block in range(5 + kept, 11)}
    found = blocks_with_one_witness(page, decisions(page, gone))
    assert found == (dict.fromkeys(gone, "a list stays whole") if whole else {})
    assert blocks_with_one_witness(page, decisions(page, {n: (model(n, -3.0),) for n in range(5, 11)})) == {}


def test_two_lists_are_told_apart() -> None:
    """What stays of one is no reason to keep the other."""
    items = "".join(f"<li>Ferry number {n} of the line</li>" for n in range(3))
    page = page_of(f"<main>{PARAGRAPHS}<ul>{items}</ul><p>{PROSE.format('Sunday')}</p><ul>{items}</ul></main>")
    gone = {n: (model(n, -3.0),) for n in (6, 9, 10, 11)}
    assert set(blocks_with_one_witness(page, decisions(page, gone))) == {6}


def test_a_page_without_a_body_has_nothing_to_hold() -> None:
    """A few lines are no body."""
    page = page_of("<p>Sign in</p><p>Register</p>")
    assert blocks_with_one_witness(page, decisions(page, {0: (model(0, -0.1),)})) == {}
