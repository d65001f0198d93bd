"""The furniture of a page over its text, read as lines (CTX003): sections, names, a title, among dates and buttons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, Extent, extent
from cleaner.rules.around import SHORT, is_cut
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.subject import names_stranger
from cleaner.rules.titles import matches_slug, slug_words
from cleaner.types import Category, Kind, Stage

HEADLINE = 6  # words: among section names and dates a line this long is the title
HEADER_SHARE = 0.5  # of the words of prose and sentences
HEADER_LINES = 80  # before the first prose; more are products, a table or a list
MARKS = 2  # lines without a word that count: a table of facts read as lines is full of them
DENSE = 0.3  # share of a header's lines that are decided
HEAD_MARKS = 2  # decided lines before the first prose that make a header


@rule(
    "CTX003",
    "header-furniture",
    Category.NAVIGATION,
    -2.8,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            "International\n\n1 week ago\n\nOld ferry line closed for good\n\n5 min read\n" + ARTICLE,
            on=("International", "Old ferry"),
        ),
        Example(
            "<p>International</p>\n<p>1 week ago</p>\n<p>Old ferry line closed for good</p>\n<p>5 min read</p>\n"
            + "".join(f"<p>{line}</p>\n" for line in ARTICLE.splitlines() if line),
            on=("International", "Old ferry"),
        ),
    ),
    silent=(Example("Old ferry line closed for good\n" + ARTICLE),),
)
def header_furniture(page: Page) -> Iterator[Finding]:
    """Finds short lines that stand among decided furniture before the first prose: sections, names, the title.

    Why: a page's header is read as lines; once two of them are known (a date, a share button), the short
    lines between them are its other parts.
    Example: `International`, above `1 week ago` and a title
    Source: measured on the residue texts: of such lines before two decided ones, 1 to 7 % are content
    """
    where = extent(page)
    if not 0 < where.first <= HEADER_LINES or not _is_header(page, where):
        return
    cut = [i for i in range(where.first) if is_cut(page, i)]
    marks = [i for i in cut if not page.measures[i].words]
    decided = sorted({*cut} - {*marks[MARKS:]})
    named = [index for index in range(where.first) if _is_beside_date(page, index) and names_stranger(page, index)]
    if len(named) == 1:
        yield Finding(named[0], "a name beside a date, over the text", category=Category.BYLINE)
    if len(decided) < HEAD_MARKS:
        return
    slug = slug_words(page.url)
    # A text about markup has some lines of it; one that a scraper left its markup in has it in nearly every line.
    shows_markup = 2 * sum(block.text[:1] == "<" for block in page.document.blocks) < len(page.blocks)
    for index in range(where.first):
        m, block = page.measures[index], page.blocks[index]
        if is_cut(page, index) or block.kind in FIXED_KINDS or m.ends_sentence or block.text.rstrip().endswith(":"):
            continue
        if block.kind is Kind.ITEM:
            continue
        if shows_markup and page.document.blocks[index].text[:1] == "<":
            continue
        before = bisect_left(decided, index)
        after = len(decided) - before
        last_line = index == where.first - 1
        title = matches_slug(m.folded, slug)
        # The line on the text may be its first heading: it goes only as the title, or right under furniture.
        if last_line and not (
            title or (after == 0 and before >= HEAD_MARKS and is_cut(page, index - 1) and len(decided) >= 0.5 * index)
        ):
            continue
        dense = len(decided) >= DENSE * where.first
        if m.words <= 2 * SHORT and (after or title or before >= HEAD_MARKS) and dense:
            weight = -2.8 if m.words <= SHORT else -2.3
            evidence = f"among {len(decided)} decided lines of {where.first} before the first prose"
            headline = m.words >= HEADLINE
            category = Category.TITLE_REPEAT if headline else Category.NAVIGATION
            yield Finding(index, evidence, weight=weight, category=category)


def _is_beside_date(page: Page, index: int) -> bool:
    """Whether a line that stays stands right above or below one that goes as a date or a byline."""
    beside = [at for at in (index - 1, index + 1) if is_cut(page, at)]
    return page.tallies[index].kept and any(
        v.category is Category.BYLINE and v.weight < 0 for at in beside for v in page.tallies[at].verdicts
    )


def _is_header(page: Page, where: Extent) -> bool:
    """Whether what stands before the first prose is short beside the prose: else it is a list, a guide or a menu."""
    head = sum(m.words for m in page.measures[: where.first])
    return head <= HEADER_SHARE * sum(m.words for m in page.measures if m.prose or m.ends_sentence)


RULES = (header_furniture,)
