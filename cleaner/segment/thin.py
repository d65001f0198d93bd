"""Pages that show next to nothing without scripts: the text they carry as data becomes blocks of theirs."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from cleaner.measure import fingerprint, link_density, word_count
from cleaner.segment.embedded import embedded_blocks
from cleaner.types import Block, Document, Element, Kind

# Of 1,497 annotated pages two are shells by this mark. With a wider one the data says what the page shows already,
# only worse: of 46 such pages 45 lost.
SHELL_WORDS = 200  # words on the whole page
SHELL_TEXT = 40  # words outside of links
CARRIED = "embedded"
_PLACE = Element(order=0, tag="script", tokens=(CARRIED,))


def _is_shell(document: Document) -> bool:
    text = total = 0
    for block in document.blocks:
        words = word_count(block.text)
        total += words
        if link_density(block) < 0.5:
            text += words
        if text >= SHELL_TEXT or total >= SHELL_WORDS:
            return False
    return True


def add_embedded_text(document: Document, tree: LexborHTMLParser) -> Document:
    """The document, with the page's embedded text after it where the page is a shell; else the same document."""
    if not _is_shell(document):
        return document
    shown = {fingerprint(block.text) for block in document.blocks}
    blocks = list(document.blocks)
    for carried in embedded_blocks(tree):
        if fingerprint(carried) not in shown:
            blocks.append(Block(len(blocks), carried, Kind.PARAGRAPH, path=(_PLACE,)))
    return replace(document, blocks=tuple(blocks))
