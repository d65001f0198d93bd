"""The headings of a text's own short sections: a survey's, a glossary's, a club's news, each over a sentence or two.

There `Newsletter`, `Comments` and `Share` are what a section is about. Sites set such labels between the paragraphs of
an article, and mostly more than one in a row.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, content_words
from cleaner.rules.date_lines import date_like
from cleaner.rules.matching import hits
from cleaner.rules.packs import Act
from cleaner.rules.site_lines import stock_lines
from cleaner.sentences import ends_statement
from cleaner.types import Category, Mode

HEADING_WORDS, LABEL_WORDS = 6, 2  # of a heading, and of a label that its section speaks of
SECTIONS, SECTION_LINES = 3, 4  # sections that a text has at least, and lines of its longest
LONG_WORDS = 16  # of a line that is more than a site says to its reader
FEW_LINES = 3  # of each section of a text that is nothing but sections, whatever their headings
OWN = 0.5  # share of the headings that are no site's own, or of the labels that their sections speak of
ENTRIES, ENTRY_WORDS = 5, 12  # different lines of a text of entries, and words of its longest
ENDED, LABELLED = 0.3, 0.4  # shares of them that end a sentence, and that are a site's own
_PAIR = re.compile(r"\w\s{1,3}[-–—=]\s{1,3}\w")  # a word and what it means
OPENING = 2  # lines before the first heading


class _Section(NamedTuple):
    """A heading and the lines under it, [start, end)."""

    heading: int
    end: int


@derived
def section_headings(page: Page) -> frozenset[int]:
    """The lines that head a text's own sections; none where sections are few, long, or most look like a site's.

    A label over a sentence that uses its word is a heading in any text, and so is one of terms and privacy.
    """
    if page.mode is not Mode.TEXT:
        return frozenset()
    sections = _sections(page)
    labels = _labels(page)
    spoken = {
        one.heading
        for one in sections
        if one.heading in labels and (one.heading in _of_terms(page) or _speaks_of_heading(page, one))
    }
    sectioned = _is_sectioned(page, sections, labels, spoken)
    return frozenset(one.heading for one in sections) if sectioned else frozenset(spoken)


def _is_sectioned(page: Page, sections: list[_Section], labels: frozenset[int], spoken: set[int]) -> bool:
    """Whether short sections with a heading each are what a text consists of."""
    if len({page.measures[one.heading].fingerprint for one in sections}) < max(SECTIONS, len(sections)):
        return False
    if any(one.end - one.heading > 1 + SECTION_LINES for one in sections):
        return False
    if sections[0].heading > OPENING or any(one.end != other.heading for one, other in pairwise(sections)):
        return False
    if any(page.measures[at].prose for one in sections for at in range(one.heading + 1, one.end)):
        return _is_of_words(page, sections)
    if sections[-1].end == len(page.blocks) and all(one.end - one.heading <= 1 + FEW_LINES for one in sections):
        return True
    called = sum(one.heading in labels for one in sections)
    return len(sections) - called >= OWN * len(sections) or len(spoken) >= OWN * called


def _is_of_words(page: Page, sections: list[_Section]) -> bool:
    """Whether a text is a paragraph each under a word or two, from its first line to its last.

    Labels between the paragraphs of an article leave its headline and its first paragraph without one.
    """
    return (
        sections[0].heading == 0
        and sections[-1].end == len(page.blocks)
        and all(one.end == one.heading + 2 for one in sections)
        and all(page.measures[one.heading].words <= LABEL_WORDS for one in sections)
    )


def _sections(page: Page) -> list[_Section]:
    """The short open lines and questions over written lines that are no site's own, each with where it ends."""
    written = [_is_own_sentence(page, index) for index in range(len(page.blocks))]
    found: list[_Section] = []
    index = 0
    while index + 1 < len(page.blocks):
        end = index + 1
        if _may_head(page, index) and written[end]:
            while end < len(page.blocks) and written[end]:
                end += 1
            found.append(_Section(index, end))
        index = end
    return found


def _may_head(page: Page, index: int) -> bool:
    block, m = page.blocks[index], page.measures[index]
    return (
        0 < m.words <= HEADING_WORDS
        and (not m.ends_sentence or block.text[-1] in "?？؟")
        and block.kind not in FIXED_KINDS
        and not date_like(m.folded)
    )


def _is_own_sentence(page: Page, index: int) -> bool:
    """Whether a line is a statement, and says nothing to the reader of a site."""
    m = page.measures[index]
    if not m.words or not ends_statement(page.blocks[index].text) or index in _phrases(page):
        return False
    if m.words >= LONG_WORDS:
        return True
    said = stock_lines(page).get(index)
    return said is None or (not said.platforms and not (said.ours and said.call) and bool(said.unknown or said.names))


def _speaks_of_heading(page: Page, section: _Section) -> bool:
    """Whether the first sentence of a section uses the word of its heading; more words name a house or a person."""
    if page.measures[section.heading].words > LABEL_WORDS:
        return False
    if page.measures[section.heading + 1].prose:
        return False
    words = content_words(page.measures[section.heading].folded, frozenset())
    return not set(words or page.measures[section.heading].tokens).isdisjoint(page.measures[section.heading + 1].tokens)


@derived
def is_of_entries(page: Page) -> bool:
    """Whether a text is short lines that few sentences end and most of which are no site's: a list, a poem, a lesson.

    There a line of a site's words is a task, a verse or a word explained.
    """
    lines = [(block.index, m) for block, m in page if m.words]
    if page.mode is not Mode.TEXT or len({m.fingerprint for _, m in lines}) < ENTRIES:
        return False
    if any(m.words > ENTRY_WORDS for _, m in lines) or sum(m.ends_sentence for _, m in lines) > ENDED * len(lines):
        return False
    paired = sum(_PAIR.search(page.blocks[index].text) is not None for index, _ in lines)
    return paired > len(lines) / 2 or sum(index in _labels(page) for index, _ in lines) <= LABELLED * len(lines)


@derived
def _labels(page: Page) -> frozenset[int]:
    """The lines that hold a stock phrase or nothing but words of sites."""
    said = stock_lines(page)
    return _phrases(page).union(index for index, one in said.items() if not (one.unknown or one.names))


@derived
def _of_terms(page: Page) -> frozenset[int]:
    """The lines that are a label of a site's terms: no site sets it over a sentence of other words."""
    return frozenset(hit.block for hit in hits(page, *Act) if hit.phrase.category is Category.CONSENT)


@derived
def _phrases(page: Page) -> frozenset[int]:
    """The lines that hold a stock phrase."""
    return frozenset(hit.block for hit in hits(page, *Act))
