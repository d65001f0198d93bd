"""Kept table rows as a grid: what stands in each cell, and whether a pipe table can say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.render.pieces import Piece
from cleaner.types import Cell, Mark

COLUMNS = 200  # of a pipe table; wider ones are no help to a reader


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its text and marks, and how it lies in the grid."""

    cell: Cell
    text: str
    marks: tuple[Mark, ...]


def entries(piece: Piece) -> list[Entry]:
    """The cells of a row; a row whose cells are not known is read by its bars."""
    if not piece.cells:
        return [Entry(Cell(0, len(one)), one, ()) for one in piece.text.split(" | ")]
    return [
        Entry(
            cell,
            piece.text[cell.start : cell.end],
            tuple(
                mark._replace(start=max(mark.start, cell.start) - cell.start, end=min(mark.end, cell.end) - cell.start)
                for mark in piece.marks
                if mark.start < cell.end and mark.end > cell.start
            ),
        )
        for cell in piece.cells
    ]


def fits_pipes(rows: Sequence[Sequence[Entry]]) -> bool:
    """Whether pipes can tell the table without lying: they cannot tell a cell over several rows or some columns."""
    width = max((sum(entry.cell.columns for entry in row) for row in rows), default=0)
    if width > COLUMNS:
        return False
    for row in rows:
        for entry in row:
            if entry.cell.rows > 1 and entry.text:
                return False
            if entry.cell.columns > 1 and len(row) > 1 and entry.text and row is not rows[0]:
                return False
    return True
