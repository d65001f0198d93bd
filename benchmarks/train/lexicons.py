"""Fits the word weights: logistic regressions over class tokens, block words and page marks."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.train.dataset import Sample, domain
from benchmarks.train.sources import SOURCE, SOURCES
from cleaner.model.blocks.lexicon import KINDS, OPENING, SHORT, TOKENS, Lexicon, short_terms
from cleaner.model.blocks.page_head import read_head
from cleaner.types import Kind

ROWS = 160  # blocks of one page that are learned from
MIN_DOMAINS = 6  # a token seen on fewer domains is a site's own
# How freely the weights of each table move (C of its regression). Area under the curve on two unseen folds: names .898
# at 0.03 and .895 at 0.3; long blocks .804 at 0.1, .822 at 1; short blocks .749 at 0.1, .784 at 3.
NAMES, LONG, SHORTS, HEADS = 0.03, 1.0, 3.0, 1.0


def fit_lexicon(samples: Sequence[Sample]) -> Lexicon:
    """The lexicon of these pages."""
    domains = [domain(s.url) or s.key for s in samples]
    names, long, short, heads = _Rows(), _Rows(), _Rows(), _Rows()
    for sample, where in zip(samples, domains, strict=True):
        weights, picked = _weights(sample), _picked(sample)
        under = _under(sample)
        paths: dict[int, Counter[str]] = {}
        for i in picked[sample.trust[picked] > 0].tolist():
            block = sample.page.blocks[i]
            found = paths.get(id(block.path))
            if found is None:
                found = paths[id(block.path)] = Counter(t for e in block.path for t in e.tokens[:TOKENS])
            names.add(where, found, sample.share[i], weights[i])
            tokens = sample.page.measures[i].fingerprint.split(" ")
            terms = short_terms(tokens) if len(tokens) <= SHORT else tokens[:OPENING]
            (short if len(tokens) <= SHORT else long).add(where, _scaled(terms), sample.share[i], weights[i])
            if block.kind is Kind.HEADING:
                heads.add(where, _scaled(short_terms(tokens[:SHORT])), *under[i])
    tables = names.fit(NAMES), long.fit(LONG), short.fit(SHORTS), heads.fit(HEADS)
    return Lexicon(*tables, _fit_marks(samples))


class _Rows:
    """Rows of one regression: who said it, its terms, the label 0..1 and the weight."""

    def __init__(self) -> None:
        self.domains: list[str] = []
        self.terms: list[Counter[str]] = []
        self.share: list[float] = []
        self.weight: list[float] = []

    def add(self, where: str, terms: Counter[str], share: float, weight: float) -> None:
        self.domains.append(where)
        self.terms.append(terms)
        self.share.append(share)
        self.weight.append(weight)

    def fit(self, strength: float) -> dict[str, float]:
        """Term to weight, for terms of MIN_DOMAINS domains or more."""
        vocabulary = _vocabulary(self.terms, self.domains)
        matrix = _sparse(self.terms, vocabulary)
        model = LogisticRegression(C=strength, max_iter=100, tol=1e-4)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(matrix, np.array(self.share) > 0.5, sample_weight=np.array(self.weight))
        pairs = zip(vocabulary, model.coef_[0].tolist(), strict=True)
        # Half floats, as the artefact holds them: sums of them are exact, in whatever order.
        return {term: float(np.float16(value)) for term, value in pairs if abs(value) >= 0.01}


def _scaled(terms: Sequence[str]) -> Counter[str]:
    scale = 1 / max(1, len(terms)) ** 0.5
    return Counter({term: count * scale for term, count in Counter(terms).items()})  # type: ignore[misc]  # shares, not counts


def _under(sample: Sample) -> dict[int, tuple[float, float]]:
    """For each heading the share of the words under it that are wanted, and its weight."""
    heads = [b.index for b in sample.page.blocks if b.kind is Kind.HEADING]
    found = {}
    total = max(1.0, float(np.sqrt(1.0 + sample.counts).sum()))
    for at, following in zip(heads, [*heads[1:], len(sample.counts)], strict=False):
        counts = sample.counts[at + 1 : following] * sample.trust[at + 1 : following]
        words = float(counts.sum())
        share = float((counts * sample.share[at + 1 : following]).sum()) / words if words else float(sample.share[at])
        found[at] = share, 100 * (1 + words) ** 0.5 / total * SOURCE[sample.source].weight
    return found


def _weights(sample: Sample) -> np.ndarray:
    # Words count as the score counts them, and every page counts alike.
    counts = np.sqrt(1.0 + sample.counts)
    return counts * sample.trust / max(1.0, counts.sum()) * 100 * SOURCE[sample.source].weight


def _picked(sample: Sample) -> np.ndarray:
    """At most ROWS blocks of a page, evenly spread: long pages repeat themselves."""
    n = len(sample.counts)
    return np.arange(n) if n <= ROWS else np.unique(np.linspace(0, n - 1, ROWS).astype(np.int64))


def _vocabulary(rows: Sequence[Counter[str]], domains: Sequence[str]) -> dict[str, int]:
    seen: dict[str, set[str]] = {}
    for row, where in zip(rows, domains, strict=True):
        for term in row:
            seen.setdefault(term, set()).add(where)
    kept = sorted(term for term, places in seen.items() if len(places) >= MIN_DOMAINS)
    return {term: number for number, term in enumerate(kept)}


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


def _fit_marks(samples: Sequence[Sample]) -> dict[str, tuple[float, ...]]:
    """Mark to one weight a kind, from the source whose pages are of many kinds; nothing without it."""
    told = [s for s in samples if s.source == SOURCES[0].name]
    if {s.kind for s in told} != set(KINDS):
        return {}
    rows = [Counter(read_head(s.text, s.url).marks) for s in told]
    vocabulary = _vocabulary(rows, [domain(s.url) for s in told])
    matrix = _sparse(rows, vocabulary)
    model = LogisticRegression(C=0.3, max_iter=200)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, [KINDS.index(s.kind) for s in told])
    return {token: tuple(float(np.float16(v)) for v in model.coef_[:, number]) for token, number in vocabulary.items()}
