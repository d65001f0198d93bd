"""Words that a page sets twice to be looked at (RPT): pull quotes, and the counters of slides (SHR)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.rules.samples import MONDAY
from cleaner.types import Block, Category, Mode
from cleaner.types.members import CELL_OR_HEADING, CELL_OR_PRE, PRE

QUOTE_WORDS = range(4, 61)  # of a pull quote; fewer words are in many sentences
REACH = 12  # blocks: it stands near the sentence that it repeats
_SET_APART = frozenset({"aside", "figure"})  # a quote alone may answer another post
_NAMED = frozenset("pullquote pull-quote pull-quotes pullout pull".split())
_EDGES = " \t\"'“”‘’«»„‹›…."
_SLIDE = re.compile(r"(\d{1,3})\s?(?:/|of|von|sur|de|di|из|z|\uff0f)\s?(\d{1,3})", re.IGNORECASE)


@rule(
    "RPT007", "pull-quote", Category.REPEAT, -4.0, modes=HTML,
    fires=(
        Example(
            f"<p>{MONDAY}</p><aside class=pullquote><p>{' '.join(MONDAY.split()[2:9])}</p></aside>",
            on=(" ".join(MONDAY.split()[2:9]),), mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(f"<p>{MONDAY}</p><blockquote><p>Nobody has ever seen a goose as large as that.</p></blockquote>",
                mode=Mode.HTML),
    ),
)  # fmt: skip
def pull_quote(page: Page) -> Iterator[Finding]:
    """Finds a piece of a sentence that is set apart in large type near the sentence itself.

    Why: the words are in the text already, and interrupt it.
    Example: `<aside class="pullquote">more than the yearly budget of the line</aside>`
    Source: users of extraction tools (pull quotes as paragraphs of their own)
    """
    for block, m in page:
        if m.words not in QUOTE_WORDS or not _is_set_apart(block):
            continue
        said = m.folded.strip(_EDGES)
        around = range(max(0, block.index - REACH), min(len(page.blocks), block.index + REACH + 1))
        for other in around:
            sentence = page.measures[other]
            if other != block.index and sentence.words > m.words + 2 and said and said in sentence.folded:
                evidence = f"its words are part of '{page.blocks[other].text[:30]}'"
                yield Finding(block.index, evidence, final=True)
                break


def _is_set_apart(block: Block) -> bool:
    if block.kind is PRE or block.kind in CELL_OR_HEADING:
        return False
    return any(e.tag in _SET_APART or not _NAMED.isdisjoint(e.tokens) for e in block.path[-4:])


@rule(
    "SHR003", "slide-counter", Category.COUNTER, -3.0, modes=HTML,
    fires=(
        Example(f"<p>{MONDAY}</p><p>1/3</p><p>Pier</p><p>2/3</p><p>Quay</p>", on=("1/3", "2/3"), mode=Mode.HTML),
    ),
    silent=(Example(f"<p>{MONDAY}</p><p>3/4</p><p>of them stayed</p>", mode=Mode.HTML),),
)  # fmt: skip
def slide_counter(page: Page) -> Iterator[Finding]:
    """Finds `2/3` alone on a line, where the page counts to that total more than once.

    Why: it tells which picture of a row is shown.
    Example: `1/3` over the caption of the first of three pictures
    Source: users of extraction tools (counters of picture rows in the body)
    """
    found: dict[int, str] = {}
    for block, m in page:
        if 0 < len(m.folded) <= 11 and block.kind not in CELL_OR_PRE:
            counted = _SLIDE.fullmatch(m.folded.strip("() "))
            if counted and 0 < int(counted[1]) <= int(counted[2]):
                found[block.index] = counted[2]
    totals = Counter(found.values())
    for index, total in found.items():
        if totals[total] > 1:
            yield Finding(index, f"one of {totals[total]} lines that count to {total}", final=True)


RULES = (pull_quote, slide_counter)
