"""Which elements of a page's tree hold each block: for whoever shows the page itself."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.segment.css import hiding
from cleaner.segment.frames import Frame
from cleaner.segment.html import _Walker


def elements_of_blocks(tree: LexborHTMLParser) -> list[list[tuple[int, LexborNode]]]:
    """For each block that `segment` finds in the tree its elements, innermost first, each with its `order`.

    Elements of a part that is parsed apart (a textual `<noscript>`) are left out: they are not in this tree.
    """
    walker = _HomeWalker(hiding(tree))
    root = tree.root
    if root is not None:
        walker.walk(root)
    return [_around(home) for home in walker.homes]


class _HomeWalker(_Walker):
    """The walk of `segment` that also remembers where each block stood."""

    def __init__(self, hidden: object) -> None:
        super().__init__(hidden)  # type: ignore[arg-type]
        self.homes: list[Frame] = []

    def _flush(self, frame: Frame, *, closing: bool = True) -> None:
        home, before = self.home, len(self.blocks)
        super()._flush(frame, closing=closing)
        if home is not None and len(self.blocks) > before:
            self.homes.append(home)


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
