"""Copies (RPT): a paragraph cut short, several run together into one block, and paragraphs that a page shows twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cleaner.page.body import body_of
from cleaner.page.kind import page_kinds
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import HTML, TEXT, Example, Finding, rule
from cleaner.rules.repeats import repeated_runs
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Category, Kind, Mode, PageKind, Stage

SHORTEST = 8  # words of a paragraph cut short
MERGED_WORDS, PIECES = 30, 2  # words of a merged block, and paragraphs in it
COVERED = 0.97  # share of a merged block's characters that stood before
SHOWN_WORDS, TWICE = 40, 2  # words in paragraphs of prose that stand so often; steps and terms stand more often
# A run of blocks as long as this is the page's text for another screen, however often and in whatever elements.
RUN_BLOCKS, RUN_WORDS = 6, 120
MAY_BE_POSTS = 0.4  # odds of a forum
RUN_SHARE = 0.15  # of the page's words in prose; the small print that stands under each of its offers is less
NEVER_COPIES = FIXED_KINDS | {Kind.QUOTE}  # an answer quotes what it answers
_DOTS = ("…", "...", "[…]", "[...]", "...»", "…»")


@rule(
    "RPT005",
    "copy-cut-short",
    Category.REPEAT,
    -4.0,
    modes=TEXT,
    fires=(
        Example(
            f"{MONDAY}\n{TUESDAY}\n{MAYOR}\nNobody could say on Tuesday what had been decided...",
            on=("Nobody could say on Tuesday what had been decided...",),
        ),
    ),
    silent=(
        Example(f"{MONDAY}\nNobody knew what to say...\n{TUESDAY}"),
        Example(f"The council met on Monday in the town hall and talked…\n{MONDAY}\n{TUESDAY}"),
    ),
)
def copy_cut_short(page: Page) -> Iterator[Finding]:
    """Finds a line that ends in dots and is, word for word, the beginning of an earlier block.

    Why: a card or a second copy holds the paragraph's first words; the paragraph itself stands before it.
    Example: `The council will pay for two extra guards and for heating, about...`
    Source: own observation; only the earlier, whole one is taken for the original
    """
    prints: list[str] = []
    for block, m in page:
        if m.words >= SHORTEST and block.kind not in FIXED_KINDS and block.text.rstrip(" \"'”").endswith(_DOTS):
            begun = [one for one in prints if one.startswith(m.fingerprint) and len(one) > len(m.fingerprint)]
            if begun:
                yield Finding(block.index, f"the first {m.words} words of an earlier block, cut short")
                continue
        if m.words >= SHORTEST:
            prints.append(m.fingerprint)


@rule(
    "RPT006",
    "paragraphs-merged",
    Category.REPEAT,
    -6.0,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}\n{MONDAY} {TUESDAY} {MAYOR}", on=(f"{MONDAY} {TUESDAY}",)),
        Example(f"{MONDAY} {TUESDAY} {MAYOR}\n{MONDAY}\n{TUESDAY}\n{MAYOR}", on=(TUESDAY, MAYOR)),
    ),
    silent=(Example(f"{MONDAY}\n{TUESDAY}\n{MONDAY} Nobody had read the paper on which all of this was written."),),
)
def paragraphs_merged(page: Page) -> Iterator[Finding]:
    """Finds a block that is several earlier paragraphs run together, and paragraphs that an earlier block held.

    Why: a body saved twice, once without its breaks; the first copy stays.
    Example: five paragraphs, then the same five as one
    Source: own observation on scraped texts
    """
    firsts = [m.tokens[0] if m.tokens else "" for m in page.measures]
    times = Counter(firsts)
    # Most paragraphs begin as no other block does.
    long = [
        i
        for i, m in enumerate(page.measures)
        if m.words >= MERGED_WORDS and times[firsts[i]] > 1 and page.blocks[i].kind not in FIXED_KINDS
    ]
    if not long:
        return
    prints = [m.fingerprint for m in page.measures]
    by_opening: dict[str, list[int]] = {}
    for at, first in enumerate(firsts):
        if first:
            by_opening.setdefault(first, []).append(at)
    for index in long:
        pieces = _pieces(prints, index, by_opening)
        if pieces >= PIECES:
            yield Finding(index, f"{pieces} earlier paragraphs run together")
    for index in long:
        inside = _run_inside(prints, index, by_opening)
        told = sum(page.measures[i].ends_sentence for i in inside)
        if (
            len(inside) >= PIECES
            and told > len(inside) / 2
            and sum(page.measures[i].words for i in inside) >= MERGED_WORDS
        ):
            for at in inside:
                if page.blocks[at].kind not in FIXED_KINDS:
                    yield Finding(at, f"stood inside block {index}")


def _openings(prints: list[str], index: int, by_opening: Mapping[str, list[int]]) -> Iterator[int]:
    """The blocks whose words begin this block's, in order; the block itself among them."""
    whole = prints[index] + " "
    likely = by_opening.get(whole.partition(" ")[0], ())
    return (i for i in likely if whole.startswith(prints[i]) and whole.startswith(" ", len(prints[i])))


def _pieces(prints: list[str], index: int, by_opening: Mapping[str, list[int]]) -> int:
    """How many earlier blocks in a row make up a block's words, or 0."""
    whole = prints[index] + " "
    start = next(_openings(prints, index, by_opening), index)
    if start == index:
        return 0
    done, at, count = 0, start, 0
    while at < index and whole.startswith(prints[at] + " ", done):
        done += len(prints[at]) + 1
        count += 1
        at += 1
        while at < index and not prints[at]:
            at += 1
    return count if done >= COVERED * len(whole) else 0


def _run_inside(prints: list[str], index: int, by_opening: Mapping[str, list[int]]) -> list[int]:
    """The blocks right behind one another, below `index`, that make up its words in order; empty where they do not."""
    whole = prints[index] + " "
    start = next((i for i in _openings(prints, index, by_opening) if i > index), -1)
    if start < 0 or len(prints[start]) + 1 >= len(whole):
        return []
    done, at = 0, start
    found: list[int] = []
    while at < len(prints) and prints[at] and whole.startswith(prints[at] + " ", done):
        done += len(prints[at]) + 1
        found.append(at)
        at += 1
    return found if done >= COVERED * len(whole) else []


@rule(
    "RPT008",
    "shown-twice",
    Category.REPEAT,
    -4.0,
    stage=Stage.CONTEXT,
    modes=HTML,
    silent=(Example(f"<article><p>{MONDAY}</p><p>{TUESDAY}</p><p>{MONDAY}</p></article>", mode=Mode.HTML),),
)
def shown_twice(page: Page) -> Iterator[Finding]:
    """Finds paragraphs that stay twice, in elements of another make: the one outside of the body, or else the later.

    Why: a page holds its text for a wide screen and for a narrow one, or each page of it and all of them. A long run
    of blocks that stood before, word for word, is such a copy in elements of the same make too.
    Example: an introduction above the pictures, and again beside them for phones
    Source: own observation on pages of news magazines, and of site builders that write one variant a screen
    """
    runs = repeated_runs(page)
    if not runs:
        return
    long_runs = _long_runs(page, runs)
    for index, origin in long_runs.items():
        if page.tallies[index].kept and page.tallies[origin].kept:
            yield Finding(index, f"stays as block {origin}, in a run that stood before", final=True)
    kept = {i for i, tally in enumerate(page.tallies) if tally.kept and page.blocks[i].kind not in NEVER_COPIES}
    kept -= long_runs.keys()
    counts = Counter(m.fingerprint for m in page.measures)
    pairs = [
        (origin, index)
        for index, (origin, _) in sorted(runs.items())
        if index in kept
        and origin in kept
        and counts[page.measures[index].fingerprint] == TWICE
        and _tags(page, origin) != _tags(page, index)
    ]
    words = sum(page.measures[index].words for _, index in pairs if page.measures[index].prose)
    if words < SHOWN_WORDS:
        return
    body = body_of(page)
    for origin, index in pairs:
        inside = body is not None and body.first <= index < body.end and not body.first <= origin < body.end
        goes, stays = (origin, index) if inside else (index, origin)
        yield Finding(goes, f"stays as block {stays}", final=True)


def _long_runs(page: Page, runs: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """The blocks of long runs that stood before, each with its first copy."""
    if page_kinds(page)[PageKind.FORUM] >= MAY_BE_POSTS:  # an answer may hold the whole of what it answers
        return {}
    found: dict[int, int] = {}
    least = max(RUN_WORDS, RUN_SHARE * sum(m.words for m in page.measures if m.prose))
    for index, (origin, length) in runs.items():
        if length < RUN_BLOCKS or runs.get(index - 1) == (origin - 1, length):
            continue
        words = sum(m.words for m in page.measures[index : index + length] if m.prose)
        if words >= least:
            found.update((index + step, origin + step) for step in range(length))
    return {at: origin for at, origin in found.items() if page.blocks[at].kind is not Kind.QUOTE}


def _tags(page: Page, index: int) -> list[str]:
    """The tags around a block: sections that are built alike repeat a text by right."""
    return [element.tag for element in page.blocks[index].path]


RULES = (copy_cut_short, paragraphs_merged, shown_twice)
