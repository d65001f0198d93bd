"""What stands around a block: its containers, its like on the page, its neighbours, its heading, the page."""

from __future__ import annotations

import numpy as np

from cleaner.model.blocks import block_features as o
from cleaner.model.blocks.grid import TAGS, Floats, Grid, Ints

RINGS = 5
CARD_PEERS = 3
_LANDMARKS = ("article", "main", "nav", "footer", "aside", "header", "form", "table", "ul", "section", "figure",
              "button", "a", "blockquote", "details")  # fmt: skip
_LANDMARK_CODES = np.array([[TAGS.index(tag) + 1] for tag in _LANDMARKS])


def block_sums(own: Floats) -> Floats:
    """What is summed over containers, a row each: blocks, words, linked words, prose, headings and so on."""
    words, density, score = own[o.WORDS], own[o.LINK_DENSITY], own[o.WORD_SCORE]
    prose = (words >= 12) & (density < 0.33) & (own[o.ENDS] > 0)
    rows = (
        np.ones_like(words), words, words * density, words * prose, own[o.KIND] == o.HEADING, own[o.KIND] == o.ITEM,
        words * words, score, score * words, own[o.COPIES] > 1, words * np.maximum(0, own[o.IN_BODY]), words <= 3,
    )  # fmt: skip
    return np.stack(rows).astype(np.float64)


ELEMENT_NAMES = (
    ("blocks", "blocks"), ("words", "words"), ("share", "share of the page's words"), ("mean", "words a block"),
    ("spread", "standard deviation of words a block"), ("linked", "link density by words"),
    ("prose", "share of words in prose"), ("headings", "share of headings among blocks"),
    ("items", "share of list items among blocks"), ("tiny", "share of blocks of 3 words or fewer"),
    ("score", "mean learned weight of the blocks' words"),
    ("prose_share", "share of the page's prose"), ("start", "share of the page's words before it"),
    ("tag", "tag"), ("peers", "elements of the same look under the same parent"), ("place", "its place among these"),
    ("name", "learned weight of its class and id tokens"), ("path_name", "the same summed over its ancestors"),
    ("depth", "ancestors"), ("dense", "words per element inside"),
)  # fmt: skip


def element_table(grid: Grid, sums: Floats, names: Floats) -> Floats:
    """One row for each of ELEMENT_NAMES, one column an element."""
    inside = grid.inside(sums)
    blocks, words = np.maximum(1, inside[0]), inside[1]
    total, prose = max(1.0, float(words[0])), max(1.0, float(inside[3, 0]))
    some = np.maximum(1, words)
    mean = words / blocks
    before = np.concatenate([[0.0], sums[1].cumsum()]).take(grid.first) / total
    elements = np.bincount(grid.parent, minlength=len(names)).astype(np.float64)
    rows = (
        blocks, words, words / total, mean, np.sqrt(np.maximum(0, inside[6] / blocks - mean * mean)),
        inside[2] / some, inside[3] / some, inside[4] / blocks, inside[5] / blocks, inside[11] / blocks,
        inside[7] / blocks, inside[3] / prose, before, grid.tag, grid.peers, grid.place, names, grid.along(names),
        grid.depth, words / (1 + elements),
    )  # fmt: skip
    return np.stack(rows)


def rings(grid: Grid) -> Ints:
    """RINGS enclosing elements of each block (RINGS x n), each of at least twice the blocks of the one inside it."""
    count = (grid.last - grid.first).tolist()
    parent = grid.parent.tolist()
    wider = [0] * len(count)
    single = [0] * len(count)
    for at in range(1, len(count)):
        above = parent[at]
        if count[at] <= 1:  # no ring begins at one, and none has it for its next
            single[at] = single[above]
            continue
        need = 2 * count[at]
        up = above
        while up and count[up] < need:
            up = wider[up] if count[up] > need // 2 and wider[up] else parent[up]
        wider[at] = up
        single[at] = at
    grown = np.array(wider)
    found = [np.array(single).take(grid.home)]
    for _ in range(RINGS - 1):
        found.append(grown.take(found[-1]))
    return np.stack(found)


def cards(grid: Grid) -> tuple[Ints, Ints]:
    """For each block the innermost and the outermost enclosing element with CARD_PEERS like it beside it; 0: none.

    Of elements that hold one block only the outermost counts as innermost: what is inside it is its layout.
    """
    number = np.arange(len(grid.elements))
    repeated = grid.peers >= CARD_PEERS
    repeated[0] = False
    wide = repeated & (grid.last - grid.first > 1)
    # Parents come before their children: the nearest is the highest number, the outermost the lowest.
    inner, outer = grid.highest(np.stack([np.where(wide, number, 0), np.where(repeated, -number, -len(number))]))
    outer = np.where(outer > -len(number), -outer, 0)
    return np.where(inner, inner, outer).take(grid.home), outer.take(grid.home)


def enclosing(grid: Grid) -> Ints:
    """The elements whose figures a block has: its RINGS, its innermost and its outermost card; -1: none."""
    return np.concatenate([rings(grid), [np.where(card, card, -1) for card in cards(grid)]])


def main_element(grid: Grid, wanted: Floats, words: Floats) -> int:
    """The element whose words agree best (F1) with the wanted words (per block)."""
    inside = grid.inside(np.stack([wanted, words]))
    total = inside[0, 0]
    if total <= 0:
        return 0
    score = 2 * inside[0] / np.maximum(1e-9, inside[1] + total)
    return int((score.round(9) + 1e-9 * grid.depth).argmax())


MAIN_NAMES = (
    ("inside", "inside it"), ("before", "blocks before it (share of the page)"), ("after", "blocks after it"),
    ("through", "how far through it, 0..1"), ("share", "its share of the page's blocks"),
    ("shared", "depth of the element that holds both"),
    ("apart", "levels from the block up to that element"), ("deep", "its depth"),
)  # fmt: skip


def to_main(grid: Grid, main: int) -> Floats:
    """Where each block stands to the main element, one row for each of MAIN_NAMES."""
    n = len(grid.home)
    number = np.arange(n)
    first, last = int(grid.first[main]), int(grid.last[main])
    above = np.zeros(len(grid.parent), dtype=np.int64)
    at = main
    while at:
        above[at] = grid.depth[at]
        at = int(grid.parent[at])
    # The deepest of the main element and its ancestors that also holds the block.
    common = grid.highest(above).take(grid.home)
    rows = (
        (number >= first) & (number < last), np.maximum(0, first - number) / n, np.maximum(0, number - last + 1) / n,
        np.clip((number - first) / max(1, last - first), 0, 1), (last - first) / n, common,
        grid.depth.take(grid.home) - common, grid.depth[main],
    )  # fmt: skip
    found = np.empty((len(rows), n))
    for at, row in enumerate(rows):
        found[at] = row
    return found


def landmarks(grid: Grid) -> Floats:
    """For each landmark tag how many levels above the block the nearest one stands (0: none, 1: the home itself)."""
    deep = np.where(grid.tag == _LANDMARK_CODES, grid.depth, -1).astype(np.int16)
    nearest = np.ascontiguousarray(grid.highest(deep).T.take(grid.home, axis=0).T)
    return np.where(nearest < 0, 0, grid.depth.take(grid.home) - nearest + 1)


LANDMARK_NAMES = tuple((tag, f"levels up to the nearest <{tag}>, 0 without one") for tag in _LANDMARKS)
