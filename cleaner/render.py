r"""Decisions to text, Markdown and HTML.

Text is the normal form: NFC, `\n` ends, one blank line between blocks, inner space collapsed outside code.
The Markdown and the HTML hold the same blocks with their structure; HTML passes through nh3 and links are
http(s) or mailto only.
"""

from __future__ import annotations

import html as entities
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import nh3

from cleaner.types import Block, Decision, Document, Kind, Mark, MarkKind

Span = tuple[int, int]
Wrap = Callable[[Mark, str, str], str]
Escape = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block that stays, whole or in part: its kept text and the marks on it."""

    block: Block
    text: str
    marks: tuple[Mark, ...]


def pieces(document: Document, decisions: Sequence[Decision]) -> Iterator[Piece]:
    """What stays of each block, in order; blocks of which nothing stays are left out."""
    for block, decision in zip(document.blocks, decisions, strict=True):
        if not decision.cut:
            yield Piece(block, block.text, block.marks)
        elif decision.cut != ((0, len(block.text)),):
            kept = _kept(block, decision.cut)
            if kept.strip():
                yield Piece(block, kept, ())


def _kept(block: Block, cut: Sequence[Span]) -> str:
    parts, at = [], 0
    for start, end in cut:
        parts.append(block.text[at:start])
        at = end
    parts.append(block.text[at:])
    text = "".join(parts)
    return text if block.kind is Kind.PRE else " ".join(text.split())


def text(document: Document, decisions: Sequence[Decision]) -> str:
    """The clean body in normal form; nothing for nothing kept."""
    body = "\n\n".join(piece.text for piece in pieces(document, decisions))
    return body if body.isascii() else unicodedata.normalize("NFC", body)


def markdown(document: Document, decisions: Sequence[Decision]) -> str:
    """The clean body as CommonMark with pipe tables. Text-mode blocks are written as they are."""
    parts = []
    for (kind, group), run in _runs(document, decisions):
        blocks = list(run)
        if kind is Kind.ITEM and group is not None:
            parts.append("\n".join(_md_items(blocks)))
        elif kind is Kind.CELL and group is not None:
            parts.append("\n".join(_md_rows(blocks)))
        else:
            parts.extend(_md_block(piece) for piece in blocks)
    return "\n\n".join(parts) + "\n" if parts else ""


def html(document: Document, decisions: Sequence[Decision]) -> str:
    """The clean body as sanitised HTML: no script, style, event handler or foreign scheme survives."""
    parts = []
    for (kind, group), run in _runs(document, decisions):
        blocks = list(run)
        if kind is Kind.ITEM and group is not None:
            parts.append(_html_list(blocks))
        elif kind is Kind.CELL and group is not None:
            rows = ("".join(f"<td>{_escaped(c)}</td>" for c in p.text.split(" | ")) for p in blocks)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            parts.extend(_html_block(piece) for piece in blocks)
    return nh3.clean("\n".join(parts), url_schemes={"http", "https", "mailto"}, link_rel="noopener nofollow noreferrer")


def _runs(
    document: Document, decisions: Sequence[Decision]
) -> Iterator[tuple[tuple[Kind, int | None], Iterator[Piece]]]:
    return groupby(pieces(document, decisions), key=lambda piece: (piece.block.kind, piece.block.group))


def _md_block(piece: Piece) -> str:
    block = piece.block
    if block.start is not None:
        return piece.text
    if block.kind is Kind.PRE:
        fence = "```"
        while fence in piece.text:
            fence += "`"
        return f"{fence}\n{piece.text}\n{fence}"
    line = _md_inline(piece)
    if block.kind is Kind.HEADING:
        return f"{'#' * max(1, block.level)} {line}"
    if block.kind is Kind.QUOTE:
        return f"> {line}"
    return f"- {line}" if block.kind is Kind.ITEM else line


def _md_items(run: Sequence[Piece]) -> Iterator[str]:
    for number, piece in enumerate(run, 1):
        bullet = f"{number}." if piece.block.ordered else "-"
        yield f"{'  ' * max(0, piece.block.level - 1)}{bullet} {_md_inline(piece)}"


def _md_rows(run: Sequence[Piece]) -> Iterator[str]:
    rows = [piece.text.replace("\n", " ").split(" | ") for piece in run]
    width = max(len(row) for row in rows)
    for number, row in enumerate(rows):
        cells = [cell.replace("|", "\\|") for cell in row] + [""] * (width - len(row))
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' --- |' * width}"


_MD = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*", MarkKind.CODE: "`"}
_MD_ESCAPE = str.maketrans({"\\": "\\\\", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[", "]": "\\]", "<": "&lt;"})


def _md_inline(piece: Piece) -> str:
    def wrap(mark: Mark, inner: str, raw: str) -> str:
        if mark.kind is MarkKind.LINK:
            return f"[{inner}]({_md_target(mark.value)})" if _safe(mark.value) else inner
        sign = _MD[mark.kind]
        return f"{sign}{raw if mark.kind is MarkKind.CODE else inner}{sign}"

    line = _marked(piece, wrap, lambda plain: plain.translate(_MD_ESCAPE))
    # A paragraph that starts like a list, a heading or a quote must not become one.
    return "\\" + line if line[:1] in "#>+-" and piece.block.kind is Kind.PARAGRAPH else line


def _md_target(url: str) -> str:
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")


def _safe(url: str) -> bool:
    scheme = "".join(url.split()).lower()
    return scheme.startswith(("http://", "https://", "mailto:"))


def _html_block(piece: Piece) -> str:
    inner = _html_inline(piece)
    block = piece.block
    if block.kind is Kind.HEADING and block.start is None:
        return f"<h{max(1, block.level)}>{inner}</h{max(1, block.level)}>"
    tag = {Kind.PRE: "pre", Kind.QUOTE: "blockquote"}.get(block.kind, "p")
    return f"<{tag}>{inner}</{tag}>"


def _html_list(run: Sequence[Piece]) -> str:
    tag = "ol" if run[0].block.ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{_html_inline(piece)}</li>" for piece in run) + f"</{tag}>"


NODE = 4_000  # characters of one text node
_TAGS = {MarkKind.STRONG: "strong", MarkKind.EMPHASIS: "em", MarkKind.CODE: "code"}


def _html_inline(piece: Piece) -> str:
    def wrap(mark: Mark, inner: str, raw: str) -> str:  # noqa: ARG001 - one shape for both formats
        if mark.kind is MarkKind.LINK:
            return f'<a href="{entities.escape(mark.value)}">{inner}</a>' if _safe(mark.value) else inner
        return f"<{_TAGS[mark.kind]}>{inner}</{_TAGS[mark.kind]}>"

    return _marked(piece, wrap, _escaped)


def _escaped(plain: str) -> str:
    # The sanitiser's time is quadratic in one text node of many entities (2.7 MB took 12 s); a comment ends the node,
    # and the sanitiser drops comments.
    return "<!---->".join(entities.escape(plain[at : at + NODE]) for at in range(0, max(1, len(plain)), NODE))


def _marked(piece: Piece, wrap: Wrap, escape: Escape) -> str:
    """The piece's text with its outermost marks applied; marks inside marks are left out."""
    parts, at = [], 0
    for mark in sorted(piece.marks, key=lambda m: (m.start, -m.end)):
        if mark.start < at or mark.end <= mark.start:
            continue
        raw = piece.text[mark.start : mark.end]
        inner = raw.strip()
        if not inner:
            continue
        parts.append(escape(piece.text[at : mark.start]))
        lead = raw[: len(raw) - len(raw.lstrip())]
        parts.append(lead + wrap(mark, escape(inner), inner) + raw[len(raw.rstrip()) :])
        at = mark.end
    parts.append(escape(piece.text[at:]))
    return "".join(parts)
