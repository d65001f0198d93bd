"""What is found of a line is found once a text, and what is passed over unread would have said nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Settings, clean_text, pipeline
from cleaner.decide import decide, weights_for
from cleaner.labels import _count_words
from cleaner.measure import fingerprint, fold, word_count, words, words_of_parts
from cleaner.page.page import LineFacts, Page, build_page, is_known_absent, note_absence
from cleaner.page.shape import Extent, equal_lines
from cleaner.pipeline import judge
from cleaner.render import join_text, pieces
from cleaner.rules.edited_copies import PARALLEL, _SharedWords
from cleaner.rules.matching import may_open
from cleaner.rules.packs import Act, Shape, shipped_packs
from cleaner.rules.spans import _END, _sentence_starts
from cleaner.rules.stock_words import _DOMAIN, _MAY_BE_ADDRESS, lexicon_of, read_line
from cleaner.segment.text import segment
from cleaner.sentences import _BEFORE_DOT, _word_before, count_sentences
from cleaner.settle import _blocks_of_body
from cleaner.types import Document, Mode
from tests.test_settled import BODY as LINES_OF_BODIES
from tests.test_settled import texts

SECOND_ROUND = 0.45  # most of the calls for a line that are made again


def page_of(document: Document, source: str, facts: LineFacts) -> Page:
    """The page over a text's blocks."""
    return build_page(document, Mode.TEXT, source=source, settings=Settings(), line_facts=facts)


@given(texts())
@settings(max_examples=60, deadline=None)
def test_the_rounds_of_a_text_find_what_a_fresh_look_finds(text: str) -> None:
    """What is known of a line holds in every body of its text: no fact of a line hangs on what stands around it."""
    known = clean_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "build_page", lambda *a, **k: build_page(*a, **(k | {"line_facts": None})))
        fresh = clean_text(text)
    assert known.text == fresh.text
    assert known.decisions == fresh.decisions


def _count_calls(page: Page) -> int:
    """How many Python functions are entered when a page is judged."""
    count = 0

    def enter(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(enter)
    try:
        judge(page, weights_for(page))
    finally:
        sys.setprofile(None)
    return count


def _calls_of_rounds(lines: Sequence[str]) -> tuple[int, int]:
    """The calls of judging a text, and of judging its lines again."""
    text = "\n\n".join(lines)
    document = segment(text)[0]
    facts: LineFacts = {}
    return _count_calls(page_of(document, text, facts)), _count_calls(page_of(document, text, facts))


def test_a_line_that_is_judged_again_costs_little() -> None:
    """What a rule asks of a line alone it asks once: a second round calls not half so much for each line."""
    rows = list(dict.fromkeys(LINES_OF_BODIES))[:240]
    _calls_of_rounds(rows[:20])  # what is loaded once is loaded
    few, many = _calls_of_rounds(rows[:80]), _calls_of_rounds(rows)
    first, second = (more - less for less, more in zip(few, many, strict=True))
    assert second < first * SECOND_ROUND, (first, second)


@given(texts())
@settings(max_examples=60, deadline=None)
def test_a_body_has_the_blocks_that_its_segmenter_gives(text: str) -> None:
    """Lines that stand in a body as in its text are not segmented again, and are the same blocks."""
    document = segment(text)[0]
    page = page_of(document, text, {})
    page = judge(page, weights_for(page))
    kept = list(pieces(document, decide(document, page.tallies)))
    body = join_text(kept)
    assert segment(body)[0] == _blocks_of_body(text, kept, body)


LEXICON = lexicon_of(("en", "fi", "tr"))
SPELLED = st.one_of(
    st.sampled_from(sorted(LEXICON.exact)[::7]),
    st.sampled_from([stem for listed in LEXICON.stems.values() for stem, _ in listed][::3]),
    st.text("abcdeéß_-&$%'’. ", max_size=6),
)


@given(st.lists(st.tuples(SPELLED, st.sampled_from([" ", "-", "/", "$", "_", "’", ". ", ", ", "x"])), max_size=8))
def test_a_line_with_a_word_of_sites_is_read(parts: list[tuple[str, str]]) -> None:
    """The look that spares reading a line finds every line in which reading finds a site's own word."""
    text = "".join(word + mark for word, mark in parts)
    if read_line(text, LEXICON).stock:
        assert LEXICON.may_be_stock(words(fold(text)))


@given(
    st.lists(
        st.sampled_from(["It rained", " all day", ". ", "! ", "? ", "… ", ".” ", " (and so on) " * 20]), max_size=40
    )
)
def test_the_last_two_sentences_are_those_of_the_whole_paragraph(parts: list[str]) -> None:
    """Looking near the end first finds what looking further finds."""
    text = "".join(parts).strip()
    reached = [found.end() for found in _END.finditer(text, max(0, len(text) - 401))]
    assert _sentence_starts(text) == [0, *reached[-2:]]


def test_what_may_open_a_phrase_is_looked_at() -> None:
    """No phrase that a line may begin with is passed over by its first letters."""
    page = page_of(Document(), "", {})
    missed = [
        literal
        for pack in shipped_packs()
        for phrase in pack.phrases
        if phrase.act is Act.LINE and phrase.shape in {Shape.STARTS, Shape.WHOLE}
        for literal in phrase.patterns
        if literal[:3].isalpha() and not may_open(page, literal)
    ]
    assert missed == []


@given(st.integers(0, 40), st.integers(-1, 39), st.integers(-1, 39))
def test_the_edges_of_a_text_are_its_head_and_its_tail(size: int, one: int, other: int) -> None:
    """The ranges that rules walk hold the blocks of which the extent says that they stand in the head or the tail."""
    first, last = sorted(min(place, size - 1) for place in (one, other))
    where = Extent(first if first >= 0 else last, last, int(last >= 0), size)
    assert list(where.tail) == [i for i in range(size) if where.in_tail(i)]
    assert list(where.edges) == [i for i in range(size) if where.in_tail(i) or where.in_head(i)]


WORDS = st.lists(st.sampled_from([f"word{number}" for number in range(12)]), min_size=4, max_size=8)


@given(st.lists(WORDS, max_size=30), WORDS, st.sampled_from([0, 100]))
def test_a_paragraph_that_shares_its_words_is_compared(earlier: list[list[str]], words: list[str], few: int) -> None:
    """The look that spares comparing all three-word runs finds every paragraph that holds enough of the words."""
    shared = _SharedWords(few)
    for index, listed in enumerate(earlier):
        shared.add(index, frozenset(listed))
    found = shared.paragraphs_with(words)
    alike = {i for i, listed in enumerate(earlier) if sum(map(listed.__contains__, words)) >= PARALLEL * len(words)}
    assert found is None or alike <= set(found)


@pytest.mark.parametrize(
    ("lines", "absent"),
    [
        (("It rained.", "It snowed.", "It thawed."), True),
        (("It rained.", "It thawed."), True),
        (("It rained.", "It froze."), False),
        (("It rained.", "It rained."), False),
        (("It thawed.", "It rained."), False),
        (("It thawed.", "It thawed."), True),
    ],
)
def test_what_a_text_lacks_is_lacking_when_lines_went(lines: tuple[str, ...], absent: bool) -> None:
    """A line that is new, that stands elsewhere or more often than it did may bring it."""
    facts: LineFacts = {}

    def page(*some: str) -> Page:
        text = "\n\n".join(some)
        return build_page(segment(text)[0], Mode.TEXT, language="en", source=text, line_facts=facts)

    note_absence(page("It rained.", "It snowed.", "It thawed.", "It thawed."), "a copy")
    assert is_known_absent(page(*lines), "a copy") is absent
    assert not is_known_absent(page("It rained."), "a list")


@given(st.text(st.sampled_from("a1_ .!?。市 \"'@:/-"), max_size=40))
def test_what_is_not_looked_through_holds_nothing(text: str) -> None:
    """A text has two words for each sentence that is counted, and an address holds what no end of a sentence does."""
    assert word_count(text) >= 2 * count_sentences(text)
    assert not _DOMAIN.search(text) or _MAY_BE_ADDRESS.search(text)


@given(st.lists(st.text(st.sampled_from('aZé1_ .!’…"\n\x1f'), max_size=6), min_size=1, max_size=5))
def test_the_words_of_parts_are_those_of_each(parts: list[str]) -> None:
    """Read as one or apart, in a plain text and in another."""
    assert words_of_parts(" ".join(parts), parts) == [fingerprint(part).split() for part in parts]


@given(st.text(st.sampled_from("aZé.' („3"), max_size=30))
def test_the_word_before_a_stop_is_that_of_the_expression(text: str) -> None:
    """Behind a space, a bracket, a quote or nothing; an abbreviation; no word at all."""
    found = _BEFORE_DOT.search(text[-24:])
    assert _word_before(text, len(text)) == (found.group(1).casefold() if found else "")


@given(st.lists(st.sampled_from(["It rained.", "IT RAINED", "It snowed.", "***", "Share", ""]), max_size=12))
def test_equal_lines_are_told_with_all_their_places(lines: list[str]) -> None:
    """By their words, in order, and none that stands alone or has no words."""
    page = page_of(segment("\n".join(lines))[0], "\n".join(lines), {})
    prints = [m.fingerprint for m in page.measures]
    wanted = {one: tuple(i for i, other in enumerate(prints) if other == one) for one in prints if one}
    assert {one: places for one, places in wanted.items() if len(places) > 1} == dict(equal_lines(page))


@pytest.mark.parametrize("words", [3, 499, 500, 501, 3_000])
@pytest.mark.parametrize("letters", [2, 30])
def test_the_words_of_a_long_body_are_counted_as_far_as_labels_ask(words: int, letters: int) -> None:
    """A short body is counted whole, however long its words; of a long one it is enough that it is none."""
    counted = _count_words(" ".join(["x" * letters] * words), whole=False)
    assert counted == words if words < 500 else 500 <= counted <= words
