"""The elements of a page's tree by the numbers that blocks know them by: for whoever shows the page itself."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.segment.css import hiding
from cleaner.segment.frames import Frame
from cleaner.segment.paths import Paths
from cleaner.segment.signs import signs_of
from cleaner.segment.walker import Walker


def elements_by_order(tree: LexborHTMLParser, source: str) -> dict[int, LexborNode]:
    """Every element that `segment` opens in the tree, under the `order` that stands in the paths of blocks.

    `source` is the tree's markup, as for `segment`. Elements of a part that is parsed apart (a textual `<noscript>`)
    are nodes of other trees.
    """
    walker = _NumberingWalker(tree, source)
    if tree.root is not None:
        walker.walk(tree.root)
    return walker.elements


class _NumberingWalker(Walker):
    """The walk of `segment` that also remembers what it opens."""

    def __init__(self, tree: LexborHTMLParser, source: str) -> None:
        super().__init__(Paths(hiding(tree), tree), signs_of(tree, source))
        self.elements: dict[int, LexborNode] = {}

    def _open(self, node: LexborNode | None, tag: str, parent: Frame | None) -> Frame:
        frame = super()._open(node, tag, parent)
        if node is not None and node.is_element_node:  # the root of a shadow tree is none
            self.elements[frame.order] = node
        return frame
