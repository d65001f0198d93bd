"""Three voices on a page: where two agree on what to keep and the model with neither, they win."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import Settings, clean_html, clean_text
from cleaner.decide import agreement, is_outvoted, is_padded, sentences_stay, with_model
from cleaner.page.page import build_page
from cleaner.segment.html import parse, segment
from cleaner.types import Mode

_WORDS = np.array([40.0, 30.0, 20.0, 10.0])
_PAGE = "<html><body><article><h1>The harbour</h1>" + "".join(
    f"<p>The council met on {day} to discuss the old harbour, and many of the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday")
)


def _flags(kept: str) -> np.ndarray:
    return np.array([one == "x" for one in kept])


@pytest.mark.parametrize(
    ("model", "rules", "extractor", "wins"),
    [
        ("..xx", "xx..", "xx..", True),
        ("..xx", "xx..", "xx.x", True),  # two that agree nearly
        ("xx..", "xx..", "xx..", False),  # all three agree
        ("xxx.", "xx..", "xx..", False),  # the model is near enough
        ("..xx", "x...", ".x..", False),  # nobody agrees
        ("..xx", "....", "....", False),  # two that keep nothing agree on nothing
    ],
)
def test_two_that_agree_outvote_a_model_far_from_both(model: str, rules: str, extractor: str, wins: bool) -> None:
    """By the words that each would keep."""
    assert wins == is_outvoted(_WORDS, _flags(model), _flags(rules), _flags(extractor))


def test_the_limits_of_agreement_are_agreed_and_not_apart() -> None:
    """At exactly .6 two agree; at exactly .8 the model is near enough."""
    words = np.array([3.0, 2.0, 2.0, 9.0])
    assert agreement(words, _flags("xx.."), _flags("x.x.")) == 0.6
    assert is_outvoted(words, _flags("...x"), _flags("xx.."), _flags("x.x."))
    words = np.array([2.0, 1.0])
    assert agreement(words, _flags("xx"), _flags("x.")) == 0.8
    assert not is_outvoted(words, _flags("xx"), _flags("x."), _flags("x."))


def test_agreement_is_word_f1() -> None:
    """40 words are shared by a body of 70 and one of 60."""
    assert 2 * 40 / 130 == agreement(_WORDS, _flags("xx.."), _flags("x.x."))


def test_confidence_rises_with_what_the_model_expects() -> None:
    """From nothing up to nearly one, on a line of as many points on both sides."""
    weights = with_model()
    assert len(weights.expected) == len(weights.reached) > 2
    found = [weights.confidence(x / 20) for x in range(21)]
    assert sorted(found) == found
    assert 0 <= found[0] < found[-1] <= 1


def test_a_result_says_its_confidence_where_a_model_judged() -> None:
    """A clear article is sure; of a text and without the model nothing is said."""
    assert (clean_html(_PAGE).confidence or 0) > 0.8
    assert clean_html(_PAGE, settings=Settings(model=False)).confidence is None
    assert clean_text("The council met on Monday.").confidence is None


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        (".xxx", ".xx.", True),  # a third of the sentences goes
        (".xxx", ".x..", False),
        ("xxx.", "..xx", False),  # what comes instead does not count
        ("x...", "....", True),  # a heading is no sentence
    ],
)
def test_a_vote_takes_a_third_of_the_sentences_at_most(before: str, after: str, stays: bool) -> None:
    """Of a heading and three sentences of as many words."""
    page = build_page(segment(parse(_PAGE), _PAGE, None), Mode.HTML, source=_PAGE)
    assert 4 == len(page.blocks)
    assert stays == sentences_stay(page, _flags(before), _flags(after))


@pytest.mark.parametrize(
    ("before", "after", "padded"),
    [
        ("x.....", "x.....", False),  # the same
        ("xxxxxx", "x.....", True),  # five lines go
        ("xx....", "x.....", False),  # one line of six words beside a sentence of sixteen goes
        ("xxxxxx", ".xxxxx", False),  # the sentence goes
        (".xxxxx", "......", False),  # no sentence, no body
    ],
)
def test_lines_beside_the_sentences_may_be_voted_out(before: str, after: str, padded: bool) -> None:
    """Of one sentence and five lines of a table that is none."""
    rows = "".join(f"<p>Harbour {n} Quay {n} to {n + 1}</p>" for n in range(5))
    source = f"<p>The council met on Tuesday to discuss the old harbour, and the people of the quay came.</p>{rows}"
    page = build_page(segment(parse(source), source, None), Mode.HTML, source=source)
    assert 6 == len(page.blocks)
    assert padded == is_padded(page, _flags(before), _flags(after))
