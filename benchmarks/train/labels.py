"""Labels: which share of each block's words stands in a page's gold text.

The page's words are aligned to the gold's by longest common subsequence, so that a word of a menu that
also stands in the article does not count. A word takes part only where it and its neighbours in the block
stand together somewhere in the gold (three words in a row, or the whole of a shorter block): lone common
words cannot match by accident. What is left of both sides is aligned again, up to ROUNDS times, because
gold and markup differ in order here and there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.scoring import units

RUN = 3  # words in a row
ROUNDS = 3
LIMIT = 60_000  # words of one side; longer pages are aligned up to here


def shares(blocks: Sequence[str], gold: str) -> np.ndarray:
    """For each block's text, the share 0..1 of its words that the alignment finds in the gold."""
    page: list[str] = []
    owner: list[int] = []
    counts = np.zeros(len(blocks))
    target = units(gold)[:LIMIT]
    runs = _runs(target)
    for number, text in enumerate(blocks):
        found = units(text)
        counts[number] = len(found)
        for word, known in zip(found, _known(found, runs), strict=True):
            if known and len(page) < LIMIT:
                page.append(word)
                owner.append(number)
    hits = np.zeros(len(blocks))
    left_page, left_gold = list(range(len(page))), list(range(len(target)))
    for _ in range(ROUNDS):
        pairs = _common([page[i] for i in left_page], [target[j] for j in left_gold])
        if not pairs:
            break
        for i, _j in pairs:
            hits[owner[left_page[i]]] += 1
        used_page, used_gold = {i for i, _ in pairs}, {j for _, j in pairs}
        left_page = [one for i, one in enumerate(left_page) if i not in used_page]
        left_gold = [one for j, one in enumerate(left_gold) if j not in used_gold]
        left_page = _settled(left_page, owner, hits, counts)
    return np.minimum(1.0, hits / np.maximum(1, counts))


def _settled(left: list[int], owner: list[int], hits: np.ndarray, counts: np.ndarray) -> list[int]:
    # A later round may only place blocks that found nothing so far: the rest of a matched block is not a second copy.
    return [i for i in left if hits[owner[i]] < 0.2 * counts[owner[i]]]


def _runs(target: Sequence[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for size in range(1, RUN + 1):
        found.update(tuple(target[i : i + size]) for i in range(len(target) - size + 1))
    return found


def _known(found: Sequence[str], runs: set[tuple[str, ...]]) -> list[bool]:
    size = min(RUN, len(found))
    known = [False] * len(found)
    for i in range(len(found) - size + 1):
        if tuple(found[i : i + size]) in runs:
            known[i : i + size] = [True] * size
    return known


def _common(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """A longest common subsequence as index pairs (bit-parallel, Hyyrö 2004)."""
    places: dict[str, int] = {}
    for i, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << i
    full = (1 << len(one)) - 1
    state, rows = full, []
    for word in other:
        match = places.get(word, 0)
        if match:
            step = state & match
            state = ((state + step) | (state - step)) & full
        rows.append(state)
    pairs = []
    i, j = len(one), len(other)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
        elif j > 1 and not rows[j - 2] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
