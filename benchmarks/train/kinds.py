"""Fit the kinds of pages and print a report: `python -m benchmarks.train.kinds CORPUS [FOLDER=KIND ...]`.

CORPUS is a set with a kind for each page (`corpora.load`); each FOLDER holds `gold.jsonl.gz` (id, url) and
`html/ID.html.gz` of one kind. A multinomial logistic regression over the signs of `cleaner.page.kind`; accuracy, log
loss and the reliability of the odds are cross-validated by domain, and cleaner/page/data/page_kinds.toml is written
from all pages.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.corpora import ROOT, Case, load
from benchmarks.train.dataset import domain
from cleaner.page.kind import signs_of
from cleaner.page.page import build_page
from cleaner.segment import html as segmenter
from cleaner.segment.decode import decode
from cleaner.types import Mode

STRENGTH = 0.3  # inverse of the penalty; 1 and 0.1 have the higher log loss or the lower accuracy
SMALL = 0.005  # weights that are left out
FOLDS = 5
MOST = 200  # pages of one folder
OUT = ROOT / "cleaner/page/data/page_kinds.toml"


def signs(case: Case) -> dict[str, int]:
    """The signs of one page."""
    text = decode(case.data)[0] if isinstance(case.data, bytes) else case.data
    document = segmenter.segment(segmenter.parse(text))
    return dict.fromkeys(signs_of(build_page(document, Mode.HTML, url=case.url, source=text)), 1)


def table(names: Sequence[str], kinds: Sequence[str], model: LogisticRegression) -> str:
    """The fitted weights as TOML."""
    parts = ["# Fitted by `python -m benchmarks.train.kinds`: weights of the signs in `kind.py`, by kind of page.\n"]
    for kind, bias, weights in zip(kinds, model.intercept_, model.coef_, strict=True):
        named = sorted((n, w) for n, w in zip(names, weights, strict=True) if abs(w) >= SMALL)
        parts.append(f"\n[{kind}]\nbias = {bias:.3f}\n" + "".join(f"{name} = {weight:.3f}\n" for name, weight in named))
    return "".join(parts)


def report(odds: np.ndarray, truth: np.ndarray, kinds: Sequence[str]) -> str:
    """Accuracy, log loss, and for each band of odds what share of its pages is of the kind named."""
    best, named = odds.max(1), np.array(kinds)[odds.argmax(1)]
    right = named == truth
    loss = -np.log(odds[np.arange(len(truth)), [kinds.index(kind) for kind in truth]] + 1e-9).mean()
    lines = [f"{len(truth)} pages, accuracy {right.mean():.3f}, log loss {loss:.3f}"]
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        band = (best >= low) & (best < high)
        if band.any():
            shares = f"mean {best[band].mean():.3f}, right {right[band].mean():.3f}"
            lines.append(f"odds {low:.2f}-{high:.2f}: {band.sum()} pages, {shares}")
    return "\n".join(lines)


def fit(found: np.ndarray, truth: np.ndarray, bare: np.ndarray) -> LogisticRegression:
    """The regression over pages as they are and, at half the weight, without the signs in `bare`.

    A page comes without an address as often as not, and its head may have been cut off.
    """
    both = np.vstack((found, np.where(bare, 0, found)))
    weights = np.repeat((1.0, 0.5), len(truth))
    return LogisticRegression(C=STRENGTH, max_iter=3_000).fit(both, np.tile(truth, 2), sample_weight=weights)


def pages_of(folder: Path, kind: str) -> Iterator[Case]:
    """Every page of a folder, as pages of one kind; of large sets every n-th, so that none outweighs the corpus."""
    lines = gzip.decompress((folder / "gold.jsonl.gz").read_bytes()).decode().splitlines()
    for line in lines[:: 1 + len(lines) // MOST]:
        note = json.loads(line)
        data = gzip.decompress((folder / f"html/{note['id']}.html.gz").read_bytes())
        yield Case(note["id"], kind, note["url"], data)


def main(corpus: str, *folders: str) -> None:
    """Fit, report, write."""
    cases = load(corpus)
    for folder, _, kind in (one.partition("=") for one in folders):
        cases += pages_of(Path(folder), kind)
    vectors = DictVectorizer(sparse=False)
    found = vectors.fit_transform([signs(case) for case in cases])
    truth, groups = np.array([case.kind for case in cases]), [domain(case.url or case.id) for case in cases]
    kinds = sorted(set(truth))
    odds, silent = np.zeros((2, len(truth), len(kinds)))
    bare = np.array([name.startswith(("address-", "states-")) for name in vectors.get_feature_names_out()])
    for train, test in GroupKFold(FOLDS).split(found, truth, groups):
        odds[test] = fit(found[train], truth[train], bare).predict_proba(found[test])
        silent[test] = fit(found[train], truth[train], bare).predict_proba(np.where(bare, 0, found[test]))
    print(report(odds, truth, kinds))
    print("without address and statements:", report(silent, truth, kinds), sep="\n")
    whole = fit(found, truth, bare)
    OUT.write_text(table(list(vectors.get_feature_names_out()), kinds, whole), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
