"""Where a line stands: place, neighbours, runs of short lines, repeats, likeness to the text and its title.

`features(page)` gives one row a block; `NAMES` names the columns. Nothing here reads a word's meaning, so the
figures hold in any language; what words say is `say.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.model.lines import likeness as like
from cleaner.model.lines import shape as own
from cleaner.page.page import Page

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]

SHORT = 12  # words: a headline in a list of teasers is shorter
LONG = 25  # words: the common mark of prose
FAR = 20.0  # lines beyond which a distance says nothing more

_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_SEEN_NEAR = ("words", "ends", "titled", "first", "digits", "last")
_PLACE = (
    "at", "to_end", "rel", "words_before", "words_after", "share_before", "share_after", "prose_before",
    "prose_after", "to_prev_prose", "to_next_prose", "mean_words_5", "ends_5", "short_5", "mean_words_15",
    "short_15", "prev_words_sum_3", "next_words_sum_3", "dated_before", "dated_after", "dated_near",
)  # fmt: skip
_RUN = (
    "run", "run_at", "run_left", "run_words", "run_spread", "run_titled", "run_digits", "run_to_end", "run_begin",
    "before_run_words", "before_run_last", "after_run_words", "run_names", "run_copies", "run_known",
)  # fmt: skip
_REPEAT = ("copies", "earlier", "same_start", "same_end", "same_shape", "in_next", "in_prev")
_WHOLE = ("lines", "total", "prose_share", "short_lines", "ends_lines", "mean_line", "has_url")

NAMES = (
    *own.NAMES,
    *_PLACE,
    *_RUN,
    *_REPEAT,
    *like.NAMES,
    *_WHOLE,
    *(f"{name}{at:+d}" for at in _NEIGHBOURS for name in _SEEN_NEAR),
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A page's lines as the features need them."""

    page: Page
    shapes: Matrix  # one row a line, columns of own.NAMES

    def column(self, name: str) -> Vector:
        """One column of the shapes."""
        return self.shapes[:, own.NAMES.index(name)]


def features(page: Page) -> Matrix:
    """One row of figures a block, columns as in `NAMES`; zero rows for an empty page."""
    if not page.blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    shapes = own.shapes(page)
    lines = Lines(page, shapes)
    repeats, likeness = _repeats(lines), like.likeness(page, _prose(lines))
    runs = _runs(lines, repeats[:, 0] > 1, likeness[:, 0])
    parts = (shapes, _place(lines), runs, repeats, likeness, _whole(lines), _near(lines))
    return np.concatenate(parts, axis=1).astype(np.float32)


def _shift(column: Vector, by: int, fill: float) -> Vector:
    """`column[i + by]` for each i, `fill` beyond the ends."""
    out = np.full(len(column), fill, np.float32)
    if abs(by) >= len(column):
        return out
    if by > 0:
        out[:-by] = column[by:]
    else:
        out[-by:] = column[:by]
    return out


def _near(lines: Lines) -> Matrix:
    far = max(_NEIGHBOURS)
    count = len(lines.shapes)
    seen = np.full((count + 2 * far, len(_SEEN_NEAR)), -1.0, np.float32)
    seen[far : far + count] = lines.shapes[:, [own.NAMES.index(name) for name in _SEEN_NEAR]]
    return np.concatenate([seen[far + at : far + at + count] for at in _NEIGHBOURS], axis=1)


def _window(reach: int, *columns: Vector) -> Matrix:
    """The mean of each column over the lines at most `reach` away, one row a column."""
    count = len(columns[0])
    sums = np.zeros((len(columns), count + 1))
    np.cumsum(columns, axis=1, dtype=np.float64, out=sums[:, 1:])
    at = np.arange(count)
    low, high = np.maximum(0, at - reach), np.minimum(count, at + reach + 1)
    return np.asarray((sums[:, high] - sums[:, low]) / (high - low), np.float32)


def _prose(lines: Lines) -> NDArray[np.bool_]:
    """Lines that read like paragraphs of the body: long ones, and sentences of some length."""
    words, ends = lines.column("words"), lines.column("ends")
    return np.asarray((words >= LONG) | ((words >= SHORT) & (ends > 0)))


def _place(lines: Lines) -> Matrix:
    words, ends = lines.column("words"), lines.column("ends")
    count = len(words)
    at = np.arange(count, dtype=np.float32)
    sums = np.cumsum(words, dtype=np.float64)
    total = max(1.0, float(sums[-1]))
    before, after = sums - words, total - sums
    prose = _prose(lines)
    many = np.cumsum(prose)
    where = np.where(prose, at, -1e9)
    last = np.maximum.accumulate(np.concatenate(([-1e9], where[:-1])))
    ahead = np.where(prose, at, 1e9)
    coming = np.minimum.accumulate(np.concatenate((ahead[1:], [1e9]))[::-1])[::-1]
    short = np.asarray(words <= SHORT, np.float32)
    # Comments and lists of articles carry a short line with a date or a time each.
    dated = short * np.maximum(lines.column("year"), lines.column("clock"))
    dates = np.cumsum(dated)
    columns = (
        np.minimum(at, 40), np.minimum(count - 1 - at, 60), at / max(1, count - 1),
        np.log1p(before), np.log1p(after), before / total, after / total,
        np.minimum(many - prose, 30), np.minimum(many[-1] - many, 30),
        np.minimum(at - last, FAR), np.minimum(coming - at, FAR),
        *_window(2, words, ends, short), *_window(7, words, short),
        _shift(words, -1, 0) + _shift(words, -2, 0) + _shift(words, -3, 0),
        _shift(words, 1, 0) + _shift(words, 2, 0) + _shift(words, 3, 0),
        np.minimum(dates - dated, 20), np.minimum(dates[-1] - dates, 20), *_window(6, dated),
    )  # fmt: skip
    return np.stack([np.asarray(c, np.float32) for c in columns], axis=1)


def _runs(lines: Lines, repeated: NDArray[np.bool_], known: Vector) -> Matrix:
    """Runs of short lines that end as no sentence does: menus, lists of headlines, share bars.

    `repeated` and `known` are the lines' own: whether a line stands more than once, and the share of its words
    that the body holds.
    """
    words, ends, last = lines.column("words"), lines.column("ends"), lines.column("last")
    titled, digits, names = lines.column("titled"), lines.column("digits"), lines.column("name")
    count = len(words)
    out = np.zeros((count, len(_RUN)), np.float32)
    open_short = (words <= SHORT) & (ends == 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], open_short.astype(np.int8), [0]))))
    if not len(edges):
        return out
    begins, ends_at = edges[::2], edges[1::2]
    sizes = ends_at - begins
    inside = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.flatnonzero(open_short)
    columns = np.stack([words, words * words, titled, digits, names, repeated, known], axis=1).astype(np.float64)
    sums = np.add.reduceat(columns[rows], np.concatenate(([0], np.cumsum(sizes)[:-1])), axis=0) / sizes[:, None]
    spread = np.sqrt(np.maximum(0.0, sums[:, 1] - sums[:, 0] ** 2))
    before, after = np.maximum(begins - 1, 0), np.minimum(ends_at, count - 1)
    first, final = begins == 0, ends_at == count
    each = np.stack(
        [
            np.minimum(sizes, 60), begins, ends_at, sums[:, 0], spread, sums[:, 2], sums[:, 3],
            np.minimum(count - ends_at, 60), np.minimum(begins, 40), np.where(first, -1.0, words[before]),
            np.where(first, -1.0, last[before]), np.where(final, -1.0, words[after]), sums[:, 4], sums[:, 5],
            sums[:, 6],
        ],
        axis=1,
    )  # fmt: skip
    out[rows] = each[inside]
    out[rows, 1] = np.minimum(rows - out[rows, 1], 30)
    out[rows, 2] = np.minimum(out[rows, 2] - 1 - rows, 30)
    return out


def _repeats(lines: Lines) -> Matrix:
    prints = [m.fingerprint for m in lines.page.measures]
    starts, ends = [p[:14] for p in prints], [p[-10:] for p in prints]
    shapes = [tuple(row) for row in (lines.shapes[:, [0, 9, 10]]).tolist()]
    following, previous = [*prints[1:], ""], ["", *prints[:-1]]
    columns = (
        _counts(prints), _earlier(prints), _counts(starts), _counts(ends), _counts(shapes),
        [len(one) > 3 and one in other for one, other in zip(prints, following, strict=True)],
        [len(one) > 3 and one in other for one, other in zip(prints, previous, strict=True)],
    )  # fmt: skip
    rows = np.array(columns, np.float32).T
    return np.asarray(np.minimum(rows, np.array((9, 9, 15, 15, 15, 1, 1), np.float32)))


def _counts(keys: Sequence[Hashable]) -> list[int]:
    """How often each key stands among all."""
    times = Counter(keys)
    return list(map(times.__getitem__, keys))


def _earlier(keys: Sequence[Hashable]) -> list[int]:
    """How often each key stood before."""
    if len(set(keys)) == len(keys):
        return [0] * len(keys)
    seen: Counter[Hashable] = Counter()
    found = []
    for key in keys:
        found.append(seen[key])
        seen[key] += 1
    return found


def _whole(lines: Lines) -> Matrix:
    words, ends = lines.column("words"), lines.column("ends")
    prose = _prose(lines)
    total = float(words.sum())
    row = (
        np.log1p(len(words)), np.log1p(total), float(words[prose].sum()) / max(1.0, total),
        float((words <= SHORT).mean()), float(ends.mean()), float(words.mean()), 1.0 if lines.page.url else 0.0,
    )  # fmt: skip
    return np.tile(np.array(row, np.float32), (len(words), 1))
