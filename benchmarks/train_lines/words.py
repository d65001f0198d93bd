"""The table of words: a logistic regression over words and pairs, seen on several domains, out of fold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.train_lines.data import FOLDS, Text, domain
from cleaner.model.lines import line_purpose

MIN_DOMAINS = 5  # a word of fewer domains is a site's own
SMALLEST = 0.05  # weights nearer to zero are not shipped
BARE = 0.25  # weight of a body without residue; each cut of a page weighs half
STRENGTH = 0.3  # inverse of the L2 penalty


class Counts:
    """Every line's grams, counted once for all fits."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.lines = [[tuple(set(line_purpose.grams(m))) for m in t.page.measures] for t in texts]
        self.texts = texts
        domains: dict[str, set[str]] = defaultdict(set)
        for text, lines in zip(texts, self.lines, strict=True):
            name = domain(text.url)
            for grams in lines:
                for gram in grams:
                    domains[gram].add(name)
        self.names = sorted(gram for gram, seen in domains.items() if len(seen) >= MIN_DOMAINS)
        self.vocabulary = {gram: at for at, gram in enumerate(self.names)}
        self.matrices = [self._matrix(lines) for lines in self.lines]

    def _matrix(self, lines: list[tuple[str, ...]]) -> csr_matrix:
        at = [0]
        columns: list[int] = []
        for grams in lines:
            columns.extend(sorted(self.vocabulary[g] for g in grams if g in self.vocabulary))
            at.append(len(columns))
        return csr_matrix((np.ones(len(columns), np.float32), columns, at), shape=(len(lines), len(self.vocabulary)))

    def fit(self, chosen: Sequence[int]) -> NDArray[np.float64]:
        """One weight a gram, from these texts; grams of fewer than MIN_DOMAINS of them get none."""
        from scipy.sparse import vstack  # noqa: PLC0415 - only where it is fitted

        seen: dict[int, set[str]] = defaultdict(set)
        for i in chosen:
            name = domain(self.texts[i].url)
            for column in set(self.matrices[i].indices.tolist()):
                seen[column].add(name)
        usable = np.array([len(seen.get(c, ())) >= MIN_DOMAINS for c in range(len(self.names))])
        rows, labels, weights = [], [], []
        for i in chosen:
            text = self.texts[i]
            rows.append(self.matrices[i][text.mask])
            labels.append(text.keep[text.mask])
            weights.append(line_weights(text)[text.mask])
        matrix = vstack(rows).tocsr()[:, usable]
        model = LogisticRegression(C=STRENGTH, max_iter=60, solver="lbfgs", tol=1e-3)
        model.fit(matrix, np.concatenate(labels), sample_weight=np.concatenate(weights))
        out = np.zeros(len(self.names))
        out[usable] = model.coef_[0]
        out[np.abs(out) < SMALLEST] = 0.0
        return out

    def rows(self, i: int, weights: NDArray[np.float64]) -> NDArray[np.float32]:
        """The feature rows of text `i` under these weights, as line_purpose.features gives them."""
        matrix, text = self.matrices[i], self.texts[i]
        if text.page.language not in line_purpose.LANGUAGES:
            return np.full((matrix.shape[0], len(line_purpose.NAMES)), line_purpose.UNKNOWN, np.float32)
        own = np.zeros((matrix.shape[0], 3), np.float32)
        own[:, 0] = matrix @ weights
        words = np.minimum(np.array([m.words for m in text.page.measures]), 25)
        own[:, 1] = (matrix @ (weights != 0).astype(np.float64)) / np.maximum(1, words)
        for row in range(matrix.shape[0]):
            held = weights[matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]]
            own[row, 2] = held[held != 0].min() if (held != 0).any() else 0.0
        return line_purpose.with_neighbours(own)


def line_weights(text: Text) -> NDArray[np.float64]:
    """What a mistake on each line costs: between one a line and one a word, each text alike in the end."""
    words = np.array([m.words for m in text.page.measures], np.float64)
    cost = np.sqrt(np.minimum(words, 60) + 1.0)
    views = 0.5  # each page comes twice, in a tight and a wide cut; its bare body and dressed ones are views too
    return views * cost / np.sqrt(cost.sum() + 30.0)


def out_of_fold(counts: Counts) -> tuple[dict[tuple[int, int], NDArray[np.float32]], list[NDArray[np.float64]]]:
    """Rows by (text, outer fold) and one table an outer fold, the last one over all.

    Rows never come from a fit that saw the text's domain or, where it is trained on, the outer fold's domains.
    """
    folds = np.array([t.fold for t in counts.texts])
    tables = [counts.fit(np.flatnonzero(folds != k)) for k in range(FOLDS)]
    pairs = combinations(range(FOLDS), 2)
    pair = {(a, b): counts.fit(np.flatnonzero((folds != a) & (folds != b))) for a, b in pairs}
    rows: dict[tuple[int, int], NDArray[np.float32]] = {}
    for i, fold in enumerate(folds.tolist()):
        for outer in range(FOLDS):
            weights = tables[outer] if fold == outer else pair[min(fold, outer), max(fold, outer)]
            rows[i, outer] = counts.rows(i, weights)
        rows[i, FOLDS] = rows[i, fold]  # the product's model learns on rows out of fold
    tables.append(counts.fit(np.arange(len(folds))))
    return rows, tables
