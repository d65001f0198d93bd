"""The element that holds a page's body, most of its sentences, and the lists of links that stand anywhere on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.measure import Measures
from cleaner.page.outline import Outline, hidden_of, inherit, key_of, names_of, outline, wrappers_of
from cleaner.page.page import Page, derived
from cleaner.types import Block, Element
from cleaner.types.members import CELL, LINK

# Elements that hold one piece of text or a list of such: the body is what stands around them.
_TEXT_TAGS = frozenset(
    "p ul ol li dl dd dt blockquote figure figcaption h1 h2 h3 h4 h5 h6 pre tr tbody thead a span b strong em i font "
    "small u cite code time label sup sub center abbr q s ins del mark big".split()
)
# Regions around a page's text, by tag and by name: their sentences make a body only where there are no others.
_ALWAYS_TAGS = frozenset(("footer", "nav"))  # the other tags, and all names, may also be put around a whole page
_REGION_TAGS = frozenset("aside form dialog".split())
_REGION_NAMES = frozenset(
    "footer site-footer page-footer colophon contentinfo copyright sidebar newsletter cookie cookies cookie-banner "
    "consent modal popup".split()
)
SENTENCE_WORDS, LONG_WORDS = 8, 25  # a block this long needs no final stop: Thai writes none
SENTENCE_DIGITS = 0.2  # share of characters; more is a date, an hour or a table
SENTENCE_LINKED = 0.4  # most share of a sentence's characters inside links
BODY_WORDS = 40  # words in sentences; fewer make no body that others could be measured by
# Share of the page's words in sentences that the body holds. A page with less is a forum, a list or many texts.
MOST, NEARLY_ALL = 0.5, 0.8
ALIKE = 0.5  # share of its own sentences that like siblings hold together: sections of one text
ENTRY_LINKED = 0.8  # share of characters of an entry that is a link
ENTRIES = 3  # in a list
GAP, GAP_WORDS = 2, 6  # blocks and words of dates and numbers between two entries
ENTRY_WORDS = 2  # mean words of an entry


class Body(NamedTuple):
    """The element that holds the page's body: blocks [first, end), and its share of the words in sentences.

    Sentences in footers, navigation, asides and forms do not count for the share where others do.
    """

    place: int
    first: int
    end: int
    words: int  # in sentences
    share: float


def is_sentence(m: Measures) -> bool:
    """Whether a block is a sentence, not linked for its greater part."""
    long_enough = m.words >= LONG_WORDS or (m.ends_sentence and m.words >= SENTENCE_WORDS)
    return long_enough and m.link_density < SENTENCE_LINKED and m.digit_share < SENTENCE_DIGITS


class Sentences(NamedTuple):
    """Words in sentences before each block, and of all blocks last: of all sentences, and of those that are shown."""

    every: tuple[int, ...]
    shown: tuple[int, ...]

    def within(self, first: int, end: int) -> int:
        """Words in the sentences that are shown, of the blocks [first, end)."""
        return self.shown[end] - self.shown[first]


@derived
def sentences_of(page: Page) -> Sentences:
    """The page's sentences, counted so that any run of blocks takes one subtraction."""
    every = [m.words if is_sentence(m) else 0 for m in page.measures]
    shown = [0 if hidden else words for words, hidden in zip(every, hidden_of(page), strict=True)]
    return Sentences(tuple(accumulate(every, initial=0)), tuple(accumulate(shown, initial=0)))


@derived
def body_of(page: Page) -> Body | None:
    """The page's body, or None where no element holds most of its sentences."""
    tree = outline(page)
    before, credit = sentences_of(page).shown, Counter[int]()
    total = 0
    for index in _candidates(page, before):
        words = before[index + 1] - before[index]
        total += words
        credit[_holder(tree, index)] += words
    credit.pop(-1, None)
    if not credit:
        return None
    best = _with_sections(tree, max(sorted(credit), key=lambda place: credit[place]), before)
    node = tree.nodes[best]
    words = before[node.end] - before[node.first]
    share = min(1.0, words / total)
    return Body(best, node.first, node.end, words, share) if words >= BODY_WORDS and share >= MOST else None


def _candidates(page: Page, before: Sequence[int]) -> list[int]:
    """The blocks that are sentences and stand outside of the page's furniture; where there are none, all."""
    shown = [index for index in range(len(page.blocks)) if before[index + 1] > before[index]]

    names, wrappers = _REGION_NAMES & names_of(page), wrappers_of(page)

    def extend(furniture: bool, element: Element) -> bool:
        return furniture or _is_furniture(element, names, wrappers)

    furniture = inherit(page, outermost=False, extend=extend, names=names, tags=_ALWAYS_TAGS | _REGION_TAGS)
    return [index for index in shown if not furniture[index]] or shown


def _is_furniture(element: Element, names: frozenset[str], wrappers: frozenset[int]) -> bool:
    """Whether an element is a footer, menu, sidebar or notice by its tag or by one of these names, standing whole."""
    tag, tokens = element.tag, element.tokens
    if tag in _ALWAYS_TAGS:
        return True
    named = not names.isdisjoint(tokens)
    if not (named or tag in _REGION_TAGS) or element.order in wrappers:
        return False
    # `sidebar-content` and `with-sidebar` are read as their words too, and hold an article.
    return tag in _REGION_TAGS or any(
        not any(name in token and token != name for token in tokens) for name in names.intersection(tokens)
    )


def _holder(tree: Outline, index: int) -> int:
    """The innermost element that holds more than this block and is not a text-level one or a list."""
    around = tree.ancestors(index)
    for place in around:
        node = tree.nodes[place]
        if node.element.tag not in _TEXT_TAGS and node.end - node.first > 1:
            return place
    return around[-1] if around else -1


def _with_sections(tree: Outline, place: int, before: Sequence[int]) -> int:
    """The element itself, or the one around it where its siblings of the same name are further parts of the text."""

    def sentences(at: int) -> int:
        return before[tree.nodes[at].end] - before[tree.nodes[at].first]

    while (parent := tree.nodes[place].parent) >= 0:
        key = key_of(tree.nodes[place].element)
        like = (c for c in tree.children[parent] if c != place and key_of(tree.nodes[c].element) == key)
        if sum(map(sentences, like)) < ALIKE * sentences(place):
            break
        place = parent
    return place


def _target(block: Block) -> str:
    return next((mark.value for mark in block.marks if mark.kind is LINK), "")


def link_lists(page: Page) -> Iterator[range]:
    """Every run of three or more entries that are links to different pages, dates and numbers between them included."""
    blocks, measures, size = page.blocks, page.measures, len(page.blocks)
    at = 0
    while at < size:
        entries: list[int] = []
        gap = 0
        following = at
        while following < size and gap <= GAP:
            if is_entry(blocks[following], measures[following]):
                entries.append(following)
                gap = 0
            elif not entries or measures[following].words > GAP_WORDS or measures[following].ends_sentence:
                break
            else:
                gap += 1
            following += 1
        if _are_list(page, entries):
            yield range(entries[0], entries[-1] + 1)
        at = entries[-1] + 1 if entries else at + 1


def is_entry(block: Block, m: Measures) -> bool:
    """Whether a block is a link and nothing else."""
    return m.words > 0 and m.link_density >= ENTRY_LINKED and block.kind is not CELL


def _are_list(page: Page, entries: Sequence[int]) -> bool:
    if len(entries) < ENTRIES:
        return False
    targets = {target for i in entries if (target := _target(page.blocks[i])) and not target.startswith("#")}
    words = sum(page.measures[i].words for i in entries)
    return len(targets) >= 0.7 * len(entries) and words >= ENTRY_WORDS * len(entries)
