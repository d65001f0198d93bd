"""What stands within a line of Markdown: emphasis, code, links, pictures and formulas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cleaner.render.addresses import resolve
from cleaner.render.escapes import escape_text, target, title
from cleaner.render.inline import wrap_marks
from cleaner.types import Mark, MarkKind

BACKTICKS = re.compile("`+")
_SIGNS = {
    MarkKind.STRONG: ("**", "__", "strong"),
    MarkKind.EMPHASIS: ("*", "_", "em"),
    MarkKind.DELETED: ("~~", "~~", "del"),
}


def mark_up(text: str, marks: Sequence[Mark], base: str, *, links: bool, line: str) -> str:
    """A text with its marks as Markdown, escaped where it would be read as Markdown by itself.

    Addresses are resolved against `base`; without `links` only their text stays. `line` is what a line break becomes.
    """
    linked = [(mark.start, mark.end) for mark in marks if mark.kind in {MarkKind.LINK, MarkKind.IMAGE}]
    shown = [mark for mark in marks if mark.kind in _SIGNS]
    edges = any(mark.start == 0 for mark in marks), any(mark.end == len(text) for mark in marks)

    def wrap(mark: Mark, inner: str, raw: str) -> str:
        kind = mark.kind
        if kind is MarkKind.BREAK:
            return line
        if kind is MarkKind.CODE:
            return _code(raw)
        if kind is MarkKind.FORMULA:
            return f"$${raw}$$" if mark.value == "display" else f"${raw}$"
        if kind is MarkKind.LINK:
            address = resolve(mark.value, base) if links else ""
            return f"[{inner}]({target(address)}{title(mark.title)})" if address else inner
        if kind is MarkKind.IMAGE:
            address = resolve(mark.value, base)
            return f"![{inner}]({target(address)}{title(mark.title)})" if address else inner
        if kind in _SIGNS:
            return _emphasis(mark, inner, text, shown)
        return inner

    at = 0

    def escape(part: str) -> str:
        nonlocal at
        start = at
        at += len(part)
        inside = any(begin <= start and at <= end for begin, end in linked)
        return escape_text(
            part, linked=inside, first=start == 0 and not edges[0], last=at == len(text) and not edges[1]
        )

    return wrap_marks(text, marks, wrap, escape)


def _emphasis(mark: Mark, inner: str, text: str, marks: Sequence[Mark]) -> str:
    """Emphasis in the signs that are read as such where it stands, or in tags where none are."""
    star, line, tag = _SIGNS[mark.kind]
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    opens = _is_open(text[mark.start : mark.start + 1], before)
    closes = _is_open(text[mark.end - 1 : mark.end], after)
    others = [other for other in marks if other is not mark]
    touching = any(mark.start == other.end or mark.end == other.start for other in others)
    around = any(other.start <= mark.start and mark.end <= other.end for other in others if other.kind is mark.kind)
    level = any((other.start, other.end) == (mark.start, mark.end) for other in others)
    edge = any(mark.start == other.start or mark.end == other.end for other in others)
    if opens and closes and not touching and not around and not (mark.kind is MarkKind.EMPHASIS and (level or edge)):
        return f"{star}{inner}{star}"
    apart = not (before.isalnum() or after.isalnum() or before == "_" or after == "_")
    if apart and opens and closes and not touching and not (around and (level or edge)):
        return f"{line}{inner}{line}"
    return f"<{tag}>{inner}</{tag}>"


def _is_open(inside: str, outside: str) -> bool:
    """Whether a run of signs between two characters is read as the edge of what lies inside."""
    return _is_word(inside) or not outside or outside.isspace() or not _is_word(outside)


def _is_word(char: str) -> bool:
    """Whether Markdown counts a character neither as white space nor as punctuation."""
    return char.isalnum() or not (char.isspace() or not char.isprintable() or unicodedata.category(char)[0] in "PS")


def _code(raw: str) -> str:
    longest = max((len(run) for run in BACKTICKS.findall(raw)), default=0)
    fence = "`" * (longest + 1) if longest else "`"
    if raw[:1] == "`" or raw[-1:] == "`" or (raw[:1] == " " and raw[-1:] == " " and raw.strip()):
        return f"{fence} {raw} {fence}"
    return f"{fence}{raw}{fence}"
