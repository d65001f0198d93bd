"""HTML to blocks: one iterative walk over selectolax's lexbor tree.

Block-level tags end a block; inline tags leave marks. Lists, tables, code, quotes and captions keep their kind; images,
embeds and rules stand between the blocks. Hidden elements are blocks like any other: their `Element.hidden` says why a
reader does not see them, and rules judge them. `<noscript>` holding block markup, declarative shadow roots and frames
that carry their document are read in place.

The walk does not recurse into children; shadow roots, frames that carry their document, textual noscript and side notes
start a walk of their own, shadow roots and frames at most PATH_LIMIT deep. A block keeps at most PATH_LIMIT ancestors,
so time and memory stay linear in the number of nodes for any nesting.
"""

from __future__ import annotations

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.css import hiding
from cleaner.segment.paths import Paths
from cleaner.segment.signs import signs_of
from cleaner.segment.walker import Walker, parse
from cleaner.types import Document

__all__ = ["parse", "segment"]


def segment(tree: LexborHTMLParser, source: str | None = None, url: str | None = None) -> Document:
    """The page's blocks and media in reading order. `source` is the tree's markup, `url` where it was fetched."""
    walker = Walker(Paths(hiding(tree), tree), signs_of(tree, source))
    root = tree.root
    if root is not None:
        walker.walk(root)
    return Document(tuple(walker.blocks), tuple(walker.media), _base(tree, url))


def _base(tree: LexborHTMLParser, url: str | None) -> str:
    element = tree.head.css_first("base") if tree.head is not None else None
    named = (element.attributes.get("href") or "").strip() if element is not None else ""
    try:
        return urljoin(url or "", named) if named else url or ""
    except ValueError:
        return url or ""
