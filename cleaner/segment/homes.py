"""Which elements of a page's tree hold each block: for whoever shows the page itself."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.segment.css import Hiding, hiding
from cleaner.segment.frames import Frame
from cleaner.segment.html import Signs, _Walker
from cleaner.types import Element


def elements_of_blocks(tree: LexborHTMLParser, source: str) -> list[list[tuple[int, LexborNode]]]:
    """For each block that `segment` finds in the tree its elements, innermost first, each with its `order`.

    `source` is the tree's markup. Elements of a part that is parsed apart (a textual `<noscript>`) are left out: they
    are not in this tree.
    """
    walker = _HomeWalker(hiding(tree), tree, Signs.of(source))
    root = tree.root
    if root is not None:
        walker.walk(root)
    return [_around(walker.homes[block.index]) for block in walker.blocks]


class _HomeWalker(_Walker):
    """The walk of `segment` that also remembers where each block stood."""

    def __init__(self, hidden: Hiding, tree: LexborHTMLParser, signs: Signs) -> None:
        super().__init__(hidden, tree, signs)
        self.homes: dict[int, Frame] = {}

    def _path(self, home: Frame) -> tuple[Element, ...]:
        self.homes[len(self.blocks)] = home  # asked last by the block itself, right before it is added
        return super()._path(home)


_DEPTH = 64  # elements around a block that are looked at


def _around(home: Frame) -> list[tuple[int, LexborNode]]:
    found: list[tuple[int, LexborNode]] = []
    frame: Frame | None = home
    while frame is not None and len(found) < _DEPTH:
        if frame.node is not None:
            found.append((frame.order, frame.node))
        if frame.tag == "noscript":
            found = []  # its content may stand in a tree of its own
        frame = frame.parent
    return found
