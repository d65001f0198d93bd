"""What a reader of the page sees of its metadata: headings, bylines and dates, those of other things left out.

Two views of the page serve: the tree for elements that markup names (`rel=author`, `<time>`, class "byline"), the
blocks for the lines around the headline (`head_lines`). An element counts as the article's own unless a box between it
and what it shares with the headline belongs to comments, related articles, embeds or the page's frame.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.measure import word_count
from cleaner.metadata.aside import ASIDE_TAGS, ROOTS, is_aside_class, is_facts_class
from cleaner.metadata.head_lines import dated_blocks, head_lines
from cleaner.metadata.values import line
from cleaner.types import Block, Document

MOST = 200  # elements of one kind that are looked at
NODE_CHARS = 250  # of the text of a byline's element
CLIMB = 40  # ancestors that are looked at
TEASER_STEPS = 4  # elements around a date or a name in which a heading makes a teaser
TEASER_CHARS = 600
BYLINE_HEADING_WORDS = 4
LOGO_STEPS = 4

_SELECT = 'h1,h2,h3,time,[itemprop],[rel~="author"],[rel~="tag"],a[href="/"]'
# Few substrings, since each is tried on every element; what they find is sifted by the patterns below them.
_BYLINES = (
    '[class*="uthor"],[class*="yline"],[class*="user"],a[href*="/author"],[class~="fn"],[class~="posted"]'
    ',[data-testid*="uthor"]'
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|fn)(?:[\s_-]|$)|author[_-]{0,2}(?:name|link|title|info|details)|by-?line|posted-by"
    r"|(?:post|entry|article|blog|story)[_-]{1,2}author|user-?name|author|(?:^|\s)posted(?:$|\s)",
    re.IGNORECASE,
)
_STRONG_BYLINE = re.compile(
    r"by-?line|author[_-]{0,2}names?\b|posted-by|(?:post|entry|article|blog|story)[_-]{1,2}author", re.IGNORECASE
)
_AUTHOR_NAME = re.compile(r"author[\w-]*name|by-?line", re.IGNORECASE)
_CONTROL = re.compile(
    r"follow|btn|button|avatar|image|photo|social|share|icon|subscribe|toggle|title$|-title\b|role|position|bio|desc",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"(?<![a-z])(?:logo|site-?(?:name|title|branding|header)|branding|masthead|navbar|menu-?bar)(?![a-z])",
    re.IGNORECASE,
)
_WANTED_PROPS = frozenset(
    ("author", "creator", "datepublished", "datecreated", "datemodified", "headline", "articlesection")
)


@dataclass(slots=True)
class Visible:
    """The elements of a page's body in which metadata stand, in the order of the page."""

    tree: LexborHTMLParser
    document: Document
    headings: list[LexborNode] = field(default_factory=list)  # h1 to h3
    times: list[LexborNode] = field(default_factory=list)
    authors: list[LexborNode] = field(default_factory=list)  # rel=author
    homes: list[LexborNode] = field(default_factory=list)  # links to the site's own start
    tags: list[LexborNode] = field(default_factory=list)
    props: defaultdict[str, list[LexborNode]] = field(default_factory=lambda: defaultdict(list))
    headline: LexborNode | None = None
    around: frozenset[int] = frozenset()  # the elements that hold the headline
    title: str = ""
    _lines: tuple[Block, ...] | None = None

    def settle(self, title: str) -> None:
        """Say which title the page has: its heading divides what is the article's from what is not."""
        self.headline = next((one for one in self.headings if heading_text(one) == title), None) or next(
            (one for one in self.headings if one.tag == "h1"), None
        )
        self.around = frozenset(_ancestors(self.headline)) if self.headline is not None else frozenset()
        self.title, self._lines = title, None

    @property
    def lines(self) -> tuple[Block, ...]:
        """The short lines around the headline."""
        if self._lines is None:
            self._lines = tuple(head_lines(self.document.blocks, self.title))
        return self._lines

    def date_blocks(self) -> list[Block]:
        """The short blocks of the article itself that their names call a date, wherever they stand."""
        return dated_blocks(self.document.blocks, self.title)

    def is_logo(self, heading: LexborNode) -> bool:
        """Whether a heading is a link to the site's start, or stands in the frame of the page."""
        homes = {node.mem_id for node in self.homes}
        if any(one in homes for one in _ancestors(heading)) or any(node.mem_id in homes for node in heading.css("a")):
            return True
        one = heading.parent
        for _ in range(LOGO_STEPS):
            if one is None or one.tag in ROOTS or one.tag in {"article", "section"}:
                return False
            if one.tag in {"nav", "footer", "aside"} or _LOGO.search(
                f"{one.attributes.get('class') or ''} {one.attributes.get('id') or ''}"
            ):
                return True
            one = one.parent
        return False

    def belongs_to_article(self, node: LexborNode) -> bool:
        """Whether an element belongs to the article itself."""
        one: LexborNode | None = node
        for step in range(CLIMB):
            if one is None or one.tag in ROOTS or one.mem_id in self.around:
                return True
            if 0 < step <= TEASER_STEPS and self.around and _is_teaser(one):
                return False
            tag, attributes = one.tag, one.attributes
            if (
                (tag in ASIDE_TAGS and not is_facts_class(attributes.get("class") or ""))
                or (tag == "article" and self.around)
                or (tag == "footer" and not _inside_article(one))
            ):
                return False
            if is_aside_class(attributes.get("class") or "", attributes.get("id") or ""):
                return False
            one = one.parent
        return True

    def bylines(self) -> Iterator[tuple[bool, LexborNode]]:
        """The article's elements that markup calls a byline, outermost ones, with whether the markup is plain."""
        chosen: set[int] = set()
        seen: set[int] = set()
        for node in (
            *self.authors,
            *self.props["author"],
            *self.props["creator"],
            *self.tree.css(_BYLINES)[: 3 * MOST],
        ):
            if node.mem_id in seen:
                continue
            seen.add(node.mem_id)
            strength = _byline_strength(node)
            if strength is None or (not strength and _holds_headline(node)):
                continue
            if not self.belongs_to_article(node) or any(one in chosen for one in _ancestors(node)):
                continue
            if 1 < len(line(node.text(deep=True))) <= NODE_CHARS:
                chosen.add(node.mem_id)
                yield strength, node


def find_visible(tree: LexborHTMLParser, document: Document) -> Visible:
    """The elements of the page in `tree` that metadata may stand in; `document` are its blocks."""
    seen = Visible(tree, document)
    last = -1
    for node in tree.css(_SELECT):
        if node.mem_id == last:
            continue  # found by two parts of the selector
        last = node.mem_id
        _sort(node, seen)
    return seen


def _sort(node: LexborNode, seen: Visible) -> None:
    tag, attributes = node.tag, node.attributes
    if tag in {"h1", "h2", "h3"}:
        _append(seen.headings, node)
    elif tag == "time":
        _append(seen.times, node)
    prop = (attributes.get("itemprop") or "").strip().lower()
    if prop in _WANTED_PROPS and tag != "meta":
        _append(seen.props[prop], node)
    rels = (attributes.get("rel") or "").lower().split()
    if "author" in rels and tag != "link":
        _append(seen.authors, node)
    elif "tag" in rels:
        _append(seen.tags, node)
    elif tag == "a" and attributes.get("href") == "/":
        _append(seen.homes, node)


def _append(nodes: list[LexborNode], node: LexborNode) -> None:
    if len(nodes) < MOST:
        nodes.append(node)


def heading_text(node: LexborNode) -> str:
    """A heading's text without that of the buttons in it ("Copy link")."""
    text = line(node.text(deep=True))
    if len(text) <= NODE_CHARS:
        for button in node.css("button,[role=button]"):
            label = line(button.text(deep=True))
            if label and label != text and not any(map(str.isdigit, label)):  # a size is part of a name
                text = line(text.replace(label, " "))
    return text


def pieces(node: LexborNode) -> str:
    """The texts of an element's parts, a line each."""
    parts = (node.text(deep=True, separator="\x1f") or "").split("\x1f")
    return "\n".join(one for one in map(line, parts) if one)


def _ancestors(node: LexborNode) -> Iterator[int]:
    one = node.parent
    for _ in range(CLIMB):
        if one is None:
            return
        yield one.mem_id
        one = one.parent


def _is_teaser(node: LexborNode) -> bool:
    """Whether a small box has a heading of its own: it tells of another page. An author's name is no such heading."""
    heading = node.css_first("h2,h3,h4,h5,h6")
    if heading is None or len(node.text(deep=True) or "") > TEASER_CHARS:
        return False
    beside = heading.parent.attributes.get("class") if heading.parent is not None else None
    return not _AUTHOR_NAME.search(f"{heading.attributes.get('class') or ''} {beside or ''}")


def _holds_headline(node: LexborNode) -> bool:
    """Whether a box has a heading longer than a name."""
    heading = node.css_first("h2,h3,h4,h5,h6")
    return heading is not None and word_count(heading.text(deep=True) or "") > BYLINE_HEADING_WORDS


def _inside_article(node: LexborNode) -> bool:
    one = node.parent
    for _ in range(CLIMB):
        if one is None or one.tag in ROOTS:
            return False
        if one.tag == "article":
            return True
        one = one.parent
    return False


def _byline_strength(node: LexborNode) -> bool | None:
    """Whether markup says plainly that an element is a byline; None where it does not say so at all."""
    attributes = node.attributes
    if node.tag in {"button", "img", "input", "svg", "section", "body", "h1", "h2"}:
        return None
    if "author" in (attributes.get("rel") or "").lower().split() or attributes.get("itemprop") in {"author", "creator"}:
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('data-testid') or ''}"
    if not (_BYLINE.search(names) or "/author" in (attributes.get("href") or "")):
        return None
    if _CONTROL.search(names) and not _STRONG_BYLINE.search(names):
        return None
    return _STRONG_BYLINE.search(names) is not None
