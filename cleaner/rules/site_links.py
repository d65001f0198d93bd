"""Links of a blog that a scraper saved as lines (NAV): to the articles before and after, and to each month's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from cleaner.measure import Measures
from cleaner.page.page import Page, lines_where
from cleaner.page.shape import FIXED_KINDS, extent
from cleaner.rules.date_lines import FULL_YEAR, has_month_of_year
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.types import Block, Category

LINK_WORDS = 26  # of an article's title behind an arrow
MONTHS = 5  # lines of the shortest list of months that is an archive's
_BACK = re.compile(r"(?:[←⟵‹❮«]\s?|<{1,2}\s)(?=[^\s>«<])")
_ON = re.compile(r"[^\s<»>-](?:\s?[→⟶›❯»]|\s>{1,2})$")
_LEFT, _RIGHT = frozenset("←⟵‹❮«<"), frozenset("→⟶›❯»>")  # what the one begins with and the other ends with
_QUOTES = ("«", "»")


@rule(
    "NAV001", "articles-before-and-after", Category.RELATED, -3.4, modes=TEXT,
    fires=(
        Example(ARTICLE + "← A New Recipe: Ginger Bars\nThe Big Short →", on=("← A New", "The Big")),
        Example(ARTICLE + "« Branding a Small Shop\nHow to Paint a Sign »", on=("« Branding", "How to")),
        Example(ARTICLE + "Die neue Mole →\n← Das alte Boot", on=("Die neue", "← Das")),
    ),
    silent=(
        Example(ARTICLE + "« Je ne sais pas,\ndit-elle. »"),
        Example(ARTICLE + "A → B\nB → C"),
        Example(ARTICLE + "<GRAPH>=graphics|text\nThe name of a driver <name>"),
        Example(ARTICLE + "« Bonjour »\n« Bonsoir »"),
        Example(ARTICLE + "← turns the page back"),
    ),
)  # fmt: skip
def articles_before_and_after(page: Page) -> Iterator[Finding]:
    """Finds two lines with arrows that point to the articles before and after this one.

    Why: they are the site's links, and their words are other articles' titles.
    Example: `← A New Recipe: Ginger Bars` / `The Big Short →`
    Source: own observation on blogs
    """
    for first, second in pairwise(_arrows(page)):
        if second - first != 1:
            continue
        texts = page.blocks[first].text.strip(), page.blocks[second].text.strip()
        back = [_BACK.match(text) is not None for text in texts]
        if back[0] == back[1]:
            continue
        quoted = any(text[:1] in _QUOTES or text[-1:] in _QUOTES for text in texts)
        spoken = texts[0].endswith(",") or any(page.measures[at].ends_sentence for at in (first, second))
        if quoted and (not back[0] or spoken):
            continue
        for at in (first, second):
            yield Finding(at, "an arrow to the article before or after")


@lines_where
def _arrows(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line begins with an arrow to the left or ends with one to the right, and not both."""
    if not 0 < m.words <= LINK_WORDS or block.kind in FIXED_KINDS:
        return False
    text = block.text.strip()
    back = text[0] in _LEFT and _BACK.match(text) is not None
    return back != (text[-1] in _RIGHT and _ON.search(text) is not None)


@rule(
    "NAV002", "archive-of-months", Category.NAVIGATION, -4.0, modes=TEXT,
    fires=(
        Example(
            ARTICLE + "March 2015\nFebruary 2015\nJanuary 2015\nDecember 2014\nNovember 2014",
            on=("March", "January", "November"),
        ),
        Example(ARTICLE + "März 2015 (4)\nFebruar 2015\nMai 2014\nApril 2014\nMai 2013 (3)", on=("März", "Mai")),
        Example(ARTICLE + "2015年3月\n2015年1月\n2014年12月\n2014年9月\n2013年2月", on=("2015年3月", "2013年")),
    ),
    silent=(
        Example(ARTICLE + "January 2014\nMarch 2014\nMay 2014\nMay 2015\nJune 2015"),
        Example("March 2015\nThe bridge falls.\nMay 2014\nThe bridge is built.\nJune 2013\nThe bridge is planned."),
        Example(ARTICLE + "March 2015\nFebruary 2015\nDecember 2014"),
    ),
)  # fmt: skip
def archive_of_months(page: Page) -> Iterator[Finding]:
    """Finds five or more months one under the other, the newest first: the list of a blog's archive.

    Why: a timeline begins with what was first, and says what happened.
    Example: `March 2015` / `February 2015` / `December 2014` / ...
    Source: own observation on blogs
    """
    where = extent(page)
    months = _months(page)
    for _, run in groupby(enumerate(months), lambda pair: pair[1] - pair[0]):
        lines = [index for _, index in run]
        years = [_year(page.measures[index]) for index in lines]
        falls = all(one >= two for one, two in pairwise(years)) and years[0] > years[-1]
        if len(lines) >= MONTHS and falls and (lines[0] > where.first or where.first < 0):
            for index in lines:
                yield Finding(index, f"one of {len(lines)} months, the newest first")


@lines_where
def _months(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line is a month with its year, and perhaps how many articles there are of it."""
    return 0 < m.words <= 5 and block.kind not in FIXED_KINDS and has_month_of_year(m.folded)


def _year(m: Measures) -> int:
    found = FULL_YEAR.search(m.folded)
    return int(found.group()) if found else 0


RULES = (articles_before_and_after, archive_of_months)
