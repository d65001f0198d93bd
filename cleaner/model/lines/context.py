"""Where a line stands: place, neighbours, runs of short lines, repeats, likeness to the text and its title.

`features(page)` gives one row a block; `NAMES` names the columns. Nothing here reads a word's meaning, so the
figures hold in any language; what words say is `line_purpose.py`.
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


_COLUMN = {name: at for at, name in enumerate(own.NAMES)}
_NEAR_ROWS = [_COLUMN[name] for name in _SEEN_NEAR]
_WORDS, _ENDS, _SHORT, _DATED, _LINES = range(5)  # the rows of `Lines.sums`
_SHAPE_ROWS = [_COLUMN[name] for name in ("words", "first", "last")]
_MOST_REPEATS = np.array((9, 9, 15, 15, 15, 1, 1), np.float32)[:, None]
_REACH = 7  # lines to either side that are summed


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """A page's lines as the features need them, a row a figure: a call of numpy costs more than what it does here."""

    page: Page
    shapes: Matrix  # one row a name of own.NAMES
    prose: NDArray[np.bool_]  # lines that read like paragraphs of the body: long ones, and sentences of some length
    sums: NDArray[np.float64]  # running sums; column `_REACH + i` holds those of the lines before line i

    @staticmethod
    def of(page: Page) -> Lines:
        """The lines of a page that has some."""
        shapes = np.ascontiguousarray(own.shapes(page).T)
        words, ends = shapes[_COLUMN["words"]], shapes[_COLUMN["ends"]]
        short = words <= SHORT
        # Comments and lists of articles carry a short line with a date or a time each.
        dated = short * np.maximum(shapes[_COLUMN["year"]], shapes[_COLUMN["clock"]])
        count = len(words)
        sums = np.zeros((5, count + 1 + 2 * _REACH))
        summed = np.array((words, ends, short, dated, np.ones(count)))
        np.cumsum(summed, axis=1, out=sums[:, _REACH + 1 : _REACH + 1 + count])
        sums[:, _REACH + 1 + count :] = sums[:, _REACH + count, None]
        return Lines(page, shapes, (words >= LONG) | ((words >= SHORT) & (ends > 0)), sums)

    def column(self, name: str) -> Vector:
        """One figure of each line."""
        return np.asarray(self.shapes[_COLUMN[name]])

    def sums_before(self, ahead: int) -> NDArray[np.float64]:
        """The sums over all lines before the one that stands `ahead` of each line, at most `_REACH` away."""
        return np.asarray(self.sums[:, _REACH + ahead : _REACH + ahead + len(self.prose)])

    def means(self, reach: int) -> NDArray[np.float64]:
        """The means over the lines at most `reach` away from each line."""
        around = self.sums_before(reach + 1) - self.sums_before(-reach)
        return np.asarray(around / around[_LINES])


def features(page: Page) -> Matrix:
    """One row of figures a block, columns as in `NAMES`; zero rows for an empty page."""
    if not page.blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    lines = Lines.of(page)
    repeats, likeness = _repeats(lines), like.likeness(page, lines.prose).T
    runs = _runs(lines, repeats[0] > 1, likeness[0])
    return np.concatenate((lines.shapes, _place(lines), runs, repeats, likeness, _whole(lines), _near(lines))).T


def _near(lines: Lines) -> Matrix:
    far = max(_NEIGHBOURS)
    count = len(lines.prose)
    seen = np.full((len(_SEEN_NEAR), count + 2 * far), -1.0, np.float32)
    seen[:, far : far + count] = lines.shapes[_NEAR_ROWS]
    return np.concatenate([seen[:, far + at : far + at + count] for at in _NEIGHBOURS])


def _place(lines: Lines) -> Matrix:
    prose, count = lines.prose, len(lines.prose)
    at = np.arange(count, dtype=np.float32)
    before, counted = lines.sums_before(0), lines.sums_before(1)
    total, dates = max(1.0, float(counted[_WORDS, -1])), counted[_DATED, -1]
    after = total - counted[_WORDS]
    many = np.cumsum(prose)
    places = np.concatenate(((-FAR,), np.flatnonzero(prose), (count + FAR,)))  # of the prose, and nearer to none
    near, wide, around = lines.means(2), lines.means(7), lines.means(6)
    columns = (
        np.minimum(at, 40), np.minimum(count - 1 - at, 60), at / max(1, count - 1),
        np.log1p(before[_WORDS]), np.log1p(after), before[_WORDS] / total, after / total,
        np.minimum(many - prose, 30), np.minimum(many[-1] - many, 30),
        np.minimum(at - places[many - prose], FAR), np.minimum(places[many + 1] - at, FAR),
        near[_WORDS], near[_ENDS], near[_SHORT], wide[_WORDS], wide[_SHORT],
        before[_WORDS] - lines.sums_before(-3)[_WORDS], lines.sums_before(4)[_WORDS] - counted[_WORDS],
        np.minimum(before[_DATED], 20), np.minimum(dates - counted[_DATED], 20), around[_DATED],
    )  # fmt: skip
    return np.array(columns, np.float32)


def _runs(lines: Lines, repeated: NDArray[np.bool_], known: Vector) -> Matrix:
    """Runs of short lines that end as no sentence does: menus, lists of headlines, share bars.

    `repeated` and `known` are the lines' own: whether a line stands more than once, and the share of its words
    that the body holds.
    """
    words, ends, last = lines.column("words"), lines.column("ends"), lines.column("last")
    titled, digits, names = lines.column("titled"), lines.column("digits"), lines.column("name")
    count = len(words)
    out = np.zeros((len(_RUN), count), np.float32)
    open_short = (words <= SHORT) & (ends == 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], open_short.astype(np.int8), [0]))))
    if not len(edges):
        return out
    begins, ends_at = edges[::2], edges[1::2]
    sizes = ends_at - begins
    inside = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.flatnonzero(open_short)
    columns = np.array((words, words * words, titled, digits, names, repeated, known), np.float64)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    sums = np.add.reduceat(columns.T[rows], starts, axis=0).T / sizes
    before, after = np.maximum(begins - 1, 0), np.minimum(ends_at, count - 1)
    first, final = begins == 0, ends_at == count
    each = np.array(
        (
            np.minimum(sizes, 60), begins, ends_at, sums[0], np.sqrt(np.maximum(0.0, sums[1] - sums[0] ** 2)),
            sums[2], sums[3], np.minimum(count - ends_at, 60), np.minimum(begins, 40),
            np.where(first, -1.0, words[before]), np.where(first, -1.0, last[before]),
            np.where(final, -1.0, words[after]), *sums[4:],
        )
    )  # fmt: skip
    out[:, rows] = each[:, inside]
    out[1, rows] = np.minimum(rows - out[1, rows], 30)
    out[2, rows] = np.minimum(out[2, rows] - 1 - rows, 30)
    return out


def _repeats(lines: Lines) -> Matrix:
    prints = [m.fingerprint for m in lines.page.measures]
    starts, ends = [p[:14] for p in prints], [p[-10:] for p in prints]
    shapes = list(zip(*lines.shapes[_SHAPE_ROWS].tolist(), strict=True))
    following, previous = [*prints[1:], ""], ["", *prints[:-1]]
    columns = (
        _counts(prints), _earlier(prints), _counts(starts), _counts(ends), _counts(shapes),
        [len(one) > 3 and one in other for one, other in zip(prints, following, strict=True)],
        [len(one) > 3 and one in other for one, other in zip(prints, previous, strict=True)],
    )  # fmt: skip
    return np.asarray(np.minimum(np.array(columns, np.float32), _MOST_REPEATS))


def _counts(keys: Sequence[Hashable]) -> list[int]:
    """How often each key stands among all."""
    if len(set(keys)) == len(keys):
        return [1] * len(keys)
    times = Counter(keys)
    return list(map(times.__getitem__, keys))


def _earlier(keys: Sequence[Hashable]) -> list[int]:
    """How often each key stood before."""
    if len(set(keys)) == len(keys):
        return [0] * len(keys)
    seen: dict[Hashable, int] = {}
    found = []
    for key in keys:
        times = seen.get(key, 0)
        found.append(times)
        seen[key] = times + 1
    return found


def _whole(lines: Lines) -> Matrix:
    words, ends, short, _, count = lines.sums[:, -1].tolist()
    in_prose = float(lines.column("words")[lines.prose].sum())
    row = (
        np.log1p(count), np.log1p(words), in_prose / max(1.0, words), short / count, ends / count, words / count,
        1.0 if lines.page.url else 0.0,
    )  # fmt: skip
    return np.repeat(np.array(row, np.float32)[:, None], int(count), axis=1)
