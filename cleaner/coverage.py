"""How much of an input the result holds: shares of its words and of its sentences.

What a reader never lost is left out on both sides: exact or near copies that were removed (their words are still there
once) and, in pages, text that is not shown. A page of menus and one article has a small share of words and, where
nothing was lost, a large share of sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.decide import category_of, is_cut
from cleaner.measure import word_count
from cleaner.removals import COPIES
from cleaner.sentences import count_sentences
from cleaner.types import Coverage, Decision, Document


def cover(document: Document, decisions: Sequence[Decision]) -> Coverage:
    """The shares 0..1 of the input's words and sentences that the decisions keep, 1 where the input has none."""
    words = kept_words = sentences = kept_sentences = 0
    for decision in decisions:
        block = document.blocks[decision.block]
        size = len(block.text)
        whole = is_cut(decision, size)
        if whole and (block.hidden or category_of(decision) in COPIES):
            continue
        in_block, ended = word_count(block.text), count_sentences(block.text)
        words += in_block
        sentences += ended
        if not decision.cut:
            kept_words += in_block
            kept_sentences += ended
        elif not whole:
            left = remainder(block.text, decision.cut)
            kept_words += min(in_block, word_count(left))
            kept_sentences += min(ended, count_sentences(left))
    return Coverage(_share(kept_words, words), _share(kept_sentences, sentences))


def remainder(text: str, cut: Sequence[tuple[int, int]]) -> str:
    """`text` without the characters of the spans, a space in the place of each."""
    pieces, at = [], 0
    for start, end in cut:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    return " ".join(pieces)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
