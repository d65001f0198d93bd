"""The blocks that may say when a page appeared and who wrote it: those around its headline, and dated ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.measure import word_count
from cleaner.metadata.aside import ASIDE_TAGS, FOOTER, ROOTS, names_aside, names_facts
from cleaner.types import Block, Kind
from cleaner.types.members import HEADING

BEFORE = 4  # lines above the headline that may hold a date or a byline
BEHIND = 20  # lines below it
PROSE_WORDS = 12  # of a sentence; the second sentence under a headline ends its head
LONG_WORDS = 25  # of a paragraph, whatever it ends with
LINE_CHARS = 200
NEAR = 3  # innermost elements of a block: a teaser holds its heading and its date in one of them
DATED_CHARS = 80  # of a block that its class calls a date

_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_NOT_LINES = frozenset((Kind.CELL, Kind.PRE, Kind.QUOTE, Kind.CAPTION))
_DATE_WORDS = frozenset(
    "date datetime dateline pubdate timestamp published posted posted-on publish-date post-date datum".split()
)


def _headline_at(blocks: Sequence[Block], title: str) -> int:
    """The index of the heading that is the title, else of the first heading, else of a line that is it; or -1."""
    shown = [block for block in blocks if block.text == title or (block.kind is HEADING and block.level == 1)]
    # A headline that is shown at one width of the window only, or by a program, is still the headline.
    shown = [block for block in shown if not block.hidden] or shown
    exact = [block for block in shown if block.text == title]
    for listed in ([b for b in exact if b.kind is Kind.HEADING], [b for b in shown if b.level == 1], exact):
        if listed:
            return listed[0].index
    return -1


def _headline_in(blocks: Sequence[Block], title: str) -> tuple[int, frozenset[int]]:
    """The index of the block that is the headline, or -1, and the `order` of the elements around it."""
    at = _headline_at(blocks, title)
    return at, frozenset(element.order for element in blocks[at].path) if at >= 0 else frozenset()


def head_lines(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """The short lines around the block that is the title, or around the first heading, to the second sentence."""
    at, around = _headline_in(blocks, title)
    hidden = at >= 0 and bool(blocks[at].hidden)
    sentences = 0
    for block in blocks[max(0, at - BEFORE) : at + BEHIND]:
        words = word_count(block.text)
        if words >= LONG_WORDS or (words >= PROSE_WORDS and _SENTENCE.search(block.text)):
            sentences += block.index > at
            if sentences > 1:
                return
            continue
        if block.index == at or len(block.text) > LINE_CHARS or (block.hidden and not hidden):
            continue
        if not _block_aside(block, around):
            yield block


def dated_blocks(blocks: Sequence[Block], title: str) -> list[Block]:
    """The short blocks of the article itself that their names call a date, wherever they stand."""
    _, around = _headline_in(blocks, title)
    headed = {e.order for b in blocks if b.kind is HEADING for e in b.path[-NEAR:] if e.order not in around}
    return [
        block
        for block in blocks
        if 5 < len(block.text) <= DATED_CHARS
        and block.path
        and not _DATE_WORDS.isdisjoint(block.path[-1].tokens)
        and not block.hidden
        and not any(element.order in headed for element in block.path[-NEAR:])  # a teaser's
        and not _block_aside(block, around)
    ]


def _block_aside(block: Block, around: frozenset[int]) -> bool:
    """Whether a box that does not hold the headline sets a block aside."""
    article = any(element.tag == "article" for element in block.path)
    # An article's own margin holds its facts on many sites.
    facts = article and is_facts(block)
    return block.kind in _NOT_LINES or any(
        (element.tag in ASIDE_TAGS and not names_facts(element.tokens) and not (facts and element.tag == "aside"))
        or (element.tag == FOOTER and not article)
        or (element.tokens and names_aside(element.tokens))
        for element in block.path
        if element.order not in around and element.tag not in ROOTS
    )


def is_facts(block: Block) -> bool:
    """Whether the page's names call a block, or a box close around it, a line of facts on the article."""
    return any(names_facts(element.tokens) for element in block.path[-NEAR:])
