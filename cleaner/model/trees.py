"""Sums of oblivious decision trees, evaluated with numpy alone.

In an oblivious tree (CatBoost's default; Kohavi and Li 1995) every node of one depth asks the same question, so
a tree of depth d is d comparisons and one look into a table of 2**d leaves, and a whole page is judged in a few
array operations. The artefact is a plain .npz without pickled objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
ROWS = 256  # rows judged at once: bounds the memory of a page of any length
TREES = 100  # trees summed at once: their leaves stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """`count` trees of one depth. Question q asks `x[feature[q]] > border[q]`.

    `split[t, d]` is the question that tree t asks at depth d; its leaf's number has bit d set where the answer
    is yes; `leaf[t, number]` is what it adds to the sum.
    """

    feature: NDArray[np.int64]  # (questions,)
    border: Floats  # (questions,)
    split: NDArray[np.int64]  # (count, depth)
    leaf: Floats  # (count, 2**depth)
    bias: float

    def __call__(self, rows: Floats) -> NDArray[np.float64]:
        """The sum for each row of features (rows x features), as log-odds."""
        return self.sums(self.leaves(rows))

    def leaves(self, rows: Floats) -> NDArray[np.unsignedinteger]:
        """The number of the leaf each tree puts each row in (trees x rows)."""
        wide = np.uint8 if self.split.shape[1] <= 8 else np.uint16
        found = np.empty((len(self.split), len(rows)), wide)
        for start in range(0, len(rows), ROWS):
            found[:, start : start + ROWS] = self._leaves(rows[start : start + ROWS], wide)
        return found

    def _leaves(self, rows: Floats, wide: type[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
        # Questions lie along the first axis, so that each tree takes whole rows of answers.
        columns = np.ascontiguousarray(rows.T)
        answers = (columns.take(self.feature, axis=0) > self.border[:, None]).view(np.uint8).astype(wide, copy=False)
        deepest = self.split.shape[1] - 1
        number = answers.take(self.split[:, deepest], axis=0)
        for depth in range(deepest - 1, -1, -1):
            number += number  # doubling is a fifth of the time of shifting
            number += answers.take(self.split[:, depth], axis=0)
        return number

    def sums(self, leaves: NDArray[np.unsignedinteger]) -> NDArray[np.float64]:
        """The log-odds of rows whose leaves these are (trees x rows).

        Leaves are half floats, so their sum in double precision is exact: the same on every machine.
        """
        total = np.zeros(leaves.shape[1])
        width = self.leaf.shape[1]
        for start in range(0, len(leaves), TREES):
            part = leaves[start : start + TREES]
            first = np.arange(start * width, (start + len(part)) * width, width)
            total += self.leaf.ravel().take(part + first[:, None]).sum(axis=0, dtype=np.float64)
        return total + self.bias

    def head(self, count: int) -> Trees:
        """The first trees alone, with the questions they ask."""
        split = self.split[:count]
        asked = np.unique(split)
        place = np.searchsorted(asked, split)
        return Trees(self.feature[asked], self.border[asked], place, self.leaf[:count], self.bias)

    def dump(self) -> bytes:
        """The artefact's bytes, equal for equal trees."""
        held = BytesIO()
        np.savez_compressed(
            held, feature=self.feature.astype(np.int16), border=self.border, split=self.split.astype(np.int16),
            leaf=self.leaf.astype(np.float16), bias=np.float64(self.bias),
        )  # fmt: skip
        return held.getvalue()


def mean_of(parts: Sequence[Trees]) -> Trees:
    """One sum that is the mean of several. All are of one depth."""
    offsets = np.cumsum([0, *(len(part.feature) for part in parts[:-1])])
    return Trees(
        np.concatenate([part.feature for part in parts]),
        np.concatenate([part.border for part in parts]),
        np.concatenate([part.split + offset for part, offset in zip(parts, offsets, strict=True)]),
        (np.concatenate([part.leaf for part in parts]) / len(parts)).astype(np.float32),
        sum(part.bias for part in parts) / len(parts),
    )


def load(packed: bytes) -> Trees:
    """The trees of an artefact that `dump` wrote. Raises ValueError where its arrays do not fit together."""
    with np.load(BytesIO(packed), allow_pickle=False) as held:
        trees = Trees(
            held["feature"].astype(np.int64), held["border"].astype(np.float32), held["split"].astype(np.int64),
            held["leaf"].astype(np.float32), float(held["bias"]),
        )  # fmt: skip
    count, depth = trees.split.shape
    if trees.leaf.shape != (count, 1 << depth) or len(trees.feature) != len(trees.border):
        raise ValueError(f"trees do not fit together: {count} of depth {depth}, leaves {trees.leaf.shape}")
    return trees
