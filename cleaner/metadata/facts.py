"""What a page tells about how it may be read: not metadata of the article, but evidence for labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.metadata.values import line
from cleaner.segment import linked_data
from cleaner.segment.head import Head
from cleaner.segment.linked_data import Node

_SINGLE = frozenset(("article", "product", "og:product", "book", "video.movie"))
_KINDS = frozenset(("collectionpage", "searchresultspage", "itemlist"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page's head states. None and 0: it does not say."""

    free: bool | None = None  # JSON-LD isAccessibleForFree
    words: int = 0  # JSON-LD wordCount, or the words of its articleBody
    title: str = ""  # of the document, as it stands
    listing: bool = False  # JSON-LD says a collection or search results
    single: bool = False  # JSON-LD or OpenGraph say one article, product, recipe, ...


def read_facts(head: Head, main: Node) -> Facts:
    """The facts of a page. Sites state a part of a page as not free as `hasPart`; that counts too."""
    said = [value for node in head.graph.nodes for value in _free(node)]
    body = main.get("articleBody")
    stated = _number(main.get("wordCount"))
    types = {kind for node in head.graph.nodes for kind in linked_data.kinds(node)}
    return Facts(
        free=all(said) if said else None,
        words=stated or (len(body.split()) if isinstance(body, str) else 0),
        title=line(head.title),
        listing=bool(types & _KINDS),
        single=linked_data.rank(main) <= linked_data.THING
        or bool(_SINGLE & {t.lower() for t in head.values("og:type")}),
    )


def _free(node: Node) -> Iterator[bool]:
    if linked_data.rank(node) > linked_data.PAGE and "webpageelement" not in set(linked_data.kinds(node)):
        return
    value = node.get("isAccessibleForFree")
    if isinstance(value, bool):
        yield value
    elif isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        yield value.strip().lower() == "true"


def _number(value: object) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else 0
