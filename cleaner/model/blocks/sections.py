"""The headings a block stands under: not the last one alone, but the chain of ever higher ranks above it.

Under "Customer reviews" each review has a heading of its own, which says nothing of where it stands.
"""

from __future__ import annotations

from math import fsum

import numpy as np

from cleaner.model.blocks import block_features as o
from cleaner.model.blocks.grid import Floats

SECTION_NAMES = (
    ("over_heading_said", "learned weight of the words of the heading over the last one, for what stands under it"),
    ("over_since_heading", "blocks since that heading; 0 without one"),
    ("over_heading_score", "learned weight of that heading's words"),
    ("top_heading_said", "learned weight of the section's highest heading below rank 1, for what stands under it"),
    ("top_since_heading", "blocks since that heading; 0 without one"),
    ("heading_said_low", "the lowest such weight of the headings it stands under"),
    ("heading_said_sum", "the sum of these weights"),
    ("headings_over", "headings it stands under"),
    ("top_heading_level", "rank of the section's highest heading below rank 1"),
)
_SINCE = [at for at, (name, _) in enumerate(SECTION_NAMES) if "since" in name]


def sections(own: Floats) -> Floats:
    """One row for each of SECTION_NAMES, one column a block; zeros before the first heading."""
    n = own.shape[1]
    places = (own[o.KIND] == o.HEADING).nonzero()[0]
    level, said, score = (own[row].take(places).tolist() for row in (o.LEVEL, o.HEAD_SCORE, o.WORD_SCORE))
    figures = np.zeros((len(SECTION_NAMES), len(places) + 1))
    since = np.full((2, len(places) + 1), -1)  # the heading over the last one, and the top one
    chain: list[int] = []
    for at in range(len(places)):
        while chain and level[chain[-1]] >= level[at]:
            chain.pop()
        chain.append(at)
        top = chain[1] if len(chain) > 1 and level[chain[0]] <= 1 else chain[0]
        weights = [said[one] for one in chain]
        over = (said[chain[-2]], 0.0, score[chain[-2]]) if len(chain) > 1 else (0.0, 0.0, 0.0)
        figures[:, at + 1] = *over, said[top], 0.0, min(weights), fsum(weights), len(chain), level[top]
        since[:, at + 1] = places[chain[-2]] if len(chain) > 1 else -1, places[top]
    number = np.arange(n)
    section = places.searchsorted(number, side="right")
    found: Floats = figures.take(section, axis=1)
    found[_SINCE] = np.where(since < 0, 0, 1).take(section, axis=1) * (number - since.take(section, axis=1))
    return found
