r"""The clean body as CommonMark with the tables and strikethrough of GitHub's.

Written by hand, because what is kept does worse: html-to-markdown 3.21 keeps the structure of .958 of the CommonMark
specification's examples and markdownify 1.2 that of .945 (`python -m benchmarks.commonmark`), the first escapes either
everything (`12\.50`) or nothing, formulas included, and loses cells that span rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.render.addresses import resolve
from cleaner.render.escapes import escape_active, escape_line_start, escape_text, target, title
from cleaner.render.grids import Entry, entries, fits_pipes
from cleaner.render.html import table as html_table
from cleaner.render.markdown_inline import BACKTICKS, mark_up
from cleaner.render.pieces import Piece
from cleaner.render.tree import LISTS, Node, build
from cleaner.types import Decision, Document, Kind, Mark, MarkKind, Medium, MediumKind

LARGEST = 999_999_999  # number of an item


def markdown(document: Document, decisions: Sequence[Decision], *, images: bool = True, links: bool = True) -> str:
    """The clean body as Markdown. A text's blocks keep the Markdown that they are."""
    parts = _Writer(document.base, links=links).blocks(build(document, decisions, images=images))
    return "\n\n".join(parts) + "\n" if parts else ""


class _Writer:
    """Writes one tree, from the inside out. The tree is as deep as PATH_LIMIT at most."""

    def __init__(self, base: str, *, links: bool) -> None:
        self._base = base
        self._links = links

    def blocks(self, node: Node) -> list[str]:
        """The Markdown of each thing that stands in an element."""
        if node.tag == "figure":
            return self._figure(node)
        parts: list[str] = []
        lists = 0  # how many lists of one kind stand side by side: these need different bullets
        before: Node | Piece | Medium | None = None
        for child in node.children:
            if isinstance(child, Node):
                same = isinstance(before, Node) and before.tag == child.tag
                lists = lists + 1 if same else 0
                part = self._element(child, other=lists % 2 == 1)
            else:
                part = self._block(child) if isinstance(child, Piece) else self._medium(child)
            if part:
                parts.append(part)
                before = child
        return parts

    def _element(self, node: Node, *, other: bool) -> str:
        if node.tag in LISTS:
            return self._list(node, other=other)
        if node.tag == "table":
            return self._table(node)
        if node.tag == "dl":
            return self._definitions(node)
        parts = self.blocks(node)
        if node.tag == "blockquote":
            return _prefix_lines("\n\n".join(parts), "> ", "> ")
        if node.tag == "li":
            return _prefix_lines("\n\n".join(parts), "- ", "  ")
        return "\n\n".join(parts)

    def _figure(self, node: Node) -> list[str]:
        """What stands in a figure; a caption is the line below its picture."""
        parts: list[str] = []
        pictured = False
        for child in node.children:
            if isinstance(child, Node):
                part = self._element(child, other=False)
            else:
                part = self._block(child) if isinstance(child, Piece) else self._medium(child)
            if not part:
                continue
            caption = isinstance(child, Piece) and child.block.kind is Kind.CAPTION
            if caption and pictured:
                parts[-1] = f"{parts[-1]}\n{part}"
            else:
                parts.append(part)
            pictured = isinstance(child, Medium) and child.kind is not MediumKind.RULE
        return parts

    def _list(self, node: Node, *, other: bool) -> str:
        items: list[str] = []
        loose = False
        for number, child in enumerate(node.children):
            inner = Node("li")
            if isinstance(child, Node) and child.tag == "li":
                inner = child
            else:
                inner.children.append(child)
            parts = self.blocks(inner)
            bullet = self._bullet(node, inner, number, other=other)
            tight = all(isinstance(one, Node) and one.tag in LISTS for one in inner.children[1:])
            loose = loose or not tight
            text = ("\n" if tight else "\n\n").join(parts)
            if text.startswith("---"):
                text = "***" + text[3:]  # `- ---` is one rule
            items.append(_prefix_lines(text, bullet, " " * len(bullet)) if text else bullet.rstrip())
        return ("\n\n" if loose else "\n").join(items)

    @staticmethod
    def _bullet(node: Node, item: Node, number: int, *, other: bool) -> str:
        if node.tag != "ol":
            return "* " if other else "- "
        count = number + 1 if item.number is None else item.number
        if not 0 <= count <= LARGEST:
            return "- "
        return f"{count}{')' if other else '.'} "

    def _definitions(self, node: Node) -> str:
        """Terms over their definitions, as Pandoc and PHP Markdown Extra read them and anybody can."""
        groups: list[str] = []
        before = ""
        for child in node.children:
            tag = child.tag if isinstance(child, Node) else ""
            inner = child if isinstance(child, Node) else Node("dt")
            if not isinstance(child, Node):
                inner.children.append(child)
            parts = self.blocks(inner)
            if not parts:
                continue
            if tag == "dd":
                text = _prefix_lines("\n\n".join(parts), ": ", "  ")
            else:
                text = "\n".join(_bold(part) for part in parts)
            if before and (tag == "dd" or before != "dd"):
                groups[-1] = f"{groups[-1]}\n{text}"
            else:
                groups.append(text)
            before = tag or "dt"
        return "\n\n".join(groups)

    def _table(self, node: Node) -> str:
        rows: list[list[Entry]] = []
        others: list[str] = []
        for child in node.children:
            if isinstance(child, Piece) and child.block.kind is Kind.CELL:
                rows.append(entries(child))
            else:
                part = (
                    self._block(child)
                    if isinstance(child, Piece)
                    else self._medium(child)
                    if isinstance(child, Medium)
                    else ""
                )
                if part:
                    others.append(part)
        body = "\n".join(self._pipes(rows)) if fits_pipes(rows) else html_table(rows, self._base, links=self._links)
        return "\n\n".join([*others, body])

    def _pipes(self, rows: Sequence[Sequence[Entry]]) -> Iterator[str]:
        width = max(sum(entry.cell.columns for entry in row) for row in rows)
        for number, row in enumerate(rows):
            cells: list[str] = []
            for entry in row:
                cells.append(self._mark_up(entry.text, entry.marks, line=" ").replace("|", "\\|"))
                cells += [""] * (entry.cell.columns - 1)
            cells += [""] * (width - len(cells))
            yield f"| {' | '.join(cells)} |"
            if number == 0:
                yield f"|{' --- |' * width}"

    def _block(self, piece: Piece) -> str:
        block = piece.block
        if block.start is not None:
            return escape_active(piece.text)
        if block.kind is Kind.PRE:
            return _code_fence(piece.text, block.language)
        if block.kind is Kind.CELL:
            return "\n".join(self._pipes([entries(piece)]))
        if block.kind is Kind.HEADING:
            line = self._mark_up(piece.text, piece.marks, line=" ")
            # Signs at a heading's end are read as its closing.
            line = f"{line[:-1]}\\#" if line.endswith("#") else line
            return f"{'#' * max(1, block.level)} {line}"
        lines = self._lines_of_code(piece)
        if lines:
            return _code_fence(lines, "")
        text = self._mark_up(piece.text, piece.marks, line="  \n")
        return "\n".join(escape_line_start(line) for line in text.split("\n"))

    @staticmethod
    def _lines_of_code(piece: Piece) -> str:
        """The lines of a paragraph that is nothing but code with line breaks."""
        breaks = [mark.start for mark in piece.marks if mark.kind is MarkKind.BREAK]
        whole = any(m.kind is MarkKind.CODE and (m.start, m.end) == (0, len(piece.text)) for m in piece.marks)
        if not breaks or not whole:
            return ""
        text = piece.text
        for at in breaks:
            text = f"{text[:at]}\n{text[at + 1 :]}"
        return text

    def _mark_up(self, text: str, marks: Sequence[Mark], *, line: str) -> str:
        return mark_up(text, marks, self._base, links=self._links, line=line)

    def _medium(self, medium: Medium) -> str:
        if medium.kind is MediumKind.RULE:
            return "---"
        address = resolve(medium.address, self._base)
        if not address:
            return ""
        if medium.kind is MediumKind.IMAGE:
            image = f"![{escape_text(medium.alt, linked=True)}]({target(address)}{title(medium.title)})"
            link = resolve(medium.link, self._base) if medium.link and self._links else ""
            return f"[{image}]({target(link)})" if link else image
        return f"[{escape_text(medium.title or address, linked=True)}]({target(address)})"


def _code_fence(text: str, language: str) -> str:
    longest = max((len(run) for run in BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _bold(term: str) -> str:
    return term if term.startswith(("**", "```")) or "\n" in term else f"**{term}**"


def _prefix_lines(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first + line).rstrip() if number == 0 else (rest + line if line else rest.rstrip())
        for number, line in enumerate(lines)
    )
