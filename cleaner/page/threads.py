"""Elements named after readers' comments."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.body import BODY_WORDS, Body, body_of, is_sentence
from cleaner.page.outline import Node, outline
from cleaner.page.page import Page

COMMENT_NAMES = frozenset(
    "comment comments commentlist commentslist comment-list comments-list reader-comments readercomments disqus "
    "livefyre kommentar kommentare kommentarer kommentit commentaire commentaires comentario comentarios comentário "
    "comentários commento commenti komentarz komentarze komentář komentáře komentar komentari reacties reactie "
    "yorum yorumlar comentarii hozzaszolas kommentek pinglun skomentuj".split()
)
_NO_THREADS = frozenset("a span button label html body".split())  # too small or too large to be a thread


def named_threads(page: Page) -> Iterator[Node]:
    """The outermost elements named after comments that do not wrap the page's body."""
    body = body_of(page)
    reached = 0
    for node in outline(page).nodes:
        if node.first < reached or node.element.tag in _NO_THREADS or _wraps(page, node, body):
            continue
        if not COMMENT_NAMES.isdisjoint(node.element.tokens):
            yield node
            reached = node.end


def _wraps(page: Page, node: Node, body: Body | None) -> bool:
    if body is None:
        outside = (i for i in range(len(page.blocks)) if not node.first <= i < node.end)
        return sum(page.measures[i].words for i in outside if is_sentence(page.measures[i])) < BODY_WORDS
    return node.first <= body.first and body.end <= node.end
