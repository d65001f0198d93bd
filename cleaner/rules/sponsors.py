"""Who pays (NOT): notes that name a sponsor, and disclosures that links are paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import extent
from cleaner.rules.note_words import count_words, find_phrase, notes, written_from
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.site_lines import site_lines
from cleaner.rules.stock_words import lexicon_for, read_line
from cleaner.rules.subject import is_foreign
from cleaner.types import Category

SPONSOR_WORDS, DISCLOSURE_WORDS = 20, 90  # of the longest note and disclosure
SPONSOR_NAME = 11  # words of a sponsor's name with what it says of itself
_CLAUSE = re.compile(r"[,;]\s(?!inc|ltd|llc|gmbh|the\b)[^\W\d_A-ZÀ-Þ]")
SUBJECT = 7  # words before "is sponsored by"


@rule(
    "NOT001",
    "sponsor-note",
    Category.SPONSOR,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "The Harbour Post is brought to you by Northwind Paints", on=("The Harbour Post",)),
        Example(ARTICLE + "Supported by Northwind Paints", on=("Supported",)),
        Example(
            "Der Rat tagte am Montag und war sich nicht einig.\nPräsentiert von Nordwind Farben", on=("Präsentiert",)
        ),
    ),
    silent=(
        Example(ARTICLE + "The ferry line was supported by the council and two breweries."),
        Example(ARTICLE + "The regatta was sponsored by a bank, and the manager of the bank rowed in it."),
        Example(ARTICLE + "Supported by nobody, she paid for the trip herself and came home in the spring."),
    ),
)
def sponsor_note(page: Page) -> Iterator[Finding]:
    """Finds notes that say who paid: "presented by" and a name, behind nothing, "this story" or a foreign name.

    Why: a site thanks those who pay for it; what the article itself says was paid for is about its own subject.
    Example: `The Coast Herald is brought to you by Northwind Paints`
    Source: own observation in many languages; data/notes.toml
    """
    where = extent(page)
    paid = joined_text(page).present(notes("sponsor"))
    for index in site_lines(page):
        block, m = page.blocks[index], page.measures[index]
        if count_words(block.text, m.words) > SPONSOR_WORDS:
            continue
        at, phrase = find_phrase(m.folded, paid)
        if at < 0:
            continue
        if at and phrase.endswith(":"):
            continue
        subject, rest = m.folded[:at], written_from(block.text, m.folded, at + len(phrase))
        named = rest.strip(" .:：–—-")
        before = re.findall(r"\w+", subject)
        if not named or len(before) > SUBJECT or "," in named[:2] or len(named.split()) > SPONSOR_NAME:
            continue
        first = re.search(r"\w[\w'’]*", named)
        cased = first is not None and (
            first.group()[0] != first.group()[0].lower() or first.group() in {"the", "our", "a"}
        )
        if first is None or (first.group()[0].lower() != first.group()[0].upper() and not cased):
            continue
        if before and not _is_name(named):
            continue
        edge = where.in_tail(index) or where.in_head(index)
        said = read_line(block.text, lexicon_for(page))
        own = (
            said.ours
            or said.opens in {"thing", "also", "call"}
            or re.match(r"\W*(?:this|today's|dieser|diese|cet|este|esta|questo|dit|den här|denne) ", subject)
        )
        if before and not (own or (edge and is_foreign(page, subject, index))):
            continue
        if not before and not is_foreign(page, named, index):
            continue
        yield Finding(index, f"'{phrase}' and a name: '{named[:40]}'", weight=-3.4)


def _is_name(text: str) -> bool:
    """Whether what follows "is sponsored by" may be a name: it has a capital, if its script has any, and no clause.

    "A bank, and its manager ran" is what an article tells of its own subject.
    """
    if _CLAUSE.search(text):
        return False
    return text.lower() == text.upper() or any(word[0].isupper() for word in text.split())


@rule(
    "NOT007",
    "paid-links",
    Category.SPONSOR,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Dieser Text enthält Affiliate-Links; wir erhalten eine Provision.", on=("Dieser",)),
        Example("Certains liens peuvent générer une commission pour le Courrier.\n" + ARTICLE, on=("Certains",)),
    ),
    silent=(Example(ARTICLE + "The broker took a commission of four per cent when he came to buy the boat."),),
)  # fmt: skip
def paid_links(page: Page) -> Iterator[Finding]:
    """Finds disclosures that links are paid for: a commission and the links it comes from, on the text's edge.

    Why: it is the site's business, not the article's. In an article about commissions other paragraphs name them too.
    Example: `If you buy something through our links, we may earn a commission.`
    Source: own observation in many languages; the words are data/notes.toml's
    """
    held = joined_text(page)
    earned, links, bought = (held.present(notes(name)) for name in ("earned", "paid-links", "purchase"))
    if not earned or not links:
        return
    told = [i for i in held.lines_with(earned) if page.measures[i].words]
    if sum(page.measures[i].prose for i in told) > 1:
        return
    where = extent(page)
    for index in told:
        m = page.measures[index]
        outside = index <= max(where.first, 1) or index >= where.last
        linked = any(one in m.folded for one in links)
        if 5 <= m.words <= DISCLOSURE_WORDS and linked and (outside or any(one in m.folded for one in bought)):
            yield Finding(index, "a commission, and the links it comes from")


RULES = (sponsor_note, paid_links)
