"""What the block model is fitted from survives the way to other processes, and its labels say what they should."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

pytest.importorskip("tldextract")

from benchmarks.scoring import lenient_score
from benchmarks.train.dataset import Sample, sample
from benchmarks.train.reliability import POINTS, curve
from benchmarks.train.sources import Record

_PAGE = (
    b"<html><body><nav><a href=/a>World news</a></nav><article><h1>The harbour</h1>"
    b"<p>The council met on Tuesday to discuss the old harbour and its quay.</p>"
    b"<p>Read more in our newsletter</p></article></body></html>"
)
_BODY = "The council met on Tuesday to discuss the old harbour and its quay."


def _sample(**said: object) -> Sample:
    record = Record("fundus", "one", "article", "https://a.example/1", _PAGE, "")
    return sample(record.__class__(**{name: said.get(name, getattr(record, name)) for name in record.__slots__}))


def test_a_sample_comes_back_from_a_pickle_without_objects_of_the_core() -> None:
    """Compiled, a page cannot be unpickled (FrozenInstanceError): it is made anew from plain values."""
    before = _sample(gold=_BODY)
    texts = [block.text for block in before.page.blocks]
    packed = pickle.dumps(before)
    assert b"cleaner.page" not in packed
    assert texts == [block.text for block in pickle.loads(packed).page.blocks]


def test_the_gold_labels_blocks_and_contested_parts_are_not_learned_from() -> None:
    """A headline that annotators take or leave has no label."""
    found = _sample(gold=_BODY, contested=("The Harbour",))
    assert [0.0, 0.0, 1.0, 0.0] == found.share.round().tolist()
    assert [1.0, 0.0, 1.0, 1.0] == found.trust.tolist()


def test_of_snippets_only_their_own_blocks_are_learned_from() -> None:
    """Nothing is known of what no snippet names."""
    found = _sample(must=("met on Tuesday to discuss",), must_not=("Read more in our newsletter",))
    assert [0.0, 0.0, 1.0, 1.0] == found.trust.tolist()
    assert [1.0, 0.0] == found.share[2:].tolist()


def test_a_gold_that_is_not_in_the_page_teaches_nothing() -> None:
    """Another article's gold would teach that this one is boilerplate."""
    assert not np.any(_sample(gold="Entirely different sentences were annotated for this page by mistake").trust)


def test_contested_lines_count_for_nobody_where_that_is_better() -> None:
    """With the headline kept and not annotated the score is still whole."""
    assert 1.0 == lenient_score("The harbour\n\nIt rained.", "It rained.", ("The Harbour!",)).f1
    assert 1.0 > lenient_score("The harbour\n\nIt rained.", "It rained.", ()).f1


def test_the_line_from_expected_to_reached_rises_through_the_points() -> None:
    """Of pages that reach what was expected of them or half of it, by turns."""
    pages = [_sample(gold=_BODY) for _ in range(40)]
    expected = [n / 40 for n in range(40)]
    half = _BODY[: len(_BODY) // 2]
    bodies = [_BODY if value > 0.5 or n % 4 == 0 else half for n, value in enumerate(expected)]
    line = curve(pages, bodies, expected)
    assert list(POINTS) == [point for point, _ in line]
    reached = [value for _, value in line]
    assert sorted(reached) == reached
    assert 0.5 < reached[0] < 0.9
    assert 1.0 == reached[-1]
