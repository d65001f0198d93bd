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
ROWS = 512  # rows judged at once: bounds the memory of a page of any length


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
        """The sum for each row of features (rows x features), as log-odds.

        Leaves are half floats, so their sum in double precision is exact: the same on every machine.
        """
        pieces = [self._sums(rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)]
        return np.concatenate(pieces) + self.bias if pieces else np.zeros(0)

    def _sums(self, rows: Floats) -> NDArray[np.float64]:
        flat = self.leaves(rows) + (np.arange(len(self.split), dtype=np.int32) * self.leaf.shape[1])[:, None]
        return np.asarray(self.leaf.ravel().take(flat).sum(axis=0, dtype=np.float64))

    def leaves(self, rows: Floats) -> NDArray[np.unsignedinteger]:
        """The number of the leaf each tree puts each row in (trees x rows)."""
        # Questions lie along the first axis, so that each tree takes whole rows of answers.
        columns = np.ascontiguousarray(rows.T)
        answers = (columns[self.feature] > self.border[:, None]).view(np.uint8)
        wide = np.uint8 if self.split.shape[1] <= 8 else np.uint16
        number = np.zeros((len(self.split), len(rows)), wide)
        for depth in range(self.split.shape[1]):
            number |= answers[self.split[:, depth]] << depth
        return number

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


def merged(parts: Sequence[Trees]) -> Trees:
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
