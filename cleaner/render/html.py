"""The clean body as sanitised HTML."""

from __future__ import annotations

import html as entities
from collections.abc import Iterator, Sequence

import nh3

from cleaner.render.addresses import resolve
from cleaner.render.grids import Entry, entries
from cleaner.render.inline import wrap_marks
from cleaner.render.pieces import Piece
from cleaner.render.tree import Node, build
from cleaner.types import Decision, Document, Kind, Mark, MarkKind, Medium, MediumKind

NODE = 4_000  # characters of one text node
_TAGS = {
    MarkKind.STRONG: "strong",
    MarkKind.EMPHASIS: "em",
    MarkKind.CODE: "code",
    MarkKind.DELETED: "del",
    MarkKind.SUPERSCRIPT: "sup",
    MarkKind.SUBSCRIPT: "sub",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "li": {"value"},
    "code": {"class"},
}


def html(document: Document, decisions: Sequence[Decision], *, images: bool = True, links: bool = True) -> str:
    """The clean body as sanitised HTML: no script, style, event handler or foreign scheme survives."""
    writer = _Writer(document.base, links=links)
    return nh3.clean(
        writer.write(build(document, decisions, images=images)),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow noreferrer",
    )


def table(rows: Sequence[Sequence[Entry]], base: str, *, links: bool) -> str:
    """Rows as an HTML table, for where pipes would lie."""
    return _Writer(base, links=links).rows(rows)


class _Writer:
    """Writes one tree. The tree is as deep as PATH_LIMIT at most."""

    def __init__(self, base: str, *, links: bool) -> None:
        self._base = base
        self._links = links

    def write(self, node: Node) -> str:
        return "\n".join(self._parts(node))

    def _parts(self, node: Node) -> Iterator[str]:
        for child in node.children:
            if isinstance(child, Piece):
                yield self._block(child, node)
            elif isinstance(child, Medium):
                medium = self._medium(child)
                yield (
                    f"<p>{medium}</p>" if child.kind is MediumKind.IMAGE and medium and node.tag != "figure" else medium
                )
            else:
                yield self._element(child)

    def _element(self, node: Node) -> str:
        if node.tag == "table":
            return self._table(node)
        inner = self.write(node)
        attributes = ""
        if node.tag == "ol":
            first = next((c.number for c in node.children if isinstance(c, Node) and c.number is not None), 1)
            attributes = f' start="{first}"' if first != 1 else ""
        elif node.tag == "li" and node.number is not None:
            attributes = f' value="{node.number}"'
        return f"<{node.tag}{attributes}>{inner}</{node.tag}>"

    def _block(self, piece: Piece, node: Node) -> str:
        block = piece.block
        if block.kind is Kind.PRE:
            named = f' class="language-{entities.escape(block.language)}"' if block.language else ""
            return f"<pre><code{named}>{_escape_entities(piece.text)}</code></pre>"
        inner = self._inline(piece.text, piece.marks)
        if block.kind is Kind.HEADING and block.start is None:
            return f"<h{max(1, block.level)}>{inner}</h{max(1, block.level)}>"
        if block.kind is Kind.CAPTION and node.tag == "figure":
            return f"<figcaption>{inner}</figcaption>"
        if block.kind is Kind.QUOTE and block.start is not None:
            return f"<blockquote>{inner}</blockquote>"
        if len(node.children) == 1 and node.tag in {"li", "dt", "dd"}:
            return inner
        if block.kind is Kind.ITEM and node.tag == "body" and block.start is None:
            return f"<ul><li>{inner}</li></ul>"
        return f"<p>{inner}</p>" if node.tag != "dt" else inner

    def _table(self, node: Node) -> str:
        rows = [entries(child) for child in node.children if isinstance(child, Piece) and child.block.kind is Kind.CELL]
        captions = [child for child in node.children if isinstance(child, Piece) and child.block.kind is not Kind.CELL]
        head = "".join(f"<caption>{self._inline(one.text, one.marks)}</caption>" for one in captions[:1])
        rest = "".join(f"\n<p>{self._inline(one.text, one.marks)}</p>" for one in captions[1:])
        return self.rows(rows, head) + rest

    def rows(self, rows: Sequence[Sequence[Entry]], head: str = "") -> str:
        """An HTML table of these rows."""
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in rows)
        return f"<table>{head}{body}</table>"

    def _cell(self, entry: Entry) -> str:
        tag = "th" if entry.cell.header else "td"
        columns = f' colspan="{entry.cell.columns}"' if entry.cell.columns > 1 else ""
        rows = f' rowspan="{entry.cell.rows}"' if entry.cell.rows > 1 else ""
        return f"<{tag}{columns}{rows}>{self._inline(entry.text, entry.marks)}</{tag}>"

    def _medium(self, medium: Medium) -> str:
        if medium.kind is MediumKind.RULE:
            return "<hr>"
        address = resolve(medium.address, self._base)
        if not address:
            return ""
        title = f' title="{entities.escape(medium.title)}"' if medium.title else ""
        if medium.kind is MediumKind.IMAGE:
            image = f'<img src="{entities.escape(address)}" alt="{entities.escape(medium.alt)}"{title}>'
            link = resolve(medium.link, self._base) if medium.link and self._links else ""
            return f'<a href="{entities.escape(link)}">{image}</a>' if link else image
        return f'<p><a href="{entities.escape(address)}">{entities.escape(medium.title or address)}</a></p>'

    def _inline(self, text: str, marks: Sequence[Mark]) -> str:
        return wrap_marks(text, marks, self._wrap, _escape_entities)

    def _wrap(self, mark: Mark, inner: str, raw: str) -> str:
        kind = mark.kind
        if kind is MarkKind.LINK:
            address = resolve(mark.value, self._base) if self._links else ""
            title = f' title="{entities.escape(mark.title)}"' if mark.title else ""
            return f'<a href="{entities.escape(address)}"{title}>{inner}</a>' if address else inner
        if kind is MarkKind.BREAK:
            return "<br>"
        if kind is MarkKind.IMAGE:
            address = resolve(mark.value, self._base)
            return f'<img src="{entities.escape(address)}" alt="{entities.escape(raw)}">' if address else inner
        if kind is MarkKind.FORMULA:
            return f"$${inner}$$" if mark.value == "display" else f"${inner}$"
        if kind in {MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT}:
            # A note's mark keeps its brackets; a power is written as the page had it.
            return inner if raw.startswith("[") else f"<{_TAGS[kind]}>{entities.escape(mark.value)}</{_TAGS[kind]}>"
        return f"<{_TAGS[kind]}>{inner}</{_TAGS[kind]}>"


def _escape_entities(plain: str) -> str:
    # The sanitiser's time is quadratic in one text node of many entities (2.7 MB took 12 s); a comment ends the node,
    # and the sanitiser drops comments.
    return "<!---->".join(entities.escape(plain[at : at + NODE]) for at in range(0, max(1, len(plain)), NODE))
