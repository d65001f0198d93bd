"""Scores of a predicted body: word F1 as the WCXB paper counts it, snippets as trafilatura's evaluation does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
# Scripts that write no spaces: a character is a unit there.
DENSE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNIT = re.compile(rf"[{DENSE}]|[^\W{DENSE}]+")
LOST, PADDED, RUINED = 0.9, 0.8, 0.5  # a recall, a precision, an F1 under which a page counts as such


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one page, 0..1."""

    precision: float
    recall: float
    f1: float


def units(text: str) -> list[str]:
    """The words of a text in lower case; of scripts that write no spaces single characters."""
    return _UNIT.findall(text.lower())


def word_score(predicted: str, gold: str) -> Score:
    """Bags of lower-cased runs of word characters; an empty body is right where the gold is empty."""
    return _bags(_WORD.findall(predicted.lower()), _WORD.findall(gold.lower()))


def lenient_score(predicted: str, gold: str, contested: Sequence[str]) -> Score:
    """Bags of `units`; the better of the texts as they are and without the lines that are contested parts."""
    whole = _bags(units(predicted), units(gold))
    if not contested:
        return whole
    without = _bags(units(_without(predicted, contested)), units(_without(gold, contested)))
    return max(whole, without, key=lambda score: score.f1)


def _without(text: str, parts: Sequence[str]) -> str:
    """The text without the lines that are one of these parts, each as often as it is listed."""
    left = Counter("".join(units(part)) for part in parts)
    kept = []
    for line in text.split("\n"):
        key = "".join(units(line))
        if key and left[key] > 0:
            left[key] -= 1
        else:
            kept.append(line)
    return "\n".join(kept)


def _bags(got: Sequence[str], want: Sequence[str]) -> Score:
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
