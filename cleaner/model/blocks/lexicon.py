"""Learned weights of words: of class, id and role tokens, of the blocks' own words, of headings, of page marks.

Each table is a linear model fitted by logistic regression; a word nobody has seen weighs nothing, so a page in
another language or of another maker is simply not judged by its words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from cleaner.model.blocks.grid import Floats, Grid

TOKENS = 24  # words of one element's names that count
OPENING = 40  # words of a block that count
SHORT = 8  # words: blocks as short as this have a table of their own, with pairs of words
KINDS = ("article", "documentation", "service", "forum", "product", "listing", "collection")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Token to weight (log-odds of main content); page marks to one weight a kind.

    `heads` weighs a heading's words by what stands under such headings.
    """

    names: Mapping[str, float] = field(default_factory=dict)
    long: Mapping[str, float] = field(default_factory=dict)
    short: Mapping[str, float] = field(default_factory=dict)
    heads: Mapping[str, float] = field(default_factory=dict)
    marks: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def of_elements(self, grid: Grid) -> Floats:
        """The summed weight of each element's own tokens (m)."""
        get = self.names.get
        known: dict[tuple[str, ...], float] = {}
        found = []
        for element in grid.elements:
            tokens = element.tokens
            weight = known.get(tokens)
            if weight is None:
                weight = known[tokens] = sum([get(token, 0.0) for token in tokens[:TOKENS]])
            found.append(weight)
        return np.array(found)

    def of_block(self, tokens: list[str]) -> float:
        """The weight of a block's folded words, scaled by the root of their number."""
        if len(tokens) <= SHORT:
            return _mean(self.short, short_terms(tokens))
        return _mean(self.long, tokens[:OPENING])

    def of_heading(self, tokens: list[str]) -> float:
        """The weight of a heading's words for what stands under it."""
        return _mean(self.heads, short_terms(tokens[:SHORT]))

    def of_page(self, marks: Sequence[str]) -> list[float]:
        """One figure for each of KINDS from the page's marks."""
        total = [0.0] * len(KINDS)
        for mark in marks:
            found = self.marks.get(mark)
            if found is not None:
                total = [a + b for a, b in zip(total, found, strict=True)]
        return total


def short_terms(tokens: list[str]) -> list[str]:
    """What of a short block is looked up: its words, its pairs of words, and the whole of it."""
    if len(tokens) < 2:
        return tokens
    pairs = [f"{a} {b}" for a, b in pairwise(tokens)]
    return [*tokens, *pairs, f"={' '.join(tokens)}"]


def _mean(table: Mapping[str, float], terms: list[str]) -> float:
    get = table.get
    total: float = sum([get(term, 0.0) for term in terms])
    return total / math.sqrt(len(terms)) if terms else 0.0
