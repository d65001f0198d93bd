"""Signs of what a line is for: the site's name, a biography, a reference, an entry of a table of contents.

`signs(page)` gives one row a block; `NAMES` names the columns. They were chosen after reading the texts in which the
model lost most: tails that speak about the site, and lists at the head whose lines come again as headings.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from cleaner.measure import Measures
from cleaner.model.lines.likeness import numbered_words
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, by_line
from cleaner.page.shape import lines_without_numbers
from cleaner.types import Block

NAMES = (
    "host_in", "host_before", "host_after", "bio", "ref", "toc", "toc_near", "toc_back", "heard", "shared", "phone",
    "starred",
)  # fmt: skip

HOST = 4  # letters; a shorter name of a site stands in too many words
ENTRY_CHARS = 5  # of an entry of a table of contents: more than
NEAR = 3  # lines to either side in which other entries are counted
HEAD, BIO_WORDS = 120, 5  # characters looked at for a biography, and the words it has at least
REF_WORDS = 80  # of the longest reference

_BIO = re.compile(
    r"\W{0,3}(?:[Aa]bout |[Bb]y )?(?:Dr\.? |Prof\.? )?[A-ZÀ-Ý][\w’'-]{1,30}(?: [A-ZÀ-Ý][\w.’'-]{0,30}){1,3}"
    r"(?:, [A-Z][\w.]{0,12})?,? (?:is|was|has|writes|works|lives|covers|joined|serves) "
)
_REF = ("http", "doi", "et al", "↩", "vol.", "pp. ", "(20", "(19", "retrieved", "accessed")
_PHONE = re.compile(r"\d[\d ().–-]{7,20}\d")
_OPEN, _CLOSE = "*(_[", "*)_]"


def signs(page: Page) -> NDArray[np.float32]:
    """The figures of every line, one row each, in the order of `NAMES`."""
    if not page.blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    named = _site_name_flags(page)
    before = np.cumsum(named) - named
    later, back = _entries(page)
    near = np.convolve(later, np.ones(2 * NEAR + 1), "full")[NEAR : NEAR + len(later)]
    heard, shared = _repeated_shares(page)
    bio, phone, starred = zip(*_marks(page), strict=True)
    columns = (
        named, np.minimum(before, 10), np.minimum(named.sum() - before - named, 10),
        bio, _references(page), later, near, back, heard, shared, phone, starred,
    )  # fmt: skip
    return np.array(columns, np.float32).T


@by_line
def _marks(_: Page, block: Block, m: Measures) -> tuple[bool, bool, float]:
    """Whether a line begins as a biography does, whether it holds a telephone number, and how it is starred."""
    text = block.text
    opened = text[0] in _OPEN
    return (
        m.words >= BIO_WORDS and _BIO.match(text[:HEAD]) is not None,
        m.digit_share > 0 and _PHONE.search(text) is not None,
        opened * 0.5 + (opened and text[-1] in _CLOSE) * 0.5,
    )


def label_of(host: str) -> str:
    """The telling part of a host, without its hyphens.

    >>> [label_of(h) for h in ("blog.harbour-post.co.uk", "bbc.com", "")]
    ['harbourpost', 'bbc', '']
    """
    parts = host.split(".")[:-1]
    if len(parts) > 1 and len(parts[-1]) <= 3:
        parts.pop()
    return max(parts, key=len, default="").replace("-", "")


def _references(page: Page) -> NDArray[np.float64]:
    """Whether a line that is no long paragraph holds an address, a year in brackets or a word of references."""
    out = np.zeros(len(page.blocks))
    text = joined_text(page)
    out[[at for at in text.lines_with(text.present(_REF)) if page.measures[at].words <= REF_WORDS]] = 1.0
    return out


def _site_name_flags(page: Page) -> NDArray[np.float64]:
    """Whether a line holds the site's name, spaces aside."""
    label = label_of(page.host)
    if len(label) < HOST:
        return np.zeros(len(page.blocks))
    return np.array([label in "".join(m.tokens) for m in page.measures], np.float64)


def _entries(page: Page) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Whether a short line, its number aside, stands again further down, and whether it stood further up."""
    where: dict[str, list[int]] = {}
    for at, key in enumerate(lines_without_numbers(page)):
        if len(key) > ENTRY_CHARS:
            where.setdefault(key, []).append(at)
    later, back = np.zeros(len(page.blocks)), np.zeros(len(page.blocks))
    for places in where.values():
        if len(places) > 1:
            first, last = places[0], places[-1]
            for at in places:
                later[at] = last > at + 1
                back[at] = first < at - 1
    return later, back


def _repeated_shares(page: Page) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of a line's content words that stood before it, and that stand in any other line; -1 without words.

    A conclusion says again what was said; what a site adds behind it is about something else.
    """
    held = numbered_words(page)
    size = np.bincount(held.line, minlength=held.lines)
    first = np.full(max(1, len(held.number)), held.lines)
    np.minimum.at(first, held.word, held.line)
    lines = np.bincount(held.word, minlength=len(first))
    some = np.maximum(1, size)
    shares = (held.sums(first[held.word] < held.line) / some, held.sums(lines[held.word] > 1) / some)
    return np.where(size, shares[0], -1.0), np.where(size, shares[1], -1.0)
