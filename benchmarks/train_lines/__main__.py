"""Fit the line model, fold by fold and on all texts: `python -m benchmarks.train_lines [--folds-only]`.

Writes the artefact into cleaner/model/lines/data and each fold's model into build/train_lines, where
`benchmarks.train_lines.adapter:text` finds the one that did not see a text's domain.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.train_lines import data, fit, words
from cleaner.model.lines import line_purpose
from cleaner.model.trees import Trees

ROOT = Path(__file__).resolve().parents[2]
FOLD_MODELS = ROOT / "build/train_lines"
SHIPPED = ROOT / "cleaner/model/lines/data"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--folds-only", action="store_true", help="leave the shipped artefact as it is")
    arguments = cli.parse_args()
    texts = (*data.texts(), *data.bodies(), *data.dressed(), *data.scraped())
    counts = words.Counts(texts)
    rows, tables = words.out_of_fold(counts)
    features = fit.Features(texts, rows)
    if not arguments.folds_only:
        save(SHIPPED, fit.fit(features, data.FOLDS), counts.names, tables[data.FOLDS])
    for fold in range(data.FOLDS):
        save(FOLD_MODELS / str(fold), fit.fit(features, fold), counts.names, tables[fold])
        print(f"fold {fold} fitted", flush=True)


def save(folder: Path, trees: Trees, names: list[str], table: NDArray[np.float64]) -> None:
    """One model's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {g: round(float(w), 2) for g, w in zip(names, table, strict=True) if w}
    (folder / "lines.npz").write_bytes(trees.dump())
    (folder / "words.tsv.gz").write_bytes(line_purpose.table_bytes(weights))
    sizes = ", ".join(f"{one.name} {one.stat().st_size:,} bytes" for one in sorted(folder.iterdir()))
    print(f"{folder.relative_to(ROOT)}: {len(trees.split)} trees, {len(weights)} words; {sizes}")


if __name__ == "__main__":
    main()
