"""The learned line model's voice among the rules of text mode (LIN)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from cleaner.measure import Measures
from cleaner.model.lines.company import Floats, company
from cleaner.model.lines.line_purpose import LANGUAGES, grams_against
from cleaner.model.lines.model import LineOdds, shipped_line_model
from cleaner.page.body import is_sentence
from cleaner.page.page import Page, derived, line_fact
from cleaner.page.shape import is_list
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.sentences import ends_statement
from cleaner.types import Block, Category, Later, Stage

# A text's blocks start at +2 (decide.BIAS).
_EVEN = 2.0
# Log-odds of the model at which a line goes on its word alone, by how many lines the other rules cut: residue does
# not come alone, and in a text where no phrase was found the model is as likely to see it where there is none.
# Chosen on the cross-validated texts, anew when pages of further sets joined the training: they are full of residue, so
# the odds of bodies without any fell, and the gates where the rules found little fell by 0.3 to 0.9.
CUT_AT, CUT_OFTEN = ((0, -3.65), (2, -2.95), (6, -1.3), (15, -0.5)), -0.2
# Added in languages of whose words the model knows nothing; 1.1 before it had seen pages in them.
UNTOLD = -0.6
# Behind the last paragraph of which it is this sure, prose goes at less: biographies, appeals, comments, teasers.
SURE, BEHIND = 1.0, -1.0
# It speaks against lines only: what a phrase names outright is not to be argued away, and most lines are body.
MOST_AGAINST = -4.0
# Speech stands in short lines that repeat, as menus do: what opens with a quotation mark goes on no shape alone.
SPEECH = -1.5
# A list, a table or a programme is all short lines in a run: there it is no witness alone.
LIST = -1.3
# Inside the body, two paragraphs or more before its end, tables without borders, specifications and code stand as
# residue does. Of what it took there on its own, without a word of residue, 1,946 words in 670 texts, 429 were residue.
INSIDE, PARAGRAPHS_LEFT = -1.9, 2
# A copy that goes tells nothing of the lines between which it stood.
_COPIES = frozenset({Category.REPEAT, Category.TITLE_REPEAT})
# Where the other rules take fewer lines than this, and inside the body, neighbours speak for lines, but against none.
# From 3 lines on F1 of scraped texts is .0003 higher, and 22 more words of 622 gold bodies go: figures and buttons.
FOUND = 5
# What the lines around one add to its odds is told where it is as much as this.
TOLD_AT = -1.0
# Nearer to nothing than this it stays silent.
LEAST = -0.25
# It was fitted on lines. A lump of many lines, as the rest of a huge text is read in, it has never seen.
LUMP_WORDS = 500

_QUOTES = '"“«„‹「『‘—'

_FIRES = """\
The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind it came \
to hear what would become of the place.
The mayor said that the plans would be shown in the library until the end of the month, and that nobody would have to \
move before the spring.
A second meeting will be held in March, when the architects have counted the cost of the quay walls and the state of \
the warehouses is known.
You may also like
Ten Ways To Save Money This Summer
Star Striker Agrees New Deal With Rovers
Share
Subscribe to our newsletter
"""


@rule(
    "LIN001", "line-model", Category.BOILERPLATE, -2.0, stage=Stage.CONTEXT, modes=TEXT,
    fires=(Example(_FIRES, on=("Subscribe to our", "Star Striker")),),
)  # fmt: skip
def line_model(page: Page) -> Iterator[Finding]:
    """Finds lines that by shape, place, neighbours, repetition and words look like residue.

    Why: most residue matches no phrase: headlines of other articles, names, labels, captions. What gives them
    away is how they stand: short lines in a run behind the last paragraph, about something else.
    Example: five headlines after the last paragraph.
    Source: trees fitted on 3,600 scraped texts with gold, folds by domain; see model/LINES_CARD.md
    """
    if not page.settings.model or not page.blocks:
        return
    judged = line_odds(page)
    found = sum(not one.kept for one in page.tallies)
    around = said_around(page, judged)
    told = judged.odds + around
    shift = 0.0 if page.language in LANGUAGES else UNTOLD
    cut = next((odds for most, odds in CUT_AT if found <= most), CUT_OFTEN) + shift
    prose = [index for index, m in enumerate(page.measures) if m.prose]
    written = bool(prose) or any(ends_statement(block.text) for block in page.blocks)
    most = MOST_AGAINST if written and not is_list(page) else LIST
    sure = [index for index in prose if told[index] > SURE]
    end = sure[-1] if sure else -1
    inside = _inside(page)
    why = partial(evidence, page, judged, around)
    for index, odds in enumerate(told.tolist()):
        weight = odds - cut - _EVEN
        behind = index > end and odds < BEHIND + shift
        if weight > LEAST and not behind:
            continue
        m = page.measures[index]
        if behind and m.prose:
            weight = min(weight, -_EVEN - 0.05)
        if weight > LEAST or m.words > LUMP_WORDS:
            continue
        weight = max(SPEECH if page.blocks[index].text[0] in _QUOTES else most, weight)
        if index in inside and not _words_against(page, index):
            weight = max(INSIDE, weight)
        yield Finding(index, Later(why, index), weight=round(weight, 2))


@derived
def line_odds(page: Page) -> LineOdds:
    """What the line model makes of a text's lines."""
    return shipped_line_model().judge(page)


def _inside(page: Page) -> range:
    """The lines inside the body: between its first paragraph and the second before its last."""
    prose = [index for index, m in enumerate(page.measures) if m.prose]
    return range(prose[0], prose[-PARAGRAPHS_LEFT]) if len(prose) > PARAGRAPHS_LEFT else range(0)


def said_around(page: Page, judged: LineOdds) -> Floats:
    """What the lines around each line, as the model has them and as rules take them, add to its odds."""
    found = sum(not one.kept for one in page.tallies)
    taken = [not one.kept and not any(v.category in _COPIES for v in one.verdicts) for one in page.tallies]
    inside = _inside(page)
    spared = [found < FOUND or at in inside or m.prose or is_sentence(m) for at, m in enumerate(page.measures)]
    return company(judged.odds, taken, spared)


def evidence(page: Page, judged: LineOdds, around: Floats, block: int) -> str:
    """What a person can check of the reasons, most telling first, and the figures of a line and of those around it."""
    near = (f"the lines around it {around[block]:+.1f}",) if around[block] <= TOLD_AT else ()
    return ", ".join([*_reasons(page, judged, block), f"model {judged.odds[block]:+.1f}", *near])


@line_fact
def _words_against(page: Page, _: Block, m: Measures) -> tuple[str, ...]:
    """The words of a line that speak most against it, in the languages whose words the model knows."""
    return grams_against(m, shipped_line_model().words.weights) if page.language in LANGUAGES else ()


def _reasons(page: Page, judged: LineOdds, block: int) -> Iterator[str]:
    def figure(name: str) -> float:
        return judged.figure(block, name)

    if grams := _words_against(page, block):
        yield "words of residue: " + " / ".join(grams)
    if figure("copies") > 1:
        yield f"stands {figure('copies'):.0f} times"
    if figure("run") >= 3:
        yield f"{figure('run'):.0f} short lines in a run"
    if figure("prose_after") == 0 and figure("prose_before") > 0:
        yield "behind the last paragraph"
    elif figure("prose_before") == 0 and figure("prose_after") > 0:
        yield "before the first paragraph"
    else:
        yield f"at {100 * figure('rel'):.0f} % of the text"
    if not figure("ends"):
        yield "no sentence end"
    if 0 <= figure("known") < 0.2 and figure("known_named") >= 2:
        yield "its words occur nowhere in the text"


RULES = (line_model,)
