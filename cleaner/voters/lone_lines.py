"""The voice of the model of lone lines among the rules of text mode (LIN002)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from cleaner.model.lone.model import shipped_lone_model
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, is_list, stands_below_colon
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.sentences import ends_statement
from cleaner.types import Category, Later, Stage
from cleaner.voters.line_model import line_odds

# Log-odds of residue from which on a line goes on the model's word alone: a line behind the body, a sentence there and
# a line over the body. Inside, steps and ingredients stand as headlines do. Where no word of a line is of residue, it
# goes by place and shape alone, and must be surer. Chosen on texts of sets that the model had not seen (LONE_CARD.md).
BEHIND, SENTENCE, BEFORE, INSIDE, WORDLESS = 1.5, 2.0, 2.0, 2.0, 1.0
# A day and an hour, a mark, a price at a text's end are the text's own as often as not.
FIGURES = 2.0
WEIGHT, MOST = -2.2, -3.2  # of a line that is just so likely, and the most it says
LONGEST = 70  # words of a line that is one note
_QUOTES = '"“«„‹「『‘—–'


@rule(
    "LIN002",
    "lone-line",
    Category.BOILERPLATE,
    WEIGHT,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(Example(f"{ARTICLE}{ARTICLE}Našli ste v článku chybu? Napíšte nám.", on=("Našli",)),),
    silent=(Example(ARTICLE),),
)
def lone_line(page: Page) -> Iterator[Finding]:
    """Finds single lines that by their words, place and shape look like residue in a text that holds little else of it.

    Why: a note to readers, a credit or a portrait stands alone where most of a page was left out, in words that no
    phrase has. In forty languages the words of such lines are alike, and a body's last paragraph ends as a sentence.
    Example: `Našli ste v článku chybu? Napíšte nám.`
    Source: trees fitted on 5,057 made texts in 44 languages and on bodies of pages; see model/LONE_CARD.md
    """
    # Whoever wants a kind of line kept: the model cannot say of which kind one is.
    if not page.settings.model or page.settings.switched_off or not page.blocks or is_list(page):
        return
    if not any(ends_statement(block.text) for block in page.blocks):
        return
    if not _stand_apart(page):
        return
    odds = shipped_lone_model().judge(page, line_odds(page), [not one.kept for one in page.tallies])
    for index in (odds > BEHIND).nonzero()[0].tolist():
        block, own = page.blocks[index], float(odds[index])
        if page.measures[index].words > LONGEST or block.kind in FIXED_KINDS or block.text[0] in _QUOTES:
            continue
        over = own - _bar(page, index)
        if over > 0 and not stands_below_colon(page, index) and not _is_dated(page, index):
            yield Finding(
                index, Later(partial(_evidence, page, own), index), weight=round(max(MOST, WEIGHT - over / 2), 2)
            )


def _stand_apart(page: Page) -> bool:
    """Whether a text's blocks are lines; sentences of one paragraph are no lone lines."""
    return all("\n" in page.source[one.end : other.start] for one, other in pairwise(page.document.blocks))


def _is_dated(page: Page, index: int) -> bool:
    """Whether a line is a date or stands beside one that stays: of a letter, a meeting, a concert. Dates have rules."""
    near = range(max(0, index - 1), min(len(page.blocks), index + 2))
    return any(date_like(page.measures[at].folded) and page.tallies[at].kept for at in near)


def _bar(page: Page, index: int) -> float:
    """The odds from which on a line goes, by where it stands."""
    judged = line_odds(page)
    if page.measures[index].ends_sentence:
        return SENTENCE
    said = shipped_lone_model().words.figures(page.blocks[index].text)[0]
    wordless = 0.0 if said > 0 else WORDLESS
    if page.measures[index].digit_share:
        wordless = max(wordless, FIGURES)
    if not judged.figure(index, "prose_after"):
        return BEHIND + wordless
    return INSIDE + wordless if judged.figure(index, "prose_before") else BEFORE


def _evidence(page: Page, odds: float, block: int) -> str:
    """The words of a line that speak most against it, and the model's figure."""
    words = shipped_lone_model().words.telling(page.blocks[block].text)
    return ", ".join([*(("words of residue: " + " / ".join(words),) if words else ()), f"residue {odds:+.1f}"])


RULES = (lone_line,)
