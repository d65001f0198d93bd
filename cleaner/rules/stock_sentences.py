"""Sentences and paragraphs of sites' own words (STK): notices, and calls that are glued to a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures, fold, words
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import TEXT, Example, Finding, place_findings, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.rules.site_lines import ASKS, LINE, NAMES, SERVICES, category_of, may_be_stock
from cleaner.rules.stock_words import Lexicon, Said, classify_word, lexicon_for, read_line, stock_vocabulary
from cleaner.rules.subject import SENTENCE_WORDS, answered_questions, speaks_of_sites, words_of_services
from cleaner.sentences import sentence_spans
from cleaner.types import Block, Category, Kind

NOTICE_WORDS, NOTICE_SHARE, NOTICE_KINDS = 70, 0.4, 2  # of a paragraph that is a notice
GLUED_REACH = 160  # characters at the end of a block that are looked at
CALL_STOCK = 3  # words of sites in a sentence that is a call
_CLOSING = '"”»’)'
_TOLD = re.compile(r"\b(?:was|were|had|did|war|waren|hatte|hatten|était|étaient|avait|avaient|era|eran|había|fue)\b")


@rule(
    "STK005",
    "notice-paragraph",
    Category.CONSENT,
    -1.6,
    modes=TEXT,
    fires=(
        Example(
            "By clicking “Accept all cookies”, you agree to the storing of cookies on your device to help us with site "
            "navigation, site usage and our marketing, as our privacy policy says.\n" + ARTICLE,
            on=("By clicking",),
        ),
    ),
    silent=(Example(ARTICLE + MONDAY),),
)
def notice_paragraph(page: Page) -> Iterator[Finding]:
    """Finds paragraphs about cookies, newsletters and accounts that speak to the reader in sites' own words.

    Why: a second witness beside the phrases; a notice as long as a paragraph is said in the words of the site.
    Example: `By clicking “Accept All Cookies”, you agree to …`
    Source: own observation; the words are data/stock.toml's
    """
    if speaks_of_sites(page):
        return
    lexicon = lexicon_for(page)
    for (block, m), services_named in zip(page, words_of_services(page), strict=True):
        if not services_named or not m.prose or m.words > NOTICE_WORDS:
            continue
        said = read_line(block.text, lexicon)
        share = said.stock / max(1, said.stock + len(said.unknown) + len(said.names))
        services = [kind for kind in said.kinds if kind in SERVICES]
        if said.ours and share >= NOTICE_SHARE and len(services) >= NOTICE_KINDS:
            evidence = f"{said.stock} words of sites, {share:.2f} of all, to the reader"
            yield Finding(block.index, evidence, category=category_of(said))


@rule(
    "STK006",
    "glued-stock",
    Category.CALL_TO_ACTION,
    -3.3,
    modes=TEXT,
    fires=(
        Example(MONDAY + " Read more stories in our app.\n" + MAYOR, on=("The council",)),
        Example(
            MONDAY + " Sign up to our WhatsApp channel for the latest Thornby news.\n" + MAYOR, on=("The council",)
        ),
        Example("Follow our channel on Telegram. " + MONDAY + "\n" + MAYOR, on=("Follow our",)),
    ),
    silent=(
        Example(MONDAY + " Read more, he said.\n" + MAYOR),
        Example("Follow our river to the mill. " + MONDAY + "\n" + MAYOR),
        Example(MONDAY + " Read our Anna Keller's letters to the end.\n" + MAYOR),
        Example(
            "Is it free?\nYes, it is.\nWho may come?\nAll may.\nCan I use it on the road?\n"
            + MONDAY
            + " Download our mobile app today."
        ),
    ),
)
def glued_stock(page: Page) -> Iterator[Finding]:
    """Finds a last or first sentence of sites' own words beside another sentence.

    Why: the button's element followed the paragraph's without a break. Only this sentence is cut.
    Example: `… jest ogrodzony. Dalsza część artykułu pod materiałem wideo.`
    Source: own observation; the words are data/stock.toml's
    """
    if not speaks_of_sites(page):
        yield from (one for one in place_findings(_glued_stock(page)) if one.block not in answered_questions(page))


@by_line
def _glued_stock(page: Page, block: Block, m: Measures) -> tuple[Finding, ...]:
    """What one block gives to the rule."""
    stock = stock_vocabulary(page)
    if m.words <= SENTENCE_WORDS or block.kind in FIXED_KINDS or stock.isdisjoint(m.tokens):
        return ()
    lexicon = lexicon_for(page)
    text = block.text
    reach = max(0, len(text) - GLUED_REACH)
    opens = m.tokens[0] in stock and _opens_call(text, lexicon)
    if not opens and not _may_end_in_call(m, text[reach:], stock):
        return ()
    spans = sentence_spans(text[reach:])
    if len(spans) < 2:
        return ()
    found: list[Finding] = []
    start = reach + spans[-1][0]
    left = len(text[:start].rstrip())
    last = text[start:].strip()
    said = _glued_call(block, last, lexicon)
    if said is not None and text[left - 1] not in ":,":
        evidence = f"a last sentence of nothing but words of sites: {last[:40]}"
        found.append(Finding(block.index, evidence, category=category_of(said), span=(left, len(text))))
    if opens:
        spans = sentence_spans(text[:GLUED_REACH])
        first = text[: spans[0][1]]
        said = _glued_call(block, first, lexicon) if len(spans) > 1 else None
        if said is not None and said.ours:
            evidence = f"a first sentence of nothing but words of sites: {first[:40]}"
            end = len(text) - len(text[len(first) :].lstrip())
            found.append(Finding(block.index, evidence, category=category_of(said), span=(0, end)))
    return tuple(found)


def _opens_call(text: str, lexicon: Lexicon) -> bool:
    """Whether the first word of a block asks for something."""
    return classify_word(lexicon, fold(text[:30].partition(" ")[0].strip("¡¿")))[1] == "call"


def _may_end_in_call(m: Measures, end: str, stock: frozenset[str]) -> bool:
    """Whether the last words of a block hold so many of sites' own as a call does; `end` is its last characters."""
    if m.folded.isascii() and sum(map(stock.__contains__, m.tokens[-GLUED_REACH // 2 :])) < CALL_STOCK:
        return False
    last = " ".join(end.rsplit(None, LINE)[-LINE:])
    return not last.isascii() or sum(map(stock.__contains__, words(last))) >= CALL_STOCK


def _glued_call(block: Block, sentence: str, lexicon: Lexicon) -> Said | None:
    """What a sentence that may be glued to a paragraph says, if that is a call or words of sites alone."""
    if len(sentence.split()) > LINE or not may_be_stock(block._replace(text=sentence, kind=Kind.LINE)):
        return None
    if sentence[-1] in _CLOSING or _TOLD.search(sentence):
        return None
    said = read_line(sentence, lexicon)
    if said.stock < CALL_STOCK or not (said.call or said.also or said.ours):
        return None
    if not (said.unknown or said.names):
        return said if said.kinds or said.ours else None
    # A name may stand in a call that speaks for the site and names a service of sites.
    own = said.opens == "call" and said.ours and (said.platforms or ASKS & set(said.kinds))
    return said if own and len(said.names) + len(said.unknown) <= NAMES and len(said.unknown) <= 2 else None


RULES = (notice_paragraph, glued_stock)
