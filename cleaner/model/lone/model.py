"""The model of lone lines as it ships: the line model's figures, words in many languages and what rules took beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from cleaner.model import trees
from cleaner.model.lines import line_purpose
from cleaner.model.lines.model import NAMES as LINE_NAMES
from cleaner.model.lines.model import LineOdds
from cleaner.model.lone import stems
from cleaner.page.page import Page

Matrix = NDArray[np.float32]

# How long a text is says nothing of its lines: the texts it was fitted on are short where residue was put into them.
UNSEEN = ("lines", "total", "short_lines", "ends_lines", "mean_line")
MOST_TAKEN = 9  # lines; more say no more
_SEEN = [at for at, name in enumerate(LINE_NAMES) if name not in UNSEEN]

NAMES = (
    *(LINE_NAMES[at] for at in _SEEN),
    "odds",
    *stems.NAMES,
    "said-1", "said+1", "said-2", "said+2",
    "taken-1", "taken+1", "taken-2", "taken+2", "taken_before", "taken_behind", "taken_share",
)  # fmt: skip


def features(judged: LineOdds, said: Matrix, taken: Sequence[bool]) -> Matrix:
    """One row a block, columns as in `NAMES`.

    `judged` is what the line model made of a text's lines, `said` what their words say, and `taken` tells which of
    them rules take. What rules say of a line itself is no figure: it is fitted on lines that rules know.
    """
    count = len(taken)
    gone = np.array(taken, np.float32)
    before = np.cumsum(gone) - gone
    behind = gone.sum() - before - gone
    sums = said[:, 0]
    columns = (
        judged.odds.astype(np.float32), *said.T,
        *(_shifted(sums, by) for by in (-1, 1, -2, 2)),
        *(_shifted(gone, by) for by in (-1, 1, -2, 2)),
        np.minimum(before, MOST_TAKEN), np.minimum(behind, MOST_TAKEN),
        np.full(count, gone.sum() / max(1, count), np.float32),
    )  # fmt: skip
    return np.concatenate([judged.rows[:, _SEEN], np.array(columns, np.float32).T], axis=1)


def _shifted(column: Matrix, by: int) -> Matrix:
    """The figures of the lines that stand `by` away; 0 where there is none."""
    count, reach = len(column), abs(by)
    padded = np.zeros(count + 2 * reach, np.float32)
    padded[reach : reach + count] = column
    return padded[reach + by : reach + by + count]


@dataclass(frozen=True, slots=True, eq=False)
class LoneModel:
    """Trees over the features of a text's lines, and the table of words that some features read."""

    forest: trees.Trees
    words: stems.Table

    def judge(self, page: Page, judged: LineOdds, taken: Sequence[bool]) -> NDArray[np.float64]:
        """The log-odds that each block of a text is residue; `judged` and `taken` as in `features`."""
        return self.forest(features(judged, stems.said(page, self.words), taken))


@lru_cache(maxsize=1)
def shipped_lone_model() -> LoneModel:
    """The model in this package's data folder."""
    folder = resources.files("cleaner.model.lone").joinpath("data")
    return LoneModel(
        trees.load(folder.joinpath("lone.npz").read_bytes()),
        stems.Table.of(line_purpose.read_table(folder.joinpath("stems.tsv.gz").read_bytes())),
    )
