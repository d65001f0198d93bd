"""What kind of page this is (an article, a forum's thread, a product, ...), with odds.

The evidence is of five sorts: its address, what it states about itself, the names of its elements, what repeats, and
how much of it is sentences. The weights are a multinomial logistic regression, fitted by
`python -m benchmarks.train.kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from math import exp
from tomllib import loads
from urllib.parse import unquote, urlsplit

from cleaner.page.body import NEARLY_ALL, body_of, sentences_of
from cleaner.page.outline import names_of, outline, repeated_units
from cleaner.page.page import Page, derived
from cleaner.page.threads import named_threads
from cleaner.types import PageKind
from cleaner.types.members import PRE

_ADDRESS = {
    "forum": frozenset(
        "forum forums foren foro foros board boards thread threads topic topics viewtopic showthread viewthread "
        "community communities discussion discussions discuss question questions answers comments r t qna".split()
    ),
    "documentation": frozenset(
        "docs doc documentation reference api manual guide guides tutorial tutorials man wiki help kb learn html_node "
        "handbook developer".split()
    ),
    "product": frozenset("product products item itm dp p pd buy sku".split()),
    "collection": frozenset("category categories collection collections c shop store cat plp browse products".split()),
    "listing": frozenset("news blog tag tags topics archive articles search events jobs list listing latest".split()),
}
# By what each begins with: finding that in the whole markup is many times as fast as any expression.
_STATED = {
    "schema.org/": re.compile(r"schema\.org/([A-Za-z]{4,30})"),
    '"@type"': re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"([A-Za-z]{4,30})\""),
    'og:type"': re.compile(r"og:type\"\s{1,9}content=\"([\w.:]{4,30})\""),
}
_STATES = {
    "article": frozenset(
        "article newsarticle blogposting reportagenewsarticle opinionnewsarticle scholarlyarticle recipe".split()
    ),
    "forum": frozenset("discussionforumposting qapage question answer comment usercomments".split()),
    "product": frozenset("product offer aggregateoffer productgroup og:product product.item vehicle book".split()),
    "listing": frozenset("collectionpage itemlist searchresultspage blog".split()),
    "documentation": frozenset("techarticle apireference softwaresourcecode howto".split()),
    "service": frozenset("localbusiness professionalservice service dentist attorney medicalclinic faqpage".split()),
}
_NAMES = {
    "posts": frozenset("post posts postbody message reply replies answer thread topic postprofile posting".split()),
    "users": frozenset(
        "username user-info userinfo author-name poster postauthor bigusername member profile avatar".split()
    ),
    "comments": frozenset("comment comments commentlist".split()),
    "prices": frozenset("price prices pricing".split()),
    "cart": frozenset("cart add-to-cart addtocart basket checkout buybox".split()),
    "products": frozenset("product products product-card product-tile product-grid product-list plp".split()),
    "code": frozenset(
        "highlight codehilite prism hljs sourcecode code-block docs documentation sphinxsidebar toctree".split()
    ),
    "article": frozenset(
        "article-body articlebody entry-content post-content story-body byline dateline headline".split()
    ),
}
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?(?:[€£]|(?:zł|kr|руб|usd|eur)\b)", re.IGNORECASE)
_DATED = re.compile(r"/(?:19|20)\d\d[/-]\d{1,2}(?:[/-]|$)")
_WORD = re.compile(r"[a-z0-9_]+")


@derived
def page_kinds(page: Page) -> Mapping[PageKind, float]:
    """The odds 0..1 of every kind of page, most likely first; they sum to 1."""
    table = _weights()
    signs = tuple(signs_of(page))
    scores = {kind: weights["bias"] + sum(weights.get(sign, 0.0) for sign in signs) for kind, weights in table.items()}
    top = max(scores.values())
    shares = {kind: exp(score - top) for kind, score in scores.items()}
    total = sum(shares.values())
    ranked = sorted(shares, key=lambda kind: (-shares[kind], kind))
    return {kind: round(shares[kind] / total, 4) for kind in ranked}


@derived
def may_be_list(page: Page) -> bool:
    """Whether the page may be a list or many parts, each in a container of its own: links and cards may be its text."""
    odds = page_kinds(page)
    return sum(odds[kind] for kind in LISTS) >= IS_LIST


def signs_of(page: Page) -> Iterator[str]:
    """The names of the signs that a page shows."""
    yield from _of_address(page.url or "")
    stated = {
        name.lower() for beginning, pattern in _STATED.items() for name in _found(page.source, beginning, pattern)
    }
    yield from (f"states-{name}" for name, words in _STATES.items() if stated & words)
    names = names_of(page)
    yield from (f"names-{name}" for name, words in _NAMES.items() if names & words)
    yield from _of_structure(page)


def _found(source: str, beginning: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """What `pattern.findall` finds; every match begins with `beginning`."""
    at = source.find(beginning)
    while at >= 0:
        match = pattern.match(source, at)
        if match is not None:
            yield match[1]
        at = source.find(beginning, at + 1 if match is None else match.end())


def _of_address(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        host, path = parts.hostname or "", unquote(parts.path).lower()
    except ValueError:
        return
    words = set(_WORD.findall(path)) | set(host.split("."))
    yield from (f"address-{name}" for name, listed in _ADDRESS.items() if words & listed)
    if _DATED.search(path):
        yield "address-dated"
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if not path.strip("/"):
        yield "address-root"
    elif last.count("-") + last.count("_") >= 4:
        yield "address-headline"


def _of_structure(page: Page) -> Iterator[str]:
    words = linked = code = prices = 0
    for block, m in page:
        words += m.words
        linked += round(m.words * m.link_density)
        code += block.kind is PRE
        prices += m.words <= PRICE_WORDS and m.digit_share > 0 and _PRICE.search(block.text) is not None
    body, every = body_of(page), sentences_of(page).every
    sentences = every[-1]
    yield "body-none" if body is None else "body-most" if body.share < NEARLY_ALL else "body-nearly-all"
    yield f"sentences-{_step(sentences, (60, 600))}"
    yield f"sentence-share-{_step(100 * sentences // max(1, words), (10, 30, 60))}"
    yield f"linked-share-{_step(100 * linked // max(1, words), (20, 40, 60))}"
    yield f"prices-{_step(prices, (1, 4, 12))}"
    yield f"code-{_step(code, (1, 3))}"
    tree = outline(page)
    cards = posts = 0
    for units in repeated_units(page):
        members = [tree.nodes[place] for place in units.members]
        speaking = sum(every[node.end] > every[node.first] for node in members)
        several = sum(node.end - node.first > 1 for node in members)
        posts = max(posts, min(speaking, several))
        cards = max(cards, several)
    inside = sum(every[node.end] - every[node.first] for node in named_threads(page))
    yield f"comment-share-{_step(100 * inside // max(1, sentences), (1, 25, 60))}"
    yield f"units-{_step(cards, (4, 10, 25))}"
    yield f"speaking-units-{_step(posts, (3, 8))}"


def _step(value: int, steps: tuple[int, ...]) -> int:
    return sum(value >= step for step in steps)


PRICE_WORDS = 15
# Kinds of pages that are lists or of many parts. Of the cards and lists of links outside of what seemed the body, .003
# of the words are main content where these have odds under .4 together, .06 from .4 and .1 to .7 from .5 on.
LISTS = (PageKind.COLLECTION, PageKind.LISTING, PageKind.PRODUCT, PageKind.SERVICE)
IS_LIST = 0.4
IS_ARTICLE = 0.6  # odds from which on a page is treated as an article


@lru_cache(maxsize=1)
def _weights() -> Mapping[PageKind, Mapping[str, float]]:
    raw = loads(resources.files("cleaner.page").joinpath("data/page_kinds.toml").read_text("utf-8"))
    return {PageKind(name): entry for name, entry in raw.items()}
