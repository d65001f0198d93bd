"""Other articles on a page: cards with a linked headline and an excerpt, and whole articles behind the first (OTH)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from cleaner.measure import fold, word_count
from cleaner.page.body import body_of, is_entry, sentences_of
from cleaner.page.kind import may_be_list, page_kinds
from cleaner.page.language import common_stopwords
from cleaner.page.outline import Node, Outline, outline, repeated_units
from cleaner.page.page import Page
from cleaner.page.shape import content_words
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import HTML, Example, Finding, make_finding, rule
from cleaner.rules.titles import slug_words
from cleaner.types import Category, Kind, MarkKind, Mode, PageKind, Stage

CARDS = 3
HEADLINE_WORDS = 3  # fewer are the name of a section
CARD_WORDS = 70  # most of a card's words; a section of a text has more
EXCERPT_BLOCKS = 3  # under a headline: a date, an excerpt, a label
CUT_SHORT_WORDS = 140  # the same where the excerpt is cut short, as no section is
_DOTS = ("…", "...")
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
            evidence = f"one of {len(members)} cards outside of the body"
            for node in members:
                for index in node.blocks:
                    yield make_finding((index, evidence, None, None, None, True))
            if all(len(node.blocks) == 1 for node in members):
                for index in _excerpts_between(page, tree, members, tree.nodes[units.parent].end):
                    yield Finding(index, evidence, final=True)


def _excerpts_between(page: Page, tree: Outline, headlines: Sequence[Node], end: int) -> Iterator[int]:
    """The blocks under each headline of a flat list (`<dt>` and `<dd>`, or `<h3>` and `<p>`) that ends before `end`."""
    words = sum(page.measures[node.first].words for node in headlines)
    if words < HEADLINE_WORDS * len(headlines):
        return
    stops = [after.first for after in headlines[1:]]
    longest = max(stop - node.end for node, stop in zip(headlines, stops, strict=False))
    stops.append(min(end, headlines[-1].end + longest))
    for node, stop in zip(headlines, stops, strict=True):
        if stop - node.end <= EXCERPT_BLOCKS and tree.words_in(node.end, stop) <= CARD_WORDS:
            yield from range(node.end, stop)


def _is_card(page: Page, tree: Outline, node: Node) -> bool:
    """Whether an element is little more than one linked headline."""
    words = tree.words_in(node.first, node.end)
    if words > CARD_WORDS:
        excerpt = max(node.blocks, key=lambda index: page.measures[index].words)
        if words > CUT_SHORT_WORDS or not page.blocks[excerpt].text.rstrip(" ]»").endswith(_DOTS):
            return False
    return any(is_entry(page.blocks[i], page.measures[i]) and page.measures[i].words >= 2 for i in node.blocks)


UNDER_HEADING = 2  # cards under a heading that names others
HEADS = "PHR003"  # the rule that knows such headings
MOST_HEADS = 20  # of a page: each looks at all that stands beside it


@rule(
    "OTH003", "cards-under-heading", Category.RELATED, -4.0, stage=Stage.CONTEXT, modes=HTML,
    fires=(
        Example(
            f"<article><h1>Old harbour reopens</h1>{_TEXT}<h3>You may also like</h3>{_CARDS}</article>",
            on=("Bread to", "Nobody on"), mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
    silent=(
        Example(
            f"<article><h1>Old harbour reopens</h1>{_TEXT}<h3>What happens next</h3>{_CARDS}</article>",
            mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
        Example(
            f"<article><h1>Old harbour reopens</h1>{_TEXT}<h3>You may also like</h3><p>It is open.</p></article>",
            mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
        Example(
            f"<article><h1>Old harbour reopens</h1>{_TEXT}<h3>You may also like</h3><div><p>The harbour is open from "
            f"May to October.</p></div><div><p>The ferry runs twice a day.</p></div></article>",
            mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
)  # fmt: skip
def cards_under_heading(page: Page) -> Iterator[Finding]:
    """Finds like elements under a heading such as `You may also like`, each of which begins with a link.

    Why: heading, link and repetition are three witnesses; the excerpts read like a text, and may be longer than it.
    Example: `See also:` over five linked headlines, each with the first sentences of its article
    Source: own observation on news sites that set other articles inside the element of their text
    """
    if may_be_list(page) or page_kinds(page)[PageKind.FORUM] >= MAY_BE_POSTS:
        return
    tree = outline(page)
    heads = (
        block
        for block, tally in zip(page.blocks, page.tallies, strict=True)
        if not tally.kept and any(verdict.rule == HEADS for verdict in tally.verdicts)
    )
    for block in islice(heads, MOST_HEADS):
        cards = _cards_behind(page, tree, block.index)
        if len(cards) >= UNDER_HEADING:
            for node in cards:
                for index in node.blocks:
                    yield Finding(index, f"one of {len(cards)} cards under '{block.text[:40]}'", final=True)


def _cards_behind(page: Page, tree: Outline, heading: int) -> list[Node]:
    """The like elements right behind a heading, or in the one element behind it, that each begin with a link."""
    around = tree.ancestors(heading)
    place = next((at for at in around if tree.nodes[at].end - tree.nodes[at].first > 1), -1)
    if place < 0:
        return []
    behind = [tree.nodes[child] for child in tree.children[place] if tree.nodes[child].first > heading]
    cards = _run_of_cards(page, behind)
    return cards if len(cards) >= UNDER_HEADING else _run_of_cards(page, _children_of_first(tree, place, heading))


def _run_of_cards(page: Page, nodes: Sequence[Node]) -> list[Node]:
    """The elements of one tag that these begin with, as far as each begins with a link."""
    like = takewhile(lambda node: node.element.tag == nodes[0].element.tag, nodes)
    return list(takewhile(lambda node: _begins_with_link(page, node), like))


def _children_of_first(tree: Outline, place: int, heading: int) -> list[Node]:
    """The children of the first element behind a heading, lists aside: their entries are judged as such."""
    first = next((child for child in tree.children[place] if tree.nodes[child].first > heading), -1)
    if first < 0 or tree.nodes[first].element.tag in {"ul", "ol", "dl", "table"}:
        return []
    return [tree.nodes[child] for child in tree.children[first]]


def _begins_with_link(page: Page, node: Node) -> bool:
    """Whether an element's first words are a link to another page and, in a card, a headline."""
    first = page.blocks[node.first]
    link = next((mark for mark in first.marks if mark.kind is MarkKind.LINK), None)
    if link is None or link.start > 1 or link.value.startswith("#"):
        return False
    if sum(page.measures[index].words for index in node.blocks) > CUT_SHORT_WORDS:
        return False
    headline = first.text[link.start : link.end]
    return word_count(headline) >= HEADLINE_WORDS or is_entry(first, page.measures[node.first])


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
            f"<main><article><h2>Old harbour reopens after the storm</h2>{_TEXT}</article>"
            f"<article><h2>What the masons say</h2>{_TEXT.replace('council', 'masons')}</article></main>",
            mode=Mode.HTML, url="https://x.example/old-harbour-reopens-after-the-storm",
        ),
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
        if page.blocks[heading].level > rank or _share(page, heading, wanted) >= FOREIGN_SHARE:
            continue
        if rank == 1 or _is_signed(page, node):
            for index in node.blocks:
                evidence = f"in an article of its own, '{page.blocks[heading].text[:40]}'"
                yield Finding(index, evidence, final=True)


def _is_signed(page: Page, node: Node) -> bool:
    """Whether the head of an article shows a byline, a date or a link to the whole: sections of a text show none."""
    for index in range(node.first, min(node.end, node.first + HEAD_BLOCKS)):
        m = page.measures[index]
        if date_like(m.folded) or m.folded.startswith(_BY) or is_entry(page.blocks[index], m):
            return True
    return False


_BY = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "автор")


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


RULES = (teaser_cards, next_article, cards_under_heading)
