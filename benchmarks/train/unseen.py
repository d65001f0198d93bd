"""Every page judged by word weights, trees and a table of weights that were fitted without its domain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.train import boost, dataset, families, table
from benchmarks.train.dataset import FOLDS, Sample
from cleaner.decide import BIAS, Weights
from cleaner.model.blocks.model import Judged, unsaid
from cleaner.model.trees import Trees, load
from cleaner.types import Mode

SEEDS = (2, 3, 4)  # of the runs whose mean is taken


@dataclass(frozen=True, slots=True)
class Unseen:
    """Pages in order of their names, and what is said of each by what has not seen it.

    `filled` are the pages that have blocks, with their features, log-odds and sums of rule families.
    """

    samples: list[Sample]
    filled: list[Sample]
    matrices: list[np.ndarray]
    odds: list[np.ndarray]
    sums: list[np.ndarray]
    weights: list[Weights]  # one a fold

    def judged(self) -> list[Judged]:
        """One a page."""
        nothing = Judged(np.zeros(0), np.zeros((0, 0), dtype=np.float32), unsaid)
        found = {
            s.key: Judged(z, rows, unsaid)
            for s, z, rows in zip(self.filled, self.odds, self.matrices, strict=True)
        }
        return [found.get(s.key, nothing) for s in self.samples]


def unseen(data: Path, cache: Path, jobs: int) -> Unseen:
    """Fits what is not in the cache yet."""
    samples = dataset.load(data, cache, jobs)
    filled = [s for s in samples if len(s.counts)]
    matrices = table.load(filled, cache, jobs)
    odds = _odds(filled, matrices, cache)
    sums = [families.sums(s) for s in filled]
    weights = [_weights(filled, odds, sums, fold) for fold in range(FOLDS)]
    return Unseen(samples, filled, matrices, odds, sums, weights)


def _odds(samples: list[Sample], matrices: list[np.ndarray], cache: Path) -> list[np.ndarray]:
    """Each page's log-odds by trees that have not seen its domain."""
    odds: dict[str, np.ndarray] = {}
    for fold, trees in enumerate(forests(samples, matrices, cache)):
        odds.update((s.key, trees(m)) for m, s in zip(matrices, samples, strict=True) if s.fold == fold)
        print(f"fold {fold} fitted", flush=True)
    return [odds[s.key] for s in samples]


def forests(samples: list[Sample], matrices: list[np.ndarray], cache: Path) -> Iterator[Trees]:
    """For each fold the trees that have not seen it; once fitted they are kept in the cache."""
    state = table.state(samples)
    for fold in range(FOLDS):
        kept = cache / f"trees-{boost.state()}-{state}-{fold}.npz"
        if not kept.exists():
            pairs = [(m, s) for m, s in zip(matrices, samples, strict=True) if s.fold != fold]
            kept.write_bytes(boost.fit([m for m, _ in pairs], [s for _, s in pairs], SEEDS).dump())
        yield load(kept.read_bytes())


def _weights(samples: list[Sample], odds: list[np.ndarray], sums: list[np.ndarray], fold: int) -> Weights:
    """The table of weights fitted without a fold."""
    others = [i for i, s in enumerate(samples) if s.fold != fold]
    bias, family = families.fit([samples[i] for i in others], [odds[i] for i in others], [sums[i] for i in others])
    return Weights({Mode.HTML: bias, Mode.TEXT: BIAS[Mode.TEXT]}, family, rest=families.REST, by_page=True)
