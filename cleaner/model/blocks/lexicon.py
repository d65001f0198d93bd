"""Learned weights of words: of class, id and role tokens, of the blocks' own words, of headings, of page marks.

Each table is a linear model fitted by logistic regression; a word nobody has seen weighs nothing, so a page in
another language or of another maker is simply not judged by its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import numpy as np

from cleaner.model.blocks.grid import Floats, Grid, Ints
from cleaner.model.blocks.tokens import Tokens

TOKENS = 24  # words of one element's names that count
OPENING = 40  # words of a block that count
SHORT = 8  # words: blocks as short as this have a table of their own, with pairs of words
KINDS = ("article", "documentation", "service", "forum", "product", "listing", "collection")


def short_terms(tokens: list[str]) -> list[str]:
    """What of a short block is looked up: its words, its pairs of words, and the whole of it."""
    if len(tokens) < 2:
        return tokens
    pairs = [f"{a} {b}" for a, b in pairwise(tokens)]
    return [*tokens, *pairs, f"={' '.join(tokens)}"]


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A table of short terms taken apart: words and pairs by the numbers of their words, whole blocks by their text."""

    single: Floats  # by a word's number in the vocabulary
    pairs: Ints  # sorted keys: first word's number times the size of the vocabulary plus the second's
    pair: Floats  # their weights
    opens: Floats  # by a word's number: 1 where it opens a pair
    whole: Mapping[str, float]


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
    vocabulary: Mapping[str, int] = field(init=False, repr=False)  # word to number; 0 is any other word
    _long: Floats = field(init=False, repr=False)
    _short: Terms = field(init=False, repr=False)
    _heads: Terms = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Take the tables apart into arrays, once a lexicon."""
        words = {word for table in (self.long, *map(_apart, (self.short, self.heads))) for word in table}
        vocabulary = {word: number for number, word in enumerate(sorted(words), 1)}
        long = np.zeros(len(vocabulary) + 1)
        long[[vocabulary[word] for word in self.long]] = list(self.long.values())
        object.__setattr__(self, "vocabulary", vocabulary)
        object.__setattr__(self, "_long", long)
        object.__setattr__(self, "_short", _terms(self.short, vocabulary))
        object.__setattr__(self, "_heads", _terms(self.heads, vocabulary))

    def of_elements(self, grid: Grid) -> Floats:
        """The summed weight of each element's own tokens (m)."""
        table = self.names
        known = {token: table[token] for token in grid.tokens if token in table}
        found = [sum([known[token] for token in tokens[:TOKENS] if token in known]) for tokens in grid.names]
        return np.array(found, dtype=np.float64).take(grid.name)

    def numbers(self, tokens: Tokens) -> Ints:
        """The number in the vocabulary of every word of a page."""
        known = np.fromiter(map(self.vocabulary.get, tokens.distinct, repeat(0)), np.int64, len(tokens.distinct))
        return known.take(tokens.ids)

    def of_blocks(self, tokens: Tokens, numbers: Ints, prints: Sequence[str]) -> Floats:
        """The weight of each block's words, scaled by the root of their number."""
        short = tokens.size <= SHORT
        opening = np.where(tokens.at < OPENING, self._long.take(numbers), 0.0)
        long = tokens.sums(opening) / np.sqrt(np.minimum(OPENING, tokens.size))
        found: Floats = np.where(short, 0.0, long)
        places = short.nonzero()[0]
        found[places] = self._mean_weights(self._short, tokens, numbers, places, [prints[at] for at in places.tolist()])
        return found

    def of_headings(self, tokens: Tokens, numbers: Ints, prints: Sequence[str], places: Ints) -> Floats:
        """The weight of the words of the headings at these places, for what stands under them."""
        wholes = [" ".join(prints[at].split(" ", SHORT)[:SHORT]) for at in places.tolist()]
        return self._mean_weights(self._heads, tokens, numbers, places, wholes)

    def _mean_weights(self, table: Terms, tokens: Tokens, numbers: Ints, places: Ints, wholes: Sequence[str]) -> Floats:
        """The mean weight of the short terms of the blocks at these places."""
        size = np.minimum(SHORT, tokens.size.take(places))
        many = int(size.sum())
        if not many:
            return np.zeros(0)
        start = size.cumsum() - size
        at = np.arange(many) + (tokens.start.take(places) - start).repeat(size)
        word = numbers.take(at)
        weight = table.single.take(word)
        opens = table.opens.take(word) > 0
        opens[start + size - 1] = False
        first = opens.nonzero()[0]
        if len(first) and len(table.pairs):
            key = word[first] * len(table.single) + word[first + 1]
            near = table.pairs.searchsorted(key)
            weight[first] += np.where(table.pairs.take(near, mode="clip") == key, table.pair.take(near, mode="clip"), 0)
        total = np.add.reduceat(weight, start)
        whole = np.fromiter(map(table.whole.get, wholes, repeat(0.0)), np.float64, len(wholes))
        total += np.where(size > 1, whole, 0.0)
        return np.asarray(total / np.sqrt(np.where(size > 1, 2 * size, 1)))

    def of_page(self, marks: Sequence[str]) -> list[float]:
        """One figure for each of KINDS from the page's marks."""
        total = [0.0] * len(KINDS)
        for mark in marks:
            found = self.marks.get(mark)
            if found is not None:
                total = [a + b for a, b in zip(total, found, strict=True)]
        return total


def _apart(table: Mapping[str, float]) -> set[str]:
    """The words of a table's single terms and pairs."""
    return {word for term in table if not term.startswith("=") for word in term.split(" ")}


def _terms(table: Mapping[str, float], vocabulary: Mapping[str, int]) -> Terms:
    many = len(vocabulary) + 1
    single, opens = np.zeros(many), np.zeros(many)
    pairs: dict[int, float] = {}
    whole: dict[str, float] = {}
    for term, weight in table.items():
        words = term.split(" ")
        if term.startswith("="):
            whole[term[1:]] = weight
        elif len(words) == 1:
            single[vocabulary[term]] = weight
        else:
            one, two = (vocabulary[word] for word in words)
            pairs[one * many + two] = weight
            opens[one] = 1.0
    keys = sorted(pairs)
    return Terms(single, np.array(keys, dtype=np.int64), np.array([pairs[key] for key in keys]), opens, whole)
