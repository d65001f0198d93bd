"""Fitting the line model: rows with some knowledge hidden, oblivious trees, export to our own format."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from benchmarks.train_lines.data import FOLDS, Text
from benchmarks.train_lines.words import line_weights
from cleaner.model.lines import context, likeness, line_purpose
from cleaner.model.lines.line_signs import signs
from cleaner.model.lines.model import NAMES
from cleaner.model.trees import Trees

Rows = NDArray[np.float32]
PARAMETERS: Mapping[str, object] = {
    "iterations": 220, "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 10, "rsm": 0.3, "border_count": 32,
    "bootstrap_type": "Bernoulli", "subsample": 0.5, "random_seed": 7, "thread_count": 2, "verbose": 0,
}  # fmt: skip
_SAY = [NAMES.index(name) for name in line_purpose.NAMES]
_HIDDEN_SHARE = 0.35  # of the texts come a second time, with gaps
_URL = {
    NAMES.index(name): likeness.NO_TITLE.get(name, 0.0)
    for name in (
        "slug_cover", "of_slug", "title_cover", "of_title", "host", "to_title", "is_title", "has_url",
        "host_in", "host_before", "host_after",
    )
}  # fmt: skip


def hidden(rows: Rows, chance: float) -> Rows:
    """The rows as they would be in a language without a table of words (two thirds), without a URL (two thirds)."""
    out = rows.copy()
    if chance < 2 / 3:
        out[:, _SAY] = line_purpose.UNKNOWN
    if chance > 1 / 3:
        for column, value in _URL.items():
            out[:, column] = value
    return out


class Features:
    """All rows of all texts: those without words once, those of words by outer fold."""

    def __init__(self, texts: Sequence[Text], said: Mapping[tuple[int, int], Rows]) -> None:
        self.texts = texts
        self.said = said
        self.plain = [context.features(text.page) for text in texts]
        self.signs = [signs(text.page) for text in texts]

    def rows(self, i: int, outer: int) -> Rows:
        """The rows of text `i` as outer fold `outer` sees them."""
        return np.concatenate([self.plain[i], self.said[i, outer], self.signs[i]], axis=1)

    def training(self, outer: int, seed: int = 7) -> tuple[Rows, NDArray[np.bool_], NDArray[np.float64]]:
        """Rows, labels and weights of every text outside fold `outer`; some a second time with gaps."""
        chance = np.random.default_rng(seed)
        rows, labels, weights = [], [], []
        for i, text in enumerate(self.texts):
            if text.fold == outer:
                continue
            own = self.rows(i, outer)[text.mask]
            cost = line_weights(text)[text.mask]
            copies = [own, hidden(own, chance.random())] if chance.random() < _HIDDEN_SHARE else [own]
            rows += copies
            labels += [text.keep[text.mask]] * len(copies)
            weights += [cost] * len(copies)
        return np.concatenate(rows), np.concatenate(labels), np.concatenate(weights)


def fit(features: Features, outer: int) -> Trees:
    """The trees for fold `outer`; FOLDS means all texts."""
    assert 0 <= outer <= FOLDS
    return fit_trees(PARAMETERS, *features.training(outer))


def fit_trees(
    parameters: Mapping[str, object], rows: Rows, labels: NDArray[np.generic], weights: NDArray[np.float64]
) -> Trees:
    """CatBoost's trees over these rows in our format, which give the same odds."""
    model = CatBoostClassifier(**parameters)
    model.fit(rows, labels, sample_weight=weights)
    trees = exported(model)
    probe = rows[:: max(1, len(rows) // 2_000)]
    gap = np.abs(trees(probe) - model.predict(probe, prediction_type="RawFormulaVal")).max()
    assert gap < 0.01, f"the exported trees differ from the fitted ones by {gap}"
    return trees


def exported(model: CatBoostClassifier) -> Trees:
    """CatBoost's oblivious trees in our format."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        held = json.loads(path.read_text())
    columns = {f["flat_feature_index"]: f["flat_feature_index"] for f in held["features_info"]["float_features"]}
    depth = max(len(t["splits"]) for t in held["oblivious_trees"])
    never = (0, float("inf"))
    asked = [[(columns[s["float_feature_index"]], s["border"]) for s in t["splits"]] for t in held["oblivious_trees"]]
    questions = sorted({q for one in asked for q in one} | {never})
    place = {q: at for at, q in enumerate(questions)}
    split = np.array([[place[q] for q in one] + [place[never]] * (depth - len(one)) for one in asked], np.int64)
    leaf = np.zeros((len(asked), 1 << depth), np.float32)
    for at, tree in enumerate(held["oblivious_trees"]):
        leaf[at, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, (bias,) = held["scale_and_bias"]
    return Trees(
        np.array([q[0] for q in questions], np.int64), np.array([q[1] for q in questions], np.float32), split,
        leaf * np.float32(scale), float(bias),
    )  # fmt: skip
