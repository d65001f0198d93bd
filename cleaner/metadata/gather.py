"""The few elements of a page that metadata can stand in, in one query over the tree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.segment import linked_data
from cleaner.segment.linked_data import Graph
from cleaner.segment.tidy import tidy

FIELD_CHARS = 1_000  # of any value; longer ones are cut
MOST = 400  # elements of one kind that are looked at
BYLINE_CHARS = 100
DATE_CHARS = 60
CLIMB = 6  # ancestors of the headline that may hold the byline
LEAST_AROUND = 40  # characters beside the headline that make an ancestor worth reading
AROUND_CHARS = 4_000
LONE_CHARS = 60_000
FEW_DATES = 3

_SELECT = 'meta[content],title,link[rel][href],script[type="application/ld+json"],h1,time,[itemprop],[rel~="author"]'
# Few substrings, since each is tried on every element; what they find is sifted by the patterns below them.
_BYLINES = '[class*="uthor"],[class*="yline"],[class*="ser-name"],[class*="sername"],a[href*="/author"],[class~="fn"]'
_BYLINE = re.compile(
    r"(?:^|\s)(?:author|byline|fn)(?:\s|$)|author[_-]{0,2}(?:name|link|title)|byline|posted-by|(?:post|entry|article|blog|story)[_-]{1,2}"
    r"author|author[_-]details|user-?name",
    re.IGNORECASE,
)
_DATED = (
    '[class*="date"],[class*="Date"],[class*="ublish"],[class*="meta"],[class*="imestamp"],[class*="yline"],'
    '[class*="posted"]'
)
_DATE_CLASS = re.compile(
    r"publish|(?:^|[\s_-])date|date(?:$|[\s_-]|time|line)|[a-z]Date|pubdate|timestamp|byline|posted-on"
    r"|(?:post|entry|article)[_-]{1,2}meta",
)
_ASIDE = re.compile(r"comment|related|sidebar|widget|footer|recent|popular|card|teaser|repl(?:y|ies)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Gathered:
    """Everything on the page that could be metadata, by where it stands."""

    tree: LexborHTMLParser
    meta: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    props: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # microdata
    graph: Graph = field(default_factory=Graph)
    title: str = ""
    headings: list[LexborNode] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    times: list[LexborNode] = field(default_factory=list)
    authors: list[LexborNode] = field(default_factory=list)  # rel=author
    language: str = ""


def gather(tree: LexborHTMLParser) -> Gathered:
    """The elements of `tree` by kind, and its JSON-LD."""
    got = Gathered(tree)
    scripts: list[str] = []
    for node in tree.css(_SELECT):
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            _sort_meta(attributes, got)
        elif tag == "script":
            scripts.append(node.text(deep=True) or "")
        elif tag == "link":
            for rel in (attributes.get("rel") or "").lower().split():
                got.links.setdefault(rel, attributes.get("href") or "")
        elif tag == "title":
            # Titles inside drawings are titles of drawings.
            if not got.title and node.parent is not None and node.parent.tag in {"head", "html", "body"}:
                got.title = line(node.text(deep=True))
        else:
            _sort_visible(node, tag, attributes, got)
    got.graph = linked_data.read(scripts)
    root = tree.root
    got.language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return got


def _sort_meta(attributes: Mapping[str, str | None], got: Gathered) -> None:
    content = (attributes.get("content") or "")[: 2 * FIELD_CHARS]
    if not content.strip():
        return
    for key in ("property", "name", "http-equiv"):
        name = attributes.get(key)
        if name and len(got.meta[name.strip().lower()]) < MOST:
            got.meta[name.strip().lower()].append(content)
    prop = attributes.get("itemprop")
    if prop:
        got.props[prop.strip().lower()].append(content)


def _sort_visible(node: LexborNode, tag: str | None, attributes: Mapping[str, str | None], got: Gathered) -> None:
    prop = (attributes.get("itemprop") or "").strip().lower()
    if prop in _WANTED_PROPS and len(got.props[prop]) < MOST:
        named = node.css_first('[itemprop="name"]') if prop in {"author", "creator"} else None
        value = attributes.get("content") or attributes.get("datetime")
        got.props[prop].append(line(value or (named or node).text(deep=True)))
    if tag == "h1" and len(got.headings) < MOST:
        got.headings.append(node)
    elif tag == "time" and len(got.times) < MOST:
        got.times.append(node)
    if attributes.get("rel") and len(got.authors) < MOST:
        got.authors.append(node)


_WANTED_PROPS = frozenset(("author", "creator", "datepublished", "datecreated", "datemodified", "headline"))


def line(text: str | None) -> str:
    """`text` tidied, in one line, cut at the length of a field."""
    return _SPACE.sub(" ", tidy((text or "")[: 2 * FIELD_CHARS])[0]).strip()[:FIELD_CHARS]


def marked_bylines(got: Gathered) -> Iterator[str]:
    """Texts that the page's markup sets as its byline, best first."""
    for node in (*got.authors[:20], *got.tree.css(_BYLINES)[:60]):
        attributes = node.attributes
        if (
            not attributes.get("rel")
            and not attributes.get("href")
            and not _BYLINE.search(attributes.get("class") or "")
        ):
            continue
        text = spaced(node)
        if 2 < len(text) <= BYLINE_CHARS and not _stands_aside(node):
            yield text


def marked_dates(got: Gathered) -> Iterator[str]:
    """Dates in `<time>` and in elements whose class says date, those beside the page's own body left out."""
    for node in got.times[:20]:
        if not _stands_aside(node):
            yield node.attributes.get("datetime") or ""
            yield spaced(node)[:DATE_CHARS]
    for node in got.tree.css(_DATED)[:60]:
        if not _DATE_CLASS.search(node.attributes.get("class") or ""):
            continue
        text = spaced(node)
        if 5 < len(text) <= 4 * DATE_CHARS and not _stands_aside(node):
            yield text[: 2 * DATE_CHARS]


def lone_dates(got: Gathered) -> list[str]:
    """Short lines with a year among the first of the page, where there are few: an index has many dates and none."""
    body = got.tree.body
    if body is None:
        return []
    found = [node.attributes.get("datetime") or "" for node in got.times[:1]] if len(got.times) == 1 else []
    text = body.text(deep=True, separator="\n")[:LONE_CHARS]
    for year in _YEAR.finditer(text):
        begin, end = text.rfind("\n", 0, year.start()) + 1, text.find("\n", year.end())
        end = end if end >= 0 else len(text)
        if 5 < end - begin <= DATE_CHARS:
            found.append(line(text[begin:end]))
            if len(found) > 2 * FEW_DATES:
                return []
    return found if len(set(found)) <= FEW_DATES else []


def near_heading(got: Gathered, heading: str) -> list[str]:
    """The short lines around the headline, or around the first heading: three before it, twenty after."""
    node = next((one for one in got.headings if line(one.text(deep=True)) == heading), None) or next(
        iter(got.headings), None
    )
    if node is None:
        return []
    heading = line(node.text(deep=True))
    one: LexborNode = node
    text = ""
    for _ in range(CLIMB):
        if one.parent is None or one.parent.tag in {"html", "body"}:
            break
        one = one.parent
        text = one.text(deep=True, separator="\n")
        if len(text) > len(heading) + LEAST_AROUND:
            break
    lines = [line(part) for part in text[:AROUND_CHARS].split("\n") if part.strip()]
    at = next((i for i, part in enumerate(lines) if heading.startswith(part)), 0)
    return [part for part in lines[max(0, at - 3) : at + 20] if len(part) <= 2 * DATE_CHARS]


def spaced(node: LexborNode) -> str:
    """The text of a node in one line, a space between the texts of its elements."""
    return line(node.text(deep=True, separator=" "))


def _stands_aside(node: LexborNode) -> bool:
    """Whether a node belongs to comments, related articles or the page's frame."""
    one: LexborNode | None = node
    for _ in range(8):
        if one is None or one.tag in {"body", "main", "article", "header"}:
            return False
        if one.tag in {"footer", "aside", "nav"}:
            return True
        attributes = one.attributes
        if _ASIDE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        one = one.parent
    return False
