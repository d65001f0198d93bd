"""Fit the block model on all sources and score it: `python -m benchmarks.train --data ../shared/eval`.

Fits everything once a fold without the fold's domains, scores those pages through the product's own way from verdicts
to text, then fits on all pages and writes the artefact and the table of weights into cleaner/model/blocks/data. With
`--leave-out` each source is also judged by what was fitted without any of its pages: the honest figure.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.train import crossval, families, lexicons, reliability
from benchmarks.train.dataset import SETTINGS, Sample
from benchmarks.train.unseen import MEASURED, Pages, Unseen, final, left_out, pages, unseen
from cleaner.model.blocks import artefact


@dataclass(frozen=True, slots=True)
class Measured:
    """Pages with the bodies they were given and the F1 that was expected of them."""

    samples: list[Sample]
    bodies: list[str]
    expected: list[float]


SHIPPED = Path(__file__).parents[2] / "cleaner/model/blocks/data"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, nargs="+", required=True, help="folders of the development sets")
    cli.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "cleaner-train")
    cli.add_argument("--jobs", type=int, default=2)
    cli.add_argument("--out", type=Path, default=SHIPPED, help="folder for the artefact and the table of weights")
    cli.add_argument("--folds-only", action="store_true", help="leave the artefact as it is")
    cli.add_argument("--leave-out", action="store_true", help="also score every source by what has not seen it")
    cli.add_argument("--every", type=int, default=1, help="of sources with many pages judge and weigh one in so many")
    cli.add_argument("--bodies", type=Path, help="JSON of page id to the body its unseen-fold model gives")
    arguments = cli.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    found = pages(arguments.data, arguments.cache, arguments.jobs)
    by_domain = unseen(found, arguments.cache, arguments.every)
    if not arguments.folds_only:
        _ship_trees(found, arguments.cache, arguments.out)
    measured = _measure("folds by domain", by_domain)
    if arguments.bodies:
        keys = [s.key for s in by_domain.samples]
        arguments.bodies.write_text(json.dumps(dict(zip(keys, measured.bodies, strict=True))), "utf-8")
    if arguments.leave_out:
        by_source = left_out(found, by_domain, arguments.cache, arguments.jobs, MEASURED)
        measured = _measure("each source left out", by_source)
    if not arguments.folds_only:
        _ship_weights(by_domain, measured, arguments.out)


def _measure(title: str, told: Unseen) -> Measured:
    """Print the tables of these pages and how reliable the expected F1 is."""
    rows = zip(told.samples, told.judged(), told.weights, strict=True)
    pairs = [crossval.body(sample, judged, weights, SETTINGS) for sample, judged, weights in rows]
    found = Measured(told.samples, [text for text, _ in pairs], [value for _, value in pairs])
    print(f"\n{title}\n\n{crossval.by_source(found.samples, found.bodies)}")
    print(f"\n{crossval.by_kind(found.samples, found.bodies)}")
    print(f"\n{reliability.table(found.samples, found.bodies, found.expected)}", flush=True)
    return found


def _ship_trees(found: Pages, cache: Path, folder: Path) -> None:
    """Fit word weights and trees on all pages and write the artefact."""
    packed = artefact.dump(artefact.Fitted(lexicons.fit_lexicon(found.samples), final(found, cache)))
    folder.mkdir(exist_ok=True)
    (folder / "blocks.npz").write_bytes(packed)
    print(f"artefact {len(packed)} bytes", flush=True)


def _ship_weights(by_domain: Unseen, measured: Measured, folder: Path) -> None:
    """Fit the table of weights on all pages and write it with how reliable the expected F1 is."""
    weights = families.fit(by_domain.samples, by_domain.odds, by_domain.sums)
    reliable = reliability.curve(measured.samples, measured.bodies, measured.expected)
    (folder / "weights.toml").write_text(families.toml(*weights, reliable))


if __name__ == "__main__":
    main()
