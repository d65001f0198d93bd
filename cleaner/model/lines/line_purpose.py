"""What a line's words say, as a sum of log-odds from a readable table; silent in languages it does not know.

The table (data/words.tsv.gz) holds words and pairs of words seen on several domains, each with the weight
a logistic regression gave it: negative ones belong to residue. It was fitted on English texts, so other
languages get `UNKNOWN` throughout and the model falls back on shape, place and repetition, as it was taught to.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.measure import Measures
from cleaner.page.page import Page, line_numbers, unknown_places

NAMES = (
    "say",
    "say_known",
    "say_least",
    "say-2",
    "say-1",
    "say+1",
    "say+2",
    "say_mean_2",
    "say_mean_5",
    "say_after",
    "say_low_before",
)
UNKNOWN = -99.0  # where the language is not the table's: no evidence, not weak evidence
LANGUAGES = frozenset({"en"})
# The texts of the set were saved in one month: its name must not mean more than another's.
_MONTHS = (
    "january february march april june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
_DATED = dict.fromkeys(_MONTHS.split(), "MONTH") | dict.fromkeys(_DAYS.split(), "DAY")
_EDGE = 8  # tokens looked at from either end of a long line
_ALL = 25  # words up to which every token counts


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The weights of grams, and those of pairs once more by their two parts, which spares joining every pair."""

    weights: Mapping[str, float]
    pairs: Mapping[tuple[str, ...], float]

    @staticmethod
    def of(weights: Mapping[str, float]) -> Table:
        """The table of these weights."""
        return Table(weights, {tuple(gram.split(" ")): weight for gram, weight in weights.items() if " " in gram})

    def known_weights(self, m: Measures) -> list[float]:
        """The weights of those grams of a line that the table knows."""
        tokens = m.tokens
        if not tokens:
            return []
        if len(tokens) > _ALL:
            edges = _plain(m, tokens[:_EDGE] + tokens[-_EDGE:])
            pairs = chain(pairwise(("^", *edges[:_EDGE])), pairwise((*edges[_EDGE:], "$")))
            return list(filter(None, chain(map(self.weights.get, edges), map(self.pairs.get, pairs))))
        plain = _plain(m, tokens)
        edged = ("^", *plain, "$")
        known = list(filter(None, chain(map(self.weights.get, plain), map(self.pairs.get, pairwise(edged)))))
        if len(plain) <= 4 and (whole := self.pairs.get(edged)):
            known.append(whole)
        return known


def read_table(packed: bytes) -> dict[str, float]:
    """A table from its file: gram -> its weight."""
    rows = (row.split("\t") for row in gzip.decompress(packed).decode("utf-8").splitlines() if row)
    return {gram: float(weight) for gram, weight in rows}


def table_bytes(weights: Mapping[str, float]) -> bytes:
    """A table's file, one `gram TAB weight` a line in order of the grams; equal bytes for equal tables."""
    rows = "".join(f"{gram}\t{weight:.2f}\n" for gram, weight in sorted(weights.items()))
    return gzip.compress(rows.encode("utf-8"), mtime=0)


def grams(m: Measures) -> list[str]:
    """The words and pairs of one line; figures as `#`, the edges marked by `^` and `$`.

    Long lines give their first and last eight words only: their middle is about the subject.
    """
    tokens = m.tokens
    if not tokens:
        return []
    if len(tokens) > _ALL:
        head, tail = _plain(m, tokens[:_EDGE]), _plain(m, tokens[-_EDGE:])
        found = head + tail + list(map(" ".join, pairwise(head)))
        found += map(" ".join, pairwise(tail))
        return [*found, "^ " + head[0], tail[-1] + " $"]
    plain = _plain(m, tokens)
    found = plain + list(map(" ".join, pairwise(plain)))
    found += ("^ " + plain[0], plain[-1] + " $")
    if len(plain) <= 4:
        found.append("^ " + " ".join(plain) + " $")
    return found


def _plain(m: Measures, tokens: Sequence[str]) -> list[str]:
    plain = list(map(_DATED.get, tokens, tokens))
    # Compatibility forms of figures are digits only once they are folded: a line beyond ASCII may hold some.
    if m.digit_share or not m.folded.isascii():
        plain = ["#" if token[0].isdigit() else token for token in plain]
    return plain


def features(page: Page, table: Table) -> NDArray[np.float32]:
    """One row a block, columns as in `NAMES`: the line's own sum (log-odds), its neighbours', the means around."""
    count = len(page.blocks)
    if page.language not in LANGUAGES or not count:
        return np.full((count, len(NAMES)), UNKNOWN, np.float32)
    known: dict[int, tuple[float, float, float]] = page.line_facts.setdefault((table, page.language), {})
    numbers = line_numbers(page)
    for at in unknown_places(known, numbers):
        known[numbers[at]] = _own_figures(page.measures[at], table)
    return with_neighbours(np.array([known[number] for number in numbers], np.float32))


def _own_figures(m: Measures, table: Table) -> tuple[float, float, float]:
    """The sum of the weights of a line's grams, the share of its words that the table knows, the least weight."""
    found = table.known_weights(m)
    return (sum(found), len(found) / max(1, min(m.words, _ALL)), min(found)) if found else (0.0, 0.0, 0.0)


def with_neighbours(own: NDArray[np.float32]) -> NDArray[np.float32]:
    """The full rows from each line's own three figures."""
    say = np.clip(own[:, 0], -12, 12)
    count = len(say)
    padded = np.concatenate(([0, 0], say, [0, 0]))
    sums = np.concatenate(([0.0], np.cumsum(say, dtype=np.float64)))
    at = np.arange(count)
    means = []
    for reach in (2, 5):
        low, high = np.maximum(0, at - reach), np.minimum(count, at + reach + 1)
        means.append((sums[high] - sums[low]) / (high - low))
    after = (sums[-1] - sums[1:]) / np.maximum(1, count - 1 - at)
    near = [padded[2 + by : 2 + by + count] for by in (-2, -1, 1, 2)]
    lowest = np.minimum.accumulate(np.concatenate(([0.0], say)))[:-1]  # "Comments" speaks about all below it
    return np.array((say, own[:, 1], own[:, 2], *near, *means, after, lowest), np.float32).T


def grams_against(m: Measures, weights: Mapping[str, float], most: int = 2, least: float = -0.5) -> tuple[str, ...]:
    """The grams of a line that speak most against it, strongest first, as a person reads them."""
    return shown_grams(((weights[g], g) for g in grams(m) if weights.get(g, 0.0) <= least), most)


def shown_grams(found: Iterable[tuple[float, str]], most: int) -> tuple[str, ...]:
    """The first of some grams by their figures, without the marks of edges; none that holds another or is in one."""
    shown: list[str] = []
    for _, gram in sorted(set(found)):
        plain = gram.strip("^$ ")
        if not any(plain in one or one in plain for one in shown):
            shown.append(plain)
    return tuple(shown[:most])
