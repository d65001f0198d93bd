"""The clean body as plain text in normal form."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from cleaner.render.pieces import pieces, with_line_breaks
from cleaner.types import Decision, Document

BETWEEN = "\n\n"  # blocks


def text(document: Document, decisions: Sequence[Decision]) -> str:
    """The clean body in normal form; nothing for nothing kept."""
    body = BETWEEN.join(with_line_breaks(piece) for piece in pieces(document, decisions))
    return body if body.isascii() else unicodedata.normalize("NFC", body)
