"""Fits the word weights: logistic regressions over class tokens, block words and page marks."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.train.dataset import Sample, domain
from cleaner.model.blocks.head import read_head
from cleaner.model.blocks.lexicon import KINDS, TOKENS, Lexicon, block_terms

ROWS = 160  # blocks of one page that are learned from
MIN_DOMAINS = 6  # a token seen on fewer domains is a site's own


def fit_lexicon(samples: Sequence[Sample]) -> Lexicon:
    """The lexicon of these pages."""
    picked = [_picked(s) for s in samples]
    share = np.concatenate([s.share[at] for s, at in zip(samples, picked, strict=True)])
    weight = np.concatenate([_weights(s)[at] for s, at in zip(samples, picked, strict=True)])
    domains = [domain(s.url) for s in samples]
    names = _fit(_name_rows(samples, picked), domains, share, weight, 0.03)
    words = _fit(_word_rows(samples, picked), domains, share, weight, 0.1)
    return Lexicon(names, words, _fit_marks(samples, domains))


def _weights(sample: Sample) -> np.ndarray:
    # Words count as the score counts them, and every page counts alike.
    counts = np.sqrt(1.0 + sample.counts)
    return counts / max(1.0, counts.sum()) * 100


def _picked(sample: Sample) -> np.ndarray:
    """At most ROWS blocks of a page, evenly spread: long pages repeat themselves."""
    n = len(sample.counts)
    return np.arange(n) if n <= ROWS else np.unique(np.linspace(0, n - 1, ROWS).astype(np.int64))


def _name_rows(samples: Sequence[Sample], picked: Sequence[np.ndarray]) -> list[list[Counter[str]]]:
    found = []
    for sample, at in zip(samples, picked, strict=True):
        cache: dict[int, Counter[str]] = {}
        rows = []
        for block in (sample.page.blocks[i] for i in at):
            key = id(block.path)
            if key not in cache:
                cache[key] = Counter(token for e in block.path for token in e.tokens[:TOKENS])
            rows.append(cache[key])
        found.append(rows)
    return found


def _word_rows(samples: Sequence[Sample], picked: Sequence[np.ndarray]) -> list[list[Counter[str]]]:
    found = []
    for sample, at in zip(samples, picked, strict=True):
        rows = []
        for m in (sample.page.measures[i] for i in at):
            terms = block_terms(m.fingerprint)
            scale = 1 / max(1, len(terms)) ** 0.5
            rows.append(Counter({term: count * scale for term, count in Counter(terms).items()}))  # type: ignore[misc]
        found.append(rows)
    return found


def _vocabulary(rows: list[list[Counter[str]]], domains: Sequence[str]) -> dict[str, int]:
    seen: dict[str, set[str]] = {}
    for page, where in zip(rows, domains, strict=True):
        for token in {token for row in page for token in row}:
            seen.setdefault(token, set()).add(where)
    kept = sorted(token for token, places in seen.items() if len(places) >= MIN_DOMAINS)
    return {token: number for number, token in enumerate(kept)}


def _fit(
    rows: list[list[Counter[str]]],
    domains: Sequence[str],
    share: np.ndarray,
    weight: np.ndarray,
    strength: float,
) -> dict[str, float]:
    vocabulary = _vocabulary(rows, domains)
    flat = [row for page in rows for row in page]
    matrix = _sparse(flat, vocabulary)
    label = share > 0.5
    model = LogisticRegression(C=strength, max_iter=30, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, label, sample_weight=weight)
    return {
        token: round(float(value), 3)
        for token, value in zip(vocabulary, model.coef_[0], strict=True)
        if abs(value) >= 0.01
    }


def _sparse(rows: Sequence[Counter[str]], vocabulary: dict[str, int]) -> csr_matrix:
    data, columns, ends = [], [], [0]
    for row in rows:
        for token, count in row.items():
            column = vocabulary.get(token)
            if column is not None:
                columns.append(column)
                data.append(count)
        ends.append(len(columns))
    return csr_matrix((np.array(data, dtype=np.float64), columns, ends), shape=(len(rows), len(vocabulary)))


def _fit_marks(samples: Sequence[Sample], domains: Sequence[str]) -> dict[str, tuple[float, ...]]:
    rows = [[Counter(read_head(s.page.source, s.url).marks)] for s in samples]
    vocabulary = _vocabulary(rows, domains)
    matrix = _sparse([row[0] for row in rows], vocabulary)
    model = LogisticRegression(C=0.3, max_iter=200)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, [KINDS.index(s.kind) for s in samples])
    return {token: tuple(round(float(v), 3) for v in model.coef_[:, number]) for token, number in vocabulary.items()}
