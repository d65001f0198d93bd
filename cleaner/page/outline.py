"""The elements of a page as a tree, read off the paths of its blocks, and which of them repeat.

What repeats says what kind of thing it is: a thread is posts, a list of other articles is cards. No name is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.page.page import Page, derived
from cleaner.types import Element

LIKE = 3  # like children that make a repetition
Key = tuple[str, str]  # tag, and the first name without a digit


class Node(NamedTuple):
    """One element that holds text. Its blocks are [first, end); `parent` is a place in the outline, -1 at the top."""

    element: Element
    parent: int
    depth: int
    first: int
    end: int

    @property
    def blocks(self) -> range:
        """The indices of its blocks."""
        return range(self.first, self.end)


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements that hold a page's text, parents before their children, and counts over runs of blocks."""

    nodes: tuple[Node, ...]
    children: tuple[tuple[int, ...], ...]
    inner: tuple[int, ...]  # for each block the place of its innermost element
    words: Sequence[int] = field(repr=False)  # words before each block, and of all

    def ancestors(self, block: int) -> list[int]:
        """The places of a block's elements, innermost first."""
        found, at = [], self.inner[block]
        while at >= 0:
            found.append(at)
            at = self.nodes[at].parent
        return found

    def words_in(self, first: int, end: int) -> int:
        """Words of the blocks [first, end)."""
        return self.words[end] - self.words[first]

    def common(self, one: int, other: int) -> int:
        """The place of the innermost element that holds both blocks, or -1."""
        shared = set(self.ancestors(one))
        return next((place for place in self.ancestors(other) if place in shared), -1)


class Units(NamedTuple):
    """Children of one element that resemble each other: the places of the parent and of each, in order."""

    parent: int
    members: tuple[int, ...]


@derived
def outline(page: Page) -> Outline:
    """The page's outline."""
    elements: list[tuple[Element, int, int, int]] = []
    ends: list[int] = []
    inner: list[int] = []
    open_: list[int] = []  # places of the elements around the block before
    for block in page.blocks:
        path = block.path
        same = min(len(open_), len(path))
        # From the innermost outwards: neighbours share all but the last few elements.
        while same and elements[open_[same - 1]][0].order != path[same - 1].order:
            same -= 1
        for place in open_[same:]:
            ends[place] = block.index
        del open_[same:]
        for depth in range(same, len(path)):
            elements.append((path[depth], open_[-1] if open_ else -1, depth, block.index))
            ends.append(len(page.blocks))
            open_.append(len(elements) - 1)
        inner.append(open_[-1] if open_ else -1)
    nodes = tuple(Node(*one, end) for one, end in zip(elements, ends, strict=True))
    children: list[list[int]] = [[] for _ in nodes]
    for place, node in enumerate(nodes):
        if node.parent >= 0:
            children[node.parent].append(place)
    words = [0]
    for m in page.measures:
        words.append(words[-1] + m.words)
    return Outline(nodes, tuple(map(tuple, children)), tuple(inner), words)


def key_of(element: Element) -> Key:
    """What like elements share: the tag and the first name that holds no digit."""
    if element.tag == "section":
        return element.tag, ""  # named by what it is about
    return element.tag, next((t for t in element.tokens if not any(map(str.isdigit, t))), "")


@derived
def repeated_units(page: Page) -> tuple[Units, ...]:
    """Every run of three or more like children of one element, parents before their children."""
    found = []
    tree = outline(page)
    for parent, children in enumerate(tree.children):
        if len(children) < LIKE:
            continue
        groups: dict[Key, list[int]] = {}
        for child in children:
            groups.setdefault(key_of(tree.nodes[child].element), []).append(child)
        found += [Units(parent, tuple(group)) for group in groups.values() if len(group) >= LIKE]
    return tuple(found)
