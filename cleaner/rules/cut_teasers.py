"""Teasers that a list cuts short (REL): a headline, the first words of its article and dots, again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.measure import Measures
from cleaner.page.page import Page, lines_where
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.types import Block, Category

LEAST_WORDS = 8  # of a teaser; a shorter line with dots behind it trails off
HEADLINE_WORDS, ABOVE = 18, 3  # most words of a headline, and lines from it down to its teaser
APART = 6  # most lines from teaser to teaser: dates, authors and buttons stand between
TEASERS, PARAGRAPHS = 3, 3  # fewer teasers may be anything; an article of fewer paragraphs may be the list itself
BEHIND = 0.5  # words behind the list for one before it: more, and it is a part of the text
_DOTS = re.compile(
    r"(?:…|\.\.\.)[\])]?\s?(?:(?:read|continue|learn|more|weiter|mehr|lire|leer|seguir|leggi|continua|ler|lees|läs|les"
    r"|czytaj|więcej|читать|далее|читати|devam|続き|更多|阅读|더)\b[^.!?]{0,25}[»›→>]?)?$",
    re.IGNORECASE,
)
_ENDED = ".!,;:。！，；：।؟"
_LIST = (
    "A Bakery That Is Older Than the State\nThe oven was lit in the year of the flood and has burned on […]\n"
    "Ten Bridges in Ten Days\nMay 3, 2024\nWe walked from the mill to the sea, and on the way we met...\n"
    "Who Owns the Beach?\nThe sand belongs to nobody, says the county, but the people who…"
)


@lines_where
def _cut_lines(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line breaks off in dots, with a button to its article behind them or without one."""
    if m.words < LEAST_WORDS or block.kind in FIXED_KINDS:
        return False
    end = block.text[-40:].rstrip()
    return ("…" in end or "..." in end) and _DOTS.search(end) is not None


@rule(
    "REL003",
    "cut-teasers",
    Category.RELATED,
    -4.0,
    modes=TEXT,
    fires=(
        Example(
            f"{ARTICLE}{MAYOR}\n{_LIST} Read more",
            on=("A Bakery", "The oven", "Ten Bridges", "We walked", "Who Owns", "The sand"),
        ),
        Example(
            f"{ARTICLE}{MAYOR}\n老磨坊重新开门\n经过三年的修缮，河边的老磨坊终于在春天向游客开放……\n谁拥有沙滩\n"
            "县政府说沙子不属于任何人，但是住在那里的人们却认为……\n十天走过十座桥\n我们从磨坊走到海边，一路上遇见了许多老朋友和……",
            on=("老磨坊", "经过", "谁拥有", "县政府", "十天", "我们"),
        ),
    ),
    silent=(
        Example(
            f"{ARTICLE}{MAYOR}\nShe waited for him at the gate until it was night...\nHe did not come.\nShe waited for "
            "him at the mill until the wheel stood still...\nHe did not come.\nShe waited for him at the sea until the "
            "boats were home...\nHe did not come."
        ),
        Example(_LIST),
        Example(f"{ARTICLE}{MAYOR}\n{_LIST}\n{ARTICLE}{MAYOR}"),
    ),
)
def cut_teasers(page: Page) -> Iterator[Finding]:
    """Finds three teasers or more behind an article's paragraphs, each cut short in dots under its headline.

    Why: no author breaks off paragraph after paragraph; lists of other articles do, as long as teasers may be.
    Example: `Who Owns the Beach?` / `The sand belongs to nobody, says the county, but the people who…`
    Source: own observation; 14 of the residue texts hold such a list, and what goes with it is residue in each
    """
    cut = _cut_lines(page)
    run = _teasers_at_end(page, cut)
    if len(run) < TEASERS or len(cut) >= len(run) + TEASERS:
        return
    start, end = run[0][0], run[-1][1]
    before = sum(m.prose for m in page.measures[:start])
    if before < PARAGRAPHS or BEHIND * sum(m.words for m in page.measures[:start]) < sum(
        m.words for m in page.measures[end + 1 :]
    ):
        return
    for index in range(start, end + 1):
        yield Finding(index, f"among {len(run)} teasers cut short under headlines, behind {before} paragraphs")


def _teasers_at_end(page: Page, cut: Sequence[int]) -> list[tuple[int, int]]:
    """The last run of teasers, in order: the line of each one's headline, and the line that breaks off."""
    run: list[tuple[int, int]] = []
    for index in reversed(cut):
        headline = next((at for at in range(index - 1, max(-1, index - 1 - ABOVE), -1) if _is_headline(page, at)), None)
        if headline is None:
            continue
        if run and run[-1][1] - index > APART:
            break
        run.append((headline, index))
    return run[::-1]


def _is_headline(page: Page, index: int) -> bool:
    """Whether a line may be a headline: some words, no sentence, and no teaser."""
    text = page.blocks[index].text.rstrip()
    return 1 < page.measures[index].words <= HEADLINE_WORDS and text[-1] not in _ENDED and _DOTS.search(text) is None


RULES = (cut_teasers,)
