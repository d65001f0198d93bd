"""The furniture of a page under its text, read as lines (CTX002, CTX005): comments, buttons, sections and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, headline_like, is_list, open_line
from cleaner.rules.around import BUTTON_WORDS, PROSE_BEFORE, SHORT, has_witness, is_cut, is_cut_by
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import article_words, likeness, written_lines
from cleaner.rules.samples import ARTICLE
from cleaner.types import Category, Stage

FEW_DECIDED, DECIDED_SHARE = 3, 0.3  # lines of a footer that go at least, and their share of it
LAST_LINES = 3  # of a text, that may stand behind the last of these
SMALL_DECIDED, SMALL_TAIL = 2, 6  # decided lines of a small footer, and all its lines
_MUST_FILL = re.compile(r"\s*(?:\*+|[(（\[][^\W\d_]{3,20}(?: [^\W\d_]{3,20})?[)）\]])\s*$")
_BUTTONS = frozenset(
    {Category.SHARE_BAR, Category.READER_TOOLS, Category.COMMENTS, Category.COUNTER, Category.CALL_TO_ACTION}
)


@rule(
    "CTX002",
    "behind-end-mark",
    Category.COMMENTS,
    -3.2,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(Example(ARTICLE + "Leave a Reply\nAnna says:\nWell done, all of you", on=("Anna says", "Well done")),),
    silent=(
        Example("Leave a Reply\n" + ARTICLE),
        Example(ARTICLE + "Phone\n(Required)\nComments\n(Required)\nOur office\nQuay Street 4"),
    ),
)
def behind_end_mark(page: Page) -> Iterator[Finding]:
    """Finds what follows the end of a text: lines behind a comment heading or a link box, down to where prose resumes.

    Why: behind these marks a page holds comments, forms and links only. Prose stops the cut, unless another
    rule speaks against it too.
    Example: everything below `Leave a Reply`
    Source: boilerpipe's INDICATES_END_OF_TEXT (Kohlschütter 2010), with two prose blocks before the mark
    """
    where = extent(page)
    marks = [i for i in range(len(page.blocks)) if is_cut(page, i) and is_cut_by(page, i, "PHR002", "CMT003")]
    marks = [i for i in marks if not _is_field(page, i)]
    prose = [i for i, m in enumerate(page.measures) if m.prose]
    enough = prose[PROSE_BEFORE - 1] if len(prose) >= PROSE_BEFORE else len(page.blocks)
    first = next((i for i in marks if i > enough), -1)
    if first < 0:
        return
    resumed = next(
        (i for i in range(first + 1, len(page.blocks)) if page.measures[i].prose and not has_witness(page, i)),
        len(page.blocks),
    )
    if resumed < len(page.blocks) and resumed <= where.last and (where.last - resumed) > 0.1 * len(page.blocks):
        return
    for index in range(first + 1, resumed):
        weight = -3.2 if page.measures[index].words <= 2 * SHORT else -2.4
        evidence = f"{index - first} lines behind '{page.blocks[first].text[:30]}'"
        yield Finding(index, evidence, weight=weight, category=page.tallies[first].verdicts[0].category)


def _is_field(page: Page, index: int) -> bool:
    """Whether a line is a field of a form: a star or a note in brackets that it must be filled in stands below it."""
    return index + 1 < len(page.blocks) and _MUST_FILL.match(page.blocks[index + 1].text) is not None


@rule(
    "CTX005",
    "footer-furniture",
    Category.NAVIGATION,
    -2.6,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Share this article\nHarbour\nMarkets\nPrivacy Policy\nContact us\nTerms of use\nCareers",
            on=("Harbour", "Markets"),
        ),
        Example(ARTICLE + "Share this article\nPrint\nHaul", on=("Haul",)),
        Example(ARTICLE + "Was this article helpful?\nYes\nNo", on=("Yes", "No")),
    ),
    silent=(
        Example(ARTICLE + "Share this article\nHarbour"),
        Example(ARTICLE + "Two ripe pears\nOne litre of wine\nA stick of cinnamon"),
        Example(
            ARTICLE
            + "Share this article\nPrivacy Policy\nHow the quay was saved\nThe town paid.\nContact us\nTerms of use"
        ),
    ),
)
def footer_furniture(page: Page) -> Iterator[Finding]:
    """Finds short lines in a tail of which much is decided furniture, behind the first decided line.

    Why: a footer is read as lines; once three in ten are known, the short lines between them are its rest.
    Example: `Markets` between `Share this article` and `Privacy Policy`
    Source: measured on the residue texts
    """
    where = extent(page)
    if is_list(page):
        return
    yield from _small_tail(page)
    if where.count < PROSE_BEFORE:
        return
    # Arrows and bullets without a word stand between anything.
    tail = [i for i in range(where.last + 1, len(page.blocks)) if page.measures[i].words]
    decided = [i for i in tail if is_cut(page, i)]
    if len(decided) < FEW_DECIDED or len(decided) / len(tail) < DECIDED_SHARE:
        return
    for index in tail[tail.index(decided[0]) :]:
        m, block = page.measures[index], page.blocks[index]
        if is_cut(page, index) or block.kind in FIXED_KINDS:
            continue
        last_lines = len(page.blocks) - index - 1 <= LAST_LINES
        if (index > decided[-1] and not last_lines) or _heads_sentence(page, index):
            continue
        if open_line(m, SHORT):
            evidence = f"{len(decided)} of {len(tail)} lines of the tail are decided"
            yield Finding(index, evidence)


def _small_tail(page: Page) -> Iterator[Finding]:
    """Of the few lines behind the last sentence, a button beside two that go, and answers to a question that goes."""
    written = [index for index in written_lines(page) if page.tallies[index].kept]
    tail = range(written[-1] + 1, len(page.blocks)) if len(written) >= PROSE_BEFORE else range(0)
    decided = [i for i in tail if any(v.category in _BUTTONS and v.weight <= -1 for v in page.tallies[i].verdicts)]
    if not decided or len(tail) > SMALL_TAIL:
        return
    asked = page.blocks[decided[0]].text.rstrip().endswith(("?", "？", "؟"))
    if len(decided) < SMALL_DECIDED and not asked:
        return
    article = article_words(page)
    for index in tail[tail.index(decided[0]) + 1 :]:
        m, block = page.measures[index], page.blocks[index]
        if is_cut(page, index) or block.kind in FIXED_KINDS or not open_line(m, BUTTON_WORDS):
            continue
        if not likeness(m.folded, article) and (asked or any(is_cut(page, at) for at in (index - 1, index + 1))):
            yield Finding(index, "a button among a page's own, behind the text")


def _heads_sentence(page: Page, index: int) -> bool:
    """Whether a sentence that stays stands right under a headline, no label: then it is its heading."""
    below, text = index + 1, page.blocks[index].text
    if not headline_like(text, page.measures[index].words) or ":" in text:
        return False
    return below < len(page.blocks) and not is_cut(page, below) and page.measures[below].ends_sentence


RULES = (behind_end_mark, footer_furniture)
