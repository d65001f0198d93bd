"""Text that stands twice (RPT): a body saved again, a repeated paragraph, an edited copy, a deck, a tag line."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, extent, is_list, line_key
from cleaner.rules.bylines import says_which
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.subject import is_legal
from cleaner.types import Block, Category, Kind, Mode

WORDS = 8  # shorter lines repeat by right (headings, refrains, speakers)
VERSE_WORDS = 14  # words; verse lines are shorter, and so are their neighbours
RUN, RUN_WORDS = 3, 40  # blocks and words of a repeated run that takes its short lines with it
NEAR_WORDS = 20
NEAR_SHARE = 0.85  # of a paragraph's three-word runs found in one earlier paragraph; 0.8 took similar sections
BESIDE = 0.8  # the same for a copy right behind its first state, which an edit explains best
ANCHOR = 5  # letters of the first word of a counted run: a third of the runs, at a third of the cost
MOST_NEW = 10  # counted runs that an edited copy has of its own; in a longer one more is said, and would be lost
FEWEST = 4
IN_MANY = 16  # paragraphs; a word that stands in more tells little of which one another repeats
SIMILAR = 2  # so many near copies of one paragraph are a form filled in or a tale's episodes, not copies
PARALLEL = 0.7  # share of the runs that makes a paragraph one of these
MOST_FURNITURE = 3  # copies of a caption or a tag line; a value that stands more often is a field of a list's entries
REFRAIN = 3  # so many equal paragraphs apart from each other are built so: anaphora, a plan's days
FIGURES = 0.2  # share of digits; prices and scores repeat by right
TRIM = 60  # words; a longer block is not looked for inside others
# A lone short copy in the middle of a text is a summary, a pull quote or a step told again: in three of four cases
# the annotators of 1,326 scraped texts kept both. Another voice must speak against it too. A whole paragraph saved
# again is what a reader wants gone, wherever it stands.
LONE, LONE_WORDS = -1.5, 25
# Blocks behind the head in which a deck stands again, and behind itself if it is a whole paragraph: a comment that
# quotes the opening stands further down, and the opening must not go for it.
DECK, BESIDE_DECK = 6, 2
HEAD = 100  # blocks that decks are looked for in, however late the first paragraph comes
PROSE = 3  # paragraphs; with fewer, where the prose ends says little about what stands outside it
_PLAIN = frozenset({Kind.LINE, Kind.HEADING, Kind.QUOTE})
_SPEECH = re.compile(r"[-–—]\s|[「『“«]|(?:q|a|question|answer|frage|antwort|interviewer|host)\s?\d{0,3}\s?[:.)]\s")


def _is_speech(folded: str) -> bool:
    return _SPEECH.match(folded) is not None


def _stands_in_verse(page: Page, index: int) -> bool:
    """Whether a short line stands among short lines, as verse, lyrics and lists do."""
    if page.measures[index].words > VERSE_WORDS:
        return False
    around = page.measures[max(0, index - 2) : index] + page.measures[index + 1 : index + 3]
    return sum(0 < m.words <= VERSE_WORDS for m in around) >= 2


def repeated_runs(page: Page) -> dict[int, tuple[int, int]]:
    """For each block of a run that stood before: (index of the first copy, length of the run in blocks)."""
    first: dict[str, int] = {}
    found: dict[int, tuple[int, int]] = {}
    prints = [m.fingerprint for m in page.measures]
    written = list(filter(None, prints))
    if len(set(written)) == len(written):
        return found
    at = 0
    while at < len(prints):
        origin = first.get(prints[at], -1) if page.measures[at].words >= WORDS else -1
        if origin < 0:
            if prints[at]:
                first.setdefault(prints[at], at)
            at += 1
            continue
        length = 1
        while at + length < len(prints) and origin + length < at and prints[at + length] == prints[origin + length]:
            length += 1
        for step in range(length):
            found[at + step] = (origin + step, length)
        at += length
    return found


@rule(
    "RPT001",
    "repeated-paragraph",
    Category.REPEAT,
    -6.0,
    fires=(
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}\n{MONDAY}", on=(MONDAY,)),
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}\n{MONDAY}\n{TUESDAY}\n{MAYOR}", on=(MONDAY,)),
    ),
    silent=(
        Example(f"{MONDAY}\nAnd the band played on\n{TUESDAY}\nAnd the band played on\n{MAYOR}"),
        Example("\n".join(["O captain, my captain, our fearful trip is done at last", "The ship has weathered"] * 3)),
        Example("Q: What did the council decide on that long Monday night?\n" * 2),
        Example(
            "Part one\nPermission is hereby granted, free of charge, to any person who has a copy of the software.\n"
            "The software comes without warranty of any kind.\nPart two\n"
            "Permission is hereby granted, free of charge, to any person who has a copy of the software.\n"
            "The manual comes without warranty of any kind."
        ),
    ),
)
def repeated_paragraph(page: Page) -> Iterator[Finding]:
    """Finds paragraphs that stood before, alone or in runs, near or far apart; the first copy stays.

    Why: a scraper saved the body twice, or the page repeats itself for another screen. Refrains, speech,
    code, tables and lists repeat by right.
    Example: a text whose last four paragraphs are saved again
    Source: trafilatura #81, #778; Gopher's duplicate-line shares (Rae et al. 2021), here as evidence for a line
    """
    if page.mode is Mode.TEXT and is_legal(page):
        return
    sharp = -6.0 if page.mode is Mode.TEXT else -2.5
    runs = repeated_runs(page)
    if not runs:
        return
    counts = Counter(m.fingerprint for m in page.measures)
    bodies = _with_prose(page, runs)
    fresh = [i for i, m in enumerate(page.measures) if m.prose and i not in runs]
    last_fresh = fresh[-1] if fresh else -1
    # Sums from the start: a body saved a hundred times would be added up again for each of its blocks.
    long_before = [0, *itertools.accumulate(m.words > VERSE_WORDS for m in page.measures)]
    words_before = [0, *itertools.accumulate(m.words for m in page.measures)]
    for index, (origin, length) in runs.items():
        block, m = page.blocks[index], page.measures[index]
        if block.kind in FIXED_KINDS or (length < RUN and _is_speech(m.folded)):
            continue
        if (
            counts[m.fingerprint] >= REFRAIN
            and index - origin > 1
            and (length < RUN or counts[m.fingerprint] > REFRAIN)
            and index not in bodies
        ):
            continue
        run_words = words_before[min(index + length, len(page.blocks))] - words_before[index]
        whole_run = length >= RUN and run_words >= RUN_WORDS
        if not whole_run and (block.kind is Kind.ITEM or m.words < WORDS or _stands_in_verse(page, index)):
            continue
        # A table of contents names a heading first, often a question; its second copy is the heading.
        if not whole_run and m.words < NEAR_WORDS and (not m.ends_sentence or block.text.rstrip().endswith("?")):
            continue
        around = max(0, index - length), min(index + length, len(page.blocks))
        if whole_run and _stands_in_verse(page, index) and long_before[around[0]] == long_before[around[1]]:
            continue
        evidence = f"stood before as block {origin}, in a run of {length}"
        short = page.mode is Mode.TEXT and m.words < LONE_WORDS
        lone = short and length == 1 and index - origin > 2 and index < last_fresh
        yield Finding(index, evidence, weight=LONE if lone else sharp)


def _with_prose(page: Page, runs: Mapping[int, tuple[int, int]]) -> frozenset[int]:
    """The blocks of repeated runs that hold a paragraph: a body saved again, however often."""
    found: set[int] = set()
    for index in sorted(runs):
        origin, length = runs[index]
        if runs.get(index - 1) == (origin - 1, length):
            continue
        if length >= RUN and any(m.prose for m in page.measures[index : index + length]):
            found.update(range(index, index + length))
    return frozenset(found)


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
    ),
    silent=(
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}"),
        Example("\n".join(MONDAY.replace("ferry", one) for one in ("ferry", "bridge", "tunnel"))),
    ),
)
def edited_copy(page: Page) -> Iterator[Finding]:
    """Finds paragraphs that are near copies of an earlier one, word for word but for an edit.

    Why: a page holds an earlier state of the article, or a shortened copy for a card; the first stays. Where figures,
    ordinals or days differ, or a third paragraph is built alike, each says something of its own.
    Example: the same paragraph with one word dropped
    Source: Broder 1997, resemblance of shingled documents; 85 % of the three-word runs that begin with a long word
    """
    if page.mode is not Mode.TEXT or is_legal(page):
        return
    where: dict[tuple[str, str, str], int] = {}
    copies: Counter[int] = Counter()
    found: list[tuple[int, int, float]] = []
    waiting: list[int] = []  # paragraphs whose runs are not in `where` yet: most texts never need them
    heard: set[str] = set()
    shared = _SharedWords()
    every = _anchors(page)
    for index in _paragraphs(page):
        anchors = every[index]
        if len(anchors) < FEWEST:
            continue
        # A copy shares its runs only if it shares the words they begin with.
        may_copy = sum(map(heard.__contains__, anchors)) >= BESIDE * len(anchors)
        runs = _runs(page, index) if may_copy else []
        if runs and _may_copy_one(page, runs, shared.paragraphs_with(anchors)):
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
        shared.add(index, anchors)
        heard.update(anchors)
    copied = {index for index, _, _ in found}
    last_fresh = max((i for i, m in enumerate(page.measures) if m.prose and i not in copied), default=-1)
    pairs = {(index, origin) for index, origin, _ in found}
    for index, origin, share in found:
        if copies[origin] < SIMILAR and not _is_speech(page.measures[index].folded):
            chained = any((index + by, origin + by) in pairs for by in (-2, -1, 1, 2))
            lone = not chained and index - origin > 2 and index < last_fresh
            lone = lone or distinguishing_words(page, index) != distinguishing_words(page, origin)
            evidence = f"{share:.2f} of its three-word runs stand in block {origin}"
            yield Finding(index, evidence, weight=LONE if lone else -4.0)


class _SharedWords:
    """In which of some paragraphs each of their long words stands."""

    def __init__(self) -> None:
        self._added: list[tuple[int, Sequence[str]]] = []  # looked at where somebody asks: of most texts nobody does
        self._paragraphs: dict[str, list[int]] = {}

    def add(self, index: int, words: Sequence[str]) -> None:
        """Know the words of one more paragraph."""
        self._added.append((index, words))

    def paragraphs_with(self, words: Sequence[str]) -> list[int] | None:
        """The paragraphs that may hold PARALLEL of some words, what stands in many taken for held; None: any may."""
        for index, added in self._added:
            for word in set(added):
                self._paragraphs.setdefault(word, []).append(index)
        self._added.clear()
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
def _anchors(_: Page, __: Block, m: Measures) -> tuple[str, ...]:
    """The long words that a paragraph's three-word runs begin with."""
    return tuple([token for token in m.tokens[:-2] if len(token) >= ANCHOR]) if m.words >= NEAR_WORDS else ()


def distinguishing_words(page: Page, index: int) -> Counter[str]:
    """The figures, ordinals and days of a paragraph: entries of a list and episodes of a tale differ in these alone."""
    return Counter(filter(says_which, page.measures[index].tokens))


def _paragraphs(page: Page) -> Iterator[int]:
    """The paragraphs that could be an edited copy, exact copies aside."""
    exact: set[str] = set()
    for block, m in page:
        if m.words >= NEAR_WORDS and block.kind not in FIXED_KINDS and block.kind is not Kind.ITEM:
            if m.fingerprint not in exact:
                yield block.index
            exact.add(m.fingerprint)


def _runs(page: Page, index: int) -> list[tuple[str, str, str]]:
    """A paragraph's three-word runs that begin with a long word."""
    return [run for run in _all_runs(page, index) if len(run[0]) >= ANCHOR]


def _all_runs(page: Page, index: int) -> Iterator[tuple[str, str, str]]:
    tokens = page.measures[index].tokens
    return zip(tokens, tokens[1:], tokens[2:], strict=False)


@rule(
    "RPT003",
    "deck-repeated",
    Category.REPEAT,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            "The council talked about the old ferry line for three long hours\n"
            + MONDAY.replace("met on Monday in the town hall and ", "")
            + "\n"
            + TUESDAY,
            on=("The council talked about the old ferry line for three long hours",),
        ),
    ),
    silent=(Example("A town and its ferry line at odds with the council\n" + MONDAY + "\n" + TUESDAY),),
)
def deck_repeated(page: Page) -> Iterator[Finding]:
    """Finds a line at the head whose words stand, in their order, inside a later paragraph: a deck, a caption.

    Why: the page shows a sentence twice, once large. Pull quotes further down stay: too many are headings.
    Example: a line above the text that is the first sentence of its first paragraph
    Source: own observation; readers' complaints about decks and pull quotes in extracted texts
    """
    where = extent(page)
    top = min(max(2, where.first + 1), HEAD)
    lines = [(b.index, m) for b, m in page if b.index < top and WORDS <= m.words <= TRIM and b.kind in _PLAIN]
    if not lines:
        return
    near = page.measures[: top + DECK + 1]
    joined = "\n".join(f" {m.fingerprint} " for m in near)
    for index, m in lines:
        needle = f" {m.fingerprint} "
        if joined.count(needle) > 1 and not _is_speech(m.folded) and not _stands_in_verse(page, index):
            end = index + BESIDE_DECK if m.prose else top + DECK
            hosts = [
                i
                for i, o in enumerate(near)
                if index < i <= end and o.words > m.words + 2 and needle in f" {o.fingerprint} "
            ]
            if hosts:
                evidence = f"its {m.words} words stand inside block {hosts[0]}"
                yield Finding(index, evidence)


@rule(
    "RPT004",
    "repeated-furniture",
    Category.REPEAT,
    -3.2,
    modes=TEXT,
    fires=(
        Example("Ferry line, harbour news\nFerry line, harbour news\n" + MONDAY + "\n" + TUESDAY, on=("Ferry line",)),
    ),
    silent=(Example(MONDAY + "\nAnd the band played on\n" + TUESDAY + "\nAnd the band played on\n" + MAYOR),),
)
def repeated_furniture(page: Page) -> Iterator[Finding]:
    """Finds short lines that stand twice or more, every time outside the prose.

    Why: captions, tag lines and menu entries repeat at the head or the tail; neither copy is text.
    Example: the same picture caption twice before the first paragraph
    Source: own observation on scraped news texts
    """
    where = extent(page)
    if where.first < 0 or is_list(page):
        return
    places: dict[str, list[int]] = {}
    for block, m in page:
        if not 0 < m.words < WORDS or m.ends_sentence or block.kind in FIXED_KINDS or len(m.fingerprint) <= 2:
            continue
        if m.digit_share < FIGURES and not _is_speech(m.folded):
            places.setdefault(m.fingerprint, []).append(block.index)
    numbered = Counter(line_key(key) for key, indices in places.items() for _ in indices)
    for key, indices in places.items():
        if numbered[line_key(key)] > MOST_FURNITURE:
            continue
        if not 1 < len(indices) <= MOST_FURNITURE or any(where.first < i <= where.last for i in indices):
            continue
        # In a list at the end the same entry may recur by right: there both copies must be neighbours.
        if all(i > where.last for i in indices) and not any(b - a == 1 for a, b in itertools.pairwise(indices)):
            continue
        for index in indices:
            evidence = f"stands {len(indices)} times, each outside the prose"
            yield Finding(index, evidence, weight=-3.2 if where.count >= PROSE else LONE)


RULES = (repeated_paragraph, edited_copy, deck_repeated, repeated_furniture)
