"""The clean body as plain text in normal form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from cleaner.render.pieces import Piece, pieces, with_line_breaks
from cleaner.types import Decision, Document

BETWEEN = "\n\n"  # blocks


def text(document: Document, decisions: Sequence[Decision]) -> str:
    """The clean body in normal form; nothing for nothing kept."""
    return join_text(pieces(document, decisions))


def join_text(kept: Iterable[Piece]) -> str:
    """Pieces as one text in normal form."""
    body = BETWEEN.join(map(with_line_breaks, kept))
    return body if body.isascii() else unicodedata.normalize("NFC", body)
