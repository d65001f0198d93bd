"""How far the F1 that the model expects of a page can be believed: the F1 that pages reached, by what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from sklearn.isotonic import IsotonicRegression

from benchmarks.train.crossval import scored
from benchmarks.train.dataset import Sample
from benchmarks.train.sources import SOURCE

POINTS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 1.0)


def curve(samples: Sequence[Sample], bodies: Sequence[str], expected: Sequence[float]) -> list[tuple[float, float]]:
    """Points of the rising line from expected to reached F1 that fits these pages best."""
    known = [n for n, s in enumerate(samples) if s.gold]
    told = np.array([expected[n] for n in known])
    reached = np.array([scored(samples[n], bodies[n]).f1 for n in known])
    weight = np.array([SOURCE[samples[n].source].weight for n in known])
    line = IsotonicRegression(out_of_bounds="clip").fit(told, reached, sample_weight=weight)
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(POINTS)), 1.01]
    found = []
    for point, (low, high) in zip(POINTS, pairwise(edges), strict=True):
        near = told[(told >= low) & (told < high)]
        # A mean over the neighbourhood: steps of the fitted line are its accidents.
        found.append((point, float(line.predict(near if len(near) else [point]).mean())))
    return found


def table(samples: Sequence[Sample], bodies: Sequence[str], confidence: Sequence[float]) -> str:
    """Pages, mean confidence and mean F1 reached by band of confidence as a Markdown table."""
    known = [n for n, s in enumerate(samples) if s.gold]
    told = np.array([confidence[n] for n in known])
    reached = np.array([scored(samples[n], bodies[n]).f1 for n in known])
    lines = ["| confidence | pages | mean | F1 reached |", "|---|---|---|---|"]
    for low, high in zip(POINTS, [*POINTS[1:-1], 1.01], strict=False):
        inside = (told >= low) & (told < high)
        if inside.any():
            lines.append(
                f"| {low:.2f} to {min(high, 1):.2f} | {inside.sum()} | {told[inside].mean():.3f} "
                f"| {reached[inside].mean():.3f} |"
            )
    return "\n".join(lines)
