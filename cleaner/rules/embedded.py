"""Text that a page carries as data, and data that stands as text (EMB)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.segment.thin import CARRIED
from cleaner.types import Category, Kind, Mode

_TEXT = "The council met on Tuesday evening and talked about the old harbour. " * 6


@rule(
    "EMB001", "embedded-text", Category.MAIN_CONTENT, 6.0, modes=HTML,
    fires=(
        Example(
            f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{_TEXT}"}}</script>',
            on=("The council met",), mode=Mode.HTML,
        ),
    ),
    silent=(Example("<p>The council met on Tuesday.</p>", mode=Mode.HTML),),
)  # fmt: skip
def embedded_text(page: Page) -> Iterator[Finding]:
    """Finds text taken from JSON-LD or from the state of a page that renders on the client.

    Why: this is evidence for keeping; such blocks exist only where the visible page is an empty shell.
    Example: `{"@type": "NewsArticle", "articleBody": "..."}`
    Source: https://schema.org/articleBody; measured on annotated pages (segment/thin.py)
    """
    for block in page.blocks:
        if block.path and CARRIED in block.path[-1].tokens and block.path[-1].order == 0:
            yield Finding(block.index, "carried as data by an empty page")


DATA_CHARS = 200_000  # a longer text is not read as JSON


@rule(
    "EMB002", "script-data", Category.WIDGET, -6.0, modes=HTML,
    fires=(
        Example('<div><span>{"layout": 2, "button": "Buy now", "ids": [1, 2]}</span></div>', on=("{",), mode=Mode.HTML),
    ),
    silent=(
        Example('<p>Send this:</p><pre>{"layout": 2, "button": "Buy now"}</pre>', mode=Mode.HTML),
        Example("<p>[1] Keller 2021, {sic} and others.</p>", mode=Mode.HTML),
    ),
)  # fmt: skip
def script_data(page: Page) -> Iterator[Finding]:
    """Finds blocks outside of code whose whole text is a JSON object, or a list of such.

    Why: a script reads its settings there.
    Example: `<span>{"layoutDesktop": 4, "buttonText": "Buy now"}</span>`
    Source: own observation on shops' blogs
    """
    for block in page.blocks:
        text = block.text
        if text[:1] in {"{", "["} and text[-1:] in {"}", "]"} and block.kind is not Kind.PRE and _is_json(text):
            yield Finding(block.index, "a JSON object outside of code", final=True)


def _is_json(text: str) -> bool:
    """Whether a text is one JSON object, or a list that holds one."""
    if len(text) > DATA_CHARS:
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return bool(value) and (isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict)))


RULES = (embedded_text, script_data)
