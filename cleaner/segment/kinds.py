"""What kind of block an open element makes: paragraph, heading, item with number and depth, cell, quote, caption."""

from __future__ import annotations

from cleaner.segment.frames import Frame
from cleaner.segment.tables import holds_data
from cleaner.segment.tags import KINDS, LISTS, SECTIONS
from cleaner.types import Kind


def shape_frame(frame: Frame, headings: frozenset[int]) -> None:
    """Set kind, level, group and number of an open element from its tag; `headings`: those with the role of one."""
    tag = frame.tag
    kind = KINDS.get(tag)
    if kind is not None and not (kind is Kind.PARAGRAPH and frame.kind in {Kind.ITEM, Kind.QUOTE, Kind.CAPTION}):
        frame.kind = kind
    if kind is Kind.HEADING:
        frame.level = int(tag[1])
    elif tag == "div" and headings and frame.node is not None:
        if frame.node.mem_id in headings:
            frame.kind = Kind.HEADING
            level = frame.read_attributes().get("aria-level") or ""
            frame.level = int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2
    elif tag in LISTS:
        inner = frame.parent is not None and frame.parent.kind is Kind.ITEM
        frame.level = frame.level + 1 if inner else 1
        frame.group = frame.order
        frame.ordered = tag == "ol"
        if frame.ordered:
            _count(frame)
    elif tag == "li":
        _number(frame)
    elif tag == "table":
        frame.group = frame.order
        if frame.node is not None and not frame.row and holds_data(frame.node):
            frame.kind = Kind.CELL
        elif frame.kind is Kind.CELL:
            frame.kind = Kind.PARAGRAPH
    elif tag == "tr":
        frame.row = frame.kind is Kind.CELL
    elif tag in SECTIONS and frame.kind is Kind.HEADING:
        frame.kind = Kind.PARAGRAPH


def _count(frame: Frame) -> None:
    """The number an ordered list begins with, and whether it counts down."""
    attributes = frame.read_attributes()
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
