"""A page as arrays: blocks, the elements around them, and sums over any element by prefix sums.

An element's blocks stand in one range of the reading order, so a sum over an element is the difference of
two prefix sums, and everything about all containers of a page costs one subtraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleaner.types import Block, Element

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TAGS = (
    "body", "div", "p", "li", "ul", "ol", "a", "span", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "main",
    "nav", "header", "footer", "aside", "form", "table", "tr", "td", "th", "tbody", "dl", "dt", "dd", "figure",
    "figcaption", "blockquote", "pre", "button", "label", "details", "summary", "dialog", "noscript", "center", "em",
    "strong", "code", "html", "fieldset", "address", "time",
)  # fmt: skip
_TAG = {tag: number for number, tag in enumerate(TAGS, 1)}


@dataclass(frozen=True, slots=True)
class Grid:
    """Blocks (n) and elements (m). Element 0 is the root; parents come before their children."""

    elements: tuple[Element, ...]
    home: Ints  # n: the innermost element of each block
    parent: Ints  # m: the root is its own parent
    depth: Ints  # m
    tag: Ints  # m: 1-based place in TAGS, 0 for others
    first: Ints  # m: first block inside
    last: Ints  # m: one past the last block inside
    look: Ints  # m: equal for elements with equal tag and first class word, wherever they are
    like: Ints  # m: equal for elements with equal path of tags and first class words
    peers: Ints  # m: elements of the same look under the same parent, itself included
    place: Ints  # m: its number among these peers

    def inside(self, columns: Floats) -> Floats:
        """Sums of block columns (n x k) over every element (m x k)."""
        total = np.zeros((columns.shape[0] + 1, columns.shape[1]))
        np.cumsum(columns, axis=0, out=total[1:])
        sums: Floats = total[self.last] - total[self.first]
        return sums


def grid(blocks: Sequence[Block]) -> Grid:
    """The arrays of a page with at least one block."""
    known: dict[int, int] = {}
    elements: list[Element] = []
    parent: list[int] = []
    home: list[int] = []
    first: list[int] = []
    last: list[int] = []
    for number, block in enumerate(blocks):
        at = -1
        fresh: list[Element] = []
        for element in reversed(block.path):
            at = known.get(element.order, -1)
            if at >= 0:
                break
            fresh.append(element)
        for element in reversed(fresh):
            known[element.order] = len(elements)
            parent.append(max(at, 0))
            at = len(elements)
            elements.append(element)
            first.append(number)
            last.append(number)
        if at < 0:
            at = 0
            if not elements:
                elements.append(Element(-1, "html"))
                parent.append(0)
                first.append(number)
                last.append(number)
        home.append(at)
        last[at] = number + 1
    for at in range(len(elements) - 1, 0, -1):
        above = parent[at]
        last[above] = max(last[above], last[at])
    return _typed(elements, parent, home, first, last)


def _typed(elements: list[Element], parent: list[int], home: list[int], first: list[int], last: list[int]) -> Grid:
    looks: dict[tuple[str, str], int] = {}
    likes: dict[tuple[int, int], int] = {}
    places: dict[tuple[int, int], int] = {}
    look: list[int] = []
    like: list[int] = []
    depth: list[int] = []
    place: list[int] = []
    for at, element in enumerate(elements):
        above = parent[at]
        one = looks.setdefault((element.tag, element.tokens[0] if element.tokens else ""), len(looks))
        look.append(one)
        like.append(likes.setdefault((like[above] if at else -1, one), len(likes)))
        depth.append(depth[above] + 1 if at else 0)
        key = (above if at else -1, one)
        seen = places.get(key, 0)
        places[key] = seen + 1
        place.append(seen)
    peers = [places[(parent[at] if at else -1, look[at])] for at in range(len(elements))]
    return Grid(
        elements=tuple(elements),
        home=np.array(home, dtype=np.int64),
        parent=np.array(parent, dtype=np.int64),
        depth=np.array(depth, dtype=np.int64),
        tag=np.array([_TAG.get(element.tag, 0) for element in elements], dtype=np.int64),
        first=np.array(first, dtype=np.int64),
        last=np.array(last, dtype=np.int64),
        look=np.array(look, dtype=np.int64),
        like=np.array(like, dtype=np.int64),
        peers=np.array(peers, dtype=np.int64),
        place=np.array(place, dtype=np.int64),
    )
