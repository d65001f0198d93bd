"""Where a page is cut: the choice of blocks with the best expected word F1, and the limits of "no body"."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.threshold import (
    MIN_BEST_PROBABILITY,
    MIN_KEPT_PROBABILITY,
    TINY_BODY_PAGE_WORDS,
    TINY_BODY_WORDS,
    best_f1,
    even_odds,
)


def odds(*chances: float) -> np.ndarray:
    """The log-odds of these chances."""
    p = np.array(chances)
    return np.log(p / (1 - p))


def words(*counts: float) -> np.ndarray:
    """Words of each block."""
    return np.array(counts, dtype=np.float64)


BLOCKS = st.lists(st.tuples(st.floats(0.3, 0.99), st.integers(20, 90)), min_size=1, max_size=6)


@given(BLOCKS)
def test_no_choice_of_blocks_has_a_better_expected_f1(blocks: list[tuple[float, int]]) -> None:
    """Held against every subset."""
    chances, counts = zip(*blocks, strict=True)
    total = sum(p * w for p, w in blocks)
    best = max(
        2 * sum(p * w for p, w in chosen) / (sum(w for _, w in chosen) + total)
        for size in range(1, len(blocks) + 1)
        for chosen in combinations(blocks, size)
    )
    assert best_f1(odds(*chances), words(*counts)) == pytest.approx(best)


def test_a_page_without_a_likely_block_has_no_body() -> None:
    """At, just under and just over the limit."""
    counts = words(500)
    assert best_f1(odds(MIN_BEST_PROBABILITY - 0.01), counts) == 0
    assert best_f1(odds(MIN_BEST_PROBABILITY + 0.01), counts) > 0


def test_a_few_words_chosen_of_many_are_no_body() -> None:
    """TINY_BODY_WORDS of TINY_BODY_PAGE_WORDS are not, one more is, and so are as few of a small page."""
    unlikely, likely = 0.001, 0.99
    rest = float(TINY_BODY_PAGE_WORDS)
    assert best_f1(odds(likely, unlikely), words(TINY_BODY_WORDS, rest)) == 0
    assert best_f1(odds(likely, unlikely), words(TINY_BODY_WORDS + 1, rest)) > 0
    assert best_f1(odds(likely, unlikely), words(TINY_BODY_WORDS, rest - TINY_BODY_WORDS)) == 0
    assert best_f1(odds(likely, unlikely), words(TINY_BODY_WORDS, rest - TINY_BODY_WORDS - 1)) > 0


def test_nothing_has_no_f1() -> None:
    """An empty page."""
    assert best_f1(odds(), words()) == 0


def test_the_threshold_is_half_the_expected_f1_and_never_under_its_floor() -> None:
    """As a chance: 0.9 gives 0.45, a hopeless page MIN_KEPT_PROBABILITY, no body even odds."""
    chance = lambda f1: 1 / (1 + np.exp(-even_odds(f1)))  # noqa: E731 - one line, used here only
    assert chance(0.9) == pytest.approx(0.45)
    assert chance(1.0) == pytest.approx(0.5)
    assert chance(2 * MIN_KEPT_PROBABILITY - 0.1) == pytest.approx(MIN_KEPT_PROBABILITY)
    assert even_odds(0.0) == 0
