"""What stands around a block: its containers, its like on the page, its neighbours, its heading, the page."""

from __future__ import annotations

import numpy as np

from cleaner.model.blocks import own as o
from cleaner.model.blocks.grid import TAGS, Floats, Grid, Ints
from cleaner.types import Kind

RINGS = 5
CARD_PEERS = 3
_HEADING = list(Kind).index(Kind.HEADING)
_ITEM = list(Kind).index(Kind.ITEM)
_LANDMARKS = ("article", "main", "nav", "footer", "aside", "header", "form", "table", "ul", "section", "figure",
              "button", "a", "blockquote", "details")  # fmt: skip


def block_sums(own: Floats) -> Floats:
    """The columns that are summed over containers: blocks, words, linked words, prose, headings and so on."""
    words = own[:, o.WORDS]
    linked = words * own[:, o.LINK_DENSITY]
    kind = own[:, o.KIND]
    prose = (words >= 12) & (own[:, o.LINK_DENSITY] < 0.33) & (own[:, o.ENDS] > 0)
    return np.column_stack(
        [
            np.ones_like(words), words, linked, words * prose, kind == _HEADING, kind == _ITEM, words * words,
            own[:, o.WORD_SCORE], own[:, o.WORD_SCORE] * words, own[:, o.COPIES] > 1,
            words * np.maximum(0, own[:, o.IN_BODY]), own[:, o.WORDS] <= 3,
        ]
    ).astype(np.float64)  # fmt: skip


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
    """One row an element, one column for each of ELEMENT_NAMES."""
    inside = grid.inside(sums)
    blocks, words = np.maximum(1, inside[:, 0]), inside[:, 1]
    total, prose = max(1.0, words[0]), max(1.0, inside[0, 3])
    some = np.maximum(1, words)
    mean = words / blocks
    before = np.concatenate([[0.0], np.cumsum(sums[:, 1])])[grid.first] / total
    path = path_sums(grid, names)
    elements = np.bincount(grid.parent, minlength=len(names)).astype(np.float64)
    return np.column_stack(
        [
            blocks, words, words / total, mean, np.sqrt(np.maximum(0, inside[:, 6] / blocks - mean * mean)),
            inside[:, 2] / some, inside[:, 3] / some, inside[:, 4] / blocks, inside[:, 5] / blocks,
            inside[:, 11] / blocks, inside[:, 7] / blocks, inside[:, 3] / prose, before,
            grid.tag, grid.peers, grid.place, names, path, grid.depth, words / (1 + elements),
        ]
    )  # fmt: skip


def path_sums(grid: Grid, values: Floats) -> Floats:
    """Each element's value plus its ancestors'."""
    total = values.tolist()
    parent = grid.parent.tolist()
    for at in range(1, len(total)):
        total[at] += total[parent[at]]
    return np.array(total)


def rings(grid: Grid) -> Ints:
    """For each block RINGS enclosing elements, each holding at least twice the blocks of the one inside it."""
    count = (grid.last - grid.first).tolist()
    parent = grid.parent.tolist()
    wider = [0] * len(count)
    single = [0] * len(count)
    for at in range(1, len(count)):
        above = parent[at]
        need = 2 * count[at]
        up = above
        while up and count[up] < need:
            up = wider[up] if count[up] > need // 2 and wider[up] else parent[up]
        wider[at] = up
        single[at] = at if count[at] > 1 else single[above]
    inner = np.array(single)[grid.home]
    grown = np.array(wider)
    found = [inner]
    for _ in range(RINGS - 1):
        found.append(grown[found[-1]])
    return np.column_stack(found)


def cards(grid: Grid) -> tuple[Ints, Ints]:
    """For each block the innermost and the outermost enclosing element with CARD_PEERS like it beside it; 0: none."""
    count = (grid.last - grid.first).tolist()
    parent, peers = grid.parent.tolist(), grid.peers.tolist()
    inner = [0] * len(count)
    outer = [0] * len(count)
    for at in range(1, len(count)):
        repeated = peers[at] >= CARD_PEERS
        above = parent[at]
        inner[at] = at if repeated and (count[at] > 1 or not inner[above]) else inner[above]
        outer[at] = outer[above] or (at if repeated else 0)
    return np.array(inner)[grid.home], np.array(outer)[grid.home]


def main_element(grid: Grid, wanted: Floats, words: Floats) -> int:
    """The element whose words agree best (F1) with the wanted words (per block)."""
    inside = grid.inside(np.column_stack([wanted, words]))
    total = inside[0, 0]
    if total <= 0:
        return 0
    score = 2 * inside[:, 0] / np.maximum(1e-9, inside[:, 1] + total)
    return int(np.argmax(np.round(score, 9) + 1e-9 * grid.depth))


MAIN_NAMES = (
    ("inside", "inside it"), ("before", "blocks before it (share of the page)"), ("after", "blocks after it"),
    ("through", "how far through it, 0..1"), ("share", "its share of the page's blocks"),
    ("shared", "depth of the element that holds both"),
    ("apart", "levels from the block up to that element"), ("deep", "its depth"),
)  # fmt: skip


def to_main(grid: Grid, main: int) -> Floats:
    """Where each block stands to the main element, one column for each of MAIN_NAMES."""
    n = len(grid.home)
    number = np.arange(n)
    first, last = int(grid.first[main]), int(grid.last[main])
    chain = {main}
    at = main
    while at:
        at = int(grid.parent[at])
        chain.add(at)
    parent = grid.parent.tolist()
    shared = [0] * len(parent)
    for at in range(1, len(parent)):
        shared[at] = at if at in chain else shared[parent[at]]
    common = grid.depth[np.array(shared)[grid.home]]
    within = (number >= first) & (number < last)
    return np.column_stack(
        [
            within, np.maximum(0, first - number) / n, np.maximum(0, number - last + 1) / n,
            np.clip((number - first) / max(1, last - first), 0, 1), np.full(n, (last - first) / n), common,
            grid.depth[grid.home] - common, np.full(n, grid.depth[main]),
        ]
    ).astype(np.float64)  # fmt: skip


def landmarks(grid: Grid) -> Floats:
    """For each landmark tag how many levels above the block the nearest one stands (0: none, 1: the home itself)."""
    m = len(grid.elements)
    codes = {TAGS.index(tag) + 1: column for column, tag in enumerate(_LANDMARKS)}
    nearest: list[list[int]] = [[-1] * len(_LANDMARKS)] * m
    tags, parent, depth = grid.tag.tolist(), grid.parent.tolist(), grid.depth
    for at in range(m):
        row = nearest[parent[at]] if at else nearest[0]
        column = codes.get(tags[at])
        if column is not None:
            row = row.copy()
            row[column] = int(depth[at])
        nearest[at] = row
    table = np.array(nearest)[grid.home]
    return np.where(table < 0, 0, depth[grid.home][:, None] - table + 1).astype(np.float64)


LANDMARK_NAMES = tuple((tag, f"levels up to the nearest <{tag}>, 0 without one") for tag in _LANDMARKS)
