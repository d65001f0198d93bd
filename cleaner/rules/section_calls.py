"""The calls that close the sections of a page of offers: "Learn more" below each service is a field of its section.

Among the paragraphs of an article a call is residue, and there are few. On a page of offers section follows section,
each a heading, a sentence or two and a call to its own page, and all of it was written for that page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cleaner.page.page import Page, derived
from cleaner.page.shape import open_line, runs_where
from cleaner.rules.subject import answered_questions
from cleaner.types import Category, Verdict
from cleaner.types.verdicts import strongest

PLACES = 4  # calls in a row of sections, or among the lines of a page of offers
CALL_WORDS = 5  # most words of a call
SECTION_LINES = range(2, 9)  # lines between two calls: a heading at least, and what stands below it
SECTION_WORDS = range(5, 121)  # an article's parts are longer
HEADING_WORDS, SENTENCE_WORDS = 12, 4
TOGETHER = 0.4  # share of the words of sentences that an article has between two calls, at least
OFFER_PROSE = 0.5  # most of an article's words stand in paragraphs
# Not what sells: under each product that an article compares stand its prices.
_CALLS = frozenset({Category.NAVIGATION, Category.CALL_TO_ACTION, Category.PAYWALL})
_POINTERS = _CALLS | {Category.RELATED}  # "Read more" is a call where nothing is an article
_BY_WORDS = ("PHR", "STK", "RDO")  # families that judge a line by its words; what others saw stands around it


def find_calls(page: Page, gone: Iterable[tuple[int, Sequence[Verdict]]]) -> frozenset[int]:
    """Of the lines that go, with their verdicts, those that go for their few words: calls to go on to another page."""
    kinds = _POINTERS if has_few_paragraphs(page) else _CALLS
    return frozenset(index for index, verdicts in gone if _is_call(page, index, verdicts, kinds))


def _is_call(page: Page, index: int, verdicts: Sequence[Verdict], kinds: frozenset[Category]) -> bool:
    if not 0 < page.measures[index].words <= CALL_WORDS:
        return False
    because = strongest(verdicts, -1.0)
    return because is not None and because.category in kinds and because.rule.startswith(_BY_WORDS)


@derived
def has_few_paragraphs(page: Page) -> bool:
    """Whether less than half of a text's words stand in paragraphs, as they do in articles."""
    prose = sum(m.words for m in page.measures if m.prose)
    return prose < OFFER_PROSE * sum(m.words for m in page.measures)


@derived
def has_sections(page: Page) -> bool:
    """Whether a text without an article is short sections, each a heading over what is said in a line or two."""
    over = zip(page.measures, page.measures[1:], strict=False)
    headings = sum(open_line(m, HEADING_WORDS) and below.ends_sentence for m, below in over)
    headings += len(answered_questions(page)) // 2
    return headings >= PLACES and has_few_paragraphs(page)


def rows_of_sections(page: Page, calls: Iterable[int], goes: frozenset[int]) -> Iterator[range]:
    """From the first call to the last of each row of sections, with a call below each; none of their lines goes."""
    row: list[list[int]] = []
    for place in _places(page, calls) if has_few_paragraphs(page) else ():
        if row and not _is_section(page, range(row[-1][-1] + 1, place[0]), goes):
            if len(row) >= PLACES:
                yield range(row[0][0], row[-1][-1] + 1)
            row = []
        row.append(place)
    if len(row) >= PLACES:
        yield range(row[0][0], row[-1][-1] + 1)


def calls_of_offers(page: Page, calls: Iterable[int], stays: Sequence[bool]) -> frozenset[int]:
    """The calls between lines that stay, where a text is a page of offers: few paragraphs, and calls all through it."""
    apart = [place for place in _places(page, calls) if _stands_between(page, place, stays)]
    if len(apart) < PLACES or not has_few_paragraphs(page) or _holds_article(page, apart):
        return frozenset()
    headings = (stays[index] and open_line(m, HEADING_WORDS) for index, m in enumerate(page.measures))
    if sum(headings) < len(apart):  # a text of short sentences
        return frozenset()
    return frozenset(index for place in apart for index in place)


def _holds_article(page: Page, places: Sequence[Sequence[int]]) -> bool:
    """Whether the sentences of a text stand together, and the calls before, behind or between them and something else.

    On a page of offers no call is far from the next.
    """
    told = [m.words if m.prose or m.ends_sentence else 0 for m in page.measures]
    bounds = [0, *(place[0] for place in places), len(told)]
    return max(sum(told[a:b]) for a, b in pairwise(bounds)) > TOGETHER * sum(told)


def _stands_between(page: Page, place: Sequence[int], stays: Sequence[bool]) -> bool:
    """Whether words that stay stand above a call, and below it, too, where it is not the last line."""
    above, below = place[0] - 1, place[-1] + 1
    if above < 0 or not (stays[above] and page.measures[above].words):
        return False
    return below == len(page.blocks) or (stays[below] and page.measures[below].words > 0)


def _places(page: Page, calls: Iterable[int]) -> Iterator[list[int]]:
    """Calls that stand below one another are one place."""
    every = frozenset(calls)
    return runs_where([index in every for index in range(len(page.blocks))])


def _is_section(page: Page, lines: Sequence[int], goes: frozenset[int]) -> bool:
    """Whether some lines are a heading with what stands below it, and all of them stay."""
    if len(lines) not in SECTION_LINES or not goes.isdisjoint(lines):
        return False
    section = [page.measures[index] for index in lines]
    told = any(m.ends_sentence and m.words >= SENTENCE_WORDS for m in section)
    return told and sum(m.words for m in section) in SECTION_WORDS and any(open_line(m, HEADING_WORDS) for m in section)
