"""All features of all blocks of a page as one matrix, in one pass; NAMES documents every column."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.model.blocks import block_features as o
from cleaner.model.blocks import container_features, position_features
from cleaner.model.blocks.grid import grid_of
from cleaner.model.blocks.lexicon import KINDS, Lexicon
from cleaner.model.blocks.page_head import Head, read_head
from cleaner.model.blocks.position_features import Seen
from cleaner.model.blocks.sections import SECTION_NAMES, sections
from cleaner.page.page import Page

_PAGE_NAMES = (
    ("blocks", "blocks of the page"), ("words", "words of the page"), ("linked", "its link density"),
    ("prose", "share of prose words"), ("mean", "words a block"), ("headings", "share of headings"),
    ("items", "share of list items"), ("tiny", "share of blocks of 3 words or fewer"), ("score", "mean learned weight"),
    ("main_share", "share of the words in the main element"), ("main_linked", "link density of the main element"),
    ("main_prose", "share of prose in the main element"), ("peers", "most elements of one look under one parent"),
    ("peers_words", "share of words in such elements"), ("body_words", "words of the embedded body"),
    ("body_found", "share of the page's words that stand in it"), ("prices", "blocks with a price"),
    ("elements", "elements that hold text"), ("h1", "headings of rank 1"), ("titled", "words of the title"),
)  # fmt: skip


def _names() -> tuple[tuple[str, str], ...]:
    found = list(o.NAMES) + list(position_features.ROW_NAMES) + list(SECTION_NAMES) + list(position_features.LIKE_NAMES)
    found += [(f"up_{tag}", meaning) for tag, meaning in container_features.LANDMARK_NAMES]
    for ring in range(container_features.RINGS):
        found += [
            (f"ring{ring}_{n}", f"enclosing element {ring}: {meaning}")
            for n, meaning in container_features.ELEMENT_NAMES
        ]
    for card in ("card", "outer"):
        which = "innermost" if card == "card" else "outermost"
        found += [
            (f"{card}_{n}", f"{which} repeated element: {meaning}") for n, meaning in container_features.ELEMENT_NAMES
        ]
    found += [(f"main_{n}", f"main element: {meaning}") for n, meaning in container_features.MAIN_NAMES]
    for step in position_features.STEPS:
        found += [(f"near{step:+d}_{n}", f"the block {step:+d} away: {n}") for n in position_features.NEAR_NAMES]
    found += [(f"page_{n}", f"page: {meaning}") for n, meaning in _PAGE_NAMES]
    found += [(f"page_like_{kind}", f"page: learned sign of kind {kind}") for kind in KINDS]
    return tuple(found)


NAMES = _names()


def features(page: Page, lexicon: Lexicon) -> npt.NDArray[np.float32]:
    """One row a block, one column for each of NAMES, of a page that has blocks.

    The array lies column by column, as it is filled and as trees ask.
    """
    head = read_head(page.source, page.url)
    laid = grid_of(page)
    own = o.block_rows(page, head, lexicon)
    names = lexicon.of_elements(laid)
    sums = container_features.block_sums(own)
    table = container_features.element_table(laid, sums, names)
    main = container_features.main_element(laid, sums[3], sums[1])
    seen = Seen(laid, own, sums, names, table, main)
    found = np.empty((len(NAMES), len(page.blocks)), dtype=np.float32)
    found[: len(own)] = own
    filled = len(own)
    for row in position_features.position_rows(seen):
        found[filled] = row
        filled += 1
    for part in (
        sections(own),
        position_features.alike_rows(seen),
        container_features.landmarks(laid),
    ):
        found[filled : filled + len(part)] = part
        filled += len(part)
    around = container_features.enclosing(laid)
    # Whole rows are copied many times as fast as columns. The last one, of zeros, is of an element that is not there.
    figures = np.zeros((len(laid.elements) + 1, len(table)), dtype=np.float32)
    figures[:-1] = table.T
    places = found[filled : filled + around.shape[0] * len(table)].reshape(-1, len(table), len(page.blocks))
    places[:] = figures.take(around, axis=0).transpose(0, 2, 1)
    filled += around.shape[0] * len(table)
    for part in (container_features.to_main(laid, main), position_features.neighbour_rows(seen)):
        found[filled : filled + len(part)] = part
        filled += len(part)
    found[filled:] = np.array(_page_figures(seen, head, lexicon))[:, None]
    return found.T


def _page_figures(seen: Seen, head: Head, lexicon: Lexicon) -> list[float]:
    """One figure for each of the page's names: the same for all of its blocks."""
    laid, own, table, main = seen.grid, seen.own, seen.table, seen.main
    most = int(laid.peers.argmax())
    told = float((own[o.WORDS] * np.maximum(0, own[o.IN_BODY])).sum()) / max(1.0, float(table[1, 0]))
    crowd = (laid.parent == laid.parent[most]) & (laid.look == laid.look[most])
    figures = [
        own.shape[1], *table[(1, 5, 6, 3, 7, 8, 9, 10), 0], *table[(2, 5, 6), main], laid.peers[most],
        table[2, crowd].sum(), len(head.body), told, own[o.PRICE].sum(), len(laid.elements),
        ((own[o.KIND] == o.HEADING) & (own[o.LEVEL] == 1)).sum(), len(head.title),
    ]  # fmt: skip
    return [*map(float, figures), *lexicon.of_page(head.marks)]
