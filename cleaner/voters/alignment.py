"""Which blocks of a page stand in another segmentation of it: matched in order.

A bag of shared shingles would let in teasers that repeat the headline. Long blocks that occur once in the other text
anchor the alignment (longest increasing subsequence), the others are looked up between their neighbouring anchors.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from cleaner.measure import fold

ANCHOR = 25  # folded characters: shorter blocks repeat by chance
COVERED = 0.6  # share of a long block's shingles found in its gap that counts as kept
_WORD = re.compile(r"\w+")


def align(fingerprints: Sequence[str], text: str) -> list[bool]:
    """For each block, whether its words stand in `text` at a place in keeping with the order."""
    haystack = f" {' '.join(_WORD.findall(fold(text)))} "
    anchors = _anchors(fingerprints, haystack)
    votes = [False] * len(fingerprints)
    for index, _ in anchors:
        votes[index] = True
    bounds = [(-1, 0), *anchors, (len(fingerprints), len(haystack))]
    for (before, at), (after, limit) in pairwise(bounds):
        start = at + len(fingerprints[before]) if before >= 0 else at
        for index in range(before + 1, after):
            start, votes[index] = _find_between(fingerprints[index], haystack, start, limit + 1)
    return votes


def _anchors(fingerprints: Sequence[str], haystack: str) -> list[tuple[int, int]]:
    """(block, place) of long blocks that occur once on both sides, in increasing order of place."""
    seen: dict[str, int] = {}
    for one in fingerprints:
        seen[one] = seen.get(one, 0) + 1
    found = []
    for index, one in enumerate(fingerprints):
        if len(one) < ANCHOR or seen[one] > 1:
            continue
        needle = f" {one} "
        place = haystack.find(needle)
        if place >= 0 and haystack.find(needle, place + 1) < 0:
            found.append((index, place))
    return longest_increasing(found)


def longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in the order of their first numbers the most whose second ones increase too: n log n."""
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tops, place)
        back.append(ends[at - 1] if at else -1)
        if at == len(tops):
            tops.append(place)
            ends.append(number)
        else:
            tops[at] = place
            ends[at] = number
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = back[number]
    return chain[::-1]


def _find_between(one: str, haystack: str, start: int, limit: int) -> tuple[int, bool]:
    """Find a block between two places; gives where to go on and whether it is there."""
    if not one or limit <= start:
        return start, False
    place = haystack.find(f" {one} ", start, limit)
    if place >= 0:
        return place + len(one), True
    words = one.split(" ")
    if len(words) < 8:
        return start, False
    runs = [f" {' '.join(words[i : i + 4])} " for i in range(0, len(words) - 3, 4)]
    hits = sum(1 for run in runs if haystack.find(run, start, limit) >= 0)
    return start, hits >= COVERED * len(runs)
