"""What lies outside of the element that holds most of a page's sentences (BDY)."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.body import NEARLY_ALL, body_of, link_lists, sentences_of
from cleaner.page.kind import may_be_list
from cleaner.page.outline import inherit, outline
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Category, Element, Mode

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
    notes = _in_notes(page)
    for index in range(body.end, len(page.blocks)):
        if page.blocks[index].kind in FIXED_KINDS or notes[index]:
            continue
        yield Finding(index, evidence)


def _in_notes(page: Page) -> list[bool]:
    """For each block whether it stands among notes or references."""
    return inherit(page, outermost=False, extend=lambda _around, _element: True, names=_NOTES)


MAIN_SHARE = 0.6  # of the page's words in sentences: such a main region is what it says
_SIDES = frozenset("side sidebar sidebars aside side-bar rail right-rail complementary".split())
_MAIN = "main"


@rule(
    "BDY003", "side-column", Category.BOILERPLATE, -5.0, modes=HTML,
    fires=(
        Example(
            f"<div class=side><p>All about boats. Read the rules before you post.</p></div><main>{_SENTENCES}</main>",
            on=("All about",), mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(f"<div class=side>{_SENTENCES}</div><main><p>The harbour.</p></main>", mode=Mode.HTML),
        Example(f"<main>{_SENTENCES}<div class=side><p>Forty feet long.</p></div></main>", mode=Mode.HTML),
        Example(
            f"<aside class=recipe__aside><ul><li>Salt</ul></aside><div class=recipe__main>{_SENTENCES}</div>",
            mode=Mode.HTML,
        ),
    ),
)  # fmt: skip
def side_column(page: Page) -> Iterator[Finding]:
    """Finds columns named as a side of the page, beside the main region that the page marks and that holds its text.

    Why: on a page of short texts a column of the site's rules is as long as the text.
    Example: `<div class="side">` beside `<div role="main">`
    Source: the pages of forums and community sites
    """
    tree, every = outline(page), sentences_of(page).every
    least = MAIN_SHARE * max(1, every[-1])
    mains = [node for node in tree.nodes if every[node.end] - every[node.first] >= least and _is_main(node.element)]
    if not mains:
        return
    main = mains[-1]  # the innermost
    notes = _in_notes(page)
    reached = 0
    for node in tree.nodes:
        beside = node.first >= main.end or node.end <= main.first
        if node.first < reached or not beside or not _is_side(node.element):
            continue
        for index in node.blocks:
            if not notes[index]:
                yield Finding(index, "in a side column beside the main region", final=True)
        reached = node.end


def _is_main(element: Element) -> bool:
    """Whether an element is marked as the main region; `recipe__main` is a part of a recipe as what is beside it."""
    if element.tag == _MAIN:
        return True
    return _MAIN in element.tokens and not any(token.endswith("__main") for token in element.tokens)


def _is_side(element: Element) -> bool:
    return element.tag == "aside" or not _SIDES.isdisjoint(element.tokens)


RULES = (links_outside_body, behind_body, side_column)
