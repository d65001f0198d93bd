"""The line model as it ships: features, trees and the words' table in, log-odds of main content out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from cleaner.model import trees
from cleaner.model.lines import context, line_purpose
from cleaner.model.lines.line_signs import NAMES as SIGNS
from cleaner.model.lines.line_signs import signs
from cleaner.page.page import Page

NAMES = (*context.NAMES, *line_purpose.NAMES, *SIGNS)
_COLUMN = {name: at for at, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True, eq=False)
class LineOdds:
    """A page's lines as the model sees them: one row of `rows` (columns `NAMES`) and one log-odds a block."""

    rows: NDArray[np.float32]
    odds: NDArray[np.float64]

    def figure(self, block: int, name: str) -> float:
        """One feature of one block."""
        return float(self.rows[block, _COLUMN[name]])


@dataclass(frozen=True, slots=True, eq=False)
class LineModel:
    """Trees over the features of a text's lines, and the table of words that some features read."""

    forest: trees.Trees
    words: line_purpose.Table

    def judge(self, page: Page) -> LineOdds:
        """Calibrated log-odds of main content for every block of a text."""
        rows = np.concatenate([context.features(page), line_purpose.features(page, self.words), signs(page)], axis=1)
        return LineOdds(rows, self.forest(rows) if len(rows) else np.zeros(0))


@lru_cache(maxsize=1)
def shipped_line_model() -> LineModel:
    """The model in this package's data folder."""
    folder = resources.files("cleaner.model.lines").joinpath("data")
    return LineModel(
        trees.load(folder.joinpath("lines.npz").read_bytes()),
        line_purpose.Table.of(line_purpose.read_table(folder.joinpath("words.tsv.gz").read_bytes())),
    )
