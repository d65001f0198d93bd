"""What kind of block an open element makes: paragraph, heading, item with number and depth, cell, quote, caption."""

from __future__ import annotations

from cleaner.segment.frames import Frame, Nesting
from cleaner.segment.tables import holds_data
from cleaner.segment.tags import KINDS, LISTS, SECTIONS
from cleaner.types.members import CAPTION, CELL, HEADING, ITEM, PARAGRAPH, QUOTE

_KEPT_BY_PARAGRAPHS = frozenset((ITEM, QUOTE, CAPTION))
_RANKS = frozenset("123456")


def shape_frame(frame: Frame, headings: frozenset[int]) -> None:
    """Set kind, level, group and number of an open element from its tag; `headings`: those with the role of one."""
    tag = frame.tag
    kind = KINDS.get(tag)
    if kind is not None and not (kind is PARAGRAPH and frame.kind in _KEPT_BY_PARAGRAPHS):
        frame.kind = kind
    if kind is HEADING:
        frame.nesting = frame.nesting._replace(level=int(tag[1]))
    elif tag == "div" and headings and frame.node is not None:
        if frame.node.mem_id in headings:
            frame.kind = HEADING
            level = frame.read_attributes().get("aria-level") or ""
            frame.nesting = frame.nesting._replace(level=int(level) if level in _RANKS else 2)
    elif tag in LISTS:
        inner = frame.parent is not None and frame.parent.kind is ITEM
        ordered = tag == "ol"
        frame.nesting = Nesting(frame.nesting.level + 1 if inner else 1, frame.order, ordered)
        if ordered:
            _count(frame)
    elif tag == "li":
        _number(frame)
    elif tag == "table":
        frame.nesting = frame.nesting._replace(group=frame.order)
        if frame.node is not None and not frame.row and holds_data(frame.node):
            frame.kind = CELL
        elif frame.kind is CELL:
            frame.kind = PARAGRAPH
    elif tag == "tr":
        frame.row = frame.kind is CELL
    elif tag in SECTIONS and frame.kind is HEADING:
        frame.kind = PARAGRAPH


def _count(frame: Frame) -> None:
    """Set the first number of an ordered list and its step, from `start` and `reversed`."""
    attributes = frame.read_attributes()
    frame.step = 1
    start = integer(attributes.get("start"))
    if "reversed" in attributes:
        frame.step = -1
        if start is None and frame.node is not None:
            start = sum(1 for child in frame.node.iter() if child.tag == "li")
    frame.count = 1 if start is None else start


def _number(frame: Frame) -> None:
    above = frame.parent
    if above is None or above.tag != "ol":
        return
    value = integer(frame.read_attributes().get("value"))
    frame.number = above.count if value is None else value
    above.count = frame.number + above.step


def integer(value: str | None) -> int | None:
    """A whole number in an attribute, or None."""
    text = (value or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
