"""Paragraphs that are near copies of an earlier one (RPT002), found by the three-word runs that both share."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line, is_known_absent, note_absence
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.date_lines import says_which
from cleaner.rules.registry import Example, Finding, rule
from cleaner.rules.repeats import LONE, LONG, PARAGRAPH_WORDS, is_speech, long_words
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.subject import is_legal
from cleaner.types import Block, Category, Mode
from cleaner.types.members import ITEM

# Runs are counted that begin with a long word: a third of the runs, at a third of the cost.
NEAR_SHARE = 0.85  # of a paragraph's three-word runs found in one earlier paragraph; 0.8 took similar sections
BESIDE = 0.8  # the same for a copy right behind its first state, which an edit explains best
MOST_NEW = 10  # counted runs that an edited copy has of its own; in a longer one more is said, and would be lost
FEWEST = 4
IN_MANY = 16  # paragraphs; a word that stands in more tells little of which one another repeats
FEW = 100  # paragraphs that are compared one by one
SIMILAR = 2  # so many near copies of one paragraph are a form filled in or a tale's episodes, not copies
EPISODES, OPENING = 3, 3  # paragraphs, none a copy, that open with the same words, and how many words
_DOTS = ("…", "...", "[…]", "[...]")
PARALLEL = 0.7  # share of the runs that makes a paragraph one of these


@rule(
    "RPT002",
    "edited-copy",
    Category.REPEAT,
    -4.0,
    fires=(
        Example(
            "\n".join((MONDAY, TUESDAY, MAYOR, MONDAY.replace("long hours", "hours"))),
            on=("The council met on Monday in the town hall and talked about the old ferry line for three hours",),
        ),
        Example(f"{MONDAY[:-8]}…\n{MONDAY}\n{TUESDAY}", on=("none th…",)),
    ),
    silent=(
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}"),
        Example("\n".join(MONDAY.replace("ferry", one) for one in ("ferry", "bridge", "tunnel"))),
        Example(f"{MONDAY}\n{MONDAY.replace('ferry', 'bus')}\n{MONDAY[:60]} and went home after an hour or two."),
    ),
)
def edited_copy(page: Page) -> Iterator[Finding]:
    """Finds paragraphs that are near copies of an earlier one, word for word but for an edit.

    Why: a page holds an earlier state of the article, or a shortened copy for a card; the first stays. Where figures,
    ordinals or days differ, or a third paragraph is built alike, each says something of its own.
    Example: the same paragraph with one word dropped
    Source: Broder 1997, resemblance of shingled documents; 85 % of the three-word runs that begin with a long word
    """
    if page.mode is not Mode.TEXT or is_known_absent(page, _may_copy_one) or is_legal(page):
        return
    where: dict[tuple[str, str, str], int] = {}
    copies: Counter[int] = Counter()
    found: list[tuple[int, int, float]] = []
    waiting: list[int] = []  # paragraphs whose runs are not in `where` yet: most texts never need them
    heard: set[str] = set()
    shared = _SharedWords()
    every = _anchors(page)
    paragraphs, unrepeated = _paragraphs(page)
    alike = False
    for index in paragraphs:
        anchors, distinct = every[index]
        if len(anchors) < FEWEST:
            continue
        # A copy shares its runs only if it shares the words they begin with.
        may_copy = sum(map(heard.__contains__, anchors)) >= BESIDE * len(anchors)
        runs = _runs(page, index) if may_copy else []
        if runs and _may_copy_one(page, runs, shared.paragraphs_with(anchors)):
            alike = True
            for earlier in waiting:
                for run in _runs(page, earlier):
                    where.setdefault(run, earlier)
            waiting.clear()
            votes = Counter(origin for run in runs if (origin := where.get(run, -1)) >= 0)
            best = min(votes, key=lambda i: (-votes[i], i), default=-1)
            enough = (BESIDE if index - best <= 2 else NEAR_SHARE) * len(runs)
            copies[best] += votes[best] >= PARALLEL * len(runs)
            if best >= 0 and votes[best] >= max(enough, len(runs) - MOST_NEW):
                found.append((index, best, votes[best] / len(runs)))
        waiting.append(index)
        shared.add(index, distinct)
        heard.update(distinct)
    if not alike and unrepeated:
        note_absence(page, _may_copy_one)
    copied = {index for index, _, _ in found}
    last_fresh = max((i for i, m in enumerate(page.measures) if m.prose and i not in copied), default=-1)
    pairs = {(index, origin) for index, origin, _ in found}
    openings = Counter(page.measures[index].tokens[:OPENING] for index in paragraphs) if found else Counter()
    for index, origin, share in found:
        if openings[page.measures[index].tokens[:OPENING]] >= EPISODES:
            continue
        if _is_teaser_of(page, origin, index):
            yield Finding(origin, f"cut short, and {share:.2f} of the runs of block {index} stand in it", weight=-4.0)
            continue
        if copies[origin] < SIMILAR and not is_speech(page.measures[index].folded):
            chained = any((index + by, origin + by) in pairs for by in (-2, -1, 1, 2))
            lone = not chained and index - origin > 2 and index < last_fresh
            lone = lone or distinguishing_words(page, index) != distinguishing_words(page, origin)
            evidence = f"{share:.2f} of its three-word runs stand in block {origin}"
            yield Finding(index, evidence, weight=LONE if lone else -4.0)


def _is_teaser_of(page: Page, earlier: int, later: int) -> bool:
    """Whether an earlier paragraph breaks off in dots and a later one, which ends, begins with the same words."""
    short, whole = page.measures[earlier].tokens, page.measures[later].tokens
    if len(short) < PARAGRAPH_WORDS or not page.blocks[earlier].text.rstrip().endswith(_DOTS):
        return False
    return not page.blocks[later].text.rstrip().endswith(_DOTS) and short[:-1] == whole[: len(short) - 1]


class _SharedWords:
    """In which of some paragraphs each of their long words stands."""

    def __init__(self, few: int = FEW) -> None:
        self._few = few
        self._added: list[tuple[int, frozenset[str]]] = []
        self._paragraphs: dict[str, list[int]] = {}  # by word, where there are many of them
        self._indexed = 0  # how many of those added stand there

    def add(self, index: int, words: frozenset[str]) -> None:
        """Know the words of one more paragraph."""
        self._added.append((index, words))

    def paragraphs_with(self, words: Sequence[str]) -> list[int] | None:
        """The paragraphs that may hold PARALLEL of some words, what stands in many taken for held; None: any may."""
        if len(self._added) <= self._few:
            enough, distinct = PARALLEL * len(words), frozenset(words)
            least = enough - (len(words) - len(distinct))  # distinct ones: what is not held is missed once at least
            likely = [(index, added) for index, added in self._added if len(added & distinct) >= least]
            return [index for index, added in likely if sum(map(added.__contains__, words)) >= enough]
        for index, added in self._added[self._indexed :]:
            for word in added:
                self._paragraphs.setdefault(word, []).append(index)
        self._indexed = len(self._added)
        listed = [self._paragraphs.get(word, ()) for word in words]
        rare = [paragraphs for paragraphs in listed if len(paragraphs) <= IN_MANY]
        needed = PARALLEL * len(words) - (len(listed) - len(rare))
        if needed <= 0:
            return None
        held = Counter(itertools.chain.from_iterable(rare))
        return [index for index, count in held.items() if count >= needed]


def _may_copy_one(page: Page, runs: Sequence[tuple[str, str, str]], paragraphs: Sequence[int] | None) -> bool:
    """Whether one of some paragraphs shares PARALLEL of these runs."""
    enough = PARALLEL * len(runs)
    return paragraphs is None or any(sum(map(set(_runs(page, one)).__contains__, runs)) >= enough for one in paragraphs)


@by_line
def _anchors(page: Page, block: Block, m: Measures) -> tuple[Sequence[str], frozenset[str]]:
    """The long words that a paragraph's three-word runs begin with, and the same each once."""
    if m.words < PARAGRAPH_WORDS:
        return (), frozenset()
    long = long_words(page)[block.index]
    words = long[: len(long) - sum(len(token) >= LONG for token in m.tokens[-2:])]
    return words, frozenset(words)


def distinguishing_words(page: Page, index: int) -> Counter[str]:
    """The figures, ordinals and days of a paragraph: entries of a list and episodes of a tale differ in these alone."""
    return Counter(filter(says_which, page.measures[index].tokens))


def _paragraphs(page: Page) -> tuple[list[int], bool]:
    """The paragraphs that could be an edited copy, exact copies aside, and whether there are none of these."""
    first: dict[str, int] = {}
    every = 0
    for block, m in page:
        if m.words >= PARAGRAPH_WORDS and block.kind not in FIXED_KINDS and block.kind is not ITEM:
            every += 1
            first.setdefault(m.fingerprint, block.index)
    return list(first.values()), len(first) == every


def _runs(page: Page, index: int) -> list[tuple[str, str, str]]:
    """A paragraph's three-word runs that begin with a long word."""
    return [run for run in _all_runs(page, index) if len(run[0]) >= LONG]


def _all_runs(page: Page, index: int) -> Iterator[tuple[str, str, str]]:
    tokens = page.measures[index].tokens
    return zip(tokens, tokens[1:], tokens[2:], strict=False)


RULES = (edited_copy,)
