"""Lines that are parts of a sentence (BRK): what stands inside one is not furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.broken import broken_sentences
from cleaner.page.page import Page
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.types import Category
from cleaner.types.members import LINE

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


FIELDS = 3  # lines in a row that make a record
_FIELD = re.compile(r"[A-Z][A-Za-z0-9]{1,20}((?:-[A-Za-z0-9]{1,20}){0,4}): ?(?=\S|$)")


@rule(
    "BRK002", "record-field", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(
            "Upstream-Name: ferry\nUpstream-Contact: Anna Keller\nSource: https://ferry.example/\nThe ferry sails.",
            on=("Upstream-Name", "Upstream-Contact", "Source"),
        ),
    ),
    silent=(
        Example("Author: Anna Keller\nCategory: Harbour\nTags: ferry, quay\nThe council met on Monday."),
        Example("Photo-credit: Anna Keller\nThe council met on Monday."),
    ),
)  # fmt: skip
def record_field(page: Page) -> Iterator[Finding]:
    """Finds fields that programs write: three lines or more in a row with a label each, one of them with a hyphen.

    Why: package files, licences, logs and mails name authors, keywords and sources as their content.
    Example: `Author-email: Anna Keller <anna@harbour.example>`, under `Metadata-Version: 2.1`
    Source: RFC 5322's header fields; Debian's copyright files and Python's metadata are written so
    """
    run: list[int] = []
    hyphens = 0
    for block in (*page.blocks, None):
        found = _FIELD.match(block.text) if block is not None and block.kind is LINE else None
        if block is not None and found is not None:
            run.append(block.index)
            hyphens += bool(found[1])
            continue
        if len(run) >= FIELDS and hyphens:
            for index in run:
                yield Finding(index, f"one of {len(run)} fields in a row")
        run, hyphens = [], 0


RULES = (broken_sentence, record_field)
