"""What a newsletter puts around its text (MAL): the link to its web version, and why the reader got it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.lexicon import lexicon
from cleaner.page.literals import joined_text
from cleaner.page.outline import Node, outline
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Category, Kind, Mode

FOOTER_WORDS = 120
LINE_WORDS = 30  # of the line that holds the link
LINK_WORDS = 12  # of the link over the text
OPENING = 5  # blocks before the text
BEHIND = 60  # words that may follow the footer
_TEXT = "<table><tr><td><h2>Good morning</h2><p>The ferry to the islands will run twice a day from April.</p></td></tr>"
_END = "<p>You are receiving this email because you signed up.</p><p><a href=/u>Unsubscribe</a> from this list.</p>"


@rule(
    "MAL001", "mail-footer", Category.NEWSLETTER, -6.0, modes=HTML,
    fires=(
        Example(
            f"{_TEXT}<tr><td>{_END}<p>12 Quay Street, Harrow Vale</p></td></tr></table>",
            on=("You are", "Unsubscribe", "12 Quay"), mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(
            f"{_TEXT}<tr><td><h3>How to leave a list</h3>{_END}</td></tr></table>", mode=Mode.HTML,
        ),
        Example(
            f"{_TEXT}<tr><td><p>To unsubscribe is a right that readers have had since 2003.</p></td></tr></table>",
            mode=Mode.HTML,
        ),
    ),
)  # fmt: skip
def mail_footer(page: Page) -> Iterator[Finding]:
    """Finds the last box of a newsletter: a link that ends the subscription, and why the reader got it.

    Why: every issue ends so, and what it says is about the mail.
    Example: `You are receiving this because you signed up. Unsubscribe`
    Source: the templates of mailing services, and newsletters saved as pages
    """
    words = lexicon("mail-unsubscribe")
    lines = joined_text(page)
    tree = outline(page)
    reached = 0
    for index in sorted(lines.lines_with(lines.present(words))):
        m, block = page.measures[index], page.blocks[index]
        if index < reached or not block.link_chars or not 0 < m.words <= LINE_WORDS:
            continue
        box = _small_element_around(page, index)
        if box is None or tree.words_in(box.end, len(page.blocks)) > BEHIND:
            continue
        if any(word in page.measures[i].folded for i in box.blocks for word in lexicon("mail-reasons")):
            for i in box.blocks:
                yield Finding(i, "in the box of a mail that ends the subscription", final=True)
            reached = box.end


def _small_element_around(page: Page, index: int) -> Node | None:
    """The largest element around a line that holds no heading and follows none, is small, and is no whole page."""
    tree = outline(page)
    found = None
    for place in tree.ancestors(index):
        node = tree.nodes[place]
        whole = node.first == 0 or tree.words_in(node.first, node.end) > FOOTER_WORDS
        if whole or any(page.blocks[i].kind is Kind.HEADING for i in node.blocks):
            break
        found = node
    headed = found is not None and page.blocks[found.first - 1].kind is Kind.HEADING
    return None if headed else found


@rule(
    "MAL002", "mail-in-browser", Category.NEWSLETTER, -4.0, modes=HTML,
    fires=(
        Example(
            f"<p><a href=/w>View this email in your browser</a></p>{_TEXT}</table>", on=("View this",), mode=Mode.HTML
        ),
    ),
    silent=(Example(f"{_TEXT}<p><a href=/w>Games in your browser</a></p></table>", mode=Mode.HTML),),
)  # fmt: skip
def mail_in_browser(page: Page) -> Iterator[Finding]:
    """Finds the link over a newsletter's text to the same text as a page.

    Why: it serves the reader of the mail.
    Example: `View this email in your browser`
    Source: the templates of mailing services
    """
    for block in page.blocks[:OPENING]:
        m = page.measures[block.index]
        linked = block.link_chars and block.kind is not Kind.HEADING and 0 < m.words <= LINK_WORDS
        if linked and any(word in m.folded for word in lexicon("mail-in-browser")):
            yield Finding(block.index, "a link over the text to the text itself", final=True)


RULES = (mail_footer, mail_in_browser)
