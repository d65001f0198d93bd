"""What lines look like: headline, name, list, menu entry; and where the prose of a page begins and ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from cleaner.measure import Measures, word_count
from cleaner.page.broken import broken_paragraphs
from cleaner.page.page import Page, by_line, derived
from cleaner.sentences import ends_statement
from cleaner.types import Block, Kind, Mode

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*(?:[kmb]\b)?")
_KEY = re.compile(r"#|[^\W_]+")
_CASED_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_STOPS = ".!?…。！？؟۔।॥;,，、"
_SMALL = frozenset(
    (
        "a an and as at but by for from in into is nor of off on or over per so the than that to up via vs with yet "
        "de del la las los el le les et des du en der die das und von zu den di il da do dos e y i o"
    ).split()
)

# Fields that are not text of their own: code, tables and verse are judged by no shape rule.
FIXED_KINDS = frozenset({Kind.PRE, Kind.CELL})


# Several rules ask the same of a line. Longer ones are not remembered: a cache must not hold whole pages.
REMEMBERED = 300  # characters


def line_key(folded: str) -> str:
    """The words of a folded line, each number as `#`: what a whole-line pattern is compared with.

    >>> line_key("12 comments »")
    '# comments'
    """
    return _remembered_key(folded) if len(folded) <= REMEMBERED else _key(folded)


def _key(folded: str) -> str:
    return " ".join(_KEY.findall(_NUMBER.sub("#", folded)))


_remembered_key = lru_cache(maxsize=4096)(_key)


def key_of_line(m: Measures) -> str:
    """The key of a line that has been measured: of most lines it is their words as they were parted then."""
    folded = m.folded
    if folded.isascii() and not m.digit_share and "_" not in folded and "#" not in folded:
        return m.fingerprint
    return line_key(folded)


def without_lead_marks(folded: str) -> str:
    """A folded line without the marks before its first word; opening quotes stay, for they open speech."""
    for at, char in enumerate(folded):
        if char.isalnum() or char in "\"'“«„‹「『":
            return folded[at:]
    return folded


def continues_word(char: str) -> bool:
    """Whether `char` right behind a literal means that the literal ended inside a word."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def capitalised_share(text: str) -> float:
    """Share 0..1 of the cased words of `text`, small words aside, that begin with a capital; 0 without any."""
    cased = [w for w in _CASED_WORD.findall(text) if w.lower() != w.upper() and w.lower() not in _SMALL]
    return sum(w[0].isupper() for w in cased) / len(cased) if cased else 0.0


def ends_open(text: str) -> bool:
    """Whether `text` ends as no sentence does: without a stop, comma or colon. Question marks may end headlines."""
    bare = text.rstrip(" \t\u00a0\"'”’“‘»«)]")
    return bool(bare) and (bare[-1] not in _STOPS + ":" or bare[-1] in "?？؟!！")


def headline_like(text: str, words: int) -> bool:
    """Whether a line could be a headline: 3 to 22 words, no final stop, beginning with a capital, figure or quote."""
    if not 3 <= words <= 22 or not ends_open(text):
        return False
    first = next((c for c in text if c.isalnum()), "")
    return bool(first) and not first.islower()


def name_like(text: str) -> bool:
    """Whether a text could be the name of a person or house: 1 to 7 words, nearly all capitalised, few digits."""
    count = word_count(text)
    if not 1 <= count <= 7 or any(c.isdigit() for c in text):
        return False
    if not any(c.lower() != c.upper() for c in text):
        return len(text) <= 12
    return capitalised_share(text) >= 0.75 and not text.rstrip().endswith(("!", "?", "…"))


def list_like(text: str, words: int) -> bool:
    """Whether a text is short pieces between commas, bars or dots: no piece over 4 words, no final stop."""
    if words > 40 or text.rstrip().endswith((".", "!", "?")):
        return False
    return all(word_count(piece) <= 4 for piece in re.split(r"[,|·•/#;、，]", text))


def open_line(measures: Measures, most: int) -> bool:
    """A line of at most `most` words that ends as no sentence does."""
    return 0 < measures.words <= most and not measures.ends_sentence


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the prose of a page stands: indices of its first and last prose block; -1 where there is none."""

    first: int
    last: int
    count: int
    blocks: int

    def in_head(self, index: int) -> bool:
        """Before the second block behind the first prose, or among the first eight lines."""
        return index < HEAD_LINES or (self.first >= 0 and index <= self.first + 1)

    def in_tail(self, index: int) -> bool:
        """From the last prose block on, or among the last six lines."""
        return index >= self.blocks - TAIL_LINES or (self.last >= 0 and index >= self.last)

    @property
    def tail(self) -> range:
        """The blocks that stand in the tail."""
        last = self.last if self.last >= 0 else self.blocks
        return range(max(0, min(self.blocks - TAIL_LINES, last)), self.blocks)

    @property
    def edges(self) -> Iterator[int]:
        """The blocks that stand in the head or the tail, in order."""
        tail = self.tail
        head = max(HEAD_LINES, self.first + 2 if self.first >= 0 else 0)
        return chain(range(min(head, tail.start)), tail)


@derived
def last_written(page: Page) -> int:
    """The index of the last prose, or where a text of short sentences holds none, of its last statement; else -1."""
    where = extent(page)
    if where.last >= 0:
        return where.last
    ended = [b.index for b, m in page if m.words > 1 and ends_statement(b.text)]
    return ended[-1] if len(ended) >= HEAD_SENTENCES else -1


SENTENCE_WORDS, HEAD_SENTENCES = 12, 3  # of a sentence that counts as prose where no paragraph does, and how many
# Where bylines stand in scraped texts: the first eight lines or the last six.
HEAD_LINES = 8
TAIL_LINES = 6


@derived
def extent(page: Page) -> Extent:
    """The extent of the page's prose; a paragraph that stood before is a copy and no part of it.

    A sentence broken over several lines is one paragraph.
    """
    first: dict[str, int] = {}
    prose = [(i, i) for i, m in enumerate(page.measures) if m.prose and first.setdefault(m.fingerprint, i) == i]
    prose += [(run.start, run.stop - 1) for run in broken_paragraphs(page)]
    if not prose and page.mode is Mode.TEXT:
        # Korean has no function words of their own: there sentences are the prose.
        ended = [(i, i) for i, m in enumerate(page.measures) if m.ends_sentence and m.words >= SENTENCE_WORDS]
        prose = ended if len(ended) >= HEAD_SENTENCES else []
    start, end = min((a for a, _ in prose), default=-1), max((b for _, b in prose), default=-1)
    return Extent(start, end, len(prose), len(page.blocks))


LIST_PROSE, LIST_SENTENCES = 0.25, 0.5  # most shares of a list's words in paragraphs, and in sentences of any length
LIST_SENTENCE = 8  # words
LIST_WORDS = 100  # of fewer nothing is said


@derived
def is_list(page: Page) -> bool:
    """Whether a text is entries, not prose: products, a price list, a landing page, an interface's documentation.

    There short lines repeat and stand in runs by right, so that place and shape say nothing against one of them.
    """
    if page.mode is not Mode.TEXT:
        return False
    every = sum(m.words for m in page.measures)
    prose = sum(m.words for m in page.measures if m.prose)
    sentences = sum(m.words for m in page.measures if m.prose or (m.ends_sentence and m.words >= LIST_SENTENCE))
    return every >= LIST_WORDS and prose < LIST_PROSE * every and sentences < LIST_SENTENCES * every


BARE_LINES, BARE_SENTENCES = 5, 0.5  # least lines of a bare list, and the share of its words that sentences may be
SHORT_SENTENCE = 3  # words


@derived
def is_bare_list(page: Page) -> bool:
    """Whether a text is entries alone: no paragraph, and fewer words in sentences, however short, than out of them."""
    if page.mode is not Mode.TEXT or len(page.blocks) < BARE_LINES or any(m.prose for m in page.measures):
        return False
    ended = sum(m.words for m in page.measures if m.ends_sentence and m.words >= SHORT_SENTENCE)
    return ended < BARE_SENTENCES * sum(m.words for m in page.measures)


def is_entry(page: Page, index: int) -> bool:
    """Whether a line is an item with another above or below it: one star alone marks a note."""
    beside = page.blocks[max(0, index - 1) : index + 2]
    return page.blocks[index].kind is Kind.ITEM and sum(block.kind is Kind.ITEM for block in beside) > 1


def stands_below_colon(page: Page, index: int) -> bool:
    """Whether the line above ends on a colon: what it announces is the text's own."""
    return index > 0 and page.blocks[index - 1].text.rstrip().endswith((":", "："))


def runs_where(holds: Iterable[object]) -> Iterator[list[int]]:
    """The runs of neighbours among some things of which each holds, by their places.

    >>> list(runs_where(["a", "", "b", "c"]))
    [[0], [2, 3]]
    """
    run: list[int] = []
    for index, one in enumerate(holds):
        if one:
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


@derived
def equal_lines(page: Page) -> Mapping[str, tuple[int, ...]]:
    """The lines of which another has the same words, in order, by their fingerprint; most texts hold none."""
    prints = [m.fingerprint for m in page.measures]
    if len(set(prints)) == len(prints):
        return {}
    places: dict[str, list[int]] = {}
    for index, one in enumerate(prints):
        places.setdefault(one, []).append(index)
    return {one: tuple(indices) for one, indices in places.items() if one and len(indices) > 1}


ENTRY_WORDS = 20  # of an entry in a list
_NUMBERED = re.compile(r"(?:[\d.]+|[ivx]+\.|[a-z]\.|step \d+|[^\w]+)+ *")


@by_line
def lines_without_numbers(_: Page, __: Block, m: Measures) -> str:
    """Each short line, folded, without the number or mark before its first word; "" for a longer one."""
    if m.words > ENTRY_WORDS:
        return ""
    folded = m.folded.strip(" .:")
    found = _NUMBERED.match(folded)
    return folded[found.end() :] if found else folded


CONTENT_LETTERS = 4  # of a word that carries meaning, in scripts with spaces


def content_words(folded: str, stop: frozenset[str]) -> list[str]:
    """The words of a folded text that carry meaning: four letters or more and no function words; CJK by pairs."""
    tokens = _KEY.findall(folded)
    if folded.isascii():
        return [token for token in tokens if len(token) >= CONTENT_LETTERS and token not in stop]
    found: list[str] = []
    for token in tokens:
        if token[0] >= "\u3040" and len(token) > 1:
            found += (token[i : i + 2] for i in range(len(token) - 1))
        elif len(token) >= CONTENT_LETTERS and token not in stop:
            found.append(token)
    return found
