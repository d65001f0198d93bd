"""Text that a page carries as data (EMB)."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.segment.thin import CARRIED
from cleaner.types import Category, Mode

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


RULES = (embedded_text,)
