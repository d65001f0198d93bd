"""What stands together goes together: what the lines around each line say of it.

A text is a chain of lines, each body or residue, in which what a line is the next one mostly is, too. The trees look at
a line's neighbours, but not at what becomes of them: in a box of ten headlines they are sure of eight and in doubt of
two. The odds of a line given all lines are its own and a message from either side, forward and backward.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import atanh, tanh

import numpy as np
from numpy.typing import NDArray

# Log-odds that a line is what its neighbour is. It is also the most that the lines on one side can say of it.
STAYS = 2.0
# How much of its odds a line tells its neighbours: the trees have seen much of what stands around it already.
TOLD = 0.5
# What a line that other rules take tells at least.
TAKEN = -3.0
MOST = 8.0  # odds beyond this tell no more

Floats = NDArray[np.float64]

_HOLDS = tanh(STAYS / 2)


def company(odds: Floats, taken: Sequence[bool], spared: Sequence[bool]) -> Floats:
    """The log-odds that the lines before and behind each line of a text add to its own.

    `taken` are the lines that go whatever the model thinks of them. For those that are
    `spared` their neighbours may speak, against them never: a short paragraph between headlines is one for all that.

    >>> none = [False] * 5
    >>> company(np.array([-3.0, -3.0, -1.0, -3.0, -3.0]), none, none).round(1).tolist()
    [-1.7, -2.4, -3.1, -2.4, -1.7]
    >>> company(np.array([5.0, 1.0]), [True, False], none[:2]).round(1).tolist()
    [0.4, -1.1]
    >>> company(np.array([-3.0, -1.0]), none[:2], [False, True]).round(1).tolist()
    [-0.4, 0.0]
    """
    known = np.where(taken, np.minimum(odds, TAKEN), odds)
    told = (np.clip(known, -MOST, MOST) * TOLD).tolist()
    before = np.array(list(_messages(told)))
    behind = np.array(list(_messages(reversed(told))))[::-1]
    said = before + behind
    return np.asarray(np.where(spared, np.maximum(said, 0.0), said))


def _messages(told: Iterable[float]) -> Iterator[float]:
    """What the lines passed so far say of each line."""
    message = 0.0
    for own in told:
        yield message
        message = 2 * atanh(_HOLDS * tanh((message + own) / 2))
