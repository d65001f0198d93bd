"""Lines that consist of sites' own words (STK): labels, buttons, calls to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import extent, last_written
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import article_words
from cleaner.rules.samples import ARTICLE, MONDAY
from cleaner.rules.sections import is_of_entries, section_headings
from cleaner.rules.site_lines import (
    ASKS,
    LABEL,
    LINE,
    LONGEST,
    NAMES,
    SENTENCE,
    category_of,
    ends_with_stop,
    is_own_heading,
    may_be_stock,
    stock_lines,
)
from cleaner.rules.spoken_of import spoken_lines
from cleaner.rules.stock_words import Said, lexicon_for, more_words, read_line
from cleaner.rules.subject import lists_contacts, names_references, speaks_of_sites
from cleaner.sentences import blank_quotations
from cleaner.types import Category

SHORT_LABEL = 4  # words
STEP_WORDS = 14  # of a sentence that tells one step
OTHERS = 2  # words of a sentence that no site uses
MOSTLY = 0.5  # share of a longer line's words that are sites' own


@rule(
    "STK001",
    "stock-words",
    Category.NAVIGATION,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Handpicked stories for you\nTap here to see more photos", on=("Handpicked", "Tap")),
        Example("Der Rat tagte am Montag und war sich nicht einig.\nMehr Artikel zum Thema", on=("Mehr Artikel",)),
        Example(
            "Совет собрался в понедельник, и это было не зря, как он сказал.\nОбсудить в комментариях", on=("Обсудить",)
        ),
    ),
    silent=(
        Example(MONDAY + "\n“Go back home and leave it open,” she said.\n" + MONDAY),
        Example(ARTICLE + "We went back to the page in the end, and the story was over."),
        Example(ARTICLE + "- Keep a copy of the article"),
        Example(ARTICLE + "It was like being home again"),
        Example(ARTICLE + "Up to 60Hz refresh rate"),
    ),
)
def only_stock_words(page: Page) -> Iterator[Finding]:
    """Finds short lines that hold no word but a site's own: calls, parts of the site, relations between articles.

    Why: a line that says nothing about any subject is a button, a label or a call, whatever its wording.
    Example: `See more photos`, `Mehr Artikel zum Thema`, `Обсудить в комментариях`
    Source: own observation on scraped texts in 29 languages; the words are data/stock.toml's
    """
    where, own = extent(page), speaks_of_sites(page)
    for index, said in stock_lines(page).items():
        block = page.blocks[index]
        if said.unknown or said.names or said.addresses or not may_be_stock(block):
            continue
        if names_references(page, index) or index in section_headings(page):
            continue
        if own and index <= where.last:
            continue
        if not (said.platforms or said.ours) and is_of_entries(page):
            continue
        if set(said.kinds) == {Category.CALL_TO_ACTION} and not said.ours and _heads_results(page, index):
            continue
        named = Category.RELATED in said.kinds or said.also
        if block.text.rstrip().endswith((":", "：")) and said.size > SHORT_LABEL and not named:
            continue
        if said.stock == 1 and said.kinds:
            kind = said.kinds[0]
            if kind is Category.AD_SLOT and said.size <= 2:
                yield Finding(index, f"the label of an advertisement: {block.text[:30]}", category=kind)
            asks = kind in ASKS and ((said.call and 1 < said.size <= 3) or said.ours)
            if kind is not Category.AD_SLOT and (asks or (said.ours and SHORT_LABEL < said.size <= LINE)):
                yield Finding(index, f"one word of sites and none of another kind: {block.text[:30]}", -2.4, kind)
        if said.stock < 2 or (_measures(block.text) and not (said.kinds or said.platforms)):
            continue
        sentence = ends_with_stop(block.text)
        if said.size > (LONGEST if len(said.platforms) > 2 else SENTENCE if sentence else LINE):
            continue
        weight = _strength(said, block.text, sentence=sentence)
        if sentence and not (said.platforms or said.ours or said.also) and _is_step(page, index):
            continue
        if block.text[:1].islower() and not (said.kinds and said.size <= LABEL):
            continue
        if weight and not is_own_heading(page, index):
            shown = ", ".join((*said.call, *said.thing, *said.also, *said.platforms)[:5])
            yield Finding(index, f"nothing but words of sites: {shown}", weight=weight, category=category_of(said))


_COUNT = re.compile(r"[^:\d]{1,60}[:–—-]\s{0,3}\d")


def _heads_results(page: Page, index: int) -> bool:
    """Whether a line stands over a count, or a sentence that holds another word than sites' own."""
    if index + 1 >= len(page.blocks):
        return False
    text = page.blocks[index + 1].text
    if not ends_with_stop(text):
        return _COUNT.match(text) is not None
    below = stock_lines(page).get(index + 1)
    return below is None or bool(below.unknown)


def _is_step(page: Page, index: int) -> bool:
    """Whether two other short sentences of other words stand beside a sentence: the steps of instructions."""
    lines = stock_lines(page)

    def is_other(at: int) -> bool:
        m, said = page.measures[at], lines.get(at)
        return m.words <= STEP_WORDS and m.ends_sentence and (said is None or bool(said.unknown))

    last = len(page.blocks) - 1
    pairs = ((index - 2, index - 1), (index - 1, index + 1), (index + 1, index + 2))
    return any(one >= 0 and two <= last and is_other(one) and is_other(two) for one, two in pairs)


def _measures(text: str) -> bool:
    """Whether a line tells a figure: a rate, a term, a place in a list."""
    return text[:1] not in "[(" and any(map(str.isdigit, text))


def _strength(said: Said, text: str, *, sentence: bool) -> float:
    """How surely a line without unknown words is a site's own, as a weight; 0 where it may be anybody's."""
    sure = len(said.kinds) + len(said.platforms)
    if sentence:
        asked = said.opens in {"call", "platform"} or said.ours or (said.call and "?" in text)
        if said.opens == "call" and said.ours and said.thing:
            return -3.2
        return -3.2 if (sure >= 2 and (said.call or said.ours)) or (sure and asked) else 0.0
    if said.call and (said.thing or said.platforms):
        return -3.4 if sure else -2.8
    if said.also and (said.thing or said.platforms):
        return -3.2 if sure else -2.6
    if said.call and (said.also or said.ours):
        return -2.6
    if len(said.thing) + len(said.platforms) >= 2 and (
        said.kinds or len(said.platforms) > 1 or (text[:1] == "[" and text[-1:] == "]")
    ):
        return -2.6
    return -2.4 if len(set(said.call)) >= 2 or len(said.also) >= 2 else 0.0


@rule(
    "STK002",
    "named-call",
    Category.CALL_TO_ACTION,
    -2.8,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Discover more from The Harbour Post", on=("Discover",)),
        Example(
            "O conselho reuniu-se na segunda-feira e não decidiu.\nSiga o Diário do Cais no Google News", on=("Siga",)
        ),
    ),
    silent=(
        Example(ARTICLE + "Follow the harbour road to the lighthouse"),
        Example(ARTICLE + "Read Anna Keller's new novel in one night, he said."),
        Example(ARTICLE + "The Best Budget Phones"),
    ),
)
def named_call(page: Page) -> Iterator[Finding]:
    """Finds calls to the reader in which the only other words are a name that the article does not use.

    Why: a site asks for a click and names itself, its app or its section.
    Example: `Siga o Diário do Norte no Google News`
    Source: own observation; the words are data/stock.toml's
    """
    where, own = extent(page), speaks_of_sites(page)
    for index, said in stock_lines(page).items():
        block = page.blocks[index]
        if own and index <= where.last:
            continue
        others = len(said.names) + len(said.unknown) + len(said.addresses)
        if not 0 < others <= NAMES or said.size > LINE or not may_be_stock(block) or is_own_heading(page, index):
            continue
        asks = bool(ASKS & set(said.kinds))
        cased = block.text.lower() != block.text.upper()
        if (cased and said.unknown) or index in spoken_lines(page):
            continue
        label = block.text.rstrip().endswith((":", "："))
        if label and not cased and said.also and said.thing and len(said.unknown) <= 2:
            pass
        elif said.opens == "also":
            if not (said.thing or said.call) or (said.unknown and not label):
                continue
        elif said.opens != "call" or (ends_with_stop(block.text) and not (said.platforms or asks)):
            continue
        if said.unknown and not (len(said.unknown) <= 2 and (said.platforms or said.ours or asks or label)):
            continue
        pairs = (
            said.platforms and (said.call or said.thing),
            asks and (said.thing or said.call),
            said.call and more_words().intersection(said.also),
        )
        if not any(pairs) and not (said.also and said.thing and Category.RELATED in said.kinds):
            continue
        if not article_words(page).isdisjoint(said.names) and not (said.platforms or said.ours):
            continue
        weight = -2.9 if said.call and (said.platforms or said.kinds) else -2.4
        shown = ", ".join((*said.call, *said.thing, *said.also, *said.platforms)[:4])
        evidence = f"a call ({shown}) that names {' '.join((*said.names, *said.addresses, *said.unknown)[:3])}"
        yield Finding(index, evidence, weight=weight, category=category_of(said))


@rule(
    "STK004",
    "mostly-stock",
    Category.CALL_TO_ACTION,
    -2.6,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "You can unsubscribe from our emails on the dashboard of your account.", on=("You can",)),
        Example(ARTICLE + "Write to us at desk@harbour.example about errors", on=("Write",)),
    ),
    silent=(
        Example(ARTICLE + "The app was sold to a firm in Bremen, which wrote to all of its customers in May."),
        Example(ARTICLE + "Follow up every call with a letter, and keep a copy."),
    ),
)
def mostly_stock(page: Page) -> Iterator[Finding]:
    """Finds longer lines most of whose words are a site's own, that speak of two of its services or give its address.

    Why: forms, mailings and offers speak to the reader about newsletters, accounts and comments.
    Example: `To change which lists you are subscribed to, visit your preferences page.`
    Source: own observation; the words are data/stock.toml's
    """
    where, own = extent(page), speaks_of_sites(page)
    for index, all_said in stock_lines(page).items():
        block = page.blocks[index]
        if own or where.first < index < where.last:
            continue
        # What is quoted, a sign or a button, is not said to the reader.
        outside = blank_quotations(block.text)
        said = all_said if outside == block.text else read_line(outside, lexicon_for(page))
        others = len(said.unknown) + len(said.names)
        if (
            not (others or said.addresses)
            or said.size > SENTENCE + LABEL
            or not may_be_stock(block)
            or is_own_heading(page, index)
        ):
            continue
        share = said.stock / max(1, said.stock + others)
        kinds = [kind for kind in said.kinds if kind is not Category.RELATED]
        short = said.ours or page.measures[index].words <= LINE
        addressed = said.addresses and short and (said.ours or share >= MOSTLY) and others <= NAMES
        addressed = addressed and not lists_contacts(page)
        if addressed and (said.call or (said.thing and (kinds or not others))):
            yield Finding(index, f"a call with an address: {said.addresses[0]}", category=category_of(said))
        elif said.call and Category.COMMENTS in said.kinds and "?" in block.text and index >= last_written(page):
            yield Finding(index, f"a question and a call to comment: {', '.join(said.call[:3])}", weight=-2.8)
        elif share >= 1.5 * MOSTLY and said.call and said.also and "?" in block.text and said.size <= LINE:
            yield Finding(index, f"a question and a call: {', '.join(said.call[:3])}", category=category_of(said))
        elif (
            share >= MOSTLY
            and said.stock >= 3
            and len(kinds) + len(said.platforms) >= 2
            # Who is told of is no reader: "The council's newsletter will print all of them."
            and (said.ours or said.opens not in {"name", ""} or not ends_with_stop(block.text))
            # Nor is a call to do something that no site does: "Follow up every call with a letter."
            and (said.ours or said.platforms or others < OTHERS or said.opens != "call")
        ):
            yield Finding(index, f"{said.stock} words of sites to {others} others", category=category_of(said))
        elif not ends_with_stop(block.text) and said.opens == "call" and len(said.call) > 1 and ASKS & set(said.kinds):
            yield Finding(index, f"calls: {', '.join(said.call[:3])}", category=category_of(said))


RULES = (only_stock_words, named_call, mostly_stock)
