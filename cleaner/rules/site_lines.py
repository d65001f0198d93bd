"""The lines of a page that may be a site's own, read for words of sites, and what they are about."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, line_key
from cleaner.rules.related import article_words, likeness
from cleaner.rules.stock_words import Said, lexicon_for, read_line
from cleaner.types import Block, Category, Kind

LINE, SENTENCE, LONGEST = 14, 26, 40  # words of a line without and with a sentence's end, and of the longest share bar
LABEL, NAMES = 6, 5  # words of a pointer's label, and of the names in a call
SAME = 5  # so many lines with one label, or alike but for figures, are a list of the article's
OWN = 0.5  # share of a line's content words that the article's prose uses: then it may be a heading of its own
_OPENING = '"“”„«»‹›「」『』‘'
_CODE_MARKS = re.compile(r"[{}=;\\_]")
_CALLED = re.compile(r"\w\(\)")
# Headings of questions and answers, and somebody who speaks of himself.
_ASKED = re.compile(
    r"(?:how|why|where|when|who|which|so|but|and|or|wie|warum|wo|comment|pourquoi|cómo|como|por qué|come)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:I|I['’](?:m|ll|ve|d)|[Mm]y)\b")
_READ = frozenset({Category.RELATED, Category.READER_TOOLS, Category.CALL_TO_ACTION})
SERVICES = frozenset(
    {Category.NEWSLETTER, Category.FOLLOW, Category.PAYWALL, Category.COMMENTS, Category.CONSENT, Category.READER_TOOLS,
     Category.SHARE_BAR, Category.AD_SLOT}
)  # fmt: skip
ASKS = frozenset({Category.NEWSLETTER, Category.FOLLOW, Category.PAYWALL, Category.COMMENTS, Category.CALL_TO_ACTION})


@derived
def stock_lines(page: Page) -> dict[int, Said]:
    """What is said in each line short enough to be a site's own; lines that stand often are a list's, and left out."""
    lexicon = lexicon_for(page)
    times = Counter(line_key(m.folded) for m in page.measures if 0 < m.words <= LINE)
    return {
        block.index: read_line(block.text, lexicon)
        for block, m in page
        if 0 < m.words <= LONGEST and block.kind not in FIXED_KINDS and not m.prose and times[line_key(m.folded)] < SAME
    }


def category_of(said: Said) -> Category:
    """What a line of stock words is about."""
    kinds = [kind for kind in said.kinds if kind not in _READ] or list(said.kinds)
    if kinds:
        return max(kinds, key=kinds.count)
    if said.platforms:
        return Category.FOLLOW
    return Category.RELATED if said.also else Category.NAVIGATION


def is_own_heading(page: Page, index: int) -> bool:
    """Whether a line's words are the article's and prose follows it: then it may be its own heading."""
    below = index + 1
    if page.measures[index].ends_sentence or below >= len(page.blocks) or not page.measures[below].ends_sentence:
        return False
    return likeness(page.measures[index].folded, article_words(page)) >= OWN


def may_be_stock(block: Block) -> bool:
    """Whether a line has none of the marks of speech, code and lists."""
    text = block.text
    if _ASKED.match(text) or (("I" in text or "my" in text or "My" in text) and _SELF.search(text)):
        return False
    return text[:1] not in _OPENING + ",.;)" and not has_code_marks(text) and block.kind is not Kind.ITEM


def has_code_marks(text: str) -> bool:
    """Whether a text holds what people seldom write and programs often do."""
    # One expression of all four is tried at every character; a set alone and literals are not.
    if "::" in text or "->" in text or _CODE_MARKS.search(text):
        return True
    return "()" in text and _CALLED.search(text) is not None


def ends_with_stop(text: str) -> bool:
    """Whether a line ends with a full stop; questions and exclamations are what buttons and labels are made of."""
    bare = text.rstrip(" \"'”’»)")
    return bare.endswith((".", "。", "।", "॥")) and not bare.endswith("..")
