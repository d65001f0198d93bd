"""The shared tree evaluator: what an artefact says must not depend on anything but its arrays."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.model.trees import Trees, load


def stump_pair() -> Trees:
    """Two trees of depth 2 over three features."""
    return Trees(
        feature=np.array([0, 1, 2]),
        border=np.array([0.5, 10.0, np.inf], np.float32),
        split=np.array([[0, 1], [1, 2]]),
        leaf=np.array([[1.0, 2.0, 4.0, 8.0], [0.25, 0.5, 99.0, 99.0]], np.float32),
        bias=-1.0,
    )


def test_a_row_adds_up_the_leaves_its_answers_lead_to() -> None:
    """Bit d of a leaf's number is the answer to the question at depth d."""
    rows = np.array([[0, 0, 0], [1, 0, 0], [0, 11, 5], [1, 11, 5]], np.float32)
    assert [0.25, 1.25, 3.5, 7.5] == stump_pair()(rows).tolist()


def test_a_border_itself_is_not_beyond_the_border() -> None:
    """The question is strictly greater."""
    assert stump_pair()(np.array([[0.5, 10.0, 0]], np.float32)).tolist() == [0.25]


def test_an_artefact_reads_back_as_the_same_trees() -> None:
    """Dump and load are each other's inverse, and equal trees give equal bytes."""
    rows = np.array([[1, 11, 5], [0, 11, 5]], np.float32)
    packed = stump_pair().dump()
    assert stump_pair()(rows).tolist() == load(packed)(rows).tolist()
    assert packed == stump_pair().dump()


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    """A half-written artefact is a ValueError, not a wrong answer."""
    broken = Trees(np.array([0]), np.array([0.5], np.float32), np.array([[0, 0]]), np.zeros((1, 2), np.float32), 0.0)
    with pytest.raises(ValueError, match="do not fit"):
        load(broken.dump())


def test_no_rows_give_no_sums() -> None:
    """An empty page is no error."""
    assert (0,) == stump_pair()(np.zeros((0, 3), np.float32)).shape
