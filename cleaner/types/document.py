"""An input as blocks: what the segmenters make and every judge reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cleaner.types.words import Kind, MarkKind, MediumKind


class Element(NamedTuple):
    """One ancestor of a block. `order` is its preorder number in the page, equal for equal elements."""

    order: int
    tag: str
    tokens: tuple[str, ...] = ()  # lower-cased words of class, id, role, itemprop, aria-label
    hidden: str = ""  # why a reader does not see it ("display:none"), or nothing
    number: int | None = None  # what stands before an item of an ordered list


class Mark(NamedTuple):
    """Inline markup over the characters [start, end) of a block's text; marks may nest.

    `value` is a link's target, an image's address, or what stood in a super- or subscript as written; a formula's
    is "display" where it stood on a line of its own. `title` is a link's or an image's.
    """

    start: int
    end: int
    kind: MarkKind
    value: str = ""
    title: str = ""


class Cell(NamedTuple):
    """One cell of a table row: the characters [start, end) of the row's text, none for an empty cell."""

    start: int
    end: int
    header: bool = False
    columns: int = 1  # how many it spans
    rows: int = 1


class Medium(NamedTuple):
    """An image, an embed or a rule. It stands before the block with the index `before`, or behind the last one."""

    kind: MediumKind
    before: int
    path: tuple[Element, ...] = ()
    address: str = ""  # as the page has it: perhaps relative
    alt: str = ""
    title: str = ""
    link: str = ""  # the address that an image leads to, as the page has it


class Block(NamedTuple):
    """One block. `index` is the join key of every verdict, decision and removal.

    `text` is in normal form (NFC, inner space collapsed outside PRE). `start` and `end` are offsets of
    its characters in the decoded input, in text mode; absent in HTML mode. `level` is a heading's rank
    1..6 or a list item's depth from 1. `group` is the `order` of the list or table the block belongs to.
    `cells` are a table row's, `language` is that of the code in a PRE block. A list item, quote or definition that
    holds several blocks is the element their paths share.
    """

    index: int  # type: ignore[assignment]  # hides tuple's method of this name, which nobody asks of a block
    text: str
    kind: Kind = Kind.LINE
    path: tuple[Element, ...] = ()  # root first
    link_chars: int = 0
    marks: tuple[Mark, ...] = ()
    level: int = 0
    group: int | None = None
    ordered: bool = False
    start: int | None = None
    end: int | None = None
    cells: tuple[Cell, ...] = ()
    language: str = ""

    @property
    def hints(self) -> frozenset[str]:
        """All class, id and role words of the block's ancestors."""
        return frozenset(token for element in self.path for token in element.tokens)

    @property
    def hidden(self) -> str:
        """Why a reader does not see this block, from the innermost hidden ancestor, or nothing."""
        for element in reversed(self.path):
            if element.hidden:
                return element.hidden
        return ""


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of one input, in reading order; `blocks[i].index == i`.

    `media` stand between them, in reading order too. `base` is the address that relative ones are resolved against,
    or nothing.
    """

    blocks: tuple[Block, ...] = ()
    media: tuple[Medium, ...] = ()
    base: str = ""
