"""Which blocks to keep of a page, given how likely each is main content: those with the best expected word F1.

With p the probability that a block's words are wanted, keeping a set S has the expected F1 of about
2 sum_S(p w) / (sum_S(w) + sum(p w)). The best S holds every block whose p exceeds half of the best value
(Lipton et al. 2014, ECML, "Optimal thresholding of classifiers to maximize F1 measure"), so a page needs one
threshold, and an unsure page gets a lower one than a clear one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
# The blocks of an unsure page are right or wrong together, which the sum above does not know: blocks less likely
# than this stay out, and a page of such blocks only gives nothing. 0.1: F1 -0.003, 0.3: -0.001 against 0.2.
MIN_KEPT_PROBABILITY = 0.2
# A page without a block as likely as this has no body: of 21 such pages, unseen in three fits, 14 have none, and what
# was kept of the others had an F1 of .22 at most.
MIN_BEST_PROBABILITY = 0.25
# Ten words or fewer of a page of a hundred or more are no body either: of nine bodies as short, on unseen pages in
# three fits, seven were of pages that have none, and the other two had an F1 of .22 and .03.
TINY_BODY_WORDS, TINY_BODY_PAGE_WORDS = 10, 100


def best_f1(odds: Floats, words: Floats) -> float:
    """The expected F1 of the best choice, 0..1. `odds` are calibrated log-odds, `words` each block's words.

    0 where the page has more likely no body: no block is as likely as MIN_BEST_PROBABILITY, or the choice would
    be at most TINY_BODY_WORDS words of at least TINY_BODY_PAGE_WORDS.
    """
    if not len(odds):
        return 0.0
    p = 1.0 / (1.0 + np.exp(-odds.clip(-30, 30)))
    order = (-odds).argsort(kind="stable")
    wanted = (p * words)[order].cumsum()
    kept = words[order].cumsum()
    best = float((2 * wanted / np.maximum(1e-9, kept + wanted[-1])).max())
    few = kept[-1] >= TINY_BODY_PAGE_WORDS and float(words[p > _even(best)].sum()) <= TINY_BODY_WORDS
    return 0.0 if few or p.max() < MIN_BEST_PROBABILITY else best


def even_odds(f1: float) -> float:
    """The log-odds above which a block of a page with this best expected F1 is kept; even odds where it is 0."""
    half = _even(f1) if f1 else 0.5
    return float(np.log(half / (1 - half)))


def _even(f1: float) -> float:
    """How likely a block must be to raise this best expected F1: half of it, MIN_KEPT_PROBABILITY at least."""
    return min(0.5, max(MIN_KEPT_PROBABILITY, f1 / 2))
