"""The lines of a page that may be a site's own, read for words of sites, and what they are about."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line, derived, lines_where
from cleaner.page.shape import FIXED_KINDS, key_of_line
from cleaner.rules.related import article_words, likeness
from cleaner.rules.stock_words import Said, lexicon_for, read_line, stock_vocabulary
from cleaner.types import Block, Category
from cleaner.types.members import ITEM

LINE, SENTENCE, LONGEST = 14, 26, 40  # words of a line without and with a sentence's end, and of the longest share bar
LABEL, NAMES = 6, 5  # words of a pointer's label, and of the names in a call
SAME = 5  # so many lines with one label, or alike but for figures, are a list of the article's
OWN = 0.5  # share of a line's content words that the article's prose uses: then it may be a heading of its own
_OPENING = '"“”„«»‹›「」『』‘'
_CODE_MARKS = re.compile(r"[{}=;\\_]")
_CALLED = re.compile(r"\w\(\)")
# Headings of questions and answers, and somebody who speaks of himself.
_ASKED = re.compile(
    r"(?:how|why|where|when|who|which|so|but|and|or|e|et|y|und|och|og|wie|warum|wo|comment|pourquoi|cómo|como|por qué"
    r"|come)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:It|He|She|They|That|This|There) (?:was|were|had)\b")
_SELF = re.compile(r"\b(?:I|I['’](?:m|ll|ve|d)|[Mm]y)\b")
_READ = frozenset({Category.RELATED, Category.READER_TOOLS, Category.CALL_TO_ACTION})
SERVICES = frozenset(
    {Category.NEWSLETTER, Category.FOLLOW, Category.PAYWALL, Category.COMMENTS, Category.CONSENT, Category.READER_TOOLS,
     Category.SHARE_BAR, Category.AD_SLOT}
)  # fmt: skip
ASKS = frozenset({Category.NEWSLETTER, Category.FOLLOW, Category.PAYWALL, Category.COMMENTS, Category.CALL_TO_ACTION})


@derived
def site_lines(page: Page) -> tuple[int, ...]:
    """The lines short enough to be a site's own; those that stand often are a list's, and left out."""
    keys = _keys(page)
    times = Counter(key for key, m in zip(keys, page.measures, strict=True) if 0 < m.words <= LINE)
    often = {key for key, count in times.items() if count >= SAME}
    own = _own_lines(page)
    return tuple([index for index in own if keys[index] not in often]) if often else own


@lines_where
def _own_lines(_: Page, block: Block, m: Measures) -> bool:
    """The lines that may be a site's own."""
    return _may_be_own(block, m)


def _may_be_own(block: Block, m: Measures) -> bool:
    """Whether a line is short enough to be a site's own, and no field or paragraph."""
    return 0 < m.words <= LONGEST and not m.prose and block.kind not in FIXED_KINDS


@by_line
def _keys(_: Page, block: Block, m: Measures) -> str | None:
    """The words of a line that may be a site's own, figures aside; None for any other line."""
    return key_of_line(m) if 0 < m.words <= LINE or _may_be_own(block, m) else None


@derived
def stock_lines(page: Page) -> dict[int, Said]:
    """What is said in those of the `site_lines` that hold a word of sites."""
    said = _said(page)
    return {index: one for index in site_lines(page) if (one := said[index]) is not None}


@by_line
def _said(page: Page, block: Block, m: Measures) -> Said | None:
    """What a line says that may be a site's own, or None where it holds no word of sites."""
    if not _may_be_own(block, m) or stock_vocabulary(page).isdisjoint(m.tokens):
        return None
    said = read_line(block.text, lexicon_for(page))
    return said if said.stock else None


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
    if (
        _ASKED.match(text)
        or _TOLD.match(text)
        or (("I" in text or "my" in text or "My" in text) and _SELF.search(text))
    ):
        return False
    return text[:1] not in _OPENING + ",.;)" and not has_code_marks(text) and block.kind is not ITEM


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
