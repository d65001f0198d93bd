"""Scores of cross-validated pages through the product's own way from verdicts to text."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from benchmarks.scoring import Score, word_score
from benchmarks.train.dataset import Sample
from cleaner import render
from cleaner.decide import Weights, decide
from cleaner.guard import guard
from cleaner.model.blocks.model import Judged
from cleaner.page.page import Page
from cleaner.pipeline import judge
from cleaner.settings import Settings
from cleaner.voters import block_model


class _Told:
    """A model that says what it was told of each page."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged

    def judge(self, page: Page) -> Judged:
        assert len(page.blocks) == len(self.judged.odds)
        return self.judged


@contextmanager
def told(judged: Judged) -> Iterator[None]:
    """While this lasts the rule MDL001 speaks with these log-odds."""
    before = block_model.shipped
    block_model.shipped = lambda: _Told(judged)  # type: ignore[assignment,return-value]  # a stand-in for one call
    try:
        yield
    finally:
        block_model.shipped = before


def body(sample: Sample, judged: Judged, weights: Weights, settings: Settings) -> str:
    """The body of a page as the product would give it with these log-odds."""
    page = replace(sample.page, settings=settings)
    with told(judged):
        page = judge(page, weights)
    return render.text(page.document, guard(page, decide(page.document, page.tallies)).decisions)


def scores(samples: Sequence[Sample], bodies: Sequence[str]) -> list[Score]:
    """One score a page."""
    return [word_score(text, sample.gold) for sample, text in zip(samples, bodies, strict=True)]


def table(samples: Sequence[Sample], found: Sequence[Score]) -> str:
    """Pages, precision, recall and F1 by page kind as a Markdown table."""
    kinds = ("all", "article", "documentation", "service", "forum", "listing", "collection", "product")
    lines = ["| kind | pages | P | R | F1 |", "|---|---|---|---|---|"]
    for kind in kinds:
        rows = [f for s, f in zip(samples, found, strict=True) if kind in {"all", s.kind}]
        if rows:
            p, r, f = (statistics.fmean(getattr(x, n) for x in rows) for n in ("precision", "recall", "f1"))
            lines.append(f"| {kind} | {len(rows)} | {p:.4f} | {r:.4f} | {f:.4f} |")
    return "\n".join(lines)


def snippets(texts: Sequence[str], wanted: Sequence[Sequence[str]]) -> float:
    """Share of the snippets that stand in their page's text."""
    hits = [piece.lower() in text.lower() for text, pieces in zip(texts, wanted, strict=True) for piece in pieces]
    return float(np.mean(hits)) if hits else 0.0
