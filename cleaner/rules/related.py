"""Headlines of other articles under a heading that says so (REL), and how far a line is about the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.measure import Measures, is_plain
from cleaner.page.language import common_stopwords
from cleaner.page.page import Page, derived, lines_where
from cleaner.page.shape import (
    CONTENT_LETTERS,
    content_words,
    ends_open,
    headline_like,
)
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.sentences import ends_statement
from cleaner.types import Block, Category, Kind, Mode, Stage
from cleaner.types.members import CELL_OR_PRE, ITEM
from cleaner.types.verdicts import strongest

SENTENCES = 2  # of an article that boxes stand beside; a page with fewer is a list of headlines itself
PROSE_ENOUGH = 2  # paragraphs; with fewer, short sentences are the article too
PAIRS, PAIRED = 8, 0.4  # headlines with one teaser under each that make a hub, and the share of the lines they are
HUB_TEASER = 45  # words
REACH = 60  # lines of the longest box: twenty headlines with a section and a date each
ENTRIES = 2  # lines with a bullet, behind which a sentence without one is the text's
INLINE = 12  # lines; a box between two paragraphs is shorter
TEASER = 24  # words; a teaser under a headline is shorter, a paragraph is not
FOREIGN = 0.34  # share of a headline's content words that the article uses; its own headings share more
OWN = 0.6
HEARD = 3  # headings over the same box that are heard; of a page full of them each would speak about all that follow
LABEL, _LABELLED = 4, frozenset({"PHR001", "STK001"})  # words of a label over a box, and the rules that know one
_BLOCK_HEADINGS = frozenset({"PHR003", "REL004"})  # the rules that know the heading of a box
APART, LABEL_APART = 2, 7  # headlines under a label between paragraphs, which else points to one, and its words
BUTTONS = 3  # times from which on a label stands under entries and not over a box
UNSTOPPED_CHARS = 70  # of a paragraph in a script that writes no stops
_UNSTOPPED = re.compile("\\W*[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_END_QUOTED = (".“", "!“", "?“")  # as German and its neighbours close what somebody says
_DASHES = frozenset("—–―")  # before what somebody says
RUN, HEADLINE_WORDS = 3, 5  # lines and words of a run without a heading over it


@derived
def article_words(page: Page) -> frozenset[str]:
    """The content words of the page's prose, or of all its sentences where it holds no paragraph."""
    prose = [index for index, m in enumerate(page.measures) if m.prose]
    if len(prose) < PROSE_ENOUGH:
        prose = [index for index, m in enumerate(page.measures) if m.prose or ends_statement(page.blocks[index].text)]
    tokens: set[str] = set()
    foreign: set[str] = set()
    for index in prose:
        m = page.measures[index]
        if "_" not in m.folded and is_plain(m.folded):
            tokens.update(m.tokens)
        else:
            foreign.update(content_words(m.folded, common_stopwords()))
    words = frozenset([token for token in tokens if len(token) >= CONTENT_LETTERS]) - common_stopwords()
    return words | foreign


def likeness(folded: str, article: frozenset[str]) -> float:
    """Share 0..1 of a line's content words that the article uses; 0 where it has none."""
    own = content_words(folded, common_stopwords())
    return sum(map(article.__contains__, own)) / len(own) if own else 0.0


def is_written(page: Page, index: int) -> bool:
    """Whether a block is written text: prose, or a sentence of any length that ends with a full stop.

    Headlines, labels and dates end without one; articles of short sentences hold no longer block than a teaser.
    """
    return _reads_as_written(page.blocks[index], page.measures[index])


@lines_where
def written_lines(_: Page, block: Block, m: Measures) -> bool:
    """The blocks that are written text."""
    return _reads_as_written(block, m)


def _reads_as_written(block: Block, m: Measures) -> bool:
    if m.prose or (m.words > 1 and (ends_statement(block.text) or block.text.endswith(_END_QUOTED))):
        return True
    return len(block.text) >= UNSTOPPED_CHARS and _UNSTOPPED.match(block.text) is not None


_EIGHT = "".join(
    f"{name} Breaks Silence\n" for name in "Striker Singer Actor Keeper Minister Coach Author Pilot".split()
)

_ENTRIES = ("Rain", "Dew", "Snow", "Ice")


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
        Example(
            ARTICLE
            + "You may also like\n"
            + _EIGHT
            + "Latest News\n"
            + _EIGHT
            + "It opens at ten, and the way in is free.",
            on=("Striker", "Pilot"),
        ),
    ),
    silent=(
        Example(ARTICLE + "What happens next\nThe council meets again in the spring of next year."),
        Example(ARTICLE + "".join(f"A Report On {name}\n{name} Institute\nRead More\n" for name in _ENTRIES)),
        Example(ARTICLE + "New Picks & Trending\nMaker:\n$135.00\nMaker:\n$22.00\nMaker:\n$26.99"),
    ),
)
def related_box(page: Page) -> Iterator[Finding]:
    """Finds the headlines, dates and teasers under a heading such as `You may also like`.

    Why: they lead to other articles; the less they share with this one's words, the surer.
    Example: five headlines about football under an article about a war
    Source: own observation; boilerpipe's end marks; similarity as evidence is our own
    """
    written = written_lines(page)
    end = written[-1] if written else -1
    headings = _without_buttons(page, [i for i in range(len(page.tallies)) if _heads_box(page, i, end)])
    if not headings or len(written) < SENTENCES or _is_hub(page):
        return
    article = article_words(page)
    heard: Counter[int] = Counter()
    for index in headings:
        members, last = _lines_of_box(page, index, article)
        if not (_is_block_heading(page, index) or _holds_headline(page, members)):
            continue
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


@derived
def _is_hub(page: Page) -> bool:
    """Whether a text is headlines with a sentence under each: then those without one are its entries, too."""
    starts = [
        index
        for index in range(len(page.blocks) - 1)
        if not is_written(page, index)
        and headline_like(page.blocks[index].text, page.measures[index].words)
        and is_written(page, index + 1)
        and page.measures[index + 1].words <= HUB_TEASER
        and not (index + 2 < len(page.blocks) and is_written(page, index + 2))
    ]
    return len(starts) >= PAIRS and 2 * len(starts) >= PAIRED * (starts[-1] + 2)


def _heads_box(page: Page, index: int, end: int) -> bool:
    """Whether a line that goes stands over a box: a block heading, or behind the text a label that points elsewhere."""
    if page.tallies[index].kept:
        return False
    if _is_block_heading(page, index):
        return True
    words = page.measures[index].words
    label = words <= LABEL if index > end else words <= LABEL_APART and _stand_apart(page, index + 1)
    if not label:
        return False
    # "Try for free" is a call before it is a label.
    first = strongest(page.tallies[index].verdicts, -1.0)
    return first is not None and first.rule in _LABELLED and first.category is Category.RELATED


def _without_buttons(page: Page, headings: list[int]) -> list[int]:
    """The headings of boxes without labels that stand three times and more: those are the buttons under entries."""
    labels = [index for index in headings if not _is_block_heading(page, index)]
    if not labels:
        return headings
    times = Counter(m.fingerprint for m in page.measures)
    buttons = {index for index in labels if times[page.measures[index].fingerprint] >= BUTTONS}
    return [index for index in headings if index not in buttons]


def _holds_headline(page: Page, members: Sequence[int]) -> bool:
    """Whether one of these lines, of those that stay, could be a headline: prices and the names of fields are none."""
    return any(page.tallies[i].kept and headline_like(page.blocks[i].text, page.measures[i].words) for i in members)


def _stand_apart(page: Page, first: int) -> bool:
    """Whether two lines at least that stay, and no sentence, are headlines that say nothing of the article's."""
    article = article_words(page)
    for index in range(first, first + APART):
        if index >= len(page.blocks) or not page.tallies[index].kept:
            return False
        text, m = page.blocks[index].text, page.measures[index]
        if not headline_like(text, m.words) or text[:1] in _DASHES or likeness(m.folded, article) >= FOREIGN:
            return False
    return True


def _lines_of_box(page: Page, heading: int, article: frozenset[str]) -> tuple[Sequence[int], bool]:
    """The lines under a related heading that are its box's, and whether nothing written follows them."""
    end, entries = heading + 1, 0
    while end < min(len(page.blocks), heading + REACH):
        if page.blocks[end].kind in CELL_OR_PRE:
            break
        if page.tallies[end].kept and is_written(page, end):
            break
        if page.mode is Mode.TEXT and entries >= ENTRIES and _speaks_behind_entries(page, end):
            break
        entries += page.blocks[end].kind is ITEM
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
    if len(members) > INLINE:  # it ends at the next one's heading
        members = range(members[0], next((i for i in members if _is_block_heading(page, i)), members[-1] + 1))
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
        if _speaks_on(page.blocks[box[-1]].text, page.blocks[box[-1] + 1].text):
            return box[:-1]
        own = likeness(page.measures[box[-1]].folded, article) >= OWN
        if len(box) > 1 or own or page.blocks[box[-1]].kind is Kind.HEADING:
            box = box[:-1] if own or page.blocks[box[-1]].kind is Kind.HEADING else box
    return box


def _is_block_heading(page: Page, index: int) -> bool:
    """Whether a line goes as the heading of a block of links."""
    return not page.tallies[index].kept and any(v.rule in _BLOCK_HEADINGS for v in page.tallies[index].verdicts)


def _speaks_on(text: str, below: str) -> bool:
    """Whether two lines open with the same dash, as those of a dialogue do."""
    return text[:1] == below[:1] and text[:1] in _DASHES


RULES = (related_box,)
