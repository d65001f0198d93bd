"""Kept pieces and media as a tree again: lists, items, quotes, definitions, figures and tables around them.

A block's path says which elements it stood in. Of these only the ones that carry structure come back; what no kept
piece stands in is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.render.pieces import Piece, kept_media, pieces, shown_captions
from cleaner.types import Decision, Document, Element, Kind, Medium

CARRYING = frozenset("ul ol menu li dl dt dd blockquote figure table".split())
LISTS = frozenset({"ul", "ol", "menu"})


class Node:
    """An element that carries structure: what stands in it, in order. `number` is an ordered item's."""

    __slots__ = ("children", "number", "order", "tag")

    def __init__(self, tag: str, order: int = -1, number: int | None = None) -> None:
        self.tag = tag
        self.order = order
        self.number = number
        self.children: list[Node | Piece | Medium] = []


def build(document: Document, decisions: Sequence[Decision], *, images: bool = True) -> Node:
    """The kept part of a document as a tree; its root is a `body`."""
    found: list[Piece | Medium] = []
    kept = list(pieces(document, decisions))
    media: list[Medium] = []
    if images and document.media:
        media = list(kept_media(document, frozenset(piece.block.index for piece in kept)))
        blocks = document.blocks
        captions = [
            Piece(blocks[at], blocks[at].text, blocks[at].marks) for at in shown_captions(document, decisions, media)
        ]
        kept = sorted([*kept, *captions], key=_index)
    waiting = iter(media)
    medium = next(waiting, None)
    for piece in kept:
        while medium is not None and medium.before <= piece.block.index:
            found.append(medium)
            medium = next(waiting, None)
        found.append(piece)
    if medium is not None:
        found += [medium, *waiting]
    return _build_tree(found, _data_tables(kept))


def _index(piece: Piece) -> int:
    return piece.block.index


def _data_tables(kept: Iterable[Piece]) -> frozenset[int]:
    return frozenset(
        piece.block.group for piece in kept if piece.block.kind is Kind.CELL and piece.block.group is not None
    )


def _build_tree(found: Iterable[Piece | Medium], tables: frozenset[int]) -> Node:
    root = Node("body")
    open_ = [root]
    for one in found:
        path = one.path if isinstance(one, Medium) else one.block.path
        chain = list(_chain(path, tables))
        depth = 1
        for element in chain:
            if depth < len(open_) and open_[depth].order == element.order:
                depth += 1
            else:
                break
        del open_[depth:]
        for element in chain[depth - 1 :]:
            _open(open_, element)
        open_[-1].children.append(one)
    return root


def _chain(path: Sequence[Element], tables: frozenset[int]) -> Iterator[Element]:
    """The elements of a path that carry structure, outermost first; nothing inside a data table is one."""
    for element in path:
        if element.tag not in CARRYING:
            continue
        if element.tag != "table":
            yield element
        elif element.order in tables:
            yield element
            return


def _open(open_: list[Node], element: Element) -> None:
    """Open one more element. A list that stands right in a list belongs to the item before it."""
    above = open_[-1]
    node = Node("ul" if element.tag == "menu" else element.tag, element.order, element.number)
    if element.tag in LISTS and above.tag in LISTS:
        last = above.children[-1] if above.children else None
        if not isinstance(last, Node):
            last = Node("li")
            above.children.append(last)
        last.children.append(node)
    else:
        above.children.append(node)
    open_.append(node)
