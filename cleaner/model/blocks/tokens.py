"""The folded words of a whole page as numbers, so that what asks of every word is asked once a distinct word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from cleaner.model.blocks.grid import Floats, Ints, begins_run

EVERY = 30  # words: of longer blocks one run of three in STEP is looked up
STEP = 3
_NOTHING = ("",)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of n blocks one after another. A block without words has one empty word."""

    distinct: tuple[str, ...]
    number: dict[str, int]  # place in `distinct`
    ids: Ints  # the place of every word
    block: Ints  # the block of every word
    at: Ints  # its place within the block
    start: Ints  # n: the first word of each block
    size: Ints  # n: words of each block, 1 at least

    def sums(self, values: npt.NDArray[np.generic]) -> Floats:
        """For each block the sum of a value a word."""
        return np.add.reduceat(values, self.start, dtype=np.float64)

    def kinds(self) -> Ints:
        """How many distinct words each block has."""
        return self.among(np.arange(len(self.ids)))

    def among(self, places: Ints) -> Ints:
        """How many distinct words each block has at these places."""
        key = self.block[places] * len(self.distinct) + self.ids[places]
        key.sort()
        fresh = key[begins_run(key)]
        return np.bincount(fresh // len(self.distinct), minlength=len(self.size))

    def flags(self, words: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Which of the page's words are among these, by place in the page."""
        known = np.zeros(len(self.distinct), dtype=np.bool_)
        known[[self.number[word] for word in words if word in self.number]] = True
        return known.take(self.ids)

    def trigram_share(self, words: Sequence[str]) -> Floats:
        """For each block the share of its runs of three words that stand in this text."""
        get = self.number.get
        said = np.array([get(word, -1) for word in words])
        runs = np.column_stack([said[:-2], said[1:-1], said[2:]])
        runs = runs[(runs >= 0).all(axis=1)]
        count = np.where(self.size < EVERY, self.size - 2, (self.size - 3) // STEP + 1)
        if not len(runs):
            return np.zeros(len(self.size))
        opens = np.zeros(len(self.distinct), dtype=np.bool_)
        opens[runs[:, 0]] = True
        size = self.size[self.block]
        asked = opens.take(self.ids) & (self.at + 3 <= size) & ((size < EVERY) | (self.at % STEP == 0))
        where = asked.nonzero()[0]
        many = len(self.distinct)
        known = np.sort(_key(runs[:, 0], runs[:, 1], runs[:, 2], many))
        key = _key(self.ids[where], self.ids[where + 1], self.ids[where + 2], many)
        found = known.take(known.searchsorted(key), mode="clip") == key
        return np.bincount(self.block[where[found]], minlength=len(self.size)) / np.maximum(1, count)


def _key(one: Ints, two: Ints, three: Ints, many: int) -> Ints:
    # Below 2**63 for two million distinct words; a page of that many is over the limits before.
    return (one * many + two) * many + three


def tokens(blocks: Sequence[Sequence[str]]) -> Tokens:
    """The words of these blocks."""
    words = list(chain.from_iterable([block or _NOTHING for block in blocks]))
    number = dict.fromkeys(words, 0)
    distinct = tuple(number)
    number.update(zip(distinct, range(len(distinct)), strict=True))
    size = np.maximum(1, [len(block) for block in blocks])
    start = size.cumsum() - size
    ids = np.fromiter(map(number.__getitem__, words), dtype=np.int64, count=len(words))
    block = np.arange(len(size)).repeat(size)
    return Tokens(distinct, number, ids, block, np.arange(len(words)) - start.take(block), start, size)
