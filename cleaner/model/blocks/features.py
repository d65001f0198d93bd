"""All features of all blocks of a page as one matrix, in one pass; NAMES documents every column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaner.model.blocks import around
from cleaner.model.blocks import own as o
from cleaner.model.blocks.grid import Floats, Grid, Ints, grid
from cleaner.model.blocks.head import Head, read_head
from cleaner.model.blocks.lexicon import KINDS, Lexicon
from cleaner.rules.page import Page
from cleaner.types import Kind

_HEADING = list(Kind).index(Kind.HEADING)
_NEAR = (-3, -2, -1, 1, 2, 3)
_NEAR_NAMES = ("words", "link_density", "kind", "word_score", "name_score", "same_home", "same_path")
_LIKE_NAMES = (
    ("like_blocks", "blocks with the same path of tags and classes"),
    ("like_share", "their share of the page's words"),
    ("like_mean", "their mean words"),
    ("like_spread", "the standard deviation of their words"),
    ("like_linked", "their link density"),
    ("like_score", "the mean learned weight of their words"),
    ("like_span", "share of the page from the first to the last of them"),
    ("look_share", "share of the page's words in homes with the same tag and first class"),
    ("look_blocks", "blocks in such homes"),
)
_ROW_NAMES = (
    ("at", "place among the blocks, 0..1"),
    ("at_words", "share of the page's words before it"),
    ("number", "place among the blocks"),
    ("number_back", "place from the end"),
    ("since_heading", "blocks since the last heading"),
    ("heading_level", "that heading's rank; 0 without one"),
    ("heading_score", "learned weight of that heading's words"),
    ("heading_words", "words from that heading to the next"),
    ("heading_linked", "link density from that heading to the next"),
    ("since_prose", "blocks since the last prose"),
    ("until_prose", "blocks until the next prose"),
    ("near3_words", "mean words of the 7 blocks around"),
    ("near3_linked", "link density of the 7 blocks around"),
    ("near10_words", "mean words of the 21 blocks around"),
    ("near10_linked", "link density of the 21 blocks around"),
    ("near10_prose", "share of prose words in the 21 blocks around"),
    ("near10_score", "mean learned weight of the words of the 21 blocks around"),
    ("from_title", "blocks since the page's title block (the heading most like the title); negative before it"),
    ("from_title_words", "words since the title block, as a share of the page"),
    ("title_like", "how like the title the title block is"),
    ("tag", "tag of the home"),
    ("parent_tag", "tag of the home's parent"),
    ("depth", "ancestors"),
    ("name_score", "learned weight of the home's class and id tokens"),
    ("name_parent", "the same for its parent"),
    ("name_path", "the same summed over all ancestors"),
    ("name_low", "the lowest on the path"),
    ("name_high", "the highest on the path"),
    ("alone", "the home holds this block only"),
    ("home_first", "the first block of its home"),
)
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
    found = list(o.NAMES) + list(_ROW_NAMES) + list(_LIKE_NAMES)
    found += [(f"up_{tag}", meaning) for tag, meaning in around.LANDMARK_NAMES]
    for ring in range(around.RINGS):
        found += [(f"ring{ring}_{n}", f"enclosing element {ring}: {meaning}") for n, meaning in around.ELEMENT_NAMES]
    for card in ("card", "outer"):
        which = "innermost" if card == "card" else "outermost"
        found += [(f"{card}_{n}", f"{which} repeated element: {meaning}") for n, meaning in around.ELEMENT_NAMES]
    found += [(f"main_{n}", f"main element: {meaning}") for n, meaning in around.MAIN_NAMES]
    for step in _NEAR:
        found += [(f"near{step:+d}_{n}", f"the block {step:+d} away: {n}") for n in _NEAR_NAMES]
    found += [(f"page_{n}", f"page: {meaning}") for n, meaning in _PAGE_NAMES]
    found += [(f"page_like_{kind}", f"page: learned sign of kind {kind}") for kind in KINDS]
    return tuple(found)


NAMES = _names()


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's feature matrix (blocks x len(NAMES)) and what a second look needs."""

    grid: Grid
    head: Head
    matrix: Floats
    rings: Ints
    words: Floats


def features(page: Page, lexicon: Lexicon) -> Facts:
    """The features of every block of a page that has blocks."""
    head = read_head(page.source, page.url)
    laid = grid(page.blocks)
    own = o.own(page, head, [lexicon.of_block(m.fingerprint) for m in page.measures])
    names = lexicon.of_elements(laid)
    sums = around.block_sums(own)
    table = around.element_table(laid, sums, names)
    ring = around.rings(laid)
    inner, outer = around.cards(laid)
    main = around.main_element(laid, sums[:, 3], sums[:, 1])
    n = len(page.blocks)
    parts = [
        own,
        _rows(laid, own, sums, names, table),
        _likes(laid, own, sums),
        around.landmarks(laid),
        table[ring].reshape(n, -1),
        table[inner] * (inner > 0)[:, None],
        table[outer] * (outer > 0)[:, None],
        around.to_main(laid, main),
        _near(laid, own, names),
        np.tile(_whole(laid, own, table, main, head, lexicon), (n, 1)),
    ]
    return Facts(laid, head, np.concatenate(parts, axis=1), ring, own[:, o.WORDS])


def _rows(laid: Grid, own: Floats, sums: Floats, names: Floats, table: Floats) -> Floats:
    n = len(own)
    number = np.arange(n, dtype=np.float64)
    words = sums[:, 1]
    total = max(1.0, float(words.sum()))
    before = np.cumsum(words) - words
    prose = np.flatnonzero(sums[:, 3])
    title = _title_block(own)
    low, high = _extremes(laid, names)
    home = laid.home
    size = (laid.last - laid.first)[home]
    columns = [
        number / n, before / total, number, n - number,
        *_headings(own, sums),
        *_distance(prose, n),
        *_windows(sums, 3)[:2], *_windows(sums, 10),
        number - title if title >= 0 else np.full(n, -999.0),
        (before - before[title]) / total if title >= 0 else np.full(n, -9.0),
        np.full(n, own[title, o.TITLE_SHARE] * own[title, o.TITLE_COVER] if title >= 0 else 0.0),
        laid.tag[home], laid.tag[laid.parent[home]], laid.depth[home], names[home], names[laid.parent[home]],
        table[home, 18], low[home], high[home], size == 1, laid.first[home] == number,
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.float64)


def _title_block(own: Floats) -> int:
    """The heading most like the title, or -1."""
    like = own[:, o.TITLE_SHARE] * own[:, o.TITLE_COVER] * (own[:, o.KIND] == _HEADING)
    best = int(np.argmax(like))
    return best if like[best] > 0.1 else -1


def _headings(own: Floats, sums: Floats) -> list[Floats]:
    n = len(own)
    number = np.arange(n)
    heads = own[:, o.KIND] == _HEADING
    latest = np.maximum.accumulate(np.where(heads, number, -1))
    starts = np.flatnonzero(heads)
    total = np.zeros((n + 1, 2))
    np.cumsum(sums[:, 1:3], axis=0, out=total[1:])
    section = np.searchsorted(starts, number, side="right")
    bounds = np.concatenate([[0], starts, [n]])
    inside = (total[bounds[1:]] - total[bounds[:-1]])[section]
    some = latest >= 0
    level = 1 + [name for name, _ in o.NAMES].index("level") - 1
    return [
        np.where(some, number - latest, 999),
        np.where(some, own[latest, level], 0),
        np.where(some, own[latest, o.WORD_SCORE], 0),
        inside[:, 0],
        inside[:, 1] / np.maximum(1, inside[:, 0]),
    ]


def _distance(places: Ints, n: int) -> list[Floats]:
    number = np.arange(n)
    if len(places) == 0:
        return [np.full(n, 999.0), np.full(n, 999.0)]
    at = np.searchsorted(places, number, side="right")
    since = np.where(at > 0, number - places[np.maximum(0, at - 1)], 999)
    at = np.searchsorted(places, number, side="left")
    until = np.where(at < len(places), places[np.minimum(at, len(places) - 1)] - number, 999)
    return [since, until]


def _windows(sums: Floats, reach: int) -> list[Floats]:
    n = len(sums)
    total = np.zeros((n + 1, sums.shape[1]))
    np.cumsum(sums, axis=0, out=total[1:])
    number = np.arange(n)
    inside = total[np.minimum(n, number + reach + 1)] - total[np.maximum(0, number - reach)]
    some = np.maximum(1, inside[:, 1])
    return [inside[:, 1] / inside[:, 0], inside[:, 2] / some, inside[:, 3] / some, inside[:, 7] / inside[:, 0]]


def _extremes(laid: Grid, names: Floats) -> tuple[Floats, Floats]:
    low, high = names.tolist(), names.tolist()
    for at, above in enumerate(laid.parent.tolist()):
        if at:
            low[at] = min(low[at], low[above])
            high[at] = max(high[at], high[above])
    return np.array(low), np.array(high)


def _likes(laid: Grid, own: Floats, sums: Floats) -> Floats:
    like, look = laid.like[laid.home], laid.look[laid.home]
    n = len(own)
    total = max(1.0, float(sums[:, 1].sum()))
    count = np.bincount(like).astype(np.float64)
    some = np.maximum(1, count)
    words, linked, squares, score = (np.bincount(like, weights=sums[:, k]) for k in (1, 2, 6, 7))
    mean = words / some
    spread = np.sqrt(np.maximum(0, squares / some - mean * mean))
    number = np.arange(n)
    first = np.full(len(count), n)
    np.minimum.at(first, like, number)
    last = np.zeros(len(count))
    np.maximum.at(last, like, number)
    density, reach = linked / np.maximum(1, words), (last - first) / n
    table = np.column_stack([count, words / total, mean, spread, density, score / some, reach])
    looks = np.column_stack([np.bincount(look, weights=sums[:, 1]) / total, np.bincount(look)])
    return np.concatenate([table[like], looks[look]], axis=1)


def _near(laid: Grid, own: Floats, names: Floats) -> Floats:
    n = len(own)
    like = laid.like[laid.home]
    base = np.column_stack([own[:, [o.WORDS, o.LINK_DENSITY, o.KIND, o.WORD_SCORE]], names[laid.home]])
    parts = []
    for step in _NEAR:
        other = np.arange(n) + step
        exists = (other >= 0) & (other < n)
        other = np.clip(other, 0, n - 1)
        parts.append(np.where(exists[:, None], base[other], -1.0))
        parts.append(((laid.home[other] == laid.home) & exists)[:, None])
        parts.append(((like[other] == like) & exists)[:, None])
    return np.concatenate(parts, axis=1).astype(np.float64)


def _whole(laid: Grid, own: Floats, table: Floats, main: int, head: Head, lexicon: Lexicon) -> Floats:
    n = len(own)
    names = {name: column for column, (name, _) in enumerate(o.NAMES)}
    most = int(np.argmax(laid.peers))
    crowd = (laid.parent == laid.parent[most]) & (laid.look == laid.look[most])
    found = [
        n, table[0, 1], table[0, 5], table[0, 6], table[0, 3], table[0, 7], table[0, 8], table[0, 9], table[0, 10],
        table[main, 2], table[main, 5], table[main, 6], laid.peers[most], float(table[crowd, 2].sum()),
        head.body_words, table[0, 11], own[:, names["price"]].sum(), len(laid.elements),
        ((own[:, o.KIND] == _HEADING) & (own[:, names["level"]] == 1)).sum(), len(head.title),
        *lexicon.of_page(head.marks),
    ]  # fmt: skip
    return np.array(found, dtype=np.float64)
