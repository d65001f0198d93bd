"""A result as text, Markdown, HTML, JSON or a line of JSON."""

from __future__ import annotations

import json
from typing import Any

from cleaner.files.forms import Format
from cleaner.files.json_line import one_line
from cleaner.measure import word_count
from cleaner.result import CleanResult


def format_result(result: CleanResult, wanted: Format, name: str, *, frontmatter: bool = False) -> str:
    """`result` in a format, ended by a newline unless empty; `name` says in JSON where it came from.

    The same result gives the same characters: no time and no path but `name` stands in them.
    """
    if wanted is Format.JSON:
        return json.dumps(as_object(result, name), ensure_ascii=False, indent=2) + "\n"
    if wanted is Format.JSONL:
        return one_line(as_object(result, name)) + "\n"
    body = {
        Format.TEXT: lambda: result.text,
        Format.MARKDOWN: lambda: result.markdown,
        Format.HTML: lambda: result.html,
    }
    text = body[wanted]()
    head = result.front_matter if frontmatter and wanted is not Format.HTML else ""
    return head + text + ("\n" if text and not text.endswith("\n") else "")


def as_object(result: CleanResult, name: str) -> dict[str, Any]:
    """`result` as JSON writes it, its input's name first."""
    return {"input": name, **result.to_dict()}


def removed_ratio(result: CleanResult) -> float:
    """Share of the words of kept and removed text that was removed, 0..1, to four digits."""
    gone = sum(word_count(piece.text) for piece in result.removed)
    kept = word_count(result.text)
    return round(gone / (gone + kept), 4) if gone else 0.0
