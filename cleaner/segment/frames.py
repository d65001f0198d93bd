"""Open elements of the walk over a page, and the words of their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from cleaner.types import Element, Kind
from cleaner.types.members import PARAGRAPH

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_QUALIFIERS = frozenset(("with", "has", "no", "without", "hide", "have"))
# Words that a site builder puts into the names of all its elements, by the word such names begin with.
_EVERY_ELEMENT = {
    "elementor": ("widget", "popup"),
    "node": ("promoted", "sticky", "teaser"),
    "et": ("widget",),
    "fl": ("widget",),
    "so": ("widget",),
    "vc": ("widget",),
    "wpb": ("widget",),
}
NAMES = 40  # names of an element that are read, and characters of a name
NAME_CHARS = 80


def token_words(value: str) -> tuple[str, ...]:
    """Lower-cased words of a class or id value, each name before its words.

    >>> token_words("entry-content postBody")
    ('entry-content', 'entry', 'content', 'postbody', 'post', 'body')
    """
    names = value.split()[:NAMES]
    if len(names) == 1:
        return _name_words(names[0][:NAME_CHARS])
    return tuple(dict.fromkeys(chain.from_iterable([_name_words(name[:NAME_CHARS]) for name in names])))


@lru_cache(maxsize=1_024)
def _name_words(name: str) -> tuple[str, ...]:
    # A page has few names and many ways to put them together. More of them remembered only cost the collector time.
    lowered = name.lower()
    if lowered == name:
        if name.isalnum():
            return (name,)
        words: list[str] = _WORDS.findall(name)
    else:
        words = [word.lower() for word in _WORDS.findall(_CAMEL.sub(" ", name))]
    return tuple(dict.fromkeys([lowered, *_own(words)]))


def _own(words: list[str]) -> list[str]:
    """The words of a name that say what the element is: not what it stands beside, or what every element is called.

    `with-sidebar` names the text beside a sidebar, `elementor-widget-heading` a heading, `node-promoted` an article on
    a front page.
    """
    if _QUALIFIERS.isdisjoint(words) and not (words and words[0] in _EVERY_ELEMENT):
        return words
    own = [word for before, word in zip(["", *words], words, strict=False) if before not in _QUALIFIERS]
    prefix = words[0] if words else ""
    return [word for word in own if word not in _EVERY_ELEMENT.get(prefix, ())] if prefix in _EVERY_ELEMENT else own


class Nesting(NamedTuple):
    """The heading, list or table that an element is or stands in: its rank or depth, its `order`, whether it counts."""

    level: int = 0
    group: int | None = None
    ordered: bool = False


OUTSIDE = Nesting()


class Frame:
    """An open element of the walk."""

    __slots__ = (
        "at", "attributes", "count", "cut", "depth", "element", "kind", "nesting", "node", "number", "order", "parent",
        "path", "row", "step", "tag",
    )  # fmt: skip
    # Set where they are asked for: a page has thousands of frames.
    cut: int  # of an element that leaves a mark: where it began, in characters
    at: int  # and in pieces
    count: int  # of an ordered list: the next item's number
    step: int

    def __init__(self, node: LexborNode | None, tag: str, parent: Frame | None, order: int) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        self.order = order
        self.number: int | None = None  # of an item of an ordered list
        if parent is None:
            self.depth = 0
            self.kind: Kind = PARAGRAPH
            self.nesting = OUTSIDE
            self.row = False  # inside one row of a data table: nothing ends a block
        else:
            self.depth = parent.depth + 1
            self.kind = parent.kind
            self.nesting = parent.nesting
            self.row = parent.row
        self.attributes: Mapping[str, str | None] | None = None
        self.element: Element | None = None
        self.path: tuple[Element, ...] | None = None

    def read_attributes(self) -> Mapping[str, str | None]:
        """The element's attributes, read from the tree once."""
        if self.attributes is None:
            self.attributes = self.node.attributes if self.node is not None else {}
        return self.attributes


def common(one: Frame, other: Frame) -> Frame:
    """The innermost element that holds both."""
    while one is not other:
        if one.depth >= other.depth:
            if one.parent is None:
                return one
            one = one.parent
        elif other.parent is not None:
            other = other.parent
    return one
