"""Headlines of other articles (REL): under a heading that says so, or without one at the end of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.measure import Measures, is_plain
from cleaner.page.page import Page, by_line, common_stopwords, derived
from cleaner.page.shape import (
    CONTENT_LETTERS,
    FIXED_KINDS,
    capitalised_share,
    content_words,
    ends_open,
    headline_like,
    lines_without_numbers,
)
from cleaner.rules.bylines import date_like
from cleaner.rules.registry import BOTH, TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.sentences import ends_statement
from cleaner.types import Block, Category, Kind, Mode, Stage

SENTENCES = 2  # of an article that boxes stand beside; a page with fewer is a list of headlines itself
PROSE_ENOUGH = 2  # paragraphs; with fewer, short sentences are the article too
REACH = 60  # lines of the longest box: twenty headlines with a section and a date each
ENTRIES = 2  # lines with a bullet, behind which a sentence without one is the text's
INLINE = 12  # lines; a box between two paragraphs is shorter
TEASER = 24  # words; a teaser under a headline is shorter, a paragraph is not
FOREIGN = 0.34  # share of a headline's content words that the article uses; its own headings share more
OWN = 0.6
HEARD = 3  # headings over the same box that are heard; of a page full of them each would speak about all that follow
LABEL, _LABELLED = 4, frozenset({"PHR001", "STK001"})  # words of a label over a box, and the rules that know one
COMMAS = 3  # in a line that is a list and no headline
SECTION_WORDS = 2  # of a section's name over a headline
_ROW = re.compile(r"\s\|\s|\t")  # of a table
ALIKE = 0.6  # share of a run's lines that begin or end alike
_FIGURES = re.compile(r"\d+")
RUN, HEADLINE_WORDS = 3, 5  # lines and words of a run without a heading over it


@derived
def article_words(page: Page) -> frozenset[str]:
    """The content words of the page's prose, or of all its sentences where it holds no paragraph."""
    words = _prose_words(page)
    prose = [own for own, m in zip(words, page.measures, strict=True) if m.prose]
    return frozenset().union(*(prose if len(prose) >= PROSE_ENOUGH else words))


@by_line
def _prose_words(_: Page, block: Block, m: Measures) -> frozenset[str]:
    """The content words of a paragraph or a sentence; none of other lines."""
    if not (m.prose or ends_statement(block.text)):
        return frozenset()
    if "_" not in m.folded and is_plain(m.folded):
        return frozenset(token for token in m.tokens if len(token) >= CONTENT_LETTERS) - common_stopwords()
    return frozenset(content_words(m.folded, common_stopwords()))


def likeness(folded: str, article: frozenset[str]) -> float:
    """Share 0..1 of a line's content words that the article uses; 0 where it has none."""
    own = content_words(folded, common_stopwords())
    return sum(w in article for w in own) / len(own) if own else 0.0


def is_written(page: Page, index: int) -> bool:
    """Whether a block is written text: prose, or a sentence of any length that ends with a full stop.

    Headlines, labels and dates end without one; articles of short sentences hold no longer block than a teaser.
    """
    m = page.measures[index]
    return m.prose or (m.words > 1 and ends_statement(page.blocks[index].text))


@rule(
    "REL001",
    "related-box",
    Category.RELATED,
    -3.0,
    stage=Stage.CONTEXT,
    modes=BOTH,
    fires=(
        Example(
            ARTICLE + "You may also like\nStriker breaks silence on his contract\nNew coach hints at surprise",
            on=("Striker", "New coach"),
        ),
    ),
    silent=(Example(ARTICLE + "What happens next\nThe council meets again in the spring of next year."),),
)
def related_box(page: Page) -> Iterator[Finding]:
    """Finds the headlines, dates and teasers under a heading such as `You may also like`.

    Why: they lead to other articles; the less they share with this one's words, the surer.
    Example: five headlines about football under an article about a war
    Source: own observation; boilerpipe's end marks; similarity as evidence is our own
    """
    written = [i for i in range(len(page.blocks)) if is_written(page, i)]
    end = written[-1] if written else -1
    headings = [i for i in range(len(page.tallies)) if _heads_box(page, i, end)]
    if not headings or len(written) < SENTENCES:
        return
    article = article_words(page)
    heard: Counter[int] = Counter()
    for index in headings:
        members, last = _lines_of_box(page, index, article)
        own = 0
        for member in members:
            heard[member] += 1
            if heard[member] > HEARD:
                break
            m = page.measures[member]
            if m.words > TEASER and not m.link_density:
                continue
            like = likeness(m.folded, article)
            own = own + 1 if like >= OWN and m.words >= HEADLINE_WORDS else 0
            if own >= RUN:
                break
            weight = -3.2 if like < FOREIGN else -2.8 if last else -2.4
            evidence = f"under '{page.blocks[index].text[:40]}', likeness {like:.2f}"
            yield Finding(member, evidence, weight=weight)


def _heads_box(page: Page, index: int, end: int) -> bool:
    """Whether a line that goes stands over a box: a block heading, or behind the text a label that points elsewhere."""
    tally = page.tallies[index]
    if tally.kept:
        return False
    label = index > end and page.measures[index].words <= LABEL
    return any(
        v.rule == "PHR003" or (label and v.category is Category.RELATED and v.rule in _LABELLED) for v in tally.verdicts
    )


def _lines_of_box(page: Page, heading: int, article: frozenset[str]) -> tuple[Sequence[int], bool]:
    """The lines under a related heading that are its box's, and whether nothing written follows them."""
    end, entries = heading + 1, 0
    while end < min(len(page.blocks), heading + REACH):
        if page.blocks[end].kind in {Kind.PRE, Kind.CELL}:
            break
        if page.tallies[end].kept and is_written(page, end):
            break
        if page.mode is Mode.TEXT and entries >= ENTRIES and _speaks_behind_entries(page, end):
            break
        entries += page.blocks[end].kind is Kind.ITEM
        end += 1
    teasers = _end_of_teasers(page, heading + 1, article)
    end = max(end, teasers)
    if end == len(page.blocks):
        return range(heading + 1, end), True
    return _lines_of_box_in_text(page, range(heading + 1, end), article), False


def _speaks_behind_entries(page: Page, index: int) -> bool:
    """Whether a line without the bullet of the entries above it ends as a sentence does, a call or a question too."""
    m = page.measures[index]
    return page.blocks[index].kind is not Kind.ITEM and m.ends_sentence and m.words >= HEADLINE_WORDS


def _end_of_teasers(page: Page, start: int, article: frozenset[str]) -> int:
    """Where a run of headlines with a sentence under each ends; `start` for fewer than two such pairs.

    Every line of the run must be foreign to the article: headings over its own short sections stand so too.
    """
    at, pairs = start, 0
    while at + 1 < min(len(page.blocks), start + REACH):
        head, below = page.measures[at], page.measures[at + 1]
        if not headline_like(page.blocks[at].text, head.words) or not is_written(page, at + 1):
            break
        if below.prose or max(likeness(head.folded, article), likeness(below.folded, article)) >= FOREIGN:
            break
        at, pairs = at + 2, pairs + 1
    return at if pairs > 1 else start


def _lines_of_box_in_text(page: Page, members: Sequence[int], article: frozenset[str]) -> Sequence[int]:
    """Of the lines between a related heading and the next sentence, those that are the box's."""
    if len(members) > INLINE:
        return ()
    box: list[int] = []
    for index in members:
        m, block = page.measures[index], page.blocks[index]
        if not (headline_like(block.text, m.words) or date_like(m.folded) or (m.words <= 2 and ends_open(block.text))):
            break
        box.append(index)
    # The line above the text may be its own heading; a box has one line at least.
    if box and box[-1] + 1 < len(page.blocks) and is_written(page, box[-1] + 1):
        own = likeness(page.measures[box[-1]].folded, article) >= OWN
        if len(box) > 1 or own or page.blocks[box[-1]].kind is Kind.HEADING:
            box = box[:-1] if own or page.blocks[box[-1]].kind is Kind.HEADING else box
    return box


@rule(
    "REL002",
    "foreign-headlines",
    Category.RELATED,
    -2.8,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Striker breaks silence on his transfer row\nParliament clears bill to fit speed limiters\n"
            "Health secretary chairs review on dengue",
            on=("Striker", "Parliament", "Health"),
        ),
    ),
    silent=(
        Example(
            ARTICLE
            + "Ferry line closed for the winter\nCouncil decided nothing on Monday\nFerry talked about for hours"
        ),
        Example(
            ARTICLE
            + "You will need:\nTwo ripe pears from the garden\nOne litre of good wine\nHalf a stick of cinnamon bark"
        ),
    ),
)
def foreign_headlines(page: Page) -> Iterator[Finding]:
    """Finds a run of headline-like lines behind the last prose whose subjects are not the article's.

    Why: teasers of other articles whose heading the scraper dropped. Lists that a sentence opens (with a
    colon) and lines that share the article's words stay.
    Example: five headlines about football at the end of an article about a war
    Source: own observation on scraped news texts; thresholds set on the residue texts
    """
    written = [i for i in range(len(page.blocks)) if is_written(page, i)]
    if len(written) < PROSE_ENOUGH:
        return
    # What goes already stands between: a heading over the box, dates, buttons.
    tail = [i for i in range(written[-1] + 1, len(page.blocks)) if page.tallies[i].kept]
    run, sections = _run_of_headlines(page, tail)
    if len(run) < RUN or (run[-1] > 0 and page.blocks[run[-1] - 1].text.rstrip().endswith((":", "："))):
        return
    if len(run) > REACH or _are_alike(page, run):
        return
    article = article_words(page)
    likes = [likeness(page.measures[i].folded, article) for i in run]
    mean = sum(likes) / len(likes)
    capitals = sum(capitalised_share(page.blocks[i].text) for i in run) / len(run)
    if mean < FOREIGN / 2 or (mean < 0.6 * FOREIGN and capitals > 0.7):
        for index, like in zip(run, likes, strict=True):
            if like <= OWN and page.blocks[index].kind not in FIXED_KINDS:
                evidence = f"one of {len(run)} headlines at the end, likeness {like:.2f}, mean {mean:.2f}"
                yield Finding(index, evidence)
        for index in sections:
            yield Finding(index, f"a section's name among {len(run)} headlines at the end", weight=-2.6)


def _are_alike(page: Page, run: Sequence[int]) -> bool:
    """Whether most lines of a run begin or end alike, figures aside, as entries of a list do and headlines do not."""
    numbered = lines_without_numbers(page)
    tokens = [t for i in run if (t := _FIGURES.sub("#", numbered[i]).split())]
    firsts, lasts = Counter(t[0] for t in tokens), Counter(t[-1] for t in tokens)
    most = max(count for places in (firsts, lasts) for count in places.values())
    return most >= max(RUN, ALIKE * len(run))


def _run_of_headlines(page: Page, tail: Sequence[int]) -> tuple[list[int], list[int]]:
    """The headlines that a text ends with, last first, and the names of sections between them."""
    run: list[int] = []
    sections: list[int] = []
    numbered = lines_without_numbers(page)
    for index in reversed(tail):
        block, m = page.blocks[index], page.measures[index]
        counted = block.kind is Kind.ITEM and block.text[:1].isdigit()
        words = len(numbered[index].split()) if counted else m.words
        if block.kind not in {Kind.LINE, Kind.ITEM} or (block.kind is Kind.ITEM and not counted):
            break
        if _ROW.search(block.text):
            break
        if words >= HEADLINE_WORDS and headline_like(block.text, m.words) and block.text.count(",") < COMMAS:
            run.append(index)
        elif run and run[-1] == index + 1 and m.words <= SECTION_WORDS and ends_open(block.text):
            sections.append(index)
        else:
            break
    # As many sections as headlines at most: a list of names is no list of headlines.
    return (run, sections) if len(sections) <= len(run) else ([], [])


RULES = (related_box, foreign_headlines)
