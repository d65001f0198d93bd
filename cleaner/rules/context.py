"""What the lines beside a line say of it (CTX004, CTX006, CTX007): furniture stands together."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, is_list, open_line
from cleaner.rules.around import BUTTON_WORDS, SHORT, beside_cuts, has_witness, is_cut, is_residue
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import FOREIGN, article_words, likeness
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.rules.site_lines import stock_lines
from cleaner.types import Category, Kind, Stage

FORM_WORDS = 26  # of a line of a form
_FORM = frozenset(
    {
        Category.NEWSLETTER, Category.FOLLOW, Category.SPONSOR, Category.PAYWALL, Category.CONSENT,
        Category.CALL_TO_ACTION,
    }
)  # fmt: skip


@rule(
    "CTX004",
    "lone-residue",
    Category.BOILERPLATE,
    -2.6,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Share this article\nTweet\nHarbour\nSubscribe to our newsletter\nSign up now", on=("Harbour",)
        ),
    ),
    silent=(Example(ARTICLE + "Harbour news\n" + ARTICLE),),
)
def lone_residue(page: Page) -> Iterator[Finding]:
    """Finds a short line with two decided lines on each side.

    Why: what stands in the middle of furniture is furniture.
    Example: a name between `Tweet` and `Subscribe to our newsletter`
    Source: jusText's context pass (Pomikálek 2011): short blocks take the class of their neighbours
    """
    size = len(page.blocks)
    for index in beside_cuts(page) if not is_list(page) else ():
        block, m = page.blocks[index], page.measures[index]
        if block.kind in FIXED_KINDS or m.words > SHORT or m.ends_sentence:
            continue
        above = [is_residue(page, i) for i in range(max(0, index - 2), index)]
        below = [is_residue(page, i) for i in range(index + 1, min(size, index + 3))]
        if (all(above) and all(below) and len(above) + len(below) >= 3) and above and below:
            yield Finding(index, "decided lines on both sides")


@rule(
    "CTX006",
    "label-without-content",
    Category.HEADING_WITHOUT_CONTENT,
    -2.4,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "The harbour and you:\nSign up for our daily newsletter\nFollow us on Facebook",
            on=("The harbour and",),
        ),
    ),
    silent=(Example("What happens next:\n" + ARTICLE + "It rained."),),
)
def label_without_content(page: Page) -> Iterator[Finding]:
    """Finds a label (a short line with a colon, or a Markdown heading) all of whose lines go.

    Why: the label of a removed box is part of the box.
    Example: `Keep up with us:` above two calls to subscribe
    Source: own observation
    """
    size = len(page.blocks)
    for index in beside_cuts(page) if not is_list(page) else ():
        block, m = page.blocks[index], page.measures[index]
        if m.words > SHORT:
            continue
        label = block.text.rstrip().endswith((":", "：")) or block.kind is Kind.HEADING
        below = [is_cut(page, i) and page.measures[i].words > 0 for i in range(index + 1, min(size, index + 3))]
        if label and len(below) == 2 and all(below):
            yield Finding(index, "the lines under it go")


@rule(
    "CTX007",
    "inside-a-form",
    Category.NEWSLETTER,
    -2.6,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Get The Harbour Letter in your inbox\nThe best of what we saw, every Friday.\n"
            "Success! Now check your email to confirm your subscription.\n" + MAYOR,
            on=("The best of",),
        ),
    ),
    silent=(Example(ARTICLE + "Sign up for our newsletter\nThe council met, and nothing was decided.\n" + MAYOR),),
)
def inside_a_form(page: Page) -> Iterator[Finding]:
    """Finds what stands between two lines of a form, a promotion or a notice, and calls beside such a line.

    Why: the sentence between a heading and its button is the form's own. It speaks of nothing that the article does.
    Example: `The best of our science writing, every Friday.`, between the newsletter's name and its button
    Source: own observation on scraped news texts
    """
    said = stock_lines(page)
    for index in beside_cuts(page):
        block, m = page.blocks[index], page.measures[index]
        if not m.words or block.kind in FIXED_KINDS:
            continue
        around = [_is_form(page, index - 1), _is_form(page, index + 1)]
        gone = all(is_cut(page, at) for at in (index - 1, index + 1))
        if any(around) and gone and _may_be_formed(page, index) and (m.words <= FORM_WORDS or has_witness(page, index)):
            if likeness(m.folded, article_words(page)) < FOREIGN:
                yield Finding(index, "between two lines of a form")
        elif around[0] and index == len(page.blocks) - 1 and open_line(m, BUTTON_WORDS) and block.kind is Kind.LINE:
            yield Finding(index, "a button under the last line of a form", weight=-2.4)
        elif any(around) and index in said and said[index].opens == "call" and _FORM.intersection(said[index].kinds):
            yield Finding(index, "a call beside a line of a form")


def _may_be_formed(page: Page, index: int) -> bool:
    """Whether a line is no sentence, or one right under the heading of a form or the name of a sponsor."""
    if not page.measures[index].ends_sentence:
        return True
    above = page.tallies[index - 1].verdicts
    return any(
        v.category in {Category.NEWSLETTER, Category.SPONSOR, Category.CONSENT} and v.weight <= -2 for v in above
    )


def _is_form(page: Page, index: int) -> bool:
    """Whether a line goes as part of a form, a promotion or a notice."""
    if not 0 <= index < len(page.blocks) or page.tallies[index].kept:
        return False
    return any(v.category in _FORM and v.weight <= -2 for v in page.tallies[index].verdicts)


RULES = (inside_a_form, lone_residue, label_without_content)
