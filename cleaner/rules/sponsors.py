"""Who pays (NOT): notes that name a sponsor, and disclosures that links are paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.measure import fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import capitalised_share, extent, is_entry
from cleaner.rules.note_words import count_words, find_phrase, notes, written_from
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.site_lines import site_lines
from cleaner.rules.stock_words import lexicon_for, read_line
from cleaner.rules.subject import is_foreign
from cleaner.types import Category

SPONSOR_WORDS, DISCLOSURE_WORDS = 20, 90  # of the longest note and disclosure
SPONSOR_NAME = 11  # words of a sponsor's name with what it says of itself
_SPEECH = '"“„«»‹「『”'
_QUOTED_NAME = re.compile(r"\s[«„“\"][^\W\d_a-zà-ÿ][^«»„“”\"]{1,30}[»“”\"]$")
# Behind these a comma may stand before the name.
_THANKED = ("sponsor", "sponsors", "partner", "partners", "patrocinador", "patrocinadores", "спонсору", "партнёру")
_CLAUSE = re.compile(r"[,;]\s(?!inc|ltd|llc|gmbh|the\b)[^\W\d_A-ZÀ-Þ]")
ALL_NAME = 0.6  # share of a name's words that have a capital, in a sentence
SUBJECT = 7  # words before "is sponsored by"
HOST_WORDS, ROLE_WORDS = 7, 6  # of a name before "sponsorluğunda", and before a mark or a verb behind "sponsor"
# What may stand before a payer's name and is no name: articles, and what kind of house it is.
_LEADING = re.compile(
    r"(?:(?:the|an?|der|die|das|dem|den|des|la|le|les|los?|las|el|il|gli|della?|dello|dell['’]|del|da|do|das|dos|de|het"
    r"|een|fra|från|ett?|az?|η|ο|το|της|του|των|τη|την|τον"
    r"|компани[ияейю]+|компанії|компанією|фонд[аоу]?м?|фонду|груп+[ыиа]+|банк[аоу]?м?"
    r"|firm[yaąie]+|spółk[iaąęe]+|fundacj[iaąę]+|společnost[ií]?|nadac[eí]|firmou|nadacj[iaąę]+"
    r"|εταιρεί[αςη]+|αλυσίδ[αςη]+|sie[ćci]+|łańcuch|řetězec|reťazec|lanțul|сеть|сетью|мережа|мережею|winkelketen|cha[iî]ne|catena|cadena|cadeia|tvrtk[aoe]m?"
    r"|fundação|fundación|fondazione|fondation|stiftung|stichting|empresa|marca|societ[àa]|ditta|marque|société)\s+){1,3}",
    re.IGNORECASE,
)
# What a paper has each day or each match, and lets somebody pay for.
_REPORT = re.compile(
    r"\W*(?:(?:the|your|our|today's|this week's)\s)?(?:(?:match|race|game|traffic|tide|snow|ski|market|weather)\s)?"
    r"(?:report|reports|forecast|weather|results|fixtures|crossword|quiz|horoscopes?|podcast|newsletter)\s(?:is|are)?\s?$"
)
# A role and what is paid for, then a mark or "is", then who: "Sponsorem cyklu jest", "Спонсор публикации —".
_ROLE = re.compile(
    r"(?P<role>[^:：—–]{3,48}?)(?:\s?[:：]\s?|\s[—–-]\s|\s(?:jest|je|ist|is|est|es|è|é|är|er|on|este|είναι)\s"
    r"|(?<=sponsoru)\s)(?=\S)"
)


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
            "Совет собрался в понедельник и ничего не решил.\nСпонсор выпуска — мебельная фабрика «Дубрава»",
            on=("Спонсор",),
        ),
        Example(
            "Der Rat tagte am Montag und war sich nicht einig.\nPräsentiert von Nordwind Farben", on=("Präsentiert",)
        ),
    ),
    silent=(
        Example(ARTICLE + "Sponsor: nobody at all “for now”"),
        Example(ARTICLE + "- A hull of oak\n- Powered by Northwind Diesel, and quiet\n- Two bunks"),
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
    held = joined_text(page)
    paid, roles, behind = (held.present(notes(name)) for name in ("sponsor", "sponsor-role", "sponsor-behind"))
    for index in site_lines(page):
        block, m = page.blocks[index], page.measures[index]
        # An entry of a list is powered by something of its own.
        if count_words(block.text, m.words) > SPONSOR_WORDS or is_entry(page, index):
            continue
        role = _named_role(page, index, roles, behind) if roles or behind else ""
        if role:
            yield Finding(index, role, weight=-3.4)
            continue
        at, phrase = find_phrase(m.folded, paid)
        if at < 0:
            continue
        if at and phrase.endswith(":"):
            continue
        subject, rest = m.folded[:at], written_from(block.text, m.folded, at + len(phrase))
        named = rest.strip(" .:：–—-")
        before = re.findall(r"\w+", subject)
        if phrase.endswith(_THANKED):
            named = named.lstrip(", ")
        if not named or len(before) > SUBJECT or "," in named[:2] or len(named.split()) > SPONSOR_NAME:
            continue
        named = _LEADING.sub("", named, count=1) or named
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
            _REPORT.match(subject) is not None
            or said.ours
            or said.opens in {"thing", "also", "call"}
            or re.match(r"\W*(?:this|today's|dieser|diese|cet|este|esta|questo|dit|den här|denne) ", subject)
        )
        if before and not (own or (edge and is_foreign(page, subject, index))):
            continue
        if m.ends_sentence and not own and not _is_all_name(named):
            continue
        if not before and not (
            is_foreign(page, named, index) or (not m.ends_sentence and _is_unnamed(page, named, index))
        ):
            continue
        yield Finding(index, f"'{phrase}' and a name: '{named[:40]}'", weight=-3.4)


def _named_role(page: Page, index: int, roles: Sequence[str], behind: Sequence[str]) -> str:
    """What says that a line at a text's edge names who paid: a sponsor's role before, or words of paying behind."""
    block, m = page.blocks[index], page.measures[index]
    where = extent(page)
    if not (where.in_tail(index) or where.in_head(index)) or block.text[0] in _SPEECH:
        return ""
    found = _ROLE.match(block.text) if roles else None
    if found is not None:
        role = fold(found["role"])
        name = _LEADING.sub("", block.text[found.end() :].strip(" ."), count=1)
        named = [one for one in roles if one in role]
        if named and len(role.split()) <= ROLE_WORDS and _is_short_name(name) and is_foreign(page, name, index):
            return f"'{named[0]}' and a name: '{name[:40]}'"
    bare = m.folded.rstrip(" .!。")
    end = next((one for one in behind if bare.endswith(one)), "")
    if end:
        name = block.text[: len(block.text.rstrip(" .!。")) - len(end)].strip(" ,:-–—'’")
        if _is_short_name(name) and is_foreign(page, name, index):
            return f"a name and '{end.strip()}'"
    return ""


def _is_unnamed(page: Page, name: str, index: int) -> bool:
    """Whether no other line holds a name of two words and more: a "Bank of the Hills" where the hills are spoken of."""
    folded = fold(name.strip(" ."))
    return (
        _is_short_name(name)
        and " " in folded
        and not any(folded in m.folded for at, m in enumerate(page.measures) if at != index)
    )


def _is_short_name(text: str) -> bool:
    """Whether a text is some words most of which have a capital, in scripts that have any."""
    words = text.strip("\"'“”„«»‘’「」『』").split()
    if not 0 < len(words) <= HOST_WORDS or len(text) > 60 or _CLAUSE.search(text):
        return False
    # What kind of house it is may stand before a name in quotation marks.
    quoted = _QUOTED_NAME.search(text) is not None
    return quoted or text.lower() == text.upper() or (words[0][0].isupper() and capitalised_share(text) >= 0.5)


def _is_all_name(text: str) -> bool:
    """Whether most words have a capital: "With the help of the Neighbours she mended it." says more than who paid."""
    return text.lower() != text.upper() and capitalised_share(text) >= ALL_NAME


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
    silent=(
        Example(ARTICLE + "The broker took a commission of four per cent when he came to buy the boat."),
        Example(ARTICLE + "- Ads\n- Affiliates: streamers earn a commission when viewers buy via our links."),
    ),
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
    told = [i for i in held.lines_with(earned) if page.measures[i].words and not is_entry(page, i)]
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
