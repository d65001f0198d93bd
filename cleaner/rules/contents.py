"""Tables of contents (TOC): a run of lines that come again, in their order, as the headings of the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, lines_without_numbers
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Category, Stage

ENTRY_CHARS = 4  # of an entry's name, at least
HEADING_WORDS = 8  # of a heading that ends with a full stop
RUN = 5  # entries; on 1,578 residue texts 87 % of the words of such runs are residue, of runs of three 80 %
IN_ORDER = 0.9  # share of the entries whose heading stands behind the heading of the entry before
SPREAD = 2  # blocks from heading to heading, in the mean: a list saved twice has none between
PROSE = 2  # paragraphs between the first heading and the last

_TOWNS = ("The quay walls", "The warehouses", "The ferry line", "The fish market", "The old light")
_TEXT = "\n".join(f"{town}\n{MONDAY if at % 2 else TUESDAY}" for at, town in enumerate(_TOWNS))


@rule(
    "TOC001",
    "contents-list",
    Category.NAVIGATION,
    -2.8,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            MAYOR + "\n" + "\n".join(f"{n}. {town}" for n, town in enumerate(_TOWNS, 1)) + "\n" + _TEXT,
            on=("1. The quay", "5. The old"),
        ),
    ),
    silent=(
        Example(MAYOR + "\n" + "\n".join(_TOWNS) + "\n" + "\n".join(_TOWNS)),
        Example("\n".join(_TOWNS[:3]) + "\n" + _TEXT),
    ),
)
def contents_list(page: Page) -> Iterator[Finding]:
    """Finds five or more lines in a row that stand again further down, in their order, with prose between.

    Why: they are links to the headings, and the headings stay. Numbers before the entries do not matter.
    Example: `1. The quay walls` / `2. The warehouses` / ... above sections with these names
    Source: own observation on scraped blogs and guides, whose themes put such a list over the text
    """
    again = _last_repetitions(page)
    run: list[int] = []
    for index in range(len(page.blocks) + 1):
        if index in again:
            run.append(index)
            continue
        if len(run) >= RUN and _heads_sections(page, [again[i] for i in run], run[-1]):
            for entry in run:
                evidence = f"one of {len(run)} lines in a row that stand again, in order, as headings"
                yield Finding(entry, evidence)
        run = []


def _last_repetitions(page: Page) -> dict[int, int]:
    """For each short line, its number aside, that stands again below its neighbour: the last place where it does."""
    bare = lines_without_numbers(page)
    last: dict[str, int] = {}
    keys: list[str] = []
    for index, (block, m) in enumerate(page):
        # A heading is no sentence of many words: terms and refrains come again as well.
        told = (
            m.ends_sentence
            and m.words > HEADING_WORDS
            and block.text[0].isalpha()
            and block.text.rstrip()[-1] not in "?!？！"
        )
        key = bare[index] if m.words and block.kind not in FIXED_KINDS and not told else ""
        keys.append(key if len(key) >= ENTRY_CHARS else "")
        if keys[-1]:
            last[keys[-1]] = index
    return {index: last[key] for index, key in enumerate(keys) if key and last[key] > index + 1}


def _heads_sections(page: Page, places: list[int], end: int) -> bool:
    """Whether the places where a run's lines stand again are the headings of sections below `end`, the run's last."""
    if min(places) <= end:
        return False
    risen = sum(later > earlier for earlier, later in pairwise(places))
    spread = (places[-1] - places[0]) / (len(places) - 1)
    prose = sum(m.prose for m in page.measures[min(places) : max(places)])
    return risen >= IN_ORDER * (len(places) - 1) and spread >= SPREAD and prose >= PROSE


RULES = (contents_list,)
