"""Two bodies compared: by paragraphs first, then by words within paragraphs that took each other's place. Pure.

Paragraphs that stand once in both and in one order are anchors (patience diff); what lies between two anchors is small
and compared by the standard library. So hostile texts of many equal paragraphs cost no more than others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cleaner.voters.alignment import longest_increasing

MAX_PARAGRAPHS = 20_000  # of a body; what follows is not compared
GAP = 200  # paragraphs between anchors that are compared one by one; more are taken as gone and come
WORDS = 600  # words of two paragraphs that are compared word by word
ALIKE = 0.4  # share of words that two paragraphs have in common, from which on one is a change of the other
CONTEXT = 1  # equal paragraphs shown around a change
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that stayed, went, came or changed, in pieces ("same", "gone", "new"); or `skipped` equal ones."""

    kind: str
    pieces: tuple[tuple[str, str], ...] = ()
    skipped: int = 0


def compare(before: str, after: str) -> list[Change]:
    """The changes from one body to another, equal paragraphs far from any of them folded into one."""
    old, new = _paragraphs(before), _paragraphs(after)
    return list(_fold_equal(_changes(old, new)))


def _paragraphs(body: str) -> list[str]:
    return [part for part in body.split("\n\n") if part][:MAX_PARAGRAPHS]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    at, to = 0, 0
    for one, other in [*_anchors(old, new), (len(old), len(new))]:
        yield from _gap(old[at:one], new[to:other])
        if one < len(old):
            yield Change("same", ((old[one], "same"),))
        at, to = one + 1, other + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal paragraphs that stand once on either side, the longest run of them that rises on both."""
    once = {text for text, count in Counter(old).items() if count == 1}
    places = {text: i for i, text in enumerate(new) if text in once}
    single = Counter(text for text in new if text in once)
    pairs = [(i, places[text]) for i, text in enumerate(old) if single.get(text) == 1]
    return longest_increasing(pairs)


def _gap(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    if not old or not new or len(old) + len(new) > GAP:
        yield from (Change("gone", ((text, "gone"),)) for text in old)
        yield from (Change("new", ((text, "new"),)) for text in new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Change("same", ((text, "same"),)) for text in old[a:b])
            continue
        paired = min(b - a, d - c)
        for one, other in zip(old[a : a + paired], new[c : c + paired], strict=True):
            yield from _diff_words(one, other)
        yield from (Change("gone", ((text, "gone"),)) for text in old[a + paired : b])
        yield from (Change("new", ((text, "new"),)) for text in new[c + paired : d])


def _diff_words(one: str, other: str) -> Iterator[Change]:
    before, after = _TOKEN.findall(one), _TOKEN.findall(other)
    if len(before) + len(after) > 4 * WORDS or not _alike(before, after):
        yield Change("gone", ((one, "gone"),))
        yield Change("new", ((other, "new"),))
        return
    pieces: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("".join(before[a:b]), "same"))
            continue
        pieces += [("".join(before[a:b]), "gone")] * (b > a) + [("".join(after[c:d]), "new")] * (d > c)
    yield Change("changed", tuple(pieces))


def _alike(before: Sequence[str], after: Sequence[str]) -> bool:
    words = [token for token in before if token[0].isalnum()], [token for token in after if token[0].isalnum()]
    return SequenceMatcher(None, *words, autojunk=False).ratio() >= ALIKE


def _fold_equal(changes: Iterator[Change]) -> Iterator[Change]:
    """The changes with long runs of equal paragraphs cut to those beside a change."""
    run: list[Change] = []
    begun = False
    for change in changes:
        if change.kind == "same":
            run.append(change)
            continue
        yield from _shorten_run(run, before=begun, after=True)
        run, begun = [], True
        yield change
    yield from _shorten_run(run, before=begun, after=False)


def _shorten_run(run: list[Change], *, before: bool, after: bool) -> Iterator[Change]:
    head, tail = CONTEXT * before, CONTEXT * after
    if len(run) <= head + tail + 1:
        yield from run
        return
    yield from run[:head]
    yield Change("skip", skipped=len(run) - head - tail)
    yield from run[len(run) - tail :]
