"""Where a block stands: its place, its heading, the windows around it, the names on its path, its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaner.model.blocks import own as o
from cleaner.model.blocks.grid import Floats, Grid, Ints
from cleaner.rules.structure import hint_table
from cleaner.types import Kind

_HEADING = list(Kind).index(Kind.HEADING)
WRAPPER = 0.5  # share of the page's words in one element: it wraps the page
REGIONS = {"nav": -2.5, "footer": -1.8, "aside": -1.5, "form": -0.8, "button": -2.0, "article": 0.8, "main": 0.5}
# Ways of hiding that scripts undo (tabs, accordions).
WEAK = ("display:none", "aria-hidden", "hidden attribute", "visibility", "closed")
STEPS = (-2, -1, 1, 2)
NEAR_NAMES = ("words", "link_density", "kind", "word_score", "name_score", "same_path")
ROW_NAMES = (
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
    ("home_first", "the first block of its home"),
    ("words_before", "words before it"),
    ("words_since_main", "words since the main element began; negative before it"),
    ("heading_said", "learned weight of the last heading's words for what stands under it"),
    ("hidden", "0 seen, 1 hidden in a way scripts undo, 2 hidden for good"),
    ("hint_low", "the lowest weight of a known furniture word on its path (rules/data/hints.toml)"),
    ("hint_high", "the highest weight of a known word on its path"),
    ("region", "summed weight of the page regions (nav, footer, aside, form, article, main) it stands in"),
)
LIKE_NAMES = (
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


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the parts of the feature matrix share: the page's arrays, computed once."""

    grid: Grid
    own: Floats  # blocks x own.NAMES
    sums: Floats  # blocks x what is summed over containers
    names: Floats  # elements: learned weight of their class and id tokens
    table: Floats  # elements x around.ELEMENT_NAMES
    main: int  # the main element


def rows(seen: Seen) -> Floats:
    """One column for each of ROW_NAMES."""
    laid, own, sums, names, table = seen.grid, seen.own, seen.sums, seen.names, seen.table
    n = len(own)
    number = np.arange(n, dtype=np.float64)
    words = sums[:, 1]
    total = max(1.0, float(words.sum()))
    before = np.cumsum(words) - words
    prose = np.flatnonzero(sums[:, 3])
    title = _title_block(own)
    low, high = _extremes(laid, names)
    home = laid.home
    hints = _hints(laid, table[:, 2])
    columns = [
        number / n, before / total, number, n - number,
        *_headings(own, sums),
        *distance(prose, n),
        *_windows(sums, 3)[:2], *_windows(sums, 10),
        number - title if title >= 0 else np.full(n, -999.0),
        (before - before[title]) / total if title >= 0 else np.full(n, -9.0),
        np.full(n, own[title, o.TITLE_SHARE] * own[title, o.TITLE_COVER] if title >= 0 else 0.0),
        laid.tag[home], laid.tag[laid.parent[home]], laid.depth[home], names[home], names[laid.parent[home]],
        table[home, 17], low[home], high[home], laid.first[home] == number,
        before, before - before[laid.first[seen.main]], _told(own), *(column[home] for column in hints),
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
    return [
        np.where(some, number - latest, 999),
        np.where(some, own[latest, o.LEVEL], 0),
        np.where(some, own[latest, o.WORD_SCORE], 0),
        inside[:, 0],
        inside[:, 1] / np.maximum(1, inside[:, 0]),
    ]


def _told(own: Floats) -> Floats:
    """The last heading's weight for what stands under it; 0 before any heading."""
    heads = own[:, o.KIND] == _HEADING
    latest = np.maximum.accumulate(np.where(heads, np.arange(len(own)), -1))
    return np.where(latest >= 0, own[latest, o.HEAD_SCORE], 0.0)


def _hints(laid: Grid, share: Floats) -> tuple[Floats, ...]:
    """Of each element and its ancestors: how hidden it is, the lowest and the highest weight of a known word, regions.

    Elements that hold most of the page's words wrap it: their names and regions describe no part.
    """
    table = hint_table()
    known: dict[tuple[str, ...], tuple[float, float]] = {}
    hidden, low, high = [0], [0.0], [0.0]
    regions: list[frozenset[str]] = [frozenset()]
    rows = zip(laid.elements, laid.parent.tolist(), (share > WRAPPER).tolist(), strict=True)
    for at, (element, above, wraps) in enumerate(rows):
        if not at:
            continue
        found = known.get(element.tokens)
        if found is None:
            weights = [table[token][1] for token in element.tokens if token in table]
            found = known[element.tokens] = (min(weights, default=0.0), max(weights, default=0.0))
        reason = (1 if element.hidden.startswith(WEAK) else 2) if element.hidden else 0
        hidden.append(max(reason, hidden[above]))
        low.append(low[above] if wraps else min(found[0], low[above]))
        high.append(high[above] if wraps else max(found[1], high[above]))
        region = regions[above]
        if element.tag in REGIONS and element.tag not in region and (not wraps or REGIONS[element.tag] > 0):
            region |= {element.tag}
        regions.append(region)
    weight = [sum([REGIONS[tag] for tag in sorted(region)]) for region in regions]
    return np.array(hidden), np.array(low), np.array(high), np.array(weight)


def distance(places: Ints, n: int) -> list[Floats]:
    """For each of n blocks how far back and how far ahead the nearest of these places is; 999 without one."""
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


def likes(seen: Seen) -> Floats:
    """One column for each of LIKE_NAMES."""
    laid, own, sums = seen.grid, seen.own, seen.sums
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
    dense = linked / np.maximum(1, words)
    span = (last - first) / n
    table = np.column_stack([count, words / total, mean, spread, dense, score / some, span])
    looks = np.column_stack([np.bincount(look, weights=sums[:, 1]) / total, np.bincount(look)])
    return np.concatenate([table[like], looks[look]], axis=1)


def near(seen: Seen) -> Floats:
    """For each of STEPS one column for each of NEAR_NAMES."""
    laid, own, names = seen.grid, seen.own, seen.names
    n = len(own)
    like = laid.like[laid.home]
    base = np.column_stack([own[:, (o.WORDS, o.LINK_DENSITY, o.KIND, o.WORD_SCORE)], names[laid.home]])
    parts = []
    for step in STEPS:
        other = np.arange(n) + step
        exists = (other >= 0) & (other < n)
        other = np.clip(other, 0, n - 1)
        parts.append(np.where(exists[:, None], base[other], -1.0))
        parts.append(((like[other] == like) & exists)[:, None])
    return np.concatenate(parts, axis=1).astype(np.float64)
