"""What lies outside of the element that holds most of a page's sentences (BDY)."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.body import NEARLY_ALL, body_of, link_lists
from cleaner.page.kind import may_be_list
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Category, Mode

HEADLINE_WORDS = 3.5  # mean words of an entry; menus have fewer
_NOTES = frozenset(("footnotes", "footnote", "endnotes", "references", "reference", "bibliography", "doc-endnotes"))
_SENTENCES = "".join(
    f"<p>The council met on {day} to discuss the old harbour, and the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday")
)
_HEADLINES = "".join(
    f"<li><a href=/n/{i}>{title}</a></li>"
    for i, title in enumerate(("Bread to cost more", "Clock museum opens", "Bridge closed until May"))
)


@rule(
    "BDY001", "links-outside-body", Category.RELATED, -4.0, modes=HTML,
    fires=(
        Example(
            f"<div><div>{_SENTENCES}</div><div><ul>{_HEADLINES}</ul></div></div>", on=("Bread to", "Clock", "Bridge"),
            mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(f"<div>{_SENTENCES}<ul>{_HEADLINES}</ul>{_SENTENCES}</div>", mode=Mode.HTML),
        Example(f"<div><p>News</p><ul>{_HEADLINES}</ul></div>", mode=Mode.HTML),
    ),
)  # fmt: skip
def links_outside_body(page: Page) -> Iterator[Finding]:
    """Finds lists of links outside the element that holds the page's sentences.

    Why: beside a text they lead to other texts. On 757 annotated pages of seven sets 0.4 % of their words were main
    content. Lists of links inside the body's element, and pages that are a list, are left alone.
    Example: eight linked headlines in a column of their own
    Source: own observation; measured on public sets in five scripts
    """
    body = body_of(page)
    if body is None or may_be_list(page):
        return
    for entries in link_lists(page):
        if entries.stop <= body.first or entries.start >= body.end:
            headlines = sum(page.measures[i].words for i in entries) >= HEADLINE_WORDS * len(entries)
            category = Category.RELATED if headlines else Category.NAVIGATION
            evidence = f"in a list of {len(entries)} links outside the body"
            for index in entries:
                yield Finding(index, evidence, category=category, final=True)


@rule(
    "BDY002", "behind-body", Category.BOILERPLATE, -3.0, modes=HTML,
    fires=(
        Example(
            f"<div><div>{_SENTENCES}</div><div><p>More from the harbour</p></div></div>", on=("More from",),
            mode=Mode.HTML,
        ),
    ),
    silent=(Example(f"<div><p>The harbour</p><div>{_SENTENCES}</div></div>", mode=Mode.HTML),),
)  # fmt: skip
def behind_body(page: Page) -> Iterator[Finding]:
    """Finds what follows the element that holds nearly all of the page's sentences.

    Why: a text ends where its container ends; teasers, comments and the footer follow.
    Example: `More from the harbour`, behind the article's container; footnotes, code and tables are left alone
    Source: own observation; of the words so placed on 387 of 766 annotated pages 0.3 % were main content
    """
    body = body_of(page)
    if body is None or body.share < NEARLY_ALL or may_be_list(page):
        return
    evidence = f"behind the element with {body.share:.2f} of the sentences"
    for index in range(body.end, len(page.blocks)):
        if page.blocks[index].kind in FIXED_KINDS or page.blocks[index].hints & _NOTES:
            continue
        yield Finding(index, evidence)


RULES = (links_outside_body, behind_body)
