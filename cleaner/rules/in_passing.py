"""Whether a stock phrase inside a sentence is said in passing, of something that is no site's."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.measure import fold
from cleaner.page.page import Page
from cleaner.rules.matching import Hit
from cleaner.rules.packs import Shape
from cleaner.rules.site_lines import ends_with_stop
from cleaner.rules.stock_words import lexicon_for, read_line
from cleaner.sentences import sentence_spans
from cleaner.types import Category, Mode

LONGEST, LONGEST_DENSE = 2, 6  # words, and characters where none have spaces; a longer phrase says enough by itself
OTHERS, STOCK_SHARE = 2, 0.3  # of the words around a phrase: how many are no site's, and the share that are
# What these say, sentences say too: "Five minutes remained", "The town supports the school".
_SAID_BY_ALL = frozenset(
    {Category.CALL_TO_ACTION, Category.PAYWALL, Category.NEWSLETTER, Category.FOLLOW, Category.RIGHTS,
     Category.COMMENTS, Category.BOT_WALL, Category.CONSENT}
)  # fmt: skip
_DENSE = "\u3000"
_SIGNS = "©@™&(){}[]=|"  # no sentence that tells something holds one of these


def are_in_passing(page: Page, hits: Sequence[Hit]) -> bool:
    """Whether all phrases found in a block are one, which is said in passing; two bear each other out."""
    first = hits[0].literal
    for hit in hits:
        if not (hit.literal in first or first in hit.literal) or not _is_in_passing(page, hit):
            return False
    return True


def _is_in_passing(page: Page, hit: Hit) -> bool:
    """Whether the sentence around a short phrase ends with a full stop and has hardly a word of sites besides."""
    phrase = hit.phrase
    if page.mode is Mode.HTML or phrase.shape is not Shape.CONTAINS or phrase.category not in _SAID_BY_ALL:
        return False
    if len(hit.literal.split()) > LONGEST or (hit.literal >= _DENSE and len(hit.literal) > LONGEST_DENSE):
        return False
    sentence = _sentence_with(page.blocks[hit.block].text, hit.literal)
    if not ends_with_stop(sentence) or any(map(sentence.__contains__, _SIGNS)):
        return False
    before, _, after = sentence.partition(hit.literal)
    said = read_line(f"{before} {after}", lexicon_for(page))
    if said.ours or said.platforms or said.addresses:
        return False
    others = len(said.unknown) + len(said.names)
    return others >= OTHERS and said.stock < STOCK_SHARE * (said.stock + others)


def _sentence_with(text: str, literal: str) -> str:
    """The first sentence of a text, folded, that holds a literal; nothing where the literal spans two."""
    for start, end in sentence_spans(text):
        sentence = fold(text[start:end])
        if literal in sentence:
            return sentence
    return ""
