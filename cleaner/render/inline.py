"""A piece's text with its nested marks applied, for any output language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.types import Mark

# What a mark becomes: the mark, what it holds as written, what it holds as text.
Wrap = Callable[[Mark, str, str], str]
Escape = Callable[[str], str]


def wrap_marks(text: str, marks: Sequence[Mark], wrap: Wrap, escape: Escape) -> str:
    """`text` escaped, every mark wrapped around what it holds, inner ones first. Marks that cross are cut off."""
    ordered = [
        mark for _, _, _, mark in sorted((m.start, -m.end, -at, m) for at, m in enumerate(marks) if m.start < m.end)
    ]
    open_: list[tuple[Mark, int]] = []  # a mark, and where it really ends
    parts: list[list[str]] = [[]]
    at = 0

    def close(until: int) -> None:
        nonlocal at
        while open_ and open_[-1][1] <= until:
            mark, end = open_.pop()
            parts[-1].append(escape(text[at:end]))
            at = end
            inner = "".join(parts.pop())
            parts[-1].append(wrap(mark, inner, text[mark.start : end]))

    for mark in ordered:
        close(mark.start)
        parts[-1].append(escape(text[at : mark.start]))
        at = mark.start
        open_.append((mark, min(mark.end, open_[-1][1]) if open_ else mark.end))
        parts.append([])
    close(len(text))
    parts[-1].append(escape(text[at:]))
    return "".join(parts[-1])
