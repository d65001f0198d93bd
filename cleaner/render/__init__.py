r"""Decisions to text, Markdown and HTML.

Text is the normal form: NFC, `\n` ends, one blank line between blocks, `\n` inside a block only where the page breaks
the line or in code. The Markdown and the HTML hold the same blocks with their structure, and the images among them.
"""

from __future__ import annotations

from cleaner.render.front_matter import front_matter
from cleaner.render.html import html
from cleaner.render.markdown import markdown
from cleaner.render.pieces import Piece, pieces
from cleaner.render.text import join_text, text

__all__ = ["Piece", "front_matter", "html", "join_text", "markdown", "pieces", "text"]
