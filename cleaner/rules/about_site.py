"""What a site says about itself (ABT): its name alone, its thanks, its praise, in the tail of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.measure import fold
from cleaner.page.lexicon import lexicon
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, derived
from cleaner.page.shape import extent, name_like
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Category
from cleaner.types.members import CELL_OR_PRE

ALONE = 6  # words; a site's name that stands alone as a line is shorter
BELOW = 3  # lines under a name, one of which speaks about it
LISTED = 3  # names of a list over lines about them
FOOTER_LINES = 200  # no footer has more; each name is looked for in each of them
# A paragraph's subject before "is" in the languages of the packs.
_SUBJECT = re.compile(
    r"^((?:[^\W\d_][\w'’&.-]*\s){1,4})(?:is|ist|est|es|è|é|jest|je|är|er|on|is een|это|este|adalah|là)\s"
)


@derived
def site_names(page: Page) -> dict[str, str]:
    """Folded names that the text's tail treats as its site's, with what supports each.

    A name counts when it stands alone as a line, or comes from metadata or the host, and stands again in
    another line of the tail.
    """
    where = extent(page)
    start = where.tail.start if where.last < 0 else max(0, min(where.tail.start, where.last - 1))
    tail = list(zip(page.blocks[start:], page.measures[start:], strict=True))
    # A footer line that holds the name again has one of these too; a list of products has not.
    signs = joined_text(page).present(lexicon("praise") + lexicon("footer-signs"))
    lines = [m.folded for _, m in tail if any(sign in m.folded for sign in signs)][:FOOTER_LINES]
    names: dict[str, str] = {}
    told = fold(page.metadata.site or "")
    if len(told) >= 4:
        names[told] = "the page's site name"
    label = page.host.split(".")[-2] if page.host.count(".") else ""
    if not lines and not label:
        return names  # nothing of the tail can support one
    for block, m in tail:
        folded = m.folded.strip(" .©|-–")
        subject = _SUBJECT.match(block.text) if lines and m.words > ALONE else None
        if subject and name_like(subject.group(1)):
            name = fold(subject.group(1))
            others = [line for line in lines if line != m.folded and name in line]
            if len(name) >= 6 and others:
                names.setdefault(name, f"opens a paragraph and stands in '{others[0][:40]}'")
        if not 1 <= m.words <= ALONE or m.ends_sentence or len(folded) < 4 or not name_like(block.text.strip(" .©|-–")):
            continue
        again = sum(folded in line for line in lines if line != m.folded)
        if again and not _lists_makers(page):
            names.setdefault(folded, f"stands alone as a line and in {again} more of the tail")
        elif label and folded.replace(" ", "") == label.replace("-", ""):
            names.setdefault(folded, "stands alone as a line and is the host's name")
    return names


@derived
def _lists_makers(page: Page) -> bool:
    """Whether names head what follows about each of them: a list of makers or people, and no site's name."""
    heads = 0
    for index, m in enumerate(page.measures):
        name = m.folded.strip(" .©|-–")
        if not 1 <= m.words <= ALONE or m.ends_sentence or len(name) < 4 or not name_like(page.blocks[index].text):
            continue
        below = page.measures[index + 1 : index + 1 + BELOW]
        heads += any(name in other.folded and other.words > ALONE for other in below)
    return heads >= LISTED


@rule(
    "ABT001",
    "site-name-line",
    Category.ABOUT_SITE,
    -3.4,
    modes=BOTH,
    fires=(
        Example(
            "It rained.\nHarbour Post\nHarbour Post is the town's most trusted source for ferry news.",
            on=("Harbour Post",),
        ),
        Example("It rained.\nHarbour Post", on=("Harbour Post",), url="https://www.harbourpost.example/a"),
    ),
    silent=(Example("It rained.\nAnna Keller\nShe lives in Bremen with two dogs and a boat."),),
)
def site_name_line(page: Page) -> Iterator[Finding]:
    """Finds the site's name alone on a line of the tail.

    Why: the footer's logo, read as text.
    Example: `Harbour Post`
    Source: own observation on scraped news texts
    """
    where, names = extent(page), site_names(page)
    if not names:
        return
    for block, m in page:
        if m.folded.strip(" .©|-–") in names and where.in_tail(block.index):
            why = names[m.folded.strip(" .©|-–")]
            yield Finding(block.index, f"the name {why}")


@rule(
    "ABT002",
    "self-praise",
    Category.ABOUT_SITE,
    -3.4,
    modes=BOTH,
    fires=(
        Example(
            "It rained.\nHarbour Post\nHarbour Post is the town's most trusted source for ferry news.",
            on=("Harbour Post is",),
        ),
    ),
    silent=(Example("It rained.\nThe clerk is the council's most trusted source of gossip, and he knows it."),),
)
def self_praise(page: Page) -> Iterator[Finding]:
    """Finds paragraphs of the tail in which the site speaks about itself.

    That is: its name and two words of praise, or one in a paragraph that begins with the name.

    Why: the footer's `about us` says nothing about the article.
    Example: `Harbour Post is the town's most trusted source for ferry news.`
    Source: own observation on scraped news texts
    """
    where, names = extent(page), site_names(page)
    if not names:
        return
    for block, m in page:
        if block.kind in CELL_OR_PRE or not where.in_tail(block.index) or m.words <= ALONE:
            continue
        name = next((n for n in sorted(names) if n in m.folded), "")
        praise = [p for p in lexicon("praise") if p in m.folded] if name else []
        if praise and (len(praise) >= 2 or m.folded.startswith((name, "about " + name, "the " + name))):
            evidence = f"'{name}' {names[name]}; praise: {', '.join(praise[:3])}"
            yield Finding(block.index, evidence)


@rule(
    "ABS001",
    "site-speaks",
    Category.ABOUT_SITE,
    -1.6,
    modes=BOTH,
    fires=(
        Example(
            "It rained.\nHarbour Post\nHarbour Post is the town's most trusted source. We provide unbiased news "
            "to keep you informed.",
            on=("Harbour Post is",),
        ),
    ),
    silent=(Example("It rained.\nWe went home, for nobody could say what was decided."),),
)
def site_speaks(page: Page) -> Iterator[Finding]:
    """Finds paragraphs of the last lines that praise a service in the first person, with two stock words.

    Why: a second, independent witness beside the site's name: the words alone, whoever is named.
    Example: `We provide unbiased, real-time news to keep you informed.`
    Source: own observation on scraped news texts
    """
    where = extent(page)
    known = joined_text(page).present(lexicon("praise"))
    if len(known) < 2:
        return
    for index in where.tail:
        m = page.measures[index]
        if m.words > ALONE:
            praise = Counter(p for p in known if p in m.folded)
            if len(praise) >= 2:
                shown = ", ".join(sorted(praise)[:3])
                yield Finding(index, f"{len(praise)} stock words of praise: {shown}")


RULES = (site_name_line, self_praise, site_speaks)
