"""The block model as it ships: a page's features through the trees, as log-odds of main content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from cleaner.model.blocks import artefact
from cleaner.model.blocks.explanation import LOOKED_AT, TELLING, Explainer, Reasons, explainer_of
from cleaner.model.blocks.features import NAMES, features
from cleaner.page.page import Page

_TELLING = {name: at for at, (name, _) in enumerate(NAMES) if name in TELLING}


@dataclass(frozen=True, slots=True, eq=False)
class BlockOdds:
    """For each block its log-odds and why, and the features they came from (blocks x columns of NAMES)."""

    odds: npt.NDArray[np.float64]
    rows: npt.NDArray[np.float32]
    why: Callable[[int], str]


def no_reason(_: int) -> str:
    """No reason at all."""
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class BlockModel:
    """A fitted model that judges pages."""

    fitted: artefact.Fitted
    why: Explainer

    def judge(self, page: Page) -> BlockOdds:
        """The log-odds of main content of every block."""
        if not page.blocks:
            return BlockOdds(np.zeros(0), np.zeros((0, len(NAMES)), dtype=np.float32), no_reason)
        rows = features(page, self.fitted.lexicon)
        leaves = self.fitted.trees.leaves(rows)
        odds = self.fitted.trees.sums(leaves)
        # Copies: a view would keep all columns for as long as the result.
        columns = {name: rows[:, column].copy() for name, column in _TELLING.items()}
        return BlockOdds(odds, rows, Reasons(self.why, leaves[:LOOKED_AT].copy(), odds, columns))


@lru_cache(maxsize=1)
def shipped_block_model() -> BlockModel:
    """The model in this package's data folder."""
    fitted = artefact.load(resources.files("cleaner.model.blocks").joinpath("data/blocks.npz").read_bytes())
    return BlockModel(fitted, explainer_of(fitted.trees, [name for name, _ in NAMES]))
