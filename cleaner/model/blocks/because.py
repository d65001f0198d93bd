"""Why the model says what it says: the groups of features that moved a block's log-odds most, in words.

A tree's answer at one depth moves its leaf by the difference to the leaf on the other side of that question; summed
by group of features over the first trees of a forest (boosting moves most there), these differences tell which
groups spoke for and which against. Whole numbers, so that every machine says the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleaner.model.trees import Trees

LOOKED_AT = 80  # trees
SCALE = 4096  # parts of a log-odds
TOLD = 2  # groups named
Figure = Callable[[str], float]

# The first pattern that a feature's name matches gives its group.
GROUPS: tuple[tuple[str, str], ...] = (
    ("links", r"link"),
    ("copies", r"cop(?:y|ies)"),
    ("title", r"title|in_blurb|in_body|body_"),
    ("hidden", r"hidden"),
    ("heading", r"heading|head_score"),
    ("wording", r"score"),
    ("names", r"name|hint_|region|up_|tag"),
    ("row", r"card|outer|like|look|peers"),
    ("place", r"main_|^at|number|before|home_first|since|until"),
    ("page", r"page_"),
    ("container", r"ring"),
    ("around", r"near"),
    ("text", r""),
)
_ORDER = tuple(name for name, _ in GROUPS)


def group_of(feature: str) -> str:
    """The group a feature belongs to."""
    return next(name for name, pattern in GROUPS if re.search(pattern, feature))


@dataclass(frozen=True, slots=True, eq=False)
class Because:
    """The moves of a forest's first trees, ready to be summed by group."""

    trees: Trees
    moves: npt.NDArray[np.int32]  # (trees * depth * leaves,), a question's move at each leaf
    order: npt.NDArray[np.int64]  # questions sorted by group
    starts: npt.NDArray[np.int64]  # where each group begins in that order
    groups: tuple[str, ...]

    def __call__(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        """How far each group moved each row (groups x rows), in 1/SCALE log-odds."""
        count, depth = self.trees.split.shape
        leaves = self.trees.leaf.shape[1]
        number = self.trees.leaves(rows)
        first = np.arange(count * depth)[self.order]
        moved = self.moves.take(first[:, None] * leaves + number[first // depth])
        return np.add.reduceat(moved, self.starts, axis=0, dtype=np.int64)


def because(forest: Trees, names: Sequence[str]) -> Because:
    """The explanation of a forest over features of these names."""
    trees = forest.head(LOOKED_AT)
    count, depth = trees.split.shape
    leaves = trees.leaf.shape[1]
    every = np.arange(leaves)
    moves = np.empty((count, depth, leaves), dtype=np.int32)
    for d in range(depth):
        moves[:, d] = np.rint((trees.leaf - trees.leaf[:, every ^ (1 << d)]) * (SCALE / 2))
    asked = trees.feature[trees.split].ravel().tolist()
    group = np.array([_ORDER.index(group_of(names[f])) for f in asked])
    order = np.argsort(group, kind="stable")
    spoken, starts = np.unique(group[order], return_index=True)
    return Because(trees, moves.ravel(), order, starts, tuple(_ORDER[one] for one in spoken))


def told(groups: Sequence[str], moved: Sequence[int], figure: Figure, *, against: bool) -> list[str]:
    """The TOLD groups that moved a block furthest in the direction of its verdict, in words."""
    sign = -1 if against else 1
    ranked = sorted(range(len(groups)), key=lambda at: (-sign * moved[at], at))
    said: list[str] = []
    for at in ranked:
        if sign * moved[at] <= 0 or len(said) == TOLD:
            break
        words = PHRASES[groups[at]](figure)
        if words:
            said.append(words)
    return said


def _row(figure: Figure) -> str:
    if figure("card_peers") >= 3:
        return f"{figure('card_peers'):.0f} like siblings"
    blocks = figure("like_blocks")
    return f"{blocks:.0f} blocks of its kind" if blocks > 1 else "the only block of its kind"


def _place(figure: Figure) -> str:
    inside = "inside" if figure("main_inside") else "outside"
    return f"{inside} the main element, at {100 * figure('at'):.0f} % of the page"


def _container(figure: Figure) -> str:
    return f"container of {figure('ring1_words'):.0f} words, prose {figure('ring1_prose'):.2f}"


def _title(figure: Figure) -> str:
    if figure("in_body") > 0.5:
        return "stands in the page's embedded body"
    share, far = figure("title_cover"), figure("from_title")
    if share:
        return f"{100 * share:.0f} % of the title's words"
    return f"{far:+.0f} blocks from the title" if far > -999 else "no heading like the title"


def _heading(figure: Figure) -> str:
    if figure("kind") == 1:
        return f"a heading over {figure('heading_words'):.0f} words"
    if not figure("heading_level"):
        return "before any heading"
    return f"under a heading that says {figure('heading_said'):+.1f}"


def _around(figure: Figure) -> str:
    return f"among blocks of {figure('near3_words'):.0f} words, link density {figure('near3_linked'):.2f}"


PHRASES: Mapping[str, Callable[[Figure], str]] = {
    "links": lambda figure: f"link density {figure('link_density'):.2f}",
    "copies": lambda figure: f"stands {figure('copies'):.0f} times" if figure("copies") > 1 else "",
    "title": _title,
    "hidden": lambda figure: "hidden" if figure("hidden") else "",
    "heading": _heading,
    "wording": lambda figure: f"wording {figure('word_score'):+.1f}",
    "names": lambda figure: f"names on its path {figure('name_path'):+.1f}",
    "row": _row,
    "place": _place,
    "page": lambda _: "",
    "container": _container,
    "around": _around,
    "text": lambda _: "",
}
