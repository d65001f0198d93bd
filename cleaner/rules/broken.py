"""Lines that are parts of a sentence (BRK): what stands inside one is not furniture."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.broken import broken_sentences
from cleaner.page.page import Page
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.types import Category

INSIDE = 2.4  # between two other parts of the sentence
_BROKEN = "The newest report was read by the\nGuardian\n,\nwhich asked the two towns for their\ncomments\n.\n"


@rule(
    "BRK001", "broken-sentence", Category.MAIN_CONTENT, 1.6, modes=TEXT,
    fires=(
        Example(f"{_BROKEN}It had none of its own.", on=("The newest", "Guardian", ",", "which asked", "comments")),
    ),
    silent=(Example("Share this on\nfacebook\ntwitter\nemail"), Example("The council met on Monday.\nIt rained.")),
)  # fmt: skip
def broken_sentence(page: Page) -> Iterator[Finding]:
    """Finds lines that are parts of one sentence.

    Why: a scraper that sets every element on a line of its own leaves the names, dates and words of a sentence as
    lines, and they look like buttons, bylines and headings.
    Example: `… published by the` / `Guardian` / `, which had asked for` / `comments` / `.`
    Source: own observation on pages saved with a line for every text node
    """
    for index, run in broken_sentences(page).items():
        inside = run.start < index < run.stop - 1
        yield Finding(index, f"one of {len(run)} lines of a sentence", weight=INSIDE if inside else None)


RULES = (broken_sentence,)
