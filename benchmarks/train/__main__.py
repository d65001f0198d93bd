"""Fit the block model and score it: `python -m benchmarks.train --data ../shared/eval/wcxb-dev`.

Fits everything once a fold without the fold's pages, scores those pages through the product's own way from verdicts
to text, then fits on all pages and writes the artefact and the table of weights into cleaner/model/blocks/data.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.train import boost, crossval, dataset, families, lexicons, table
from benchmarks.train.dataset import FOLDS, SETTINGS, Sample
from cleaner.decide import BIAS, Weights
from cleaner.model.blocks import artefact
from cleaner.model.blocks.model import Judged
from cleaner.model.trees import load
from cleaner.types import Mode

SHIPPED = Path(__file__).parents[2] / "cleaner/model/blocks/data"
SEEDS = (2, 3)  # of the runs whose mean is taken


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, required=True, help="folder of the WCXB development set")
    cli.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "cleaner-train")
    cli.add_argument("--jobs", type=int, default=2)
    cli.add_argument("--out", type=Path, default=SHIPPED, help="folder for the artefact and the table of weights")
    cli.add_argument("--folds-only", action="store_true", help="leave the artefact as it is")
    cli.add_argument("--bodies", type=Path, help="JSON of page id to the body its unseen-fold model gives")
    arguments = cli.parse_args()
    samples = dataset.load(arguments.data, arguments.cache, arguments.jobs)
    filled = [s for s in samples if len(s.counts)]
    matrices = table.load(filled, arguments.cache, arguments.jobs)
    odds = _out_of_fold(filled, matrices, arguments.cache)
    sums = [families.sums(s) for s in filled]
    weights = [_weights(filled, odds, sums, fold) for fold in range(FOLDS)]
    judged = {s.key: Judged(z, rows, [""] * len(z)) for s, z, rows in zip(filled, odds, matrices, strict=True)}
    bodies = _bodies(samples, judged, weights)
    print(crossval.table(samples, crossval.scores(samples, bodies)), flush=True)
    if arguments.bodies:
        arguments.bodies.write_text(json.dumps(dict(zip([s.key for s in samples], bodies, strict=True))), "utf-8")
    if not arguments.folds_only:
        _ship(filled, matrices, families.fit(filled, odds, sums), arguments.out)


def _out_of_fold(samples: list[Sample], matrices: list[np.ndarray], cache: Path) -> list[np.ndarray]:
    """Each page's log-odds by trees that have not seen its domain; a fold once fitted is kept in the cache."""
    odds: dict[str, np.ndarray] = {}
    for fold in range(FOLDS):
        kept = cache / f"trees-{boost.state()}-{table.state(samples)}-{fold}.npz"
        if not kept.exists():
            pairs = [(m, s) for m, s in zip(matrices, samples, strict=True) if s.fold != fold]
            kept.write_bytes(boost.fit([m for m, _ in pairs], [s for _, s in pairs], SEEDS).dump())
        trees = load(kept.read_bytes())
        odds.update((s.key, trees(m)) for m, s in zip(matrices, samples, strict=True) if s.fold == fold)
        print(f"fold {fold} fitted", flush=True)
    return [odds[s.key] for s in samples]


def _weights(samples: list[Sample], odds: list[np.ndarray], sums: list[np.ndarray], fold: int) -> Weights:
    """The table of weights fitted without a fold."""
    others = [i for i, s in enumerate(samples) if s.fold != fold]
    bias, family = families.fit([samples[i] for i in others], [odds[i] for i in others], [sums[i] for i in others])
    return Weights({Mode.HTML: bias, Mode.TEXT: BIAS[Mode.TEXT]}, family, rest=families.REST, by_page=True)


def _bodies(samples: list[Sample], judged: dict[str, Judged], weights: list[Weights]) -> list[str]:
    nothing = Judged(np.zeros(0), np.zeros((0, 0), dtype=np.float32), ())
    return [crossval.body(s, judged.get(s.key, nothing), weights[s.fold], SETTINGS) for s in samples]


def _ship(
    samples: list[Sample], matrices: list[np.ndarray], weights: tuple[float, dict[str, float]], folder: Path
) -> None:
    """Fit on all pages and write what the product reads."""
    trees = boost.fit(matrices, samples, SEEDS)
    packed = artefact.dump(artefact.Fitted(lexicons.fit_lexicon(samples), trees))
    folder.mkdir(exist_ok=True)
    (folder / "blocks.npz").write_bytes(packed)
    (folder / "weights.toml").write_text(families.toml(*weights))
    print(f"artefact {len(packed)} bytes")


if __name__ == "__main__":
    main()
