"""Offers of shops: a price and where it is to be had, between the paragraphs of a text about goods (OFR)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.word_lists import read_lists
from cleaner.types import Category

WORDS = 16  # of a line with several offers
SEVERAL = 2  # lines of offers whose shops nobody knows, apart from each other
SHOP = 32  # characters of a shop's name
CURRENCIES = ("$", "€", "£", "₹", " kr", " zł", " kč", " ft", " lei", " chf", " eur", " usd")
_AMOUNT = r"\d[\d.,' ]*"
_PRICE = rf"(?:(?:us|ca|au|a|c|r)?[$€£₹]\s?{_AMOUNT}|{_AMOUNT}\s?(?:[$€£₹]|kr\.?|zł|kč|ft|lei|chf|eur|usd)(?![^\W\d_]))"
_AHEAD = r"(?:(?:now|was|sale|ab|nur|from|only|jetzt|dès|desde|da|à partir de|vanaf|od)\s)?"
# A price or two, a small word, a name. Where a name ends nothing tells but the next price or the line's end.
_OFFER = re.compile(rf"{_AHEAD}{_PRICE}(?:\s?{_PRICE})?\s(?P<at>[^\W\d_]{{1,4}})\s(?P<shop>[^\W_].*?)(?=\s?{_PRICE}|$)")


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """Small words that stand between a price and a shop, those that stand before shops alone, and shops."""
    read = read_lists("shops.toml")
    shops = re.compile(rf"(?:{'|'.join(map(re.escape, read['shops']))})(?![^\W\d_])")
    return frozenset(read["before"]), frozenset(read["surely"]), shops


@rule(
    "OFR001", "shop-offer", Category.PROMO, -3.0, modes=TEXT,
    fires=(
        Example(f"{MONDAY}\n$228 from Walmart\n{TUESDAY}", on=("$228",)),
        Example(f"{MONDAY}\n$331 at Amazon $349 at Target\n{TUESDAY}", on=("$331",)),
        Example(f"{MONDAY}\n189,90 € bei MediaMarkt\n{TUESDAY}", on=("189,90",)),
        Example(f"{MONDAY}\nDès 49,99 € chez Fnac\n{TUESDAY}", on=("Dès",)),
        Example(f"{MONDAY}\n$80 at Maisonette\n{TUESDAY}\n$182 at Chairish\n{MAYOR}", on=("$80", "$182")),
        Example(f"{MONDAY}\n$1,795 at harbourboots.example\n{TUESDAY}", on=("$1,795",)),
    ),
    silent=(
        Example(f"{MONDAY}\n$450 from Boston\n{TUESDAY}\n$390 from Chicago\n{MAYOR}"),
        Example(f"{MONDAY}\n$5 at Door\n$4 at Library\n{TUESDAY}"),
        Example(f"{MONDAY}\n10 € bei Regen\n{TUESDAY}"),
        Example(f"{MONDAY}\nQuay French Press at Amazon $140\n{TUESDAY}"),
        Example(f"{MONDAY}\n$30 at Amazon would buy a tent, she said.\n{TUESDAY}"),
        Example(f"{MONDAY}\n$12 at Joe's Diner\n{TUESDAY}"),
    ),
)  # fmt: skip
def shop_offer(page: Page) -> Iterator[Finding]:
    """Finds lines that are a price and the shop that asks it, once or several times.

    Why: guides for buyers set a button for every shop under what they speak of; saved as text, its label is left. In
    the texts of the set 98 such lines in eleven articles are no part of any, and none is.
    Example: `$228 from Walmart`, `189,90 € bei MediaMarkt`
    Source: own observation
    """
    text = joined_text(page)
    doubtful: list[int] = []
    for index in text.lines_with(text.present(CURRENCIES)):
        m = page.measures[index]
        if m.words > WORDS or m.ends_sentence or not m.digit_share:
            continue
        surely = _offers(m.folded, page.blocks[index].text)
        if surely:
            yield Finding(index, f"a shop's offer: {page.blocks[index].text[:40]}")
        elif surely is False:
            doubtful.append(index)
    # Prices in one list, line by line, are a list of prices; those of buttons stand under each thing a text is about.
    apart = [at for at in doubtful if at - 1 not in doubtful and at + 1 not in doubtful]
    if len(apart) >= SEVERAL:
        for index in apart:
            yield Finding(index, f"an offer: {page.blocks[index].text[:40]}")


def _offers(folded: str, text: str) -> bool | None:
    """Whether a line is offers: of a shop that is known (true), or of a name that may be one (false)."""
    before, surely, shops = _lists()
    at, known = 0, False
    while at < len(folded):
        found = _OFFER.match(folded, at)
        if not found or found["at"] not in before or len(found["shop"]) > SHOP:
            return None
        shop = found["shop"].strip()
        here = _is_domain(shop) or shops.match(shop) is not None
        if (not here and found["at"] not in surely) or not (_is_name(text, shop) or _is_domain(shop)):
            return None
        known = known or here
        at = found.end()
        while at < len(folded) and folded[at] == " ":
            at += 1
    return known


def _is_domain(name: str) -> bool:
    """Whether a name is an address: one word with a full stop inside."""
    return " " not in name and "." in name[1:-2]


def _is_name(text: str, folded: str) -> bool:
    """Whether a name's first letter is a capital or a figure in the line as it is written."""
    place = text.lower().find(folded)
    return place >= 0 and (text[place].isupper() or text[place].isdigit())


RULES = (shop_offer,)
