"""What a page's structure says: link density, prose, class and role hints, page regions, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.page.body import body_of, sentences_of
from cleaner.page.kind import IS_ARTICLE, page_kinds
from cleaner.page.outline import inherit, key_of, names_of, outline, wrappers_of
from cleaner.page.page import Page
from cleaner.rules.registry import BOTH, HTML, Example, Finding, make_finding, rule
from cleaner.rules.word_lists import read_lists
from cleaner.types import Block, Category, Element, Mode, PageKind, Stage
from cleaner.types.members import CAPTION, HEADING

# Kohlschütter 2010 (WSDM, table 5) splits at 0.333; above 0.8 a block is a list of links.
LINKED, ALL_LINKS = 0.333, 0.8

_BODY = "The council met on Tuesday to discuss the old harbour, and the people of the quay came to hear it."


_HOST = re.compile(r"https?://(?:www\.)?([^/?#\s]+)", re.IGNORECASE)
_PROSE = (
    "<p>The council met on Tuesday evening to discuss the plan for the old harbour, and many of those who live in the "
    "streets behind it came to hear what would become of it.</p>"
)
_LINKS = "".join(f"<a href=http://c{i}.example/>Casino {i}</a> " for i in range(30))


@rule(
    "LNK001", "mostly-links", Category.NAVIGATION, -1.5, modes=HTML,
    fires=(Example("<p><a href=/a>World</a> <a href=/b>Sport</a></p>", on=("World Sport",), mode=Mode.HTML),),
    silent=(Example("<p>The council met <a href=/a>on Tuesday</a> to discuss the old harbour.</p>", mode=Mode.HTML),),
)  # fmt: skip
def mostly_links(page: Page) -> Iterator[Finding]:
    """Finds blocks most of whose characters are links.

    Why: menus, teasers and tag lists are made of links; sentences are not.
    Example: `World Sport Culture`, each word a link.
    Source: Kohlschütter et al. 2010, WSDM, https://doi.org/10.1145/1718487.1718542 (link density 0.333)
    """
    for block, m in page:
        if m.link_density > LINKED and m.words:
            weight = -1.5 if m.link_density > ALL_LINKS else -0.8
            evidence = f"link density {m.link_density:.2f} > {LINKED:.2f}"
            yield make_finding((block.index, evidence, weight, None, None, False))


FARM = 25  # foreign hosts linked in one block; fewer may be a blogroll


@rule(
    "LNK002", "link-farm", Category.SPAM, -4.0, modes=HTML,
    fires=(Example(_PROSE * 3 + f"<p>{_LINKS}</p>", on=("Casino 1",), mode=Mode.HTML),),
    silent=(Example(f"<p>{_LINKS}</p>", mode=Mode.HTML),),
)  # fmt: skip
def link_farm(page: Page) -> Iterator[Finding]:
    """Finds a block that is nothing but links to dozens of other hosts, on a page with prose of its own.

    Why: nobody reads them; they are there for search engines, mostly put in by others.
    Example: 500 links to casinos under an article
    Source: link spam of search engines' policies (link density as in LNK001)
    """
    if sum(m.prose for m in page.measures) < 3:
        return
    for block, m in page:
        if m.link_density <= ALL_LINKS or len(block.marks) < FARM:
            continue
        hosts = {found[1] for mark in block.marks if (found := _HOST.match(mark.value))} - {page.host}
        if len(hosts) >= FARM:
            evidence = f"links to {len(hosts)} other hosts >= {FARM}"
            yield Finding(block.index, evidence, final=True)


@rule(
    "PRO001", "prose", Category.MAIN_CONTENT, 1.5, modes=HTML,
    fires=(
        Example(
            "<p>The council met on Tuesday to discuss the old harbour, and many of the people who live in the "
            "streets behind it came to hear what would become of the place.</p>",
            on=("The council",), mode=Mode.HTML,
        ),
    ),
    silent=(Example("<p>Subscribe now</p>", mode=Mode.HTML),),
)  # fmt: skip
def prose(page: Page) -> Iterator[Finding]:
    """Finds sentences: 25 words or more, a full stop, function words, few links.

    Why: this is evidence for keeping; boilerplate is rarely written in whole sentences.
    Example: any paragraph of an article.
    Source: Pomikálek 2011, stopword density, https://is.muni.cz/th/45523/fi_d/phdthesis.pdf
    """
    for block, m in page:
        if m.prose:
            evidence = f"{m.words} words, function words {m.stop_share:.2f}, ends a sentence"
            yield Finding(block.index, evidence)


@lru_cache(maxsize=1)
def hint_table() -> dict[str, tuple[Category, float]]:
    """Class, id and role words with their category and weight, from data/hints.toml."""
    raw = read_lists("hints.toml")
    table: dict[str, tuple[Category, float]] = {}
    for name, entry in raw.items():
        for token in entry["tokens"].split():
            table[token] = (Category(entry.get("category", name)), float(entry["weight"]))
    return table


Hint = tuple[float, str, Category]  # weight, evidence, what the token names
Hints = tuple[Hint | None, Hint | None]  # the strongest against and the strongest for
CERTAIN = -8.0  # a hint of this weight is final: names that only one program's box has


@rule(
    "HNT001", "class-hint", Category.BOILERPLATE, -2.0, modes=HTML,
    fires=(
        Example(
            f'<p>{_BODY}</p><div class="related-posts"><p>Harbour plan delayed</p></div>', on=("Harbour",),
            mode=Mode.HTML,
        ),
    ),
    silent=(Example("<div><p>Harbour plan delayed</p></div>", mode=Mode.HTML),),
)  # fmt: skip
def class_hint(page: Page) -> Iterator[Finding]:
    """Finds blocks inside elements whose class, id or role names a piece of furniture (or the article).

    Why: site builders name the parts of a page; `related-posts`, `share`, `newsletter` mean what they say.
    Example: `<div class="related-posts">`
    Source: the token lists of readability, trafilatura and Defuddle; the words here are our own (data/hints.toml)
    """
    table = hint_table()
    known = names_of(page).intersection(table)
    if not known:
        return
    holders = wrappers_of(page) | _text_holders(page)

    def extend(said: Hints, element: Element) -> Hints:
        return said if element.order in holders else _strongest_hints(element.tokens, table, said)

    outermost: Hints = (None, None)
    for index, said in enumerate(inherit(page, outermost, extend, names=known)):
        for one in said:
            if one is not None:
                weight, evidence, category = one
                yield make_finding((index, evidence, weight, category, None, weight <= CERTAIN))


HOLDS = 0.25  # share of the body's words in sentences: such an element holds its text, whatever it is called


def _text_holders(page: Page) -> frozenset[int]:
    """The `order` of the elements that hold a large part of the page's body, and of the others that are like them."""
    body = body_of(page)
    if body is None:
        return frozenset()
    tree, every = outline(page), sentences_of(page).every
    found: set[int] = set()
    for node in tree.nodes:
        if node.end <= body.first or node.first >= body.end:
            continue
        words = every[node.end] - every[node.first]
        if words >= HOLDS * body.words:
            found.add(node.element.order)
            if node.parent >= 0:
                key = key_of(node.element)
                siblings = (tree.nodes[child].element for child in tree.children[node.parent])
                found.update(one.order for one in siblings if key_of(one) == key)
    return frozenset(found)


def _strongest_hints(tokens: tuple[str, ...], table: dict[str, tuple[Category, float]], said: Hints) -> Hints:
    """The strongest hint against and the strongest for, of the elements around and of these tokens."""
    worst, best = said
    for token in tokens:
        found = table.get(token)
        if found is None:
            continue
        category, weight = found
        if weight < 0 and (worst is None or weight < worst[0]):
            worst = weight, f"inside an element named '{token}'", category
        elif weight > 0 and (best is None or weight > best[0]):
            best = weight, f"inside an element named '{token}'", category
    return worst, best


_REGIONS = {
    tag: (category, weight, f"inside <{tag}>")
    for tag, category, weight in (
        ("nav", Category.NAVIGATION, -2.5),
        ("footer", Category.BOILERPLATE, -1.8),
        ("aside", Category.RELATED, -1.5),
        ("form", Category.CALL_TO_ACTION, -0.8),
        ("button", Category.READER_TOOLS, -2.0),
        ("article", Category.MAIN_CONTENT, 0.8),
        ("main", Category.MAIN_CONTENT, 0.5),
    )
}


@rule(
    "RGN001", "page-region", Category.BOILERPLATE, -2.0, modes=HTML,
    fires=(Example(f"<p>{_BODY}</p><nav><p>Home</p></nav>", on=("Home",), mode=Mode.HTML),),
    silent=(Example("<div><p>Home</p></div>", mode=Mode.HTML),),
)  # fmt: skip
def page_region(page: Page) -> Iterator[Finding]:
    """Finds blocks inside `<nav>`, `<footer>`, `<aside>`, `<form>`, `<button>` (or `<article>`, `<main>`).

    Why: HTML has elements for a page's furniture and for its content.
    Example: `<nav>Home World Sport</nav>`
    Source: HTML Living Standard, 4.3 Sections, https://html.spec.whatwg.org/multipage/sections.html
    """
    wrappers = wrappers_of(page)

    def extend(tags: tuple[str, ...], element: Element) -> tuple[str, ...]:
        tag = element.tag
        if tag in tags or (element.order in wrappers and tag not in {"article", "main"}):
            return tags
        return tuple(sorted((*tags, tag)))

    outermost: tuple[str, ...] = ()
    for index, tags in enumerate(inherit(page, outermost, extend, tags=_REGIONS.keys())):
        for tag in tags:
            category, weight, evidence = _REGIONS[tag]
            yield make_finding((index, evidence, weight, category, None, False))


CAPTION_WORDS = 60
_CAPTION_NAMES = frozenset(
    "caption figcaption gallerycaption imagecaption photocaption image-caption photo-caption picture-caption "
    "wp-caption bildunterschrift bildtext legende bildetekst pie-de-foto didascalia".split()
)


_DIGITS = "0123456789"


def _caption_name(block: Block) -> str:
    """The name of a caption on one of the two innermost elements around a block."""
    for element in block.path[-2:]:
        for token in element.tokens:
            if (name := token.rstrip(_DIGITS)) in _CAPTION_NAMES:
                return name
    return ""


@rule(
    "KND001", "caption", Category.CAPTION, -2.5, modes=HTML,
    fires=(
        Example("<figure><figcaption>The quay</figcaption></figure>", on=("The quay",), mode=Mode.HTML),
        Example(
            f'<article>{_PROSE * 3}<div><cite id="galleryCaption01">The quay</cite></div></article>', on=("The quay",),
            mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
    silent=(Example("<p>The harbour in May</p>", mode=Mode.HTML),),
)  # fmt: skip
def caption(page: Page) -> Iterator[Finding]:
    """Finds captions of pictures.

    Why: without its picture a caption interrupts the text. By its name one is told on articles only: cards of products
    have captions too.
    Example: `<figcaption>The harbour in May</figcaption>`
    Source: users of extraction tools (captions and credits in the body are a standing complaint)
    """
    article = page_kinds(page)[PageKind.ARTICLE] >= IS_ARTICLE
    named = article and any(token.rstrip(_DIGITS) in _CAPTION_NAMES for token in names_of(page))
    for block, m in page:
        if block.kind is CAPTION:
            yield Finding(block.index, "a caption element")
        elif named and m.words <= CAPTION_WORDS and block.path and (name := _caption_name(block)):
            yield Finding(block.index, f"inside an element named '{name}'")


@rule(
    "CTX001", "heading-without-content", Category.HEADING_WITHOUT_CONTENT, -2.0, stage=Stage.CONTEXT, modes=BOTH,
)  # fmt: skip
def heading_without_content(page: Page) -> Iterator[Finding]:
    """Finds headings under which nothing is kept.

    Why: the heading of a removed box is part of the box.
    Example: `Related Posts` above five removed links.
    Source: own observation on scraped texts
    """
    blocks = page.blocks
    for number, block in enumerate(blocks):
        if block.kind is not HEADING or not page.tallies[number].kept:
            continue
        follower = _first_kept(page, number)
        if follower is None or (follower.kind is HEADING and 0 < follower.level <= block.level):
            gone = (follower.index if follower else len(blocks)) - number - 1
            # A mark of code before a word makes no heading, nor a rule under a line its content.
            written = page.mode is Mode.HTML or any(m.words for m in page.measures[number + 1 : number + 1 + gone])
            if gone and written:
                evidence = f"the {gone} blocks under it go"
                yield Finding(block.index, evidence)


def _first_kept(page: Page, number: int) -> Block | None:
    for later in range(number + 1, len(page.blocks)):
        if page.tallies[later].kept:
            return page.blocks[later]
    return None


RULES = (mostly_links, link_farm, prose, class_hint, page_region, caption, heading_without_content)
