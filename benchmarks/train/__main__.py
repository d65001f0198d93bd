"""Fit the block model and score it: `python -m benchmarks.train --data ../shared/eval/wcxb-dev`.

Fits everything once a fold without the fold's pages, scores those pages through the product's own way from verdicts
to text, then fits on all pages and writes the artefact and the table of weights into cleaner/model/blocks/data.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.train import boost, crossval, families, lexicons
from benchmarks.train.dataset import SETTINGS
from benchmarks.train.unseen import SEEDS, Unseen, unseen
from cleaner.model.blocks import artefact

SHIPPED = Path(__file__).parents[2] / "cleaner/model/blocks/data"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, required=True, help="folder of the WCXB development set")
    cli.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "cleaner-train")
    cli.add_argument("--jobs", type=int, default=2)
    cli.add_argument("--out", type=Path, default=SHIPPED, help="folder for the artefact and the table of weights")
    cli.add_argument("--folds-only", action="store_true", help="leave the artefact as it is")
    cli.add_argument("--bodies", type=Path, help="JSON of page id to the body its unseen-fold model gives")
    arguments = cli.parse_args()
    told = unseen(arguments.data, arguments.cache, arguments.jobs)
    bodies = [
        crossval.body(sample, judged, told.weights[sample.fold], SETTINGS)
        for sample, judged in zip(told.samples, told.judged(), strict=True)
    ]
    print(crossval.table(told.samples, crossval.scores(told.samples, bodies)), flush=True)
    if arguments.bodies:
        keys = [s.key for s in told.samples]
        arguments.bodies.write_text(json.dumps(dict(zip(keys, bodies, strict=True))), "utf-8")
    if not arguments.folds_only:
        _ship(told, arguments.out)


def _ship(told: Unseen, folder: Path) -> None:
    """Fit on all pages and write what the product reads."""
    weights = families.fit(told.filled, told.odds, told.sums)
    trees = boost.fit(told.matrices, told.filled, SEEDS)
    packed = artefact.dump(artefact.Fitted(lexicons.fit_lexicon(told.filled), trees))
    folder.mkdir(exist_ok=True)
    (folder / "blocks.npz").write_bytes(packed)
    (folder / "weights.toml").write_text(families.toml(*weights))
    print(f"artefact {len(packed)} bytes")


if __name__ == "__main__":
    main()
