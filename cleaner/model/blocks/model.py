"""The block model as it ships: a page's features through the trees, as log-odds of main content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources

import numpy as np
import numpy.typing as npt

from cleaner.model.blocks import artefact
from cleaner.model.blocks.because import Because, because, told
from cleaner.model.blocks.features import NAMES, features
from cleaner.rules.page import Page

_COLUMN = {name: at for at, (name, _) in enumerate(NAMES)}


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One log-odds a block, and the features they came from (blocks x columns of NAMES)."""

    odds: npt.NDArray[np.float64]
    rows: npt.NDArray[np.float32]
    groups: tuple[str, ...] = ()
    moved: npt.NDArray[np.int64] | None = None  # groups x blocks: how far each group moved each block

    def figure(self, block: int, name: str) -> float:
        """One feature of one block."""
        return float(self.rows[block, _COLUMN[name]])

    def because(self, block: int) -> list[str]:
        """The features that moved a block furthest in the direction of its log-odds, in words."""
        if self.moved is None:
            return []
        moved: list[int] = self.moved[:, block].tolist()
        return told(self.groups, moved, partial(self.figure, block), against=bool(self.odds[block] < 0))


@dataclass(frozen=True, slots=True, eq=False)
class BlockModel:
    """A fitted model that judges pages."""

    fitted: artefact.Fitted
    why: Because

    def judge(self, page: Page) -> Judged:
        """The log-odds of main content of every block."""
        if not page.blocks:
            return Judged(np.zeros(0), np.zeros((0, len(NAMES)), dtype=np.float32))
        rows = features(page, self.fitted.lexicon)
        return Judged(self.fitted.trees(rows), rows, self.why.groups, self.why(rows))


@lru_cache(maxsize=1)
def shipped() -> BlockModel:
    """The model in this package's data folder."""
    fitted = artefact.load(resources.files("cleaner.model.blocks").joinpath("data/blocks.npz").read_bytes())
    return BlockModel(fitted, because(fitted.trees, [name for name, _ in NAMES]))
