"""Fit the model of lone lines: `python -m benchmarks.train_lone [--without SET]`.

Without an option the artefact in cleaner/model/lone/data is written anew. With one, the set is left out of all that is
fitted and what the model finds in it is told: of the residue that all rules leave, and of lines that must stay.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.train_lines.fit import fit_trees
from benchmarks.train_lone import data, words
from benchmarks.train_lone.data import BODIES, BODY, RESIDUE, Text
from cleaner import Settings, clean_text
from cleaner.decide import is_cut
from cleaner.model.lines import line_purpose
from cleaner.model.lone import stems
from cleaner.model.lone.model import NAMES, features
from cleaner.model.trees import Trees

SHIPPED = Path(__file__).resolve().parents[2] / "cleaner/model/lone/data"
PARAMETERS: Mapping[str, object] = {
    "iterations": 150, "depth": 5, "learning_rate": 0.12, "l2_leaf_reg": 10, "rsm": 0.4, "border_count": 32,
    "bootstrap_type": "Bernoulli", "subsample": 0.6, "random_seed": 7, "thread_count": 2, "verbose": 0,
}  # fmt: skip
BODY_WEIGHT = 0.3  # of a body's lines
FEW = 30  # lines of a text that count fully
ALONE = 0.3  # of the texts are fitted as if rules had taken nothing
BARS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)

Matrix = NDArray[np.float32]


def rows(text: Text, table: stems.Table, *, alone: bool = False) -> Matrix:
    """A text's features under a table of words; `alone`, as if rules had taken nothing."""
    said = np.array([table.figures(line) for line in text.lines], np.float32)
    return features(text.judged, said, [False] * len(text.taken) if alone else text.taken)


def fit(texts: Sequence[Text], tables: Mapping[str, stems.Table]) -> Trees:
    """The trees over these texts, each read with the table that did not see its group."""
    chance = np.random.default_rng(3)
    parts, labels, weights = [], [], []
    for text in texts:
        told = text.label != data.UNKNOWN
        count = int(told.sum())
        if not count:
            continue
        parts.append(rows(text, tables[text.source.group], alone=chance.random() < ALONE)[told])
        labels.append(text.label[told])
        weights.append(np.full(count, (BODY_WEIGHT if text.is_body else 1.0) * min(1.0, FEW / count)))
    return fit_trees(PARAMETERS, np.concatenate(parts), np.concatenate(labels), np.concatenate(weights))


def report(texts: Sequence[Text], trees: Trees, tables: Mapping[str, stems.Table]) -> None:
    """Print, for several bars, the share of the residue that rules leave and how many lines go that must stay."""
    found: list[tuple[float, int, int, bool]] = []
    for text in texts:
        odds = trees(rows(text, tables[text.source.group])).tolist()
        left = [True] * len(odds) if text.is_body else _left(text.source.text)
        sizes = [len(line.split()) for line in text.lines]
        lines = zip(odds, text.label.tolist(), sizes, left, strict=True)
        found += [(one, label, size, text.is_body) for one, label, size, stays in lines if stays]
    for bar in BARS:
        residue = [odds > bar for odds, label, _, _ in found if label == RESIDUE]
        kept = [odds > bar for odds, label, _, body in found if label == BODY and not body]
        words_ = sum(size for _, _, size, body in found if body)
        lost = sum(size for odds, _, size, body in found if body and odds > bar)
        print(
            f"{bar:4.1f}: {np.mean(residue):.3f} of {len(residue)} lines of residue left, {sum(kept)} of {len(kept)} "
            f"lines that must stay, {100 * lost / max(1, words_):.3f} % of the words of bodies"
        )


def _left(text: str) -> list[bool]:
    """For each line of a text whether all other rules leave it."""
    result = clean_text(text, settings=Settings(disabled_rules=frozenset({"LIN002"})))
    decided = zip(result.decisions, result.document.blocks, strict=True)
    return [not is_cut(one, len(block.text)) for one, block in decided]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--without", help="a set of texts, or several with commas between", default="")
    out = frozenset(filter(None, cli.parse_args().without.split(",")))
    if out:
        out |= {BODIES[1]}
    texts = data.judged([*data.made(), *data.bodies()])
    lines = [*data.lines_of(texts), *data.single_lines()]
    groups = sorted({text.source.group for text in texts})
    weights = words.tables(groups, lines, out)
    tables = {group: stems.Table.of(table) for group, table in weights.items()}
    print(f"{len(texts)} texts, {len(lines)} lines, {len(NAMES)} figures a line", flush=True)
    trees = fit([text for text in texts if text.source.group not in out], tables)
    if out:
        report([text for text in texts if text.source.group in out], trees, tables)
        return
    table = words.fit(lines)
    SHIPPED.mkdir(exist_ok=True)
    (SHIPPED / "lone.npz").write_bytes(trees.dump())
    (SHIPPED / "stems.tsv.gz").write_bytes(line_purpose.table_bytes(table))
    sizes = ", ".join(f"{one.name} {one.stat().st_size:,} bytes" for one in sorted(SHIPPED.iterdir()))
    print(f"{len(trees.split)} trees, {len(table)} grams; {sizes}")


if __name__ == "__main__":
    main()
