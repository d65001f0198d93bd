"""Variants of the training pages: what must not change a judgement is changed, the labels stay.

hashed  class and id tokens become tokens nobody has seen, the word tables are empty: another maker and language
alone   only what the gold holds, under its own container: an article without furniture, a fragment
empty   furniture without an article
short   the article with what stands next to it and at the page's ends: a small site's page
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.train.dataset import SETTINGS, Sample
from cleaner.model.blocks.features import features
from cleaner.model.blocks.lexicon import Lexicon
from cleaner.page.page import build_page
from cleaner.types import Block, Document, Element, Mode

WANTED = 0.5  # share of a block's words in the gold that make it a part of the article alone
FEWEST = 5  # blocks of an article that is shown alone
BESIDE = 3  # blocks before a shortened page's article, and half of those behind it
EDGE = 4  # first and last blocks of a page that stay when it is shortened
FURNITURE = 40  # blocks of a page without its article
LONGER = 30  # blocks that a page has beside its article where it is shortened


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of a page or a variant of it, and which of the page's blocks the rows are."""

    matrix: np.ndarray
    blocks: np.ndarray


def plain(sample: Sample, lexicon: Lexicon) -> Rows:
    """The page as it is."""
    return Rows(features(sample.page, lexicon), np.arange(len(sample.counts)))


def hashed(sample: Sample, lexicon: Lexicon) -> Rows:
    """The page with names and words that say nothing."""
    known: dict[int, Element] = {}
    blocks = [block._replace(path=tuple(_renamed(element, known) for element in block.path)) for block in sample.blocks]
    page = replace(sample.page, document=Document(tuple(blocks)), known={})
    return Rows(features(page, Lexicon(names=lexicon.names)), np.arange(len(blocks)))


def _renamed(element: Element, known: dict[int, Element]) -> Element:
    found = known.get(element.order)
    if found is None:
        tokens = tuple(hashlib.sha256(token.encode()).hexdigest()[:7] for token in element.tokens)
        found = known[element.order] = element._replace(tokens=tokens)
    return found


def alone(sample: Sample, lexicon: Lexicon) -> Rows | None:
    """The article without what stands around and between it; None where little is left."""
    at = _wanted(sample)
    return _cut(sample, at, lexicon) if len(at) >= FEWEST else None


def short(sample: Sample, lexicon: Lexicon) -> Rows | None:
    """The article with the blocks next to it and the page's first and last ones; None where that is the page."""
    at = _wanted(sample)
    count = len(sample.counts)
    if len(at) < FEWEST or at[-1] - at[0] > count - LONGER:
        return None
    article = np.arange(max(0, at[0] - BESIDE), min(count, at[-1] + 2 * BESIDE + 1))
    return _cut(sample, np.union1d(article, [*range(EDGE), *range(count - EDGE, count)]), lexicon)


def empty(sample: Sample, lexicon: Lexicon) -> Rows | None:
    """The page's furniture without the article; None where little is left."""
    at = np.flatnonzero((sample.share == 0) & (sample.trust > 0))[:FURNITURE]
    return _cut(sample, at, lexicon) if len(at) >= FEWEST else None


def _wanted(sample: Sample) -> np.ndarray:
    return np.flatnonzero((sample.share >= WANTED) & (sample.trust > 0))


def _cut(sample: Sample, at: np.ndarray, lexicon: Lexicon) -> Rows:
    """These blocks of a page as a page, under the root of their common container."""
    picked = [sample.blocks[i] for i in at.tolist()]
    shared = _common([block.path for block in picked])
    blocks: list[Block] = []
    for number, block in enumerate(picked):
        blocks.append(block._replace(index=number, path=(*block.path[:1], *block.path[max(1, shared) :])))
    head = sample.text[: max(0, sample.text.lower().find("<body"))]
    page = build_page(Document(tuple(blocks)), Mode.HTML, url=sample.url or None, source=head, settings=SETTINGS)
    return Rows(features(page, lexicon), at)


def _common(paths: Sequence[tuple[Element, ...]]) -> int:
    """How many elements all of these paths share."""
    first, last = min(paths), max(paths)
    size = 0
    while size < min(len(first), len(last)) and first[size].order == last[size].order:
        size += 1
    return size
