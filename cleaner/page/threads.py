"""Elements named after readers' comments."""

from __future__ import annotations

from cleaner.page.body import BODY_WORDS, Body, body_of, sentences_of
from cleaner.page.outline import Node, names_of, outline
from cleaner.page.page import Page, derived
from cleaner.types import Kind

COMMENT_NAMES = frozenset(
    "comment comments commentlist commentslist comment-list comments-list reader-comments readercomments disqus "
    "livefyre kommentar kommentare kommentarer kommentit commentaire commentaires comentario comentarios comentário "
    "comentários commento commenti komentarz komentarze komentář komentáře komentar komentari reacties reactie "
    "yorum yorumlar comentarii hozzaszolas kommentek pinglun skomentuj".split()
)
_NO_THREADS = frozenset("a span button label html body".split())  # too small or too large to be a thread


@derived
def named_threads(page: Page) -> tuple[Node, ...]:
    """The outermost elements named after comments that do not wrap the page's body."""
    if COMMENT_NAMES.isdisjoint(names_of(page)):
        return ()
    body = body_of(page)
    found: list[Node] = []
    for node in outline(page).nodes:
        if COMMENT_NAMES.isdisjoint(node.element.tokens) or node.element.tag in _NO_THREADS:
            continue
        if not (found and node.first < found[-1].end) and not _wraps_body(page, node, body):
            found.append(node)
    return tuple(found)


def comment_elements(page: Page) -> tuple[Node, ...]:
    """The outermost elements named after comments that hold no headline, however short the page is."""
    if COMMENT_NAMES.isdisjoint(names_of(page)):
        return ()
    found: list[Node] = []
    for node in outline(page).nodes:
        named = node.element.tag not in _NO_THREADS and not COMMENT_NAMES.isdisjoint(node.element.tokens)
        if not named or (found and node.first < found[-1].end):
            continue
        if not any(page.blocks[i].kind is Kind.HEADING and page.blocks[i].level == 1 for i in node.blocks):
            found.append(node)
    return tuple(found)


def _wraps_body(page: Page, node: Node, body: Body | None) -> bool:
    if body is None:
        every = sentences_of(page).every
        return every[-1] - (every[node.end] - every[node.first]) < BODY_WORDS
    return node.first <= body.first and body.end <= node.end
