"""The elements of a page as a tree, read off the paths of its blocks, and which of them repeat.

What repeats says what kind of thing it is: a thread is posts, a list of other articles is cards. No name is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, chain
from typing import Any, NamedTuple, TypeVar

from cleaner.page.page import Page, derived
from cleaner.types import Element

WRAPPER = 0.5  # share of the page's words in one element: it wraps the page, its name describes no part
LIKE = 3  # like children that make a repetition
Key = tuple[str, str]  # tag, and the first name without a digit
T = TypeVar("T")
_NONE: frozenset[str] = frozenset()


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


# A named tuple's own way to be made takes twice as long.
_node: Callable[[tuple[Any, ...]], Node] = partial(tuple.__new__, Node)


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements that hold a page's text, parents before their children, and counts over runs of blocks."""

    nodes: tuple[Node, ...]
    children: Sequence[Sequence[int]]  # of each the places of those right inside it, in order
    inner: Sequence[int]  # for each block the place of its innermost element
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
    elements: list[Element] = []
    parents: list[int] = []
    depths: list[int] = []
    firsts: list[int] = []
    ends: list[int] = []
    children: list[list[int]] = []
    none: list[int] = []
    inner: list[int] = []
    size = len(page.blocks)
    open_: list[int] = []  # places of the elements around the block before
    around: tuple[Element, ...] = ()  # those elements
    innermost = -1
    for index, block in enumerate(page.blocks):
        path = block.path
        if path is not around:
            same = min(len(around), len(path))
            # From the innermost outwards: neighbours share all but the last few elements.
            while same and around[same - 1].order != path[same - 1].order:
                same -= 1
            for place in open_[same:]:
                ends[place] = index
            del open_[same:]
            innermost = open_[-1] if open_ else -1
            for depth in range(same, len(path)):
                place = len(elements)
                if innermost >= 0:
                    if children[innermost]:
                        children[innermost].append(place)
                    else:
                        children[innermost] = [place]
                elements.append(path[depth])
                parents.append(innermost)
                depths.append(depth)
                firsts.append(index)
                ends.append(size)
                children.append(none)
                open_.append(place)
                innermost = place
            around = path
        inner.append(innermost)
    nodes = tuple(map(_node, zip(elements, parents, depths, firsts, ends, strict=True)))
    words = list(accumulate([m.words for m in page.measures], initial=0))
    return Outline(nodes, children, inner, words)


class Alike(NamedTuple):
    """The elements of an outline by what they are called: places of those with equal names, and with equal tags."""

    tokens: dict[tuple[str, ...], list[int]]
    tags: dict[str, list[int]]

    def places(self, names: AbstractSet[str], tags: AbstractSet[str]) -> list[int]:
        """The places, in order, of the elements with one of these names or tags."""
        found = [places for tokens, places in self.tokens.items() if not names.isdisjoint(tokens)] if names else []
        found += [places for tag, places in self.tags.items() if tag in tags]
        return sorted(set(chain.from_iterable(found)))


@derived
def alike_elements(page: Page) -> Alike:
    """The page's elements by their names and by their tags: many share both, and are asked about once."""
    tokens: dict[tuple[str, ...], list[int]] = {}
    tags: dict[str, list[int]] = {}
    for place, (element, _, _, _, _) in enumerate(outline(page).nodes):
        _, tag, names, _, _ = element
        places = tokens.get(names)
        if places is None:
            tokens[names] = [place]
        else:
            places.append(place)
        places = tags.get(tag)
        if places is None:
            tags[tag] = [place]
        else:
            places.append(place)
    return Alike(tokens, tags)


def inherit(
    page: Page,
    outermost: T,
    extend: Callable[[T, Element], T],
    *,
    names: AbstractSet[str] = _NONE,
    tags: AbstractSet[str] = _NONE,
) -> list[T]:
    """For each block what its elements say together, each element asked once.

    `extend` adds what one element says to what those around it say; `outermost` is what a block without elements has.
    Asked are the elements with one of these names or tags.
    """
    return _hand_down(page, outermost, extend, alike_elements(page).places(names, tags))


def _hand_down(page: Page, outermost: T, extend: Callable[[T, Element], T], places: Iterable[int]) -> list[T]:
    """For each block what the elements at these places, parents before their children, say together."""
    nodes = outline(page).nodes
    said = [outermost] * len(page.blocks)
    for place in places:
        element, _, _, first, end = nodes[place]
        # Its first block has heard so far of the elements around it, and of no other.
        said[first:end] = [extend(said[first], element)] * (end - first)
    return said


@derived
def hidden_of(page: Page) -> Sequence[str]:
    """For each block why a reader does not see it, from the innermost hidden element, or nothing."""
    hidden = [place for place, node in enumerate(outline(page).nodes) if node.element.hidden]
    return _hand_down(page, "", lambda _, element: element.hidden, hidden)


@derived
def wrappers_of(page: Page) -> frozenset[int]:
    """The `order` of every element that holds more than WRAPPER of the page's words."""
    tree = outline(page)
    words = tree.words
    inside: dict[int, int] = {}
    for element, _, _, first, end in tree.nodes:
        inside[element.order] = inside.get(element.order, 0) + words[end] - words[first]
    limit = WRAPPER * words[-1]
    return frozenset([order for order, held in inside.items() if held > limit])


@derived
def names_of(page: Page) -> frozenset[str]:
    """The class, id and role words of all elements: a page without a name needs no look at its elements for it."""
    return frozenset(chain.from_iterable(alike_elements(page).tokens))


def key_of(element: Element) -> Key:
    """What like elements share: the tag and the first name that holds no digit."""
    if element.tag == "section":
        return element.tag, ""  # named by what it is about
    for name in element.tokens:
        if name.isalpha() or not any(map(str.isdigit, name)):
            return element.tag, name
    return element.tag, ""


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
