"""Oblivious trees over block features: several runs on different rows, merged into one sum."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier

from benchmarks.train.dataset import Sample
from benchmarks.train_lines.fit import exported
from cleaner.model.trees import Trees, merged

ROWS = 100  # blocks of one page in one run
PARAMETERS = {
    "iterations": 400, "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 5, "rsm": 0.15, "border_count": 48,
    "bootstrap_type": "Bernoulli", "subsample": 0.6, "loss_function": "CrossEntropy", "thread_count": 2, "verbose": 0,
}  # fmt: skip


def fit(matrices: Sequence[np.ndarray], samples: Sequence[Sample], seeds: Sequence[int]) -> Trees:
    """The mean of one run a seed.

    Labels are shares of words; every word of a page weighs alike, and so does every page.
    """
    parts = []
    for seed in seeds:
        picked, weights = _rows(samples, seed)
        rows = np.concatenate([matrix[at] for matrix, at in zip(matrices, picked, strict=True)])
        share = np.concatenate([s.share[at] for s, at in zip(samples, picked, strict=True)])
        model = CatBoostClassifier(**PARAMETERS, random_seed=seed)
        model.fit(rows, share, sample_weight=np.concatenate(weights))
        parts.append(exported(model))
    return merged(parts)


def state() -> str:
    """Changes when the way of fitting does."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]


def _rows(samples: Sequence[Sample], seed: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    chance = np.random.default_rng(seed)
    picked, weights = [], []
    for sample in samples:
        n = len(sample.counts)
        at = np.sort(chance.choice(n, ROWS, replace=False)) if n > ROWS else np.arange(n)
        weight = 1.0 + sample.counts[at]
        picked.append(at)
        weights.append(100 * weight / max(1.0, float(weight.sum())))
    return picked, weights
