"""Fit the kinds of pages: `python -m benchmarks.train.kinds DIR [OUT]` prints a report and writes the table.

DIR is a folder of annotated pages laid out like the development sets (`corpora.load`). A multinomial logistic
regression over the signs of `cleaner.page.kind`; accuracy, log loss and the reliability of the odds are cross-validated
by domain, and OUT (by default cleaner/page/data/page_kinds.toml) is written from all pages.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.corpora import ROOT, Case, load
from benchmarks.train.dataset import domain
from cleaner.page.kind import signs_of
from cleaner.page.page import view
from cleaner.segment import html as segmenter
from cleaner.segment.decode import decode
from cleaner.types import Mode

STRENGTH = 0.3  # inverse of the penalty; 1 and 0.1 have the higher log loss or the lower accuracy
SMALL = 0.005  # weights that are left out
FOLDS = 5


def signs(case: Case) -> dict[str, int]:
    """The signs of one page."""
    text = decode(case.data)[0] if isinstance(case.data, bytes) else case.data
    document = segmenter.segment(segmenter.parse(text))
    return dict.fromkeys(signs_of(view(document, Mode.HTML, url=case.url, source=text)), 1)


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


def main(folder: str, out: str = str(ROOT / "cleaner/page/data/page_kinds.toml")) -> None:
    """Fit, report, write."""
    cases = load(folder)
    vectors = DictVectorizer(sparse=False)
    found = vectors.fit_transform([signs(case) for case in cases])
    truth, groups = np.array([case.kind for case in cases]), [domain(case.url or case.id) for case in cases]
    kinds = sorted(set(truth))
    odds = np.zeros((len(truth), len(kinds)))
    for train, test in GroupKFold(FOLDS).split(found, truth, groups):
        fitted = LogisticRegression(C=STRENGTH, max_iter=3_000).fit(found[train], truth[train])
        odds[test] = fitted.predict_proba(found[test])
    print(report(odds, truth, kinds))
    whole = LogisticRegression(C=STRENGTH, max_iter=3_000).fit(found, truth)
    Path(out).write_text(table(list(vectors.get_feature_names_out()), kinds, whole), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
