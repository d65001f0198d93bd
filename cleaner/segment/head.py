"""A page's head, read once: its title, meta, links and JSON-LD, for whoever asks what the page says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.segment import linked_data
from cleaner.segment.linked_data import Graph

VALUES = 400  # of one meta name that are kept
VALUE_CHARS = 4_000  # of one value

_SELECT = 'meta,title,link[rel][href],script[type*="ld+json"]'


@dataclass(frozen=True, slots=True)
class Head:
    """What the head's elements say, as it stands there. Names are lower-cased; values keep their order."""

    title: str = ""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by name, property or http-equiv
    props: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # microdata in meta: by itemprop
    links: Mapping[str, str] = field(default_factory=dict)  # the first address by its rel
    feeds: tuple[str, ...] = ()  # titles of the site's feeds
    graph: Graph = field(default_factory=Graph)  # JSON-LD
    language: str = ""  # of the root element

    def values(self, *names: str) -> list[str]:
        """The values of these meta names, in the order of the names."""
        return [value for name in names for value in self.meta.get(name, ())]


def read_head(tree: LexborHTMLParser) -> Head:
    """The head of the page in `tree`; elements that stand in the body by mistake count too. Never raises."""
    meta: dict[str, list[str]] = {}
    props: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    feeds: list[str] = []
    scripts: list[str] = []
    title = ""
    for node in tree.css(_SELECT):
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            _sort_meta(attributes, meta, props)
        elif tag == "script":
            scripts.append(node.text(deep=True) or "")
        elif tag == "link":
            _sort_link(attributes, links, feeds)
        elif not title and node.parent is not None and node.parent.tag in _PLACES:
            title = node.text(deep=True) or ""
    return Head(
        title=title[:VALUE_CHARS],
        meta={name: tuple(values) for name, values in meta.items()},
        props={name: tuple(values) for name, values in props.items()},
        links=links,
        feeds=tuple(feeds),
        graph=linked_data.read(scripts),
        language=_language(tree.root),
    )


_PLACES = frozenset(("head", "html", "body"))  # a title inside a drawing is the drawing's


def _sort_meta(attributes: Mapping[str, str | None], meta: dict[str, list[str]], props: dict[str, list[str]]) -> None:
    # Some authors write `value` where the specification says `content`.
    value = (attributes.get("content") or attributes.get("value") or "")[:VALUE_CHARS]
    if not value.strip():
        return
    for key in ("property", "name", "http-equiv"):
        if name := (attributes.get(key) or "").strip().lower():
            _add(meta, name, value)
    if prop := attributes.get("itemprop"):
        _add(props, prop.strip().lower(), value)


def _add(values: dict[str, list[str]], name: str, value: str) -> None:
    listed = values.setdefault(name, [])
    if len(listed) < VALUES and value not in listed:
        listed.append(value)


def _sort_link(attributes: Mapping[str, str | None], links: dict[str, str], feeds: list[str]) -> None:
    rels = (attributes.get("rel") or "").lower().split()
    for rel in rels:
        links.setdefault(rel, attributes.get("href") or "")
    kind = attributes.get("type") or ""
    if "alternate" in rels and ("rss" in kind or "atom" in kind) and attributes.get("title"):
        feeds.append(attributes["title"] or "")


def _language(root: LexborNode | None) -> str:
    return (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
