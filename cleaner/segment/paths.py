"""The elements around a block: their words, whether they are hidden, and by whom they are opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.css import HIDING_KEYS, Hiding, inline_hiding
from cleaner.segment.frames import Frame, token_words
from cleaner.types import Element

PATH_LIMIT = 64  # elements; real pages stay under 50, and deep traps must not cost memory
_PATH_OUTER = 16
NAMING = ("class", "id", "role", "itemprop", "aria-label", "data-testid")
_FURTHER_NAMING = frozenset(NAMING) - {"class"}
_ASKED = _FURTHER_NAMING | HIDING_KEYS  # most elements have none of these
NAME_CHARS = 400  # of one such attribute
CONTROLS = 500
_FURLED = frozenset(
    "menu nav navigation modal dialog popup dropdown search share cookie consent login overlay drawer submenu".split()
)


# A named tuple's own way to be made takes twice as long.
_element: Callable[[tuple[Any, ...]], Element] = partial(tuple.__new__, Element)


class Paths:
    """Makes the paths of one page's blocks."""

    def __init__(self, hidden: Hiding, tree: LexborHTMLParser) -> None:
        self.hidden = hidden
        self.tree = tree
        self.named: dict[str, tuple[str, ...]] = {}  # the words of the names that elements have
        self.controlled: frozenset[str] | None = None

    def path(self, home: Frame) -> tuple[Element, ...]:
        """The elements around `home`, root first; the middle of a very deep path is left out."""
        waiting: list[Frame] = []
        frame: Frame | None = home
        while frame is not None and frame.path is None:
            waiting.append(frame)
            frame = frame.parent
        path = frame.path if frame is not None and frame.path is not None else ()
        while waiting:
            frame = waiting.pop()
            if len(path) >= PATH_LIMIT:
                path = path[:_PATH_OUTER] + path[_PATH_OUTER + 1 :]
            path = (*path, self.element(frame))
            frame.path = path
        return path

    def element(self, frame: Frame) -> Element:
        """The element of an open frame as blocks carry it: its words, and why a reader does not see it."""
        if frame.element is None:
            attributes = frame.attributes
            if attributes is None:
                attributes = frame.read_attributes()
            tokens: tuple[str, ...] = ()
            reason = ""
            if attributes:
                names = (attributes.get("class") or "")[:NAME_CHARS]
                further = not _ASKED.isdisjoint(attributes)
                if further and not _FURTHER_NAMING.isdisjoint(attributes):
                    names = " ".join([name[:NAME_CHARS] for key in NAMING if (name := attributes.get(key))])
                if names:
                    known = self.named.get(names)
                    tokens = self.named[names] = token_words(names) if known is None else known
                    if self.hidden.names:
                        classes = (attributes.get("class") or "")[:NAME_CHARS]
                        reason = self.hidden.reason(frame.tag, classes, attributes.get("id") or "")
                if further and not HIDING_KEYS.isdisjoint(attributes):
                    reason = inline_hiding(attributes) or reason
                if reason and self._is_opened(attributes, tokens):
                    reason = ""
            if "-" in frame.tag:
                tokens += token_words(frame.tag)  # a custom element is named as a class would be: <amp-ad>
            if frame.tag == "dialog" and "open" not in attributes:
                reason = "closed dialog"
            frame.element = _element((frame.order, frame.tag, tokens, reason, frame.number))
        return frame.element

    def _is_opened(self, attributes: Mapping[str, str | None], tokens: tuple[str, ...]) -> bool:
        """Whether a reader opens a hidden element with a control of the text: a tab, the head of a fold."""
        if attributes.get("role") == "tabpanel":
            return True
        name = attributes.get("id")
        if not name or not _FURLED.isdisjoint(tokens):
            return False
        if self.controlled is None:
            tabs = self.tree.css(
                '[role="tab"][aria-controls], main button[aria-controls], article button[aria-controls]'
            )
            self.controlled = frozenset((one.attributes.get("aria-controls") or "") for one in tabs[:CONTROLS])
        return name in self.controlled
