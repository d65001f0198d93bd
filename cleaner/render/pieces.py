"""What stays of a document: kept text with its marks and cells, and the media that stand among it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.types import Block, Category, Cell, Decision, Document, Element, Kind, Mark, Medium, MediumKind
from cleaner.types.members import BREAK, CELL_OR_HEADING

Span = tuple[int, int]


class Piece(NamedTuple):
    """A block that stays, whole or in part: its kept text, the marks on it and a table row's cells."""

    block: Block
    text: str
    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...] = ()


def pieces(document: Document, decisions: Sequence[Decision]) -> Iterator[Piece]:
    """What stays of each block, in order; blocks of which nothing stays are left out."""
    for block, decision in zip(document.blocks, decisions, strict=True):
        if not decision.cut:
            yield Piece(block, block.text, block.marks, block.cells)
        elif decision.cut != ((0, len(block.text)),):
            piece = _part(block, decision.cut)
            if piece.text.strip():
                yield piece


def _part(block: Block, cut: Sequence[Span]) -> Piece:
    """A block without the cut characters; the marks and cells are those over what is left."""
    collapse = block.kind is not Kind.PRE
    kept: list[Span] = []
    at = 0
    for start, end in (*cut, (len(block.text), len(block.text))):
        if start > at:
            kept.append((at, start))
        at = end
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for start, end in kept:
        part = block.text[start:end]
        if collapse and (not length or parts[-1][-1:].isspace()):
            part = part.lstrip()
        if part:
            parts.append(part)
            spans.append((end - len(part), end))
            length += len(part)
    text = "".join(parts)
    if collapse:
        text = text.rstrip()
    return Piece(
        block,
        text,
        tuple(moved for mark in block.marks if (moved := _move_mark(mark, spans, len(text))).start < moved.end),
        tuple(
            cell._replace(start=_place(cell.start, spans, len(text)), end=_place(cell.end, spans, len(text)))
            for cell in block.cells
        ),
    )


def _move_mark(mark: Mark, spans: Sequence[Span], size: int) -> Mark:
    return mark._replace(start=_place(mark.start, spans, size), end=_place(mark.end, spans, size))


def _place(at: int, spans: Sequence[Span], size: int) -> int:
    """Where the character `at` of a block stands in what is left of it."""
    before = 0
    for start, end in spans:
        if at <= start:
            break
        before += min(at, end) - start
    return min(before, size)


def with_line_breaks(piece: Piece) -> str:
    r"""A piece's text with `\n` for the line breaks of the page; a row and a heading stay one line."""
    if piece.block.kind in CELL_OR_HEADING:
        return piece.text
    breaks = [mark.start for mark in piece.marks if mark.kind is BREAK]
    if not breaks:
        return piece.text
    parts, at = [], 0
    for start in breaks:
        parts.append(piece.text[at:start])
        at = start + 1
    return "\n".join([*parts, piece.text[at:]])


def kept_media(document: Document, kept: frozenset[int]) -> Iterator[Medium]:
    """The media that stand among kept blocks; `kept` holds the indices of these.

    An image goes with the text in its own figure, else with the nearest block that shares most of its elements, its
    own caption aside; a rule stands between two kept blocks.
    """
    found: dict[tuple[int, int, int], Block | None] = {}
    stays: dict[tuple[int, bool], bool] = {}
    for medium in document.media:
        if any(element.hidden for element in medium.path):
            continue
        figure = _figure_of(medium)
        before = _neighbour(document, figure, medium.before - 1, -1, found)
        after = _neighbour(document, figure, medium.before, 1, found)
        key = figure, before is None and after is None
        if key not in stays:
            stays[key] = _figure_stays(document, figure, medium.before, kept, alone=key[1])
        if stays[key]:
            yield medium
            continue
        if medium.kind is MediumKind.RULE:
            if before is not None and after is not None and before.index in kept and after.index in kept:
                yield medium
            continue
        near, far = _common_depth(medium.path, before), _common_depth(medium.path, after)
        nearest = [
            block for block, depth in ((before, near), (after, far)) if block is not None and depth == max(near, far)
        ]
        if any(block.index in kept for block in nearest):
            yield medium


def _figure_stays(document: Document, figure: int, before: int, kept: frozenset[int], *, alone: bool) -> bool:
    """Whether of the blocks of a figure around the place `before` one stays.

    Its caption counts where the figure is `alone` on the page.
    """
    if figure < 0:
        return False
    blocks = document.blocks
    for step, start in ((-1, before - 1), (1, before)):
        at = start
        while 0 <= at < len(blocks) and any(element.order == figure for element in blocks[at].path):
            if at in kept and (alone or blocks[at].kind is not Kind.CAPTION):
                return True
            at += step
    return False


def _figure_of(medium: Medium) -> int:
    """The `order` of the innermost figure around a medium, or -1."""
    return next((element.order for element in reversed(medium.path) if element.tag == "figure"), -1)


def _neighbour(
    document: Document, figure: int, at: int, step: int, found: dict[tuple[int, int, int], Block | None]
) -> Block | None:
    """The next block from `at` on in one direction that is no caption and not in the figure.

    `found` holds what was found from the places that were passed, so that many pictures of one figure pass them once.
    """
    passed: list[tuple[int, int, int]] = []
    nearest: Block | None = None
    while 0 <= at < len(document.blocks):
        key = figure, at, step
        if key in found:
            nearest = found[key]
            break
        block = document.blocks[at]
        if block.kind is not Kind.CAPTION and not (figure >= 0 and any(e.order == figure for e in block.path)):
            nearest = block
            break
        passed.append(key)
        at += step
    found.update(dict.fromkeys(passed, nearest))
    return nearest


def _common_depth(path: Sequence[Element], block: Block | None) -> int:
    """How many elements a path and a block's have in common."""
    if block is None:
        return -1
    count = 0
    for one, other in zip(path, block.path, strict=False):
        if one.order != other.order:
            break
        count += 1
    return count


def shown_captions(document: Document, decisions: Sequence[Decision], media: Sequence[Medium]) -> Iterator[int]:
    """The captions that were cut because a text has no pictures, of pictures that are shown."""
    figures = {
        e.order for medium in media if medium.kind is not MediumKind.RULE for e in medium.path if e.tag == "figure"
    }
    if not figures:
        return
    for block, decision in zip(document.blocks, decisions, strict=True):
        if block.kind is Kind.CAPTION and decision.cut and any(e.order in figures for e in block.path):
            because = decision.because
            if because is not None and because.category is Category.CAPTION:
                yield block.index
