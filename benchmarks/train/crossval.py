"""Scores of unseen pages through the product's own way from verdicts to text, by source and by kind of page."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.scoring import LOST, PADDED, RUINED, Score, lenient_score, snippet_score, word_score
from benchmarks.train.dataset import Sample
from benchmarks.train.sources import SOURCES
from cleaner import render
from cleaner.decide import Weights, decide
from cleaner.guard import guard
from cleaner.model.blocks.model import BlockOdds
from cleaner.page.page import Page
from cleaner.pipeline import judge
from cleaner.settings import Settings
from cleaner.voters import block_model

KINDS = ("article", "documentation", "service", "forum", "listing", "collection", "product")


class _StandIn:
    """A model that says what it was told of each page."""

    def __init__(self, judged: BlockOdds) -> None:
        self.judged = judged

    def judge(self, page: Page) -> BlockOdds:
        assert len(page.blocks) == len(self.judged.odds)
        return self.judged


@contextmanager
def stand_in(judged: BlockOdds) -> Iterator[None]:
    """While this lasts the rule MDL001 speaks with these log-odds."""
    before = block_model.shipped_block_model
    block_model.shipped_block_model = lambda: _StandIn(judged)  # type: ignore[assignment,return-value]  # a stand-in for one call
    try:
        yield
    finally:
        block_model.shipped_block_model = before


def body(sample: Sample, judged: BlockOdds, weights: Weights, settings: Settings) -> tuple[str, float]:
    """The body of a page as the product would give it with these log-odds, and the F1 expected of it."""
    page = replace(sample.page, settings=settings)
    with stand_in(judged):
        page = judge(page, weights)
    return render.text(page.document, guard(page, decide(page.document, page.tallies)).decisions), page.confidence


def scored(sample: Sample, text: str) -> Score:
    """The score of a body as the source's own evaluation counts it."""
    if sample.source == SOURCES[0].name:
        return word_score(text, sample.gold)
    return lenient_score(text, sample.gold, sample.record.contested)


def by_source(samples: Sequence[Sample], bodies: Sequence[str]) -> str:
    """Pages, precision, recall, F1, lost, padded and ruined by source as a Markdown table."""
    lines = ["| source | pages | P | R | F1 | lost | padded | ruined |", "|---|---|---|---|---|---|---|---|"]
    for source in SOURCES:
        pairs = [(s, text) for s, text in zip(samples, bodies, strict=True) if s.source == source.name]
        told = [(s, text) for s, text in pairs if not s.gold and s.record.must]
        if told:
            f = snippet_score(
                [t for _, t in told], [s.record.must for s, _ in told], [s.record.must_not for s, _ in told]
            )
            lines.append(f"| {source.name} | {len(told)} | {f.precision:.4f} | {f.recall:.4f} | {f.f1:.4f} | | | |")
        elif pairs:
            lines.append(_row(source.name, [scored(s, text) for s, text in pairs]))
    return "\n".join(lines)


def by_kind(samples: Sequence[Sample], bodies: Sequence[str]) -> str:
    """The same by kind of page, of the first source."""
    lines = ["| kind | pages | P | R | F1 | lost | padded | ruined |", "|---|---|---|---|---|---|---|---|"]
    pairs = [(s, text) for s, text in zip(samples, bodies, strict=True) if s.source == SOURCES[0].name]
    for kind in ("all", *KINDS):
        rows = [scored(s, text) for s, text in pairs if kind in {"all", s.kind}]
        if rows:
            lines.append(_row(kind, rows))
    return "\n".join(lines)


def _row(name: str, rows: Sequence[Score]) -> str:
    p, r, f = (statistics.fmean(getattr(x, n) for x in rows) for n in ("precision", "recall", "f1"))
    shares = (
        sum(x.recall < LOST for x in rows), sum(x.precision < PADDED for x in rows), sum(x.f1 < RUINED for x in rows)
    )  # fmt: skip
    harms = " | ".join(f"{share / len(rows):.3f}" for share in shares)
    return f"| {name} | {len(rows)} | {p:.4f} | {r:.4f} | {f:.4f} | {harms} |"
