"""Paragraphs that stand twice word for word (RPT001): a body saved again, a repeated paragraph."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.subject import is_legal
from cleaner.types import Block, Category, Kind, Mode

LONG = 5  # letters of a word that tells one paragraph from another
WORDS = 8  # shorter lines repeat by right (headings, refrains, speakers)
VERSE_WORDS = 14  # words; verse lines are shorter, and so are their neighbours
RUN, RUN_WORDS = 3, 40  # blocks and words of a repeated run that takes its short lines with it
PARAGRAPH_WORDS = 20  # words; a shorter line that ends no sentence may be a heading, named before in the contents
REFRAIN = 3  # so many equal paragraphs apart from each other are built so: anaphora, a plan's days
# A lone short copy in the middle of a text is a summary, a pull quote or a step told again: in three of four cases
# the annotators of 1,326 scraped texts kept both. Another voice must speak against it too. A whole paragraph saved
# again is what a reader wants gone, wherever it stands.
LONE, LONE_WORDS = -1.5, 25
_SPEECH = re.compile(r"[-–—]\s|[「『“«]|(?:q|a|question|answer|frage|antwort|interviewer|host)\s?\d{0,3}\s?[:.)]\s")


@by_line
def long_words(_: Page, __: Block, m: Measures) -> tuple[str, ...]:
    """The words of a line that have LONG letters or more, in order."""
    return tuple([token for token in m.tokens if len(token) >= LONG])


def is_speech(folded: str) -> bool:
    """Whether a folded line opens as speech does: a dash, a quotation mark, who asks or answers."""
    return _SPEECH.match(folded) is not None


def stands_in_verse(page: Page, index: int) -> bool:
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
        if block.kind in FIXED_KINDS or (length < RUN and is_speech(m.folded)):
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
        if not whole_run and (block.kind is Kind.ITEM or m.words < WORDS or stands_in_verse(page, index)):
            continue
        # A table of contents names a heading first, often a question; its second copy is the heading.
        if not whole_run and m.words < PARAGRAPH_WORDS and (not m.ends_sentence or block.text.rstrip().endswith("?")):
            continue
        around = max(0, index - length), min(index + length, len(page.blocks))
        if whole_run and stands_in_verse(page, index) and long_before[around[0]] == long_before[around[1]]:
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


RULES = (repeated_paragraph,)
