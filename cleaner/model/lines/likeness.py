"""How much each line shares with the body's words, the title, the URL's slug and the site's name.

All words of a text are numbered once; what is counted over lines and words is then a few sums over two columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count, pairwise
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner.measure import words
from cleaner.page.language import function_words
from cleaner.page.page import Page, derived, line_numbers, unknown_places

NAMES = (
    "known", "known_count", "known_named", "slug_cover", "of_slug", "title_cover", "of_title", "host", "to_title",
    "is_title",
)  # fmt: skip
FAR = 20.0  # lines beyond which a distance says nothing more
# What the columns about the title hold where no line stands for it.
NO_TITLE = {"to_title": -FAR - 1}
TITLE_LINES = 40  # a title stands among the first lines
TITLE_LIKE = 0.5  # share of the slug's or the title's words a line must hold to count as the title
TITLE_WORDS = 25
NAME_WORDS = 12  # a line that is the site's name is shorter

# The first columns of a line without content words.
_WORDLESS = np.array((-1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0), np.float32)[:, None]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class NumberedWords:
    """Which content words each line holds: one pair of a line and a word for each, in order of the lines."""

    number: dict[str, int]  # of every content word of the pages made of one text
    line: NDArray[np.int64]
    word: NDArray[np.int64]
    lines: int

    @staticmethod
    def of(page: Page) -> NumberedWords:
        """The content words of a page's lines, function words left out."""
        # A word that has no number gets the next one.
        number: dict[str, int] = page.line_facts.setdefault(
            (numbered_words, page.language), defaultdict(count().__next__)
        )
        words_in: dict[int, NDArray[np.int64]] = page.line_facts.setdefault((NumberedWords, page.language), {})
        numbers = line_numbers(page)
        new = list(unknown_places(words_in, numbers))
        if new:
            found = _number_words(page, new, number)
            words_in.update(zip((numbers[at] for at in new), found, strict=True))
        lines = [words_in[one] for one in numbers]
        line = np.repeat(np.arange(len(lines)), list(map(len, lines)))
        return NumberedWords(number, line, np.concatenate(lines) if lines else np.zeros(0, np.int64), len(lines))

    def sums(self, members: NDArray[np.bool_]) -> Floats:
        """How many of each line's pairs are members."""
        return np.asarray(np.bincount(self.line, weights=members, minlength=self.lines))

    def among(self, wanted: frozenset[str]) -> Floats:
        """How many of some words each line holds."""
        if not wanted:
            return np.zeros(self.lines)
        listed = np.zeros(max(1, len(self.number)), np.bool_)
        listed[[self.number[word] for word in wanted if word in self.number]] = True
        return self.sums(listed[self.word])

    def words_of(self, line: int) -> frozenset[str]:
        """The content words of one line."""
        held = set(self.word[self.line == line].tolist())
        return frozenset(word for word, at in self.number.items() if at in held)


@derived
def numbered_words(page: Page) -> NumberedWords:
    """The content words of a page's lines."""
    return NumberedWords.of(page)


def _number_words(page: Page, places: Sequence[int], number: dict[str, int]) -> list[NDArray[np.int64]]:
    """The numbers of the content words of each of some lines, each once."""
    stops = function_words(page.language)
    tokens = [frozenset(page.measures[at].tokens) - stops for at in places]
    sizes = list(map(len, tokens))
    word = np.fromiter(map(number.__getitem__, chain.from_iterable(tokens)), np.int64, sum(sizes))
    return [word[start:end] for start, end in pairwise(accumulate(sizes, initial=0))]


def likeness(page: Page, prose: NDArray[np.bool_]) -> NDArray[np.float32]:
    """One row a line, columns as in `NAMES`; `prose` tells the lines that make the body."""
    held = numbered_words(page)
    size = np.bincount(held.line, minlength=held.lines)
    heard = np.bincount(held.word[prose[held.line]], minlength=len(held.number))[held.word]
    # A line of the body is not known by its own words.
    once = prose[held.line].astype(np.int64)
    known = held.sums(heard > once)
    often = known + held.sums(heard > once + 1)
    slug = slug_words(page.url)
    title, place = _title(page, held, size, slug)
    in_slug, in_title = held.among(slug), held.among(title)
    some = np.maximum(1, size)
    at = np.arange(held.lines)
    columns = (
        known / some, often / some, np.minimum(size, 30), in_slug / some, in_slug / (len(slug) or 1),
        in_title / some, in_title / (len(title) or 1), _like_host(page),
        np.clip(at - place, -FAR, FAR) if place >= 0 else np.full(held.lines, NO_TITLE["to_title"]), at == place,
    )  # fmt: skip
    out = np.array(columns, np.float32)
    out[:8, size == 0] = _WORDLESS
    return out.T


def _like_host(page: Page) -> list[bool]:
    """Whether a short line is the host's name, or most of it."""
    host = page.host.replace("-", "").replace(".", "")
    if not host:
        return [False] * len(page.measures)
    squashed = ("".join(m.tokens) if m.words <= NAME_WORDS else "" for m in page.measures)
    return [len(name) >= 4 and (name in host or host[:-3] in name) for name in squashed]


def _title(
    page: Page, held: NumberedWords, size: NDArray[np.int64], slug: frozenset[str]
) -> tuple[frozenset[str], int]:
    """The title's words and the line where it stands (-1: nowhere), told or found by the URL's slug."""
    told = frozenset(words(page.title)) if page.title else frozenset()
    target = told or slug
    if len(target) < 2:
        return told, -1
    best, place = TITLE_LIKE, -1
    common = held.among(target)
    for at in np.flatnonzero(common[:TITLE_LINES]).tolist():
        if page.measures[at].words <= TITLE_WORDS:
            like = float(common[at] / (size[at] + len(target) - common[at]) + common[at] / len(target))
            if like > best + 1e-9:
                best, place = like, at
    if told:
        return told, place
    return (held.words_of(place) if place >= 0 else slug), place


def slug_words(url: str | None) -> frozenset[str]:
    """The words of a URL's last telling path segment; empty where there is none.

    >>> sorted(slug_words("https://example.org/news/2024/harbour-to-close"))
    ['close', 'harbour', 'to']
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return frozenset()
    pieces = [piece for piece in path.lower().split("/") if piece.count("-") + piece.count("_") >= 1]
    if not pieces:
        return frozenset()
    found = words(max(pieces, key=len).replace("_", "-").replace("-", " "))
    return frozenset(t for t in found if not t.isdigit() and t not in ("html", "htm", "php"))
