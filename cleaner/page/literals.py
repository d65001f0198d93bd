"""Many literals in many lines: a look at the page's four-byte grams leaves the few that can occur at all.

A page is asked for some thousand literals (words of consent, of praise, of spam, of code), nearly all of them absent.
Searching for each takes longer than all the rules that ask; a table of the grams the page has answers for a whole
list at once, and only what passes is searched for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cleaner.page.page import Page, derived

GRAM = 4  # bytes of UTF-8; shorter literals are always searched for
GRAMS = 4  # of a literal that are looked up
SLOTS = 1 << 16
_STEP = np.uint32(0x9E3779B1)  # Knuth's multiplicative hashing: 2**32 over the golden ratio


def _grams(raw: bytes) -> NDArray[np.uint16]:
    """The slot of each gram of `raw`, in order."""
    held = np.frombuffer(raw, np.uint8).astype(np.uint32)
    if len(held) < GRAM:
        return np.zeros(0, np.uint16)
    packed = held[:-3] | held[1:-2] << 8 | held[2:-1] << 16 | held[3:] << 24
    return np.asarray((packed * _STEP) >> 16, np.uint16)


def _sample(grams: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """At most GRAMS of a literal's grams, from its beginning to its end: more of them tell little more."""
    if len(grams) <= GRAMS:
        return grams
    return grams[np.linspace(0, len(grams) - 1, GRAMS).astype(np.int64)]


@dataclass(frozen=True, slots=True, eq=False)
class Literals:
    """A list of literals and, one row each after the other, the slots of their grams."""

    all: tuple[str, ...]
    slots: NDArray[np.uint16]
    starts: NDArray[np.int64]  # of each literal's slots; a short literal has the slot of nothing
    short: NDArray[np.bool_]


@lru_cache(maxsize=64)
def literals(listed: tuple[str, ...]) -> Literals:
    """A list of literals, ready to be looked for."""
    rows = [_sample(_grams(one.encode("utf-8", "surrogatepass"))) for one in listed]
    short = np.array([not len(row) for row in rows], np.bool_)
    rows = [row if len(row) else np.zeros(1, np.uint16) for row in rows]
    starts = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)[:-1]
    return Literals(listed, np.concatenate(rows) if rows else np.zeros(0, np.uint16), starts, short)


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The folded text of all lines as one, a line feed between two, to be searched at once."""

    text: str
    starts: tuple[int, ...]  # where each line begins in `text`
    lines: frozenset[str]
    present_slots: NDArray[np.bool_] | None  # by slot: whether a gram of the text falls into it; None with `within`
    within: Joined | None  # a text that holds all these lines: what is absent there is absent here
    known: dict[tuple[str, ...], tuple[str, ...]]  # what `present` found

    @staticmethod
    def of(lines: Iterable[str], earlier: Joined | None = None) -> Joined:
        """The text of these lines; `earlier` is one that may hold them all."""
        listed = tuple(lines)
        text = "\n".join(listed)
        starts = tuple(accumulate((len(line) + 1 for line in listed), initial=0))[:-1]
        distinct = frozenset(listed)
        if earlier is not None and distinct <= earlier.lines:
            return Joined(text, starts, distinct, None, earlier, {})
        slots = np.zeros(SLOTS, np.bool_)
        slots[_grams(text.encode("utf-8", "surrogatepass"))] = True
        return Joined(text, starts, distinct, slots, None, {})

    def present(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a list of literals that stand in any line, in the list's order."""
        if listed not in self.known:
            text = self.text
            self.known[listed] = tuple(literal for literal in self._likely(listed) if literal in text)
        return self.known[listed]

    def _likely(self, listed: tuple[str, ...]) -> Iterable[str]:
        """Those of a list of literals that may stand in the text."""
        if self.within is not None:
            return self.within.present(listed)
        if not listed or self.present_slots is None:
            return listed
        wanted = literals(listed)
        likely = np.logical_and.reduceat(self.present_slots[wanted.slots], wanted.starts) | wanted.short
        return (listed[at] for at in np.flatnonzero(likely).tolist())

    def lines_with(self, listed: Iterable[str]) -> list[int]:
        """The lines that hold any of these literals, in order."""
        found: set[int] = set()
        for literal in listed:
            at = self.text.find(literal)
            while at >= 0:
                line = bisect_right(self.starts, at) - 1
                found.add(line)
                following = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
                at = self.text.find(literal, following)
        return sorted(found)


@derived
def joined_text(page: Page) -> Joined:
    """The text of a page's lines."""
    known: dict[str, Joined] = page.line_facts.setdefault(joined_text, {})
    joined = Joined.of((m.folded for m in page.measures), known.get("first"))
    known.setdefault("first", joined)
    return joined
