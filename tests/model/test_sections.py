"""Which headings a block stands under, and when a page has no body."""

import numpy as np

from cleaner.model.blocks import block_features as o
from cleaner.model.blocks.sections import SECTION_NAMES, sections
from cleaner.threshold import TINY_BODY_PAGE_WORDS, TINY_BODY_WORDS, best_f1, even_odds
from cleaner.types import Kind

HEADING, PARAGRAPH = (float(list(Kind).index(kind)) for kind in (Kind.HEADING, Kind.PARAGRAPH))


def test_a_block_knows_the_headings_over_its_heading() -> None:
    """Under a review's own heading the one of all reviews still speaks, and the next of its rank ends it."""
    own = np.zeros((len(o.NAMES), 6))
    own[o.KIND] = [PARAGRAPH, HEADING, HEADING, HEADING, PARAGRAPH, HEADING]
    own[o.LEVEL] = [0, 1, 2, 4, 0, 2]
    own[o.HEAD_SCORE] = [0, 0.5, -2, 1, 0, 3]
    row = dict(zip((name for name, _ in SECTION_NAMES), sections(own).tolist(), strict=True))
    assert row["over_heading_said"] == [0, 0, 0.5, -2, -2, 0.5]
    assert row["over_since_heading"] == [0, 0, 1, 1, 2, 4]
    assert row["top_heading_said"] == [0, 0.5, -2, -2, -2, 3]
    assert row["heading_said_low"] == [0, 0.5, -2, -2, -2, 0.5]
    assert row["headings_over"] == [0, 1, 2, 3, 3, 2]


def test_a_page_that_hardly_has_a_body_keeps_only_what_is_likely() -> None:
    """Where no block is as likely as MIN_BEST_PROBABILITY the threshold is even odds, not the lowest."""
    unlikely, likelier = np.array([-1.2, -4.0]), np.array([-1.0, -4.0])
    words = np.array([30.0, 30.0])
    assert best_f1(unlikely, words) == 0.0 < best_f1(likelier, words)
    assert even_odds(best_f1(likelier, words)) < even_odds(0.0) == 0.0


def test_a_few_words_of_a_long_page_are_no_body() -> None:
    """A site's name of a page of menus is not expected to be right; the same words of a short text are."""
    odds = np.array([0.5, -4.0])
    assert best_f1(odds, np.array([TINY_BODY_WORDS, TINY_BODY_PAGE_WORDS])) == 0.0
    assert best_f1(odds, np.array([TINY_BODY_WORDS, TINY_BODY_WORDS])) > 0.0
    assert best_f1(odds, np.array([TINY_BODY_WORDS + 1, TINY_BODY_PAGE_WORDS])) > 0.0
