"""Learned weights of words: of class, id and role tokens, of the blocks' own words, of page marks.

Each is a linear model fitted by logistic regression; a word nobody has seen weighs nothing, so a page in
another language or of another maker is simply not judged by its words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cleaner.model.blocks.grid import Floats, Grid

TOKENS = 24  # words of one element's names that count
OPENING = 40  # words of a block that count
SHORT = 5  # words: a block as short as this is also looked up whole
KINDS = ("article", "documentation", "service", "forum", "product", "listing", "collection")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Token to weight (log-odds of main content), for elements, blocks; page marks to one weight a kind."""

    names: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
    marks: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def of_elements(self, grid: Grid) -> Floats:
        """The summed weight of each element's own tokens (m)."""
        get = self.names.get
        return np.array([sum(get(token, 0.0) for token in e.tokens[:TOKENS]) for e in grid.elements])

    def of_block(self, fingerprint: str) -> float:
        """The weight of a block's words, scaled by the root of their number."""
        get = self.words.get
        terms = block_terms(fingerprint)
        total: float = sum(get(term, 0.0) for term in terms)
        return total / math.sqrt(max(1, len(terms)))

    def of_page(self, marks: Sequence[str]) -> list[float]:
        """One figure for each of KINDS from the page's marks."""
        total = [0.0] * len(KINDS)
        for mark in marks:
            found = self.marks.get(mark)
            if found is not None:
                total = [a + b for a, b in zip(total, found, strict=True)]
        return total


def block_terms(fingerprint: str) -> list[str]:
    """What of a block's folded words is looked up: the first OPENING words, and short blocks whole."""
    found = fingerprint.split(" ", OPENING)[:OPENING]
    if 1 < len(found) <= SHORT:
        found.append(fingerprint)
    return found
