"""Data tables told from layout tables, without layout."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

TABLE_LOOK = 5_000  # nodes looked at to tell a data table from a layout table
LAYOUT_CELL = 300  # characters in one cell: more than any figure or name has
PARTS = 4  # block-level elements in one cell of any length: a post with its head and its foot


def holds_data(table: LexborNode) -> bool:
    """Whether a table holds rows of data, not the page's layout.

    Layout: a nested table, `role=presentation`, a cell longer than a short text or built of several parts, a cell for
    an icon, or a single cell a row.
    """
    if table.attributes.get("role") in {"presentation", "none"}:
        return False
    cells = rows = 0
    for looked, node in enumerate(table.traverse()):
        if looked > TABLE_LOOK:
            break
        tag = node.tag
        if tag == "table" and node.mem_id != table.mem_id:
            return False
        if tag == "tr":
            rows += 1
        elif tag in {"td", "th"}:
            cells += 1
            if "icon" in (node.attributes.get("class") or "").split():  # a box of advice that AsciiDoc sets as a table
                return False
            if node.css_first("div, p") is not None and len(node.css("div, p")) >= PARTS:
                return False
            if len(node.text(deep=True)) > LAYOUT_CELL and _is_long(node):
                return False
        elif tag in {"h1", "h2", "h3", "article", "section", "form", "pre"}:
            return False
    return cells > rows > 0


def _is_long(cell: LexborNode) -> bool:
    return len(" ".join(cell.text(deep=True).split())) > LAYOUT_CELL
