"""The text of one block while the walk gathers it: pieces, the spaces between them, and the marks over them."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from typing import Any

from cleaner.segment.formulas import Formula
from cleaner.segment.frames import Frame, common
from cleaner.segment.inline import (
    SPACED,
    is_note_mark,
    is_note_place,
    is_unspaced,
    note_text,
    seam_between,
    space_at_seam,
    subscript_text,
    superscript_text,
    without_invisible,
    without_line_ends,
)
from cleaner.segment.tidy import tidy
from cleaner.types import Cell, Kind, Mark, MarkKind
from cleaner.types.members import BREAK, CELL, CODE, LINK

MARK_LIMIT = 2_000  # marks a block; a page of links in one paragraph must not grow without bound
# Of every link; a named tuple's own way to be made takes twice as long.
_mark: Callable[[tuple[Any, ...]], Mark] = partial(tuple.__new__, Mark)
BEFORE = 12  # characters before a raised or lowered piece that tell what it is


class Gathering:
    """What has been read since the last block ended. One object a page, emptied at every block's end."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.links = 0  # characters in links
        self.cells: list[Cell] = []
        self.home: Frame | None = None  # innermost element that holds all of the text
        self.link_depth = 0
        self.code_depth = 0
        self.gap = False  # white space is due before the next piece
        self.space = ""  # that white space as the source has it
        self.line = False  # that white space is a line break of the page
        self.closed: Frame | None = None  # the inline element that just ended, nothing stood between
        self.seam: tuple[Frame, Frame] | None = None  # two that touch: the one that ended, the one that began
        self.bar = False  # a new cell has begun
        self.cell_start = -1

    def add_space(self, raw: str) -> None:
        """Add a text node of white space outside of code blocks. A line end between elements parts them in any script.

        What `add` makes of one, in a tenth of its time.
        """
        self.space = raw if self.closed is None and not self.gap else " "
        self.gap = True
        self.closed = None

    def add(self, raw: str, frame: Frame) -> None:
        """Add a text node outside of code blocks."""
        if raw.isascii():
            piece = " ".join(raw.split())
            if len(piece) == len(raw) and piece.isprintable():  # no white space at its ends
                self._append(piece, frame)
                return
            if not piece.isprintable():
                piece = " ".join(tidy(piece)[0].split())
        else:
            lined = without_line_ends(raw) if "\n" in raw else raw
            piece = " ".join(without_invisible(tidy(" ".join(lined.split()))[0]).split())
        if not piece:
            self.add_space(raw)
            return
        if raw[0].isspace():
            self.gap = True
            self.space = raw[: len(raw) - len(raw.lstrip())]
        self._append(piece, frame)
        if raw[-1].isspace():
            self.gap = True
            self.space = raw[len(raw.rstrip()) :]

    def _append(self, piece: str, frame: Frame) -> None:
        before = self.length
        if before and (self.bar or self._is_space_due(piece)):
            if self.bar:
                piece = " | " + piece
            else:
                if self.line and len(self.marks) < MARK_LIMIT:
                    self.marks.append(Mark(before, before + 1, MarkKind.BREAK))
                piece = " " + piece
        if self.cell_start < 0:
            self.cell_start = before + (3 if before and self.bar else 0)
        self.gap = self.line = self.bar = False
        self.closed = self.seam = None
        self.home = frame if self.home is None else common(self.home, frame)
        self.pieces.append(piece)
        self.length = before + len(piece)
        if self.link_depth:
            self.links += len(piece)

    def _is_space_due(self, piece: str) -> bool:
        if self.line:
            return True
        if self.gap:
            return not (is_unspaced(piece[0]) and "\n" in self.space and is_unspaced(self.pieces[-1][-1]))
        if self.seam is not None and not self.code_depth:
            one, other = self.seam
            seam = seam_between(one.tag, one.read_attributes(), other.tag, other.read_attributes())
            return space_at_seam(self.pieces[-1], piece, seam)
        return False

    def add_verbatim(self, raw: str, frame: Frame) -> None:
        """Add text whose white space counts."""
        piece = tidy(raw)[0]
        if piece:
            self.gap = self.line = False
            self._append(piece, frame)

    def add_break(self) -> None:
        """A `<br>`: white space that is shown as a line end."""
        self.closed = None
        self.gap = True
        self.space = " "
        if self.length:
            self.line = True

    def add_gap(self) -> None:
        """Something stands here that parts words and has none itself."""
        self.closed = None
        self.gap = True
        self.space = " "

    def add_formula(self, formula: Formula, frame: Frame) -> None:
        """Add a formula; TeX is marked, so that nothing in it is escaped."""
        self._append(formula.text, frame)
        if formula.tex and len(self.marks) < MARK_LIMIT:
            start = self.length - len(formula.text)
            self.marks.append(Mark(start, self.length, MarkKind.FORMULA, "display" if formula.display else ""))

    def add_image(self, alt: str, address: str, title: str, frame: Frame) -> None:
        """Add the words that stand for an image inside a sentence."""
        self._append(alt, frame)
        if address and len(self.marks) < MARK_LIMIT:
            self.marks.append(Mark(self.length - len(alt), self.length, MarkKind.IMAGE, address, title))

    def open_inline(self, frame: Frame, kind: MarkKind | None) -> None:
        """An inline element begins."""
        tag = frame.tag
        if kind is not None:
            frame.cut = self.length
            frame.at = len(self.pieces)
            if kind is LINK:
                self.link_depth += 1
            elif kind is CODE:
                self.code_depth += 1
        if self.closed is not None and self.seam is None and tag in SPACED:
            self.seam = self.closed, frame
        self.closed = None

    def close_inline(self, frame: Frame, kind: MarkKind | None, value: str, title: str) -> None:
        """An inline element ends: it becomes a mark over what it holds."""
        if kind is not None:
            if kind is LINK:
                self.link_depth -= 1
            elif kind is CODE:
                self.code_depth -= 1
            if frame.cut < self.length and len(self.marks) < MARK_LIMIT:
                self.marks.append(_mark((frame.cut, self.length, kind, value, title)))
        if frame.tag in SPACED:
            self.closed = frame

    def close_raised(self, frame: Frame, kind: MarkKind, *, note: bool) -> None:
        """A `<sup>`, `<sub>` or a link to a note ends: set what it holds apart from what it stands at."""
        written = "".join(self.pieces[frame.at :])
        text = written.strip()
        before = "".join(self.pieces[max(0, frame.at - 3) : frame.at])[-BEFORE:]
        if not text or len(text) > 40:
            return
        new = text
        lead = written[: len(written) - len(written.lstrip())]
        marks = is_note_mark(text)
        bracketed = before.rfind("[") > before.rfind("]")  # "[3, 4]": the marks of a list of sources
        if kind is MarkKind.LINK and (lead or not before or not marks or bracketed):
            return
        if kind is MarkKind.SUBSCRIPT:
            new = text if lead else subscript_text(text, before)
        elif marks and bracketed:
            pass  # its brackets stand around the element
        elif marks and (note or (text.isdigit() and before != "" and not lead and is_note_place(before))):
            # Behind a stop a mark that has its brackets is as it should be.
            stands = text.startswith("[") and before != "" and not before[-1].isalnum()
            new, lead = note_text(text), lead if stands or not before else " "
        elif not lead:
            new = superscript_text(text, before)
        self._rewrite(frame, lead, new)
        if kind is not MarkKind.LINK and len(self.marks) < MARK_LIMIT:
            self.marks.append(Mark(self.length - len(new), self.length, kind, text))

    def _rewrite(self, frame: Frame, lead: str, new: str) -> None:
        old = self.length - frame.cut
        if not old or frame.cut + old != self.length:
            return
        self.pieces[frame.at :] = [lead + new]
        self.length = frame.cut + len(lead) + len(new)
        if self.link_depth:
            self.links += self.length - frame.cut - old
        self.marks = [
            mark if mark.start < frame.cut else mark._replace(start=frame.cut + len(lead), end=self.length)
            for mark in self.marks
        ]

    def open_cell(self) -> None:
        """A table cell begins."""
        self.bar = self.length > 0
        self.gap = self.line = False
        self.cell_start = -1

    def close_cell(self, *, header: bool, columns: int, rows: int) -> None:
        """A table cell ends; one without text keeps its place."""
        start = self.length if self.cell_start < 0 else self.cell_start
        self.cells.append(Cell(start, self.length, header, columns, rows))
        self.gap = True
        self.space = " "
        self.line = False

    def take(self, kind: Kind) -> tuple[str, tuple[Mark, ...], tuple[Cell, ...], int]:
        """The gathered text, its marks, cells and characters in links; then begin anew."""
        text = "".join(self.pieces)
        marks, cells, links = self.marks, self.cells, self.links
        self.pieces, self.marks, self.cells, self.home = [], [], [], None
        self.length = self.links = 0
        self.gap = self.line = self.bar = False
        self.closed = self.seam = None
        self.cell_start = -1
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = tidy(text)[0]
        size = len(text)
        if cells and marks:
            marks = [_start_in_cell(mark, cells) for mark in marks]
        trimmed = tuple([_trim_mark(mark, text) for mark in marks]) if marks else ()
        return text, trimmed, tuple(cells) if kind is CELL else (), min(links, size)


def _start_in_cell(mark: Mark, cells: list[Cell]) -> Mark:
    """The mark without the bar before its cell: an element that begins a cell is opened before the bar is written."""
    at = bisect_right(cells, mark.start, key=lambda cell: cell.start)
    between = 0 < at < len(cells) and mark.start >= cells[at - 1].end and mark.end > cells[at].start
    return mark._replace(start=cells[at].start) if between else mark


def _trim_mark(mark: Mark, text: str) -> Mark:
    """The mark within the text, without white space at its ends."""
    if mark.kind is BREAK:
        return mark
    start, end = mark.start, mark.end
    if start < end <= len(text) and not (text[start].isspace() or text[end - 1].isspace()):
        return mark
    start, end = min(start, len(text)), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return mark if (start, end) == (mark.start, mark.end) else _mark((start, end, mark.kind, mark.value, mark.title))
