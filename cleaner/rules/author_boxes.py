"""Who wrote a text (AUT): a biography in an element of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.body import sentences_of
from cleaner.page.kind import IS_ARTICLE, page_kinds
from cleaner.page.outline import names_of, outline
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Category, Mode, PageKind

BOX_WORDS = 250  # of a box about an author; what holds more holds the text too
# What boxes about an author are called by themes, plugins and papers.
_BOX = re.compile(
    r"^(?:(?:author|writer|contributor|autor|auteur|autore)s?[-_]{0,2}"
    r"(?:bio|biography|box|info|desc|description|card|profile|about|details|block)(?:[-_].{0,40})?"
    r"|about[-_](?:the[-_])?(?:author|autor)s?(?:[-_].{0,40})?|saboxplugin-.{1,40}|abh_box|pp-author-boxes.{0,40}"
    r"|ts-fab-.{1,40}|m-a-box.{0,40}|molongui-.{1,40}|bio|biography)$",
    re.MULTILINE,
)
_TEXT = "".join(
    f"<p>The council met on {day} to discuss the old harbour, and the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday", "Friday")
)


@rule(
    "AUT001", "author-box", Category.AUTHOR_BIO, -5.0, modes=HTML,
    fires=(
        Example(
            f"<article><h1>Harbour</h1>{_TEXT}<div class=author-bio><p>Anna Keller</p><p>Anna has written on harbours "
            "for ten years.</p></div></article>", on=("Anna Keller", "Anna has"), mode=Mode.HTML,
            url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
        Example(
            f"<article><h1>Hafen</h1>{_TEXT}<div class=saboxplugin-wrap><div>Jan schreibt seit zehn Jahren über Häfen."
            "</div></div></article>", on=("Jan schreibt",), mode=Mode.HTML,
            url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
    silent=(
        Example(
            f"<article><h1>Anna Keller</h1><div class=author-bio>{_TEXT}</div></article>", mode=Mode.HTML,
            url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
        Example(
            f"<article class=author-content><h1>Harbour</h1>{_TEXT}</article>", mode=Mode.HTML,
            url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
)  # fmt: skip
def author_box(page: Page) -> Iterator[Finding]:
    """Finds small elements of an article that are named after its author or his biography.

    Why: who wrote the text is metadata, and reads like a text. On 863 annotated pages less than two words of a hundred
    in such elements were main content, apart from those that hold the whole text.
    Example: `<div class="author-bio">`, `<div class="saboxplugin-wrap">`
    Source: the names that themes and plugins of WordPress, Ghost and newspapers give to them
    """
    names = frozenset(_BOX.findall("\n".join(names_of(page))))
    if not names or page_kinds(page)[PageKind.ARTICLE] < IS_ARTICLE:
        return
    tree, sentences = outline(page), sentences_of(page)
    most = sentences.shown[-1] / 2
    reached = 0
    for node in tree.nodes:
        name = next((token for token in node.element.tokens if token in names), "")
        if node.first < reached or not name or tree.words_in(node.first, node.end) > BOX_WORDS:
            continue
        if sentences.within(node.first, node.end) < most:
            for index in node.blocks:
                yield Finding(index, f"inside an element named '{name}'", final=True)
            reached = node.end


RULES = (author_box,)
