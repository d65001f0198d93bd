"""What a page says about itself in JSON-LD (https://schema.org/), read with patience: blocks are often broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BLOCK_CHARS = 500_000  # a longer block of JSON-LD is a catalogue, not a description
NODES = 2_000  # looked at on a page

Node = Mapping[str, Any]

_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$|;\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")

# What the page is about, best first; other kinds describe the site, the breadcrumb, the organisation.
_RANKS: Mapping[str, int] = {
    name.lower(): rank
    for rank, names in enumerate(
        (
            "NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle ReviewNewsArticle BlogPosting"
            " Article TechArticle ScholarlyArticle LiveBlogPosting BackgroundNewsArticle SatiricalArticle Report"
            " AdvertiserContentArticle MedicalScholarlyArticle",
            "DiscussionForumPosting Question SocialMediaPosting Recipe HowTo Product Event Book Course Movie Review"
            " VideoObject PodcastEpisode AudioObject JobPosting SoftwareApplication MobileApplication Dataset"
            " CreativeWork Episode TVEpisode MusicAlbum Quiz LearningResource SoftwareSourceCode",
            "QAPage FAQPage ItemPage AboutPage ProfilePage MedicalWebPage WebPage CollectionPage ContactPage",
        ),
        1,
    )
    for name in names.split()
}
ARTICLE = 1
THING = 2
PAGE = 3


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of all blocks, in order, and by `@id`."""

    nodes: tuple[Node, ...] = ()
    by_id: Mapping[str, Node] | None = None

    def resolve(self, value: Any) -> Any:
        """The node a bare reference points to, or the value itself."""
        if isinstance(value, Mapping) and len(value) <= 2 and "name" not in value and self.by_id:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def kinds(node: Node) -> Iterator[str]:
    """The types of a node, lower-cased, without the vocabulary's address."""
    given = node.get("@type")
    for kind in given if isinstance(given, list) else [given]:
        if isinstance(kind, str):
            yield kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


def rank(node: Node) -> int:
    """1 for articles, 2 for other works and things, 3 for pages, 9 for the rest."""
    return min((_RANKS.get(kind, 9) for kind in kinds(node)), default=9)


def read(blocks: Iterable[str]) -> Graph:
    """The nodes in blocks of JSON-LD. Broken blocks are mended where it is safe, else left out. Never raises."""
    nodes: list[Node] = []
    for block in blocks:
        if len(block) <= BLOCK_CHARS and len(nodes) < NODES:
            nodes += _nodes(_load(block), NODES - len(nodes))
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
            by_id[name] = node
    return Graph(tuple(nodes), by_id)


def _load(block: str) -> Any:
    text = _WRAPPER.sub("", block.strip()).strip()
    for mend in (str, _mend_json):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mend_json(text: str) -> str:
    return _ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _nodes(value: Any, most: int) -> list[Node]:
    """The nodes of a value in document order, nested ones behind their parents, iteratively."""
    found: list[Node] = []
    waiting = [value]
    while waiting and len(found) < most:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            if "@type" in one or "@id" in one:
                found.append(one)
            nested = [one[key] for key in _NESTED if isinstance(one.get(key), (dict, list))]
            waiting += reversed(nested)
    return found


_NESTED = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "about",
    "author",
    "publisher",
    "itemReviewed",
    "subjectOf",
)


def main_node(graph: Graph, titles: Iterable[str] = (), urls: Iterable[str] = ()) -> Node | None:
    """The node that describes the page's own content, or None.

    Of several the one whose headline or address is the page's wins, then the best kind, then the first; a page that
    lists many articles and is none of them has no such node.
    """
    wanted, addresses = {_fold(t) for t in titles if t}, {u.rstrip("/") for u in urls if u}
    best: tuple[int, int, int] | None = None
    chosen: Node | None = None
    articles = sum(rank(node) == ARTICLE for node in graph.nodes)
    for order, node in enumerate(graph.nodes):
        kind = rank(node)
        if kind > PAGE:
            continue
        own = _fold(text_of(node.get("headline") or node.get("name")) or "") in wanted or bool(
            _addresses(node) & addresses
        )
        if kind == ARTICLE and articles > 3 and not own:
            continue
        key = (0 if own and kind < PAGE else 1, kind, order)
        if best is None or key < best:
            best, chosen = key, node
    return chosen


def _addresses(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    values = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {value.split("#")[0].rstrip("/") for value in values if isinstance(value, str)}


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def text_of(value: Any) -> str | None:
    """The text in a value: itself, its `@value`, its `name`, or the first of a list that has one."""
    for _ in range(4):
        if isinstance(value, list):
            value = next((one for one in value if one), None)
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("url")
        else:
            break
    return value if isinstance(value, str) and value.strip() else None


def names_of(value: Any, graph: Graph) -> list[str]:
    """The names of persons or organisations in an `author` value, in order."""
    names = []
    for one in value if isinstance(value, list) else [value]:
        resolved = graph.resolve(one)
        name = resolved.get("name") if isinstance(resolved, Mapping) else resolved
        texts = name if isinstance(name, list) else [name]
        names += [text for text in texts if isinstance(text, str) and text.strip()]
    return names[:20]
