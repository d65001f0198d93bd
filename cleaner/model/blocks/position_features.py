"""Where a block stands: its place, its heading, the windows around it, the names on its path, its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleaner.model.blocks import block_features as o
from cleaner.model.blocks.grid import TAGS, Floats, Grid, Ints
from cleaner.rules.structure import hint_table

Row = npt.NDArray[np.generic] | float
WRAPPER = 0.5  # share of the page's words in one element: it wraps the page
REGIONS = {"nav": -2.5, "footer": -1.8, "aside": -1.5, "form": -0.8, "button": -2.0, "article": 0.8, "main": 0.5}
_REGION_CODES = np.array([[TAGS.index(tag) + 1] for tag in REGIONS])
_REGION_WEIGHTS = np.array([[weight] for weight in REGIONS.values()])
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
    own: Floats  # block_features.NAMES x blocks
    sums: Floats  # what is summed over containers x blocks
    names: Floats  # elements: learned weight of their class and id tokens
    table: Floats  # container_features.ELEMENT_NAMES x elements
    main: int  # the main element


def position_rows(seen: Seen) -> list[Row]:
    """One row for each of ROW_NAMES; a figure where it is the same for all blocks."""
    laid, own, sums, names = seen.grid, seen.own, seen.sums, seen.names
    n = own.shape[1]
    number = np.arange(n, dtype=np.float64)
    words = sums[1]
    total = max(1.0, float(words.sum()))
    before = words.cumsum() - words
    title = _title_block(own)
    home = laid.home
    over = laid.parent.take(home)
    hidden, low, high, region, name_low, name_high = _handed_down(laid, names, seen.table[2] > WRAPPER)
    return [
        number / n, before / total, number, n - number,
        *_headings(own, sums),
        *distance(sums[3].nonzero()[0], n),
        *_windows(sums, 3)[:2], *_windows(sums, 10),
        number - title if title >= 0 else -999.0,
        (before - before[title]) / total if title >= 0 else -9.0,
        own[o.TITLE_SHARE, title] * own[o.TITLE_COVER, title] if title >= 0 else 0.0,
        laid.tag.take(home), laid.tag.take(over), laid.depth.take(home), names.take(home), names.take(over),
        seen.table[17].take(home), name_low.take(home), name_high.take(home), laid.first.take(home) == number,
        before, before - before[laid.first[seen.main]], _heading_weights(own),
        hidden.take(home), low.take(home), high.take(home), region.take(home),
    ]  # fmt: skip


def _title_block(own: Floats) -> int:
    """The heading most like the title, or -1."""
    like = own[o.TITLE_SHARE] * own[o.TITLE_COVER] * (own[o.KIND] == o.HEADING)
    best = int(like.argmax())
    return best if like[best] > 0.1 else -1


def _headings(own: Floats, sums: Floats) -> list[Floats]:
    n = own.shape[1]
    number = np.arange(n)
    heads = own[o.KIND] == o.HEADING
    latest = np.maximum.accumulate(np.where(heads, number, -1))
    starts = heads.nonzero()[0]
    total = np.zeros((2, n + 1))
    sums[1:3].cumsum(axis=1, out=total[:, 1:])
    section = starts.searchsorted(number, side="right")
    bounds = np.concatenate([[0], starts, [n]])
    words, linked = (total[:, bounds[1:]] - total[:, bounds[:-1]])[:, section]
    some = latest >= 0
    return [
        np.where(some, number - latest, 999),
        np.where(some, own[o.LEVEL].take(latest), 0),
        np.where(some, own[o.WORD_SCORE].take(latest), 0),
        words,
        linked / np.maximum(1, words),
    ]


def _heading_weights(own: Floats) -> Floats:
    """The last heading's weight for what stands under it; 0 before any heading."""
    heads = own[o.KIND] == o.HEADING
    latest = np.maximum.accumulate(np.where(heads, np.arange(len(heads)), -1))
    return np.where(latest >= 0, own[o.HEAD_SCORE].take(latest), 0.0)


def _handed_down(laid: Grid, names: Floats, wraps: npt.NDArray[np.bool_]) -> tuple[Floats, ...]:
    """What an element has of itself and its ancestors, one array a fact.

    How hidden it is; the lowest and the highest weight of a known word; the summed weight of its regions; the lowest
    and the highest learned weight of names.
    Elements that hold most of the page's words wrap it: their names and regions describe no part.
    """
    told = hint_table()
    spoken = {token: told[token][1] for token in laid.tokens if token in told}
    low, high = np.zeros(len(laid.names)), np.zeros(len(laid.names))
    for at, tokens in enumerate(laid.names):
        if not spoken.keys().isdisjoint(tokens):
            weights = [spoken[token] for token in tokens if token in spoken]
            low[at], high[at] = min(weights), max(weights)
    low, high = low.take(laid.name), high.take(laid.name)
    hidden = np.zeros(len(laid.name))
    for at, element in enumerate(laid.elements):
        if element.hidden:
            hidden[at] = 1 if element.hidden.startswith(WEAK) else 2
    regions = (laid.tag == _REGION_CODES) & ((_REGION_WEIGHTS > 0) | ~wraps)
    own = np.concatenate([np.stack([hidden, np.where(wraps, 0, -low), np.where(wraps, 0, high)]), regions])
    own[:, 0] = 0
    handed = laid.highest(np.concatenate([own, np.stack([-names, names])]))
    return handed[0], -handed[1], handed[2], (handed[3:-2] * _REGION_WEIGHTS).sum(axis=0), -handed[-2], handed[-1]


def distance(places: Ints, n: int) -> list[Row]:
    """For each of n blocks how far back and how far ahead the nearest of these places is; 999 (for all) without one."""
    number = np.arange(n)
    if len(places) == 0:
        return [999.0, 999.0]
    at = places.searchsorted(number, side="right")
    since = np.where(at > 0, number - places[np.maximum(0, at - 1)], 999)
    at = places.searchsorted(number, side="left")
    until = np.where(at < len(places), places[np.minimum(at, len(places) - 1)] - number, 999)
    return [since, until]


def _windows(sums: Floats, reach: int) -> list[Floats]:
    n = sums.shape[1]
    total = np.zeros((5, n + 1))
    sums[(0, 1, 2, 3, 7), :].cumsum(axis=1, out=total[:, 1:])
    number = np.arange(n)
    inside = total[:, np.minimum(n, number + reach + 1)] - total[:, np.maximum(0, number - reach)]
    some = np.maximum(1, inside[1])
    return [inside[1] / inside[0], inside[2] / some, inside[3] / some, inside[4] / inside[0]]


def alike_rows(seen: Seen) -> Floats:
    """One row for each of LIKE_NAMES."""
    laid, sums = seen.grid, seen.sums
    like, look = laid.like.take(laid.home), laid.look.take(laid.home)
    n = sums.shape[1]
    total = max(1.0, float(sums[1].sum()))
    count = np.bincount(like).astype(np.float64)
    some = np.maximum(1, count)
    words, linked, squares, score = (np.bincount(like, weights=sums[k]) for k in (1, 2, 6, 7))
    mean = words / some
    spread = np.sqrt(np.maximum(0, squares / some - mean * mean))
    number = np.arange(n)
    first, last = np.zeros(len(count)), np.zeros(len(count))
    # Of several values for one place the last one stays.
    last[like] = number
    first[like[::-1]] = number[::-1]
    dense = linked / np.maximum(1, words)
    table = np.stack([count, words / total, mean, spread, dense, score / some, (last - first) / n])
    looks = np.stack([np.bincount(look, weights=sums[1]) / total, np.bincount(look)])
    return np.concatenate([table.take(like, axis=1), looks.take(look, axis=1)])


def neighbour_rows(seen: Seen) -> Floats:
    """For each of STEPS one row for each of NEAR_NAMES."""
    laid, own = seen.grid, seen.own
    n = own.shape[1]
    like = laid.like.take(laid.home)
    base = np.stack(
        [*(own[row] for row in (o.WORDS, o.LINK_DENSITY, o.KIND, o.WORD_SCORE)), seen.names.take(laid.home)]
    )
    found = np.full((len(STEPS), len(NEAR_NAMES), n), -1.0)
    found[:, -1] = 0.0
    for part, step in zip(found, STEPS, strict=True):
        inside = slice(max(0, -step), n - max(0, step))
        other = slice(max(0, step), n - max(0, -step))
        if abs(step) < n:
            part[:-1, inside] = base[:, other]
            part[-1, inside] = like[other] == like[inside]
    return found.reshape(-1, n)
