"""Copies that changed on the way (RPT): a paragraph cut short, and several paragraphs run together into one block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Category

SHORTEST = 8  # words of a paragraph cut short
MERGED_WORDS, PIECES = 30, 2  # words of a merged block, and paragraphs in it
COVERED = 0.97  # share of a merged block's characters that stood before
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
    prints = [m.fingerprint for m in page.measures]
    long = [
        i for i, m in enumerate(page.measures) if m.words >= MERGED_WORDS and page.blocks[i].kind not in FIXED_KINDS
    ]
    by_opening: dict[str, list[int]] = {}
    for at, one in enumerate(prints if long else ()):
        if one:
            by_opening.setdefault(one.partition(" ")[0], []).append(at)
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
    return (i for i in by_opening.get(whole.partition(" ")[0], ()) if whole.startswith(prints[i] + " "))


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


RULES = (copy_cut_short, paragraphs_merged)
