"""trafilatura's opinion as one voter: its output is aligned to our blocks, in order.

Its text is another segmentation of the same page. A bag of shared shingles would re-admit teasers that
repeat the headline, so blocks are matched in order: long blocks that occur once in its output anchor the
alignment (longest increasing subsequence), the others are looked up between their neighbouring anchors.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.measure import fold
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Finding, rule
from cleaner.types import Category, Stage

ANCHOR = 25  # folded characters: shorter blocks repeat by chance
COVERED = 0.6  # share of a long block's shingles found in its gap that counts as kept
DEEP = 60  # elements in a path; ordinary pages stay under 50
TAGS = 30_000  # start and end tags; the largest of 2,348 real pages has 10,112 elements
_DOCTYPE = re.compile(r"<!doctype[^>]{0,4000}>?", re.IGNORECASE)
_WORD = re.compile(r"\w+")
KEPT, DROPPED = 2.5, -2.5


@rule("TRF001", "extractor-vote", Category.BOILERPLATE, -2.5, stage=Stage.CONSULT, modes=HTML)
def extractor_vote(page: Page) -> Iterator[Finding]:
    """Finds blocks that trafilatura keeps or leaves out.

    Why: its long-calibrated cascade is an independent opinion on which part of a page is the main content.
    Example: a paragraph of the article is in its output; a footer line is not.
    Source: Barbaresi 2021, ACL demo, https://aclanthology.org/2021.acl-demo.15/
    """
    if not _is_within_limits(page):
        return
    text = extract(page.source, page.url)
    if text is None:
        return
    votes = align([m.fingerprint for m in page.measures], text)
    if all(votes):
        return  # its last resort is the whole page: that says nothing of any block
    for block, kept in zip(page.blocks, votes, strict=True):
        if kept:
            yield Finding(block.index, "trafilatura keeps it", weight=KEPT, category=Category.MAIN_CONTENT)
        else:
            yield Finding(block.index, "trafilatura leaves it out", weight=DROPPED)


def _is_within_limits(page: Page) -> bool:
    """Whether trafilatura can be asked.

    lxml drops what is nested deeper than 253 without a word, and trafilatura's passes take n squared on
    siblings (50,000 spans 43 s).
    """
    deep = any(len(block.path) >= DEEP for block in page.blocks)
    return not deep and page.source.count("<") <= TAGS


def extract(source: str, url: str | None) -> str | None:
    """Trafilatura's text of a page, or None where it finds nothing or fails.

    The doctype is cut first: its pattern for it takes n squared on slashes. Its own deduplication is never
    used: it keeps state for the whole process.
    """
    import trafilatura  # noqa: PLC0415 - a quarter second that texts and `cleaner --help` need not pay

    body = _DOCTYPE.sub("", source[:5_000], count=1) + source[5_000:]
    try:
        return trafilatura.extract(
            body,
            url=url,
            fast=True,  # its comparison with other extractors takes a third of its time and bought nothing here
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001 - a foreign parser on hostile bytes: no opinion is an opinion
        return None


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
            start, votes[index] = _look(fingerprints[index], haystack, start, limit + 1)
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
    return _increasing(found)


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence with increasing places (patience sorting, n log n)."""
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


def _look(one: str, haystack: str, start: int, limit: int) -> tuple[int, bool]:
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


RULES = (extractor_vote,)
