"""A page as arrays: blocks, the elements around them, and what is known of any element's inside or ancestors.

An element's blocks stand in one range of the reading order, so a sum over an element is the difference of
two prefix sums, and everything about all containers of a page costs one subtraction. What ancestors hand down is
found by doubling: after k steps each element knows of its 2**k nearest ancestors (pointer jumping, Wyllie 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from cleaner.page.outline import outline
from cleaner.page.page import Page
from cleaner.types import Block, Element

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Values = npt.NDArray[Any]
T = TypeVar("T")

TAGS = (
    "body", "div", "p", "li", "ul", "ol", "a", "span", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "main",
    "nav", "header", "footer", "aside", "form", "table", "tr", "td", "th", "tbody", "dl", "dt", "dd", "figure",
    "figcaption", "blockquote", "pre", "button", "label", "details", "summary", "dialog", "noscript", "center", "em",
    "strong", "code", "html", "fieldset", "address", "time",
)  # fmt: skip
_TAG = {tag: number for number, tag in enumerate(TAGS, 1)}


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Blocks (n) and elements (m). Element 0 is the root; parents come before their children."""

    elements: tuple[Element, ...]
    names: tuple[tuple[str, ...], ...]  # the distinct class and id tokens of elements
    tokens: frozenset[str]  # each of these tokens
    name: Ints  # m: place in names
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
        """Sums of block columns (k x n) over every element (k x m)."""
        # Whole rows are copied faster than columns.
        total = np.zeros((columns.shape[1] + 1, columns.shape[0]))
        columns.T.cumsum(axis=0, out=total[1:])
        sums: Floats = total.take(self.last, axis=0) - total.take(self.first, axis=0)
        return np.ascontiguousarray(sums.T)

    def highest(self, values: Values) -> Values:
        """Of each element and its ancestors the highest value; `values` is m or k x m."""
        up = self.parent
        found = np.ascontiguousarray(values.T)
        while True:
            found = np.maximum(found, found.take(up, axis=0))
            if not up.any():
                return np.ascontiguousarray(found.T)
            up = up.take(up)

    def along(self, values: Floats) -> Floats:
        """The sum of an element's value and its ancestors' (m)."""
        return _along(self.parent, values)


def grid_of(page: Page) -> Grid:
    """The arrays of a page with at least one block, from its outline where that is the same tree."""
    tree = outline(page)
    if not tree.nodes:
        return grid(page.blocks)
    elements, parents, _, first, last = zip(*tree.nodes, strict=True)
    # An outline parts an element that another stands in between, has several roots, and knows no place for bare text.
    if parents.count(-1) != 1 or -1 in tree.inner or len({element.order for element in elements}) < len(elements):
        return grid(page.blocks)
    return _build_grid(elements, (0, *parents[1:]), tree.inner, first, last)


def grid(blocks: Sequence[Block]) -> Grid:
    """The arrays of at least one block."""
    known: dict[int, int] = {}
    elements: list[Element] = []
    parent: list[int] = []
    home: list[int] = []
    first: list[int] = []
    path: tuple[Element, ...] | None = None
    at = 0
    for number, block in enumerate(blocks):
        if block.path is not path:
            path = block.path
            at = -1
            deep = len(path)
            while deep and at < 0:
                deep -= 1
                at = known.get(path[deep].order, -1)
            for element in path[deep + 1 :] if at >= 0 else path:
                known[element.order] = len(elements)
                parent.append(max(at, 0))
                at = len(elements)
                elements.append(element)
                first.append(number)
            if at < 0:
                at = 0
                if not elements:
                    elements.append(Element(-1, "html"))
                    parent.append(0)
                    first.append(number)
        home.append(at)
    last = [0] * len(elements)
    for number, at in enumerate(home, 1):
        last[at] = number
    for at in range(len(elements) - 1, 0, -1):
        above = parent[at]
        last[above] = max(last[above], last[at])
    return _build_grid(tuple(elements), parent, home, first, last)


def _build_grid(
    elements: tuple[Element, ...],
    parent: Sequence[int],
    home: Sequence[int],
    first: Sequence[int],
    last: Sequence[int],
) -> Grid:
    names, name = _number_values([element.tokens for element in elements])
    tags, tagged = _number_values([element.tag for element in elements])
    words: dict[str, int] = {}
    opening = np.array([words.setdefault(tokens[0] if tokens else "", len(words)) for tokens in names]).take(name)
    look = _number_keys(opening * len(tags) + tagged)
    over = np.array(parent)
    above = over.copy()
    above[0] = -1
    place, peers = _rank_among_equals(above * len(elements) + look)
    depth = _along(over, np.ones(len(elements), dtype=np.int64)) - 1
    return Grid(
        elements=elements,
        names=tuple(names),
        tokens=frozenset(chain.from_iterable(names)),
        name=name,
        home=np.array(home),
        parent=over,
        depth=depth,
        tag=np.array([_TAG.get(tag, 0) for tag in tags]).take(tagged),
        first=np.array(first),
        last=np.array(last),
        look=look,
        like=_paths(over, look, depth),
        peers=peers,
        place=place,
    )


def _number_values(values: Sequence[T]) -> tuple[dict[T, int], Ints]:
    """The distinct values with their numbers, from 0 on in the order of first places, and the number at each place."""
    numbers = dict.fromkeys(values, 0)
    for number, value in enumerate(numbers):
        numbers[value] = number
    return numbers, np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))


def _along(parent: Ints, values: Values) -> Values:
    """The sum of each element's value and its ancestors'."""
    total = values.copy()
    total[0] = 0
    up = parent
    while up.any():
        total += total.take(up)
        up = up.take(up)
    return np.asarray(total + values[0])


def _paths(parent: Ints, look: Ints, depth: Ints) -> Ints:
    """Equal numbers for elements with equal looks along their paths.

    A path's key is the sum of a mixed number for each pair of look and depth, modulo 2**64: two of a thousand paths
    share one by chance once in 10**13 pages.
    """
    with np.errstate(over="ignore"):
        mixed = (look * 4096 + depth + 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0x94D049BB133111EB)
        return _number_keys(_along(parent, mixed ^ (mixed >> np.uint64(31))))


def begins_run(row: Values) -> npt.NDArray[np.bool_]:
    """Whether each value of a sorted row is another than the one before."""
    found = np.ones(len(row), dtype=np.bool_)
    np.not_equal(row[1:], row[:-1], out=found[1:])
    return found


def _number_keys(keys: Values) -> Ints:
    """The place of each key among the distinct keys in order."""
    order = keys.argsort(kind="stable")
    found = np.empty(len(keys), dtype=np.int64)
    found[order] = begins_run(keys[order]).cumsum() - 1
    return found


def _rank_among_equals(keys: Ints) -> tuple[Ints, Ints]:
    """For each key its number among equal keys before it, and how many there are."""
    order = keys.argsort(kind="stable")
    row = keys[order]
    starts = begins_run(row).nonzero()[0]
    sizes = np.append(starts[1:], len(row)) - starts
    place, peers = np.empty_like(order), np.empty_like(order)
    place[order] = np.arange(len(row)) - starts.repeat(sizes)
    peers[order] = sizes.repeat(sizes)
    return place, peers
