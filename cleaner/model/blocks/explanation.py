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

from cleaner.model.trees import ROWS, Trees

LOOKED_AT = 40  # trees
SCALE = 4096  # parts of a log-odds
TOLD = 2  # groups named
RANKED = 6  # groups looked at for these: four may have nothing to say of a block
Figures = Mapping[str, float]  # a feature's name to its value for one block
Columns = Mapping[str, npt.NDArray[np.float32]]  # to its values for all
Floats = npt.NDArray[np.float64]

# The first pattern that a feature's name matches gives its group.
GROUPS: tuple[tuple[str, str], ...] = (
    ("page", r"^page_"),
    ("links", r"link"),
    ("copies", r"cop(?:y|ies)"),
    ("title", r"title|in_blurb|in_body|body_"),
    ("hidden", r"hidden"),
    ("heading", r"heading|head_score"),
    ("wording", r"score"),
    ("names", r"name|hint_|region|up_|tag"),
    ("row", r"card|outer|like|look|peers"),
    ("place", r"main_|^at|number|before|home_first|since|until"),
    ("container", r"ring"),
    ("around", r"near"),
    ("text", r""),
)
_ORDER = tuple(name for name, _ in GROUPS)


def group_of(feature: str) -> str:
    """The group a feature belongs to."""
    return next(name for name, pattern in GROUPS if re.search(pattern, feature))


@dataclass(frozen=True, slots=True, eq=False)
class Explainer:
    """The moves of a forest's first trees, ready to be summed by group."""

    moves: npt.NDArray[np.int32]  # (trees * depth * leaves,), a question's move at each leaf
    order: npt.NDArray[np.int64]  # questions sorted by group
    starts: npt.NDArray[np.int64]  # where each group begins in that order
    groups: tuple[str, ...]
    depth: int
    width: int  # leaves of a tree

    def __call__(self, leaves: npt.NDArray[np.unsignedinteger]) -> npt.NDArray[np.int64]:
        """How far each group moved each row (groups x rows), in 1/SCALE log-odds, from the leaves of the forest."""
        first, tree = (self.order * self.width)[:, None], self.order // self.depth
        found = np.empty((len(self.groups), leaves.shape[1]), dtype=np.int64)
        for at in range(0, leaves.shape[1], ROWS):
            moved = self.moves.take(first + leaves[:, at : at + ROWS].take(tree, axis=0))
            np.add.reduceat(moved, self.starts, axis=0, dtype=np.int64, out=found[:, at : at + ROWS])
        return found


def explainer_of(forest: Trees, names: Sequence[str]) -> Explainer:
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
    return Explainer(moves.ravel(), order, starts, tuple(_ORDER[one] for one in spoken), depth, leaves)


class Reasons:
    """Says of a block its words, the TOLD groups that moved it furthest in the direction of its odds, and the odds.

    A tenth of them are ever read, so each is worded when it is.
    """

    def __init__(
        self, explainer: Explainer, leaves: npt.NDArray[np.unsignedinteger], odds: Floats, columns: Columns
    ) -> None:
        self._explainer = explainer
        self._leaves = leaves
        self._odds = odds
        self._columns = columns
        self._moved: list[list[int]] = []  # how far each group moved each block, once one is read

    def __call__(self, block: int) -> str:
        """The reasons of one block, in words."""
        if not self._moved:
            self._moved = self._explainer(self._leaves).T.tolist()
        odds = float(self._odds[block])
        figures = {name: float(column[block]) for name, column in self._columns.items()}
        forces = self._moved[block] if odds >= 0 else [-one for one in self._moved[block]]
        said = [f"{figures['words']:.0f} words"]
        for group in sorted(range(len(forces)), key=lambda one: -forces[one])[:RANKED]:
            if forces[group] <= 0 or len(said) > TOLD:
                break
            phrase = PHRASES[self._explainer.groups[group]](figures)
            if phrase:
                said.append(phrase)
        said.append(f"model {odds:+.1f}")
        return ", ".join(said)


def _links(figures: Figures) -> str:
    return f"link density {figures['link_density']:.2f}"


def _copies(figures: Figures) -> str:
    copies = figures["copies"]
    return f"stands {copies:.0f} times" if copies > 1 else ""


def _hidden(figures: Figures) -> str:
    return "hidden" if figures["hidden"] else ""


def _wording(figures: Figures) -> str:
    return f"wording {figures['word_score']:+.1f}"


def _names(figures: Figures) -> str:
    return f"names on its path {figures['name_path']:+.1f}"


def _nothing(_: Figures) -> str:
    return ""


def _row(figures: Figures) -> str:
    if figures["card_peers"] >= 3:
        return f"{figures['card_peers']:.0f} like siblings"
    blocks = figures["like_blocks"]
    return f"{blocks:.0f} blocks of its kind" if blocks > 1 else "the only block of its kind"


def _place(figures: Figures) -> str:
    inside = "inside" if figures["main_inside"] else "outside"
    return f"{inside} the main element, at {100 * figures['at']:.0f} % of the page"


def _container(figures: Figures) -> str:
    return f"container of {figures['ring1_words']:.0f} words, prose {figures['ring1_prose']:.2f}"


def _title(figures: Figures) -> str:
    if figures["in_body"] > 0.5:
        return "stands in the page's embedded body"
    share, far = figures["title_cover"], figures["from_title"]
    if share:
        return f"{100 * share:.0f} % of the title's words"
    return f"{far:+.0f} blocks from the title" if far > -999 else "no heading like the title"


def _heading(figures: Figures) -> str:
    if figures["kind"] == 1:
        return f"a heading over {figures['heading_words']:.0f} words"
    if not figures["heading_level"]:
        return "before any heading"
    return f"under a heading that says {figures['heading_said']:+.1f}"


def _around(figures: Figures) -> str:
    return f"among blocks of {figures['near3_words']:.0f} words, link density {figures['near3_linked']:.2f}"


PHRASES: Mapping[str, Callable[[Figures], str]] = {
    "links": _links, "copies": _copies, "title": _title, "hidden": _hidden, "heading": _heading, "wording": _wording,
    "names": _names, "row": _row, "place": _place, "page": _nothing, "container": _container, "around": _around,
    "text": _nothing,
}  # fmt: skip
# The features that phrases name.
TELLING = (
    "words", "link_density", "copies", "hidden", "word_score", "name_path", "card_peers", "like_blocks", "main_inside",
    "at", "ring1_words", "ring1_prose", "in_body", "title_cover", "from_title", "kind", "heading_words",
    "heading_level", "heading_said", "near3_words", "near3_linked",
)  # fmt: skip
