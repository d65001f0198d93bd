"""Many literals in many lines: a look at the page's grams leaves the few that can occur at all.

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

# Bytes of UTF-8 that make a gram. A literal is looked up by its longest: four bytes are a piece of a common word,
# eight are mostly of two. Shorter literals are always searched for.
WIDTHS = (3, 4, 8)
GRAMS = 4  # of a literal that are looked up, from its beginning to its end: more of them tell little more
SLOTS = 1 << 16  # for the grams of each width
_ALWAYS = len(WIDTHS) * SLOTS  # the slot of what is searched for whatever the text
_STEP = np.uint32(0x9E3779B1)  # Knuth's multiplicative hashing: 2**32 over the golden ratio
_FIRST_THREE = np.uint32(0xFFFFFF)

Slots = NDArray[np.uint32]


def _grams(raw: bytes) -> tuple[Slots, ...]:
    """The slots of the grams of `raw`, three bytes or more, in order, for each of `WIDTHS`."""
    held = np.frombuffer(raw + b"\0", np.uint8).astype(np.uint32)
    packed = held[:-3] | held[1:-2] << 8 | held[2:-1] << 16 | held[3:] << 24
    by_width = (packed & _FIRST_THREE, packed[:-1], packed[:-5] * _STEP ^ packed[4:-1])
    return tuple([np.asarray((grams * _STEP >> 16) + at * SLOTS, np.uint32) for at, grams in enumerate(by_width)])


def _sample(raw: bytes) -> list[int]:
    """The slots by which a literal is looked up, `GRAMS` of them, those of its longest grams first."""
    if len(raw) < WIDTHS[0]:
        return [_ALWAYS] * GRAMS
    found: list[int] = []
    for grams in reversed(_grams(raw)):
        left = GRAMS - len(found)
        places = range(len(grams)) if len(grams) <= left else np.linspace(0, len(grams) - 1, left).astype(int).tolist()
        found += (int(grams[at]) for at in places)
    return (found * GRAMS)[:GRAMS]


@lru_cache(maxsize=64)
def _slots(listed: tuple[str, ...]) -> NDArray[np.int64]:
    """The slots by which a list of literals is looked up, a column a literal."""
    return np.array([_sample(one.encode("utf-8", "surrogatepass")) for one in listed], np.int64).T.copy()


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
        slots = np.zeros(_ALWAYS + 1, np.bool_)
        slots[np.concatenate((*_grams(text.encode("utf-8", "surrogatepass")), (_ALWAYS,)))] = True
        return Joined(text, starts, distinct, slots, None, {})

    def present(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a list of literals that stand in any line, in the list's order."""
        found = self.known.get(listed)  # asked once: to hash a list of hundreds takes longer than to look it up
        if found is None:
            text = self.text
            found = self.known[listed] = tuple([literal for literal in self._likely(listed) if literal in text])
        return found

    def _likely(self, listed: tuple[str, ...]) -> Iterable[str]:
        """Those of a list of literals that may stand in the text."""
        if self.within is not None:
            return self.within.present(listed)
        if not listed or self.present_slots is None:
            return listed
        likely = np.logical_and.reduce(self.present_slots[_slots(listed)])
        return [listed[at] for at in likely.nonzero()[0].tolist()]

    def lines_with(self, listed: Iterable[str]) -> list[int]:
        """The lines that hold any of these literals, in order."""
        found: set[int] = set()
        for literal in filter(None, listed):
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
