"""What the words of a line are mostly used for, in some forty languages at once, as a sum of log-odds.

The table (data/stems.tsv.gz) holds beginnings of words, pairs of them, and in scripts without spaces runs of two or
three characters, each with the weight a logistic regression gave it: positive ones belong to residue. Beginnings stand
for the forms of a word, and related languages share many: what Czech readers are asked to do, Slovak ones are, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.model.lines import line_purpose
from cleaner.page.page import Page, line_numbers, unknown_places
from cleaner.rules.word_starts import spell

STEM, LONGER = 5, 8  # characters of a word's beginning
LONGEST = 40  # words of a line that is looked up; a longer one is told by its place and shape
NUMBER = "#"  # any figure: no word, and never in the table
# Thai, Lao, Burmese, Khmer, kana and Han, where words are not parted.
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

NAMES = ("said", "said_most", "said_least", "said_share")
Figures = tuple[float, float, float, float]
_NOTHING = (0.0, 0.0, 0.0, 0.0)


def grams(text: str) -> list[str]:
    """What of a line's words is looked up: beginnings, pairs of them, runs of characters; nothing of a long line.

    >>> grams("Subscribe to our newsletter")
    ['subsc', 'to', 'our', 'newsl', 'subscrib', 'newslett', '^ subsc', 'subsc to', 'to our', 'our newsl', 'newsl $']
    >>> grams("関連記事")
    ['関連', '連記', '記事', '関連記', '連記事', '^関連', '記事$']
    """
    single, pairs = _read(text)
    return [*single, *map(" ".join, pairs)]


def _read(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The beginnings and runs of characters of a line, and the pairs of beginnings."""
    words = spell(text).split()
    if len(words) > LONGEST:
        return [], []
    if not text.isascii() and _DENSE.search(text):
        return list(_read_dense(words, text.strip())), []
    stems = [NUMBER if word[0].isdigit() else word[:STEM] for word in words]
    longer = [word[:LONGER] for word in words if len(word) > STEM and not word[0].isdigit()]
    return stems + longer, list(pairwise(("^", *stems, "$"))) if stems else []


def _read_dense(words: list[str], text: str) -> Iterator[str]:
    for word in words:
        if _DENSE.search(word):
            yield from map("".join, pairwise(word))
            yield from (word[at : at + 3] for at in range(len(word) - 2))
        else:
            yield NUMBER if word[0].isdigit() else word[:STEM]
    yield f"^{text[:2]}"
    yield f"{text[-2:]}$"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The weights of grams, and those of pairs once more by their two parts, which spares joining every pair."""

    weights: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]

    @staticmethod
    def of(weights: Mapping[str, float]) -> Table:
        """The table of these weights."""
        parted = ((gram.partition(" "), weight) for gram, weight in weights.items() if " " in gram)
        return Table(weights, {(one, other): weight for (one, _, other), weight in parted})

    def figures(self, text: str) -> Figures:
        """The sum of the weights of a line's grams, the highest and the least of them, the share that is known."""
        single, pairs = _read(text)
        known = list(filter(None, chain(map(self.weights.get, single), map(self.pairs.get, pairs))))
        if not known:
            return _NOTHING
        return sum(known), max(0.0, *known), min(0.0, *known), len(known) / (len(single) + len(pairs))

    def telling(self, text: str, most: int = 3) -> tuple[str, ...]:
        """The grams that speak most for residue, strongest first, as a person reads them."""
        weighed = ((-self.weights.get(gram, 0.0), gram) for gram in grams(text))
        return line_purpose.shown_grams(((figure, gram) for figure, gram in weighed if figure < 0), most)


def said(page: Page, table: Table) -> NDArray[np.float32]:
    """One row a block, columns as in `NAMES`."""
    known: dict[int, Figures] = page.line_facts.setdefault(table, {})
    numbers = line_numbers(page)
    for at in unknown_places(known, numbers):
        known[numbers[at]] = table.figures(page.blocks[at].text)
    return np.array([known[number] for number in numbers], np.float32).reshape(-1, len(NAMES))
