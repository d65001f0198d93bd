"""Scores of a predicted body: word F1 as the WCXB paper counts it, snippets as trafilatura's evaluation does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one page, 0..1."""

    precision: float
    recall: float
    f1: float


def word_score(predicted: str, gold: str) -> Score:
    """Bags of lower-cased runs of word characters; an empty body is right where the gold is empty."""
    got, want = _WORD.findall(predicted.lower()), _WORD.findall(gold.lower())
    if not got or not want:
        right = float(not got and not want)
        return Score(right, right, right)
    overlap = (Counter(got) & Counter(want)).total()
    precision, recall = overlap / len(got), overlap / len(want)
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if overlap else 0.0)


def mean(scores: Iterable[Score]) -> Score:
    """The mean over pages, each figure by itself."""
    rows = list(scores)
    count = max(1, len(rows))
    return Score(
        sum(s.precision for s in rows) / count, sum(s.recall for s in rows) / count, sum(s.f1 for s in rows) / count
    )


def snippet_score(texts: Sequence[str], must: Sequence[Sequence[str]], must_not: Sequence[Sequence[str]]) -> Score:
    """Over all snippets of all pages: found, missed and leaked, case and space exact."""
    found = sum(one in text for text, wanted in zip(texts, must, strict=True) for one in wanted)
    leaked = sum(one in text for text, unwanted in zip(texts, must_not, strict=True) for one in unwanted)
    total = sum(map(len, must))
    precision, recall = found / max(1, found + leaked), found / max(1, total)
    return Score(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
