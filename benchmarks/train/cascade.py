"""What asking trafilatura buys: `python -m benchmarks.train.cascade --data FOLDER --cache DIR`.

Quality comes from models that have not seen a page's domain (fitted by `python -m benchmarks.train`, from its cache),
with trafilatura asked on every page and on none; a gate then takes the one or the other by the F1 that the model itself
expects of the page. Every STEP-th page is taken. Times are those of the shipped model on some of the pages, asked and
not asked in turn. Writes the curve over gates to docs/benchmarks/cascade.svg and .json.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.corpora import ROOT, load
from benchmarks.plots import canvas, save
from benchmarks.speed import refuse_sockets
from benchmarks.train import crossval
from benchmarks.train.dataset import SETTINGS
from benchmarks.train.unseen import Unseen, pages, unseen
from cleaner import clean_html
from cleaner.settings import Extractor, Settings

OUT = ROOT / "docs" / "benchmarks"
GATES = tuple(round(0.05 * step, 2) for step in range(21))
NAMED = (0.0, 0.5, 0.8, 0.9, 1.0)  # gates that the plot names
ALWAYS = Settings(metadata=False, extractor=Extractor.ALWAYS)


@dataclass(frozen=True, slots=True)
class Point:
    """One gate: pages whose expected F1 is under it are shown to trafilatura."""

    gate: float
    asked: float  # share of the pages
    f1: float
    ms: float


def measured(told: Unseen, step: int) -> np.ndarray:
    """For every step-th page the expected F1, and the F1 reached without and with trafilatura (pages x 3)."""
    rows = []
    for sample, judged, weights in list(zip(told.samples, told.judged(), told.weights, strict=True))[::step]:
        alone, asked = (crossval.body(sample, judged, weights, settings) for settings in (SETTINGS, ALWAYS))
        rows.append((alone[1], *(crossval.scored(sample, text).f1 for text, _ in (alone, asked))))
    return np.array(rows)


def timed(pages: int) -> tuple[float, float]:
    """Mean milliseconds of processor time a page without trafilatura, and what asking it adds."""
    cases = random.Random(7).sample(load("wcxb"), pages)
    spent = [0.0, 0.0]
    for warm in (True, False):
        for case in cases[:3] if warm else cases:
            for number, settings in enumerate((SETTINGS, ALWAYS)):
                start = time.process_time()
                clean_html(case.data, url=case.url, settings=settings)
                spent[number] += 0.0 if warm else (time.process_time() - start) * 1e3 / pages
    return spent[0], spent[1] - spent[0]


def curve(rows: np.ndarray, alone: float, asking: float) -> list[Point]:
    """One point a gate."""
    points = []
    for gate in GATES:
        asked = rows[:, 0] < gate
        f1 = float(np.where(asked, rows[:, 2], rows[:, 1]).mean())
        points.append(Point(gate, float(asked.mean()), f1, alone + asking * float(asked.mean())))
    return points


def plot(points: list[Point], path: Path) -> None:
    """F1 against time, one dot a gate."""
    figure, axis = canvas(7, 4.2)
    axis.plot([p.ms for p in points], [p.f1 for p in points], color="#00695c", marker="o", markersize=4)
    for point in (p for p in points if p.gate in NAMED):
        label = f"{point.gate:.1f} ({100 * point.asked:.0f} %)"
        axis.annotate(label, (point.ms, point.f1), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axis.set_xlabel("mean milliseconds of processor time a page; labels: gate, share of the pages asked about")
    axis.set_ylabel("word F1, cross-validated")
    axis.grid(alpha=0.25)
    save(figure, axis, path)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, nargs="+", required=True, help="folders of the development sets")
    cli.add_argument("--cache", type=Path, required=True, help="the cache of `python -m benchmarks.train`")
    cli.add_argument("--jobs", type=int, default=2)
    cli.add_argument("--step", type=int, default=2)
    cli.add_argument("--pages", type=int, default=300, help="pages that are timed")
    arguments = cli.parse_args()
    refuse_sockets()
    # Quality is measured once and kept, so that times can be taken on a quiet machine later.
    kept = arguments.cache / f"cascade-{arguments.step}.npy"
    if not kept.exists():
        found = pages(arguments.data, arguments.cache, arguments.jobs)
        np.save(kept, measured(unseen(found, arguments.cache), arguments.step))
    rows = np.load(kept)
    points = curve(rows, *timed(arguments.pages))
    OUT.mkdir(parents=True, exist_ok=True)
    plot(points, OUT / "cascade.svg")
    record = [{name: round(getattr(p, name), 4) for name in Point.__slots__} for p in points]
    (OUT / "cascade.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    for point in points:
        print(f"gate {point.gate:.2f} asked {point.asked:.3f} F1 {point.f1:.4f} ms {point.ms:.1f}")


if __name__ == "__main__":
    main()
