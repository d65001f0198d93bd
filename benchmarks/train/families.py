"""The one logistic that weighs the model's log-odds against the sums of the rule families."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.train.dataset import SETTINGS, Sample
from cleaner.decide import FAMILY_CAP, MODEL
from cleaner.rules.registry import chosen
from cleaner.types import Mode, Stage
from cleaner.voters.catalogue import all_rules

REST = 0.1  # of families that hardly ever speak on pages, such as a user's own
SMALLEST = 0.04


def names() -> list[str]:
    """The families that speak on pages in the LOCAL stage, the model's left out."""
    return sorted({r.group for r in chosen(all_rules(), SETTINGS, Mode.HTML, Stage.LOCAL)} - {MODEL})


def sums(sample: Sample) -> np.ndarray:
    """The capped sum of each family for each block of a page (blocks x families)."""
    column = {name: number for number, name in enumerate(names())}
    found = np.zeros((len(sample.counts), len(column)))
    for rule in chosen(all_rules(), SETTINGS, Mode.HTML, Stage.LOCAL):
        if rule.group == MODEL:
            continue
        for verdict in rule.judge(sample.page):
            if verdict.block is not None and verdict.span is None:
                found[verdict.block, column[rule.group]] += verdict.weight
    return np.clip(found, -FAMILY_CAP, FAMILY_CAP)


def fit(
    samples: Sequence[Sample], odds: Sequence[np.ndarray], tables: Sequence[np.ndarray]
) -> tuple[float, dict[str, float]]:
    """Bias and coefficients over the families and the model, from log-odds of pages the model has not seen."""
    rows = np.column_stack([np.concatenate(odds), np.concatenate(tables)])
    share = np.concatenate([s.share for s in samples])
    weight = np.concatenate([_weights(s) for s in samples])
    both = np.concatenate([rows, rows])
    label = np.repeat([1, 0], len(rows))
    weights = np.concatenate([weight * share, weight * (1 - share)])
    some = weights > 0
    model = LogisticRegression(C=1e3, max_iter=300).fit(both[some], label[some], sample_weight=weights[some])
    found = dict(zip([MODEL, *names()], model.coef_[0].round(3).tolist(), strict=True))
    return round(float(model.intercept_[0]), 3), {k: v for k, v in found.items() if k == MODEL or v >= SMALLEST}


def _weights(sample: Sample) -> np.ndarray:
    counts = 1.0 + sample.counts
    return 100 * counts / max(1.0, float(counts.sum()))


def toml(bias: float, family: dict[str, float]) -> str:
    """The table as the product reads it."""
    lines = [
        "# Fitted by `python -m benchmarks.train` on cross-validated log-odds; see ../../MODEL_CARD.md.",
        "# A family that is not named counts `rest` times.",
        f"bias = {bias}",
        f"rest = {REST}",
        "",
        "[family]",
        *(f"{name} = {value}" for name, value in sorted(family.items())),
    ]
    return "\n".join(lines) + "\n"
