"""Other articles on a page: cards with a linked headline and an excerpt, and whole articles behind the first (OTH)."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.measure import fold
from cleaner.page.body import body_of, is_entry, sentences_of
from cleaner.page.kind import may_be_list, page_kinds
from cleaner.page.outline import Node, Outline, outline, repeated_units
from cleaner.page.page import Page, common_stopwords
from cleaner.page.shape import content_words
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.rules.titles import slug_words
from cleaner.types import Category, Kind, Mode, PageKind

CARDS = 3
CARD_WORDS = 70  # most of a card's words; a section of a text has more
CARD_SHARE = 0.7  # of like elements that are cards

_TEXT = "".join(
    f"<p>The council met on {day} to discuss the old harbour, and the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday", "Friday", "Sunday")
)
_CARDS = "".join(
    f"<div class=c><h3><a href=/n/{i}>{title}</a></h3><p>Nobody on the quay had heard of it before.</p></div>"
    for i, title in enumerate(("Bread to cost more", "Clock museum opens", "Bridge closed until May"))
)


@rule(
    "OTH001", "teaser-cards", Category.RELATED, -4.0, modes=HTML,
    fires=(Example(f"<div><div>{_TEXT}</div><div>{_CARDS}</div></div>", on=("Bread to", "Nobody on"), mode=Mode.HTML),),
    silent=(Example(f"<div><h1>News</h1>{_CARDS}</div>", mode=Mode.HTML),),
)  # fmt: skip
def teaser_cards(page: Page) -> Iterator[Finding]:
    """Finds three or more like elements outside of the body, each a linked headline with an excerpt, date or label.

    Why: they lead to other articles. On a page that is a list of such cards they stay.
    Example: a headline that is a link, and the first sentence of the article it leads to
    Source: own observation; measured on public sets
    """
    body = body_of(page)
    if body is None or may_be_list(page):
        return
    tree = outline(page)
    for units in repeated_units(page):
        members = [tree.nodes[place] for place in units.members]
        if not (members[0].first >= body.end or members[-1].end <= body.first):
            continue
        cards = [node for node in members if _is_card(page, tree, node)]
        if len(cards) >= CARDS and len(cards) >= CARD_SHARE * len(members):
            for node in members:
                for index in node.blocks:
                    yield Finding(index, f"one of {len(members)} cards outside of the body", final=True)


def _is_card(page: Page, tree: Outline, node: Node) -> bool:
    """Whether an element is little more than one linked headline."""
    if tree.words_in(node.first, node.end) > CARD_WORDS:
        return False
    return any(is_entry(page.blocks[i], page.measures[i]) and page.measures[i].words >= 2 for i in node.blocks)


MAY_BE_POSTS = 0.4  # odds of a forum, where posts have headlines of their own
TITLE_SHARE, FOREIGN_SHARE = 0.6, 0.4  # of a headline's words in the page's title: its own, another's
ARTICLE_WORDS = 40  # in sentences
HEAD_BLOCKS = 4  # of an article, in which its headline, byline and date stand
_ARTICLE_NAMES = frozenset("hentry newsarticle blogposting single-post next-post next-article".split())


@rule(
    "OTH002", "next-article", Category.RELATED, -4.0, modes=HTML,
    fires=(
        Example(
            f"<main><article><h1>Old harbour reopens after the storm</h1>{_TEXT}</article><div><article>"
            f"<h1>Bakery sells bread</h1><p>By Tom Reed</p>{_TEXT.replace('council', 'bakers')}</article></div></main>",
            on=("Bakery sells", "The bakers met on Monday"), mode=Mode.HTML,
            url="https://x.example/old-harbour-reopens-after-the-storm",
        ),
    ),
    silent=(
        Example(
            f"<main><article><h1>Old harbour reopens after the storm</h1>{_TEXT}</article>"
            f"<article><h2>What comes next</h2>{_TEXT.replace('council', 'bakers')}</article></main>", mode=Mode.HTML,
            url="https://x.example/old-harbour-reopens-after-the-storm",
        ),
    ),
)  # fmt: skip
def next_article(page: Page) -> Iterator[Finding]:
    """Finds articles behind the page's own: with a headline of the same rank that the page's title does not name.

    Why: pages that scroll on load the next article under the first; it has its own address.
    Example: `<article data-url="..."><h1>Bakery opens again</h1>` under another article
    Source: own observation
    """
    wanted = _title_words(page)
    if not wanted or may_be_list(page) or page_kinds(page)[PageKind.FORUM] >= MAY_BE_POSTS:
        return
    articles = list(_articles(page))
    own = next((n for n, (_, heading) in enumerate(articles) if _share(page, heading, wanted) >= TITLE_SHARE), None)
    if own is None:
        return
    rank = page.blocks[articles[own][1]].level
    for node, heading in articles[own + 1 :]:
        if page.blocks[heading].level <= rank and _share(page, heading, wanted) < FOREIGN_SHARE:
            for index in node.blocks:
                evidence = f"in an article of its own, '{page.blocks[heading].text[:40]}'"
                yield Finding(index, evidence, final=True)


def _articles(page: Page) -> Iterator[tuple[Node, int]]:
    """The outermost elements that are articles, and the block of each one's headline."""
    reached, every = 0, sentences_of(page).every
    for node in outline(page).nodes:
        named = node.element.tag == "article" or not _ARTICLE_NAMES.isdisjoint(node.element.tokens)
        if node.first < reached or not named:
            continue
        head = range(node.first, min(node.end, node.first + HEAD_BLOCKS))
        heading = next((i for i in head if page.blocks[i].kind is Kind.HEADING), None)
        words = every[node.end] - every[node.first]
        if heading is not None and words >= ARTICLE_WORDS:
            yield node, heading
            reached = node.end


def _title_words(page: Page) -> frozenset[str]:
    """The words that the page's title and address tell its subject by."""
    title = fold(page.metadata.title or page.title or "")
    return slug_words(page.url) | frozenset(content_words(title, common_stopwords()))


def _share(page: Page, index: int, wanted: frozenset[str]) -> float:
    own = set(content_words(page.measures[index].folded, common_stopwords()))
    return len(own & wanted) / len(own) if own else 0.0


RULES = (teaser_cards, next_article)
