"""Oblivious trees over block features: several runs on different rows, merged into one sum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from catboost import CatBoostClassifier

from benchmarks.train.dataset import Sample
from benchmarks.train.sources import SOURCE
from benchmarks.train_lines.fit import exported
from cleaner.model.trees import Trees, mean_of

ROWS = 80  # blocks of one page in one run
PARAMETERS = {
    "iterations": 300, "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 5, "rsm": 0.15, "border_count": 32,
    "bootstrap_type": "Bernoulli", "subsample": 0.6, "loss_function": "CrossEntropy", "thread_count": 2, "verbose": 0,
}  # fmt: skip


class Lesson(NamedTuple):
    """A page as a run learns from it: the features of some of its blocks, which these are, and what it weighs."""

    matrix: np.ndarray
    sample: Sample
    blocks: np.ndarray
    weight: float = 1.0


def fit(lessons: Sequence[Lesson], seeds: Sequence[int]) -> Trees:
    """The mean of one run a seed.

    Labels are shares of words; every word of a page weighs alike, and so does every page of a source.
    """
    parts = []
    for seed in seeds:
        picked, share, weights = rows(lessons, seed)
        model = CatBoostClassifier(**PARAMETERS, random_seed=seed)
        model.fit(picked, share, sample_weight=weights)
        parts.append(exported(model))
    return mean_of(parts)


def rows(lessons: Iterable[Lesson], seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows that a run of this seed learns from, their labels 0..1 and their weights."""
    chance = np.random.default_rng(seed)
    picked, shares, weights = [], [], []
    for matrix, sample, blocks, scale in lessons:
        at = np.flatnonzero(sample.trust[blocks])
        if not len(at):
            continue
        if len(at) > ROWS:
            at = np.sort(chance.choice(at, ROWS, replace=False))
        weight = 1.0 + sample.counts[blocks[at]]
        picked.append(matrix[at])
        shares.append(sample.share[blocks[at]])
        weights.append(100 * scale * SOURCE[sample.source].weight * weight / float(weight.sum()))
    return np.concatenate(picked), np.concatenate(shares), np.concatenate(weights)


def state() -> str:
    """Changes when the way of fitting does."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
