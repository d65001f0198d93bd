"""trafilatura's opinion as one voter: its output is aligned to our blocks, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Finding, rule
from cleaner.types import Category, Stage
from cleaner.voters.alignment import align

DEEP = 60  # elements in a path; ordinary pages stay under 50
TAGS = 30_000  # start and end tags; the largest of 2,348 real pages has 10,112 elements
_DOCTYPE = re.compile(r"<!doctype[^>]{0,4000}>?", re.IGNORECASE)
KEPT, DROPPED = 2.5, -2.5


@rule("TRF001", "extractor-vote", Category.BOILERPLATE, -2.5, stage=Stage.CONSULT, modes=HTML)
def extractor_vote(page: Page) -> Iterator[Finding]:
    """Finds blocks that trafilatura keeps or leaves out.

    Why: its long-calibrated cascade is an independent opinion on which part of a page is the main content.
    Example: a paragraph of the article is in its output; a footer line is not.
    Source: Barbaresi 2021, ACL demo, https://aclanthology.org/2021.acl-demo.15/
    """
    if not _is_within_limits(page):
        return
    text = extract(page.source, page.url)
    if text is None:
        return
    votes = align([m.fingerprint for m in page.measures], text)
    if all(votes):
        return  # its last resort is the whole page: that says nothing of any block
    for block, kept in zip(page.blocks, votes, strict=True):
        if kept:
            yield Finding(block.index, "trafilatura keeps it", weight=KEPT, category=Category.MAIN_CONTENT)
        else:
            yield Finding(block.index, "trafilatura leaves it out", weight=DROPPED)


def _is_within_limits(page: Page) -> bool:
    """Whether trafilatura can be asked.

    lxml drops what is nested deeper than 253 without a word, and trafilatura's passes take n squared on
    siblings (50,000 spans 43 s).
    """
    deep = any(len(block.path) >= DEEP for block in page.blocks)
    return not deep and page.source.count("<") <= TAGS


def extract(source: str, url: str | None) -> str | None:
    """Trafilatura's text of a page, or None where it finds nothing or fails.

    The doctype is cut first: its pattern for it takes n squared on slashes. Its own deduplication is never
    used: it keeps state for the whole process.
    """
    import trafilatura  # noqa: PLC0415 - a quarter second that texts and `cleaner --help` need not pay

    body = _DOCTYPE.sub("", source[:5_000], count=1) + source[5_000:]
    try:
        return trafilatura.extract(
            body,
            url=url,
            fast=True,  # its comparison with other extractors takes a third of its time and bought nothing here
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001 - a foreign parser on hostile bytes: no opinion is an opinion
        return None


RULES = (extractor_vote,)
