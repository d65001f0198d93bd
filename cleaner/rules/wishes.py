"""What a user asked to have in the body, or out of it (WSH): these outrank every other evidence."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.measure import fingerprint
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Finding, rule
from cleaner.types import Category, Kind, Stage


@rule("WSH001", "wanted-title", Category.MAIN_CONTENT, 4.0, stage=Stage.CONTEXT, modes=HTML)
def wanted_title(page: Page) -> Iterator[Finding]:
    """Finds the headline, where the settings ask for it in the body.

    Why: the headline is metadata and leaves the body by default; some readers of the text want it in its place.
    Example: `Settings(title_in_body=True)`
    Source: users of extraction tools (half of them want it, half of them do not)
    """
    if not page.settings.title_in_body:
        return
    title = fingerprint(page.metadata.title or page.title or "")
    heads = [block for block in page.blocks if block.kind is Kind.HEADING and not block.hidden]
    same = [block for block in heads if title and page.measures[block.index].fingerprint == title]
    for block in (same or [block for block in heads if block.level == 1])[:1]:
        yield Finding(block.index, "the headline, which the settings want in the body", final=True)


@rule("WSH002", "wanted-caption", Category.MAIN_CONTENT, 4.0, stage=Stage.CONTEXT, modes=HTML)
def wanted_caption(page: Page) -> Iterator[Finding]:
    """Finds captions of pictures among kept text, where the settings ask for them.

    Why: in a text without pictures a caption interrupts; whoever stores the pictures beside it wants the words.
    Example: `Settings(captions=True)`
    Source: users of extraction tools
    """
    if not page.settings.captions:
        return
    kept = [tally.kept for tally in page.tallies]
    for block in page.blocks:
        if block.kind is Kind.CAPTION and not block.hidden and not kept[block.index]:
            around = range(max(0, block.index - 2), min(len(kept), block.index + 3))
            if any(kept[at] for at in around):
                yield Finding(block.index, "a caption among kept text, which the settings want", final=True)


@rule("WSH003", "unwanted-table", Category.BOILERPLATE, -4.0, stage=Stage.CONTEXT, modes=HTML)
def unwanted_table(page: Page) -> Iterator[Finding]:
    """Finds tables of data, where the settings leave them out.

    Why: for language models and word counts, rows of figures are noise.
    Example: `Settings(tables=False)`
    Source: users of extraction tools
    """
    if page.settings.tables:
        return
    for block in page.blocks:
        if block.kind is Kind.CELL:
            yield Finding(block.index, "a row of a table, which the settings leave out", final=True)


RULES = (wanted_title, wanted_caption, unwanted_table)
