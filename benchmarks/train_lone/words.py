"""The table of stems: a logistic regression over what lines hold, with their place and shape beside it.

Place and shape have weights of their own, which are not shipped: without them words would be weighed for standing in
short lines at a text's end, as all residue does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.train_lone.data import BODIES, Line
from cleaner.model.lone.stems import NUMBER, grams

SEEN = 4  # lines in which a gram must stand: names of people and places stand in fewer
SMALLEST = 0.1  # weights nearer to zero are not shipped
SHORT, NEAR_START, NEAR_END, EVERY = (
    25,
    2,
    3,
    10,
)  # words of bodies' lines that all count, lines at an edge, and of others
_SIZES = (1, 2, 3, 4, 5, 6, 8, 12, 18, 30, 50)
_MARKS: Mapping[str, re.Pattern[str]] = {
    "=address": re.compile(r"https?:|www\.|\.example|\.(?:com|net|org)\b"),
    "=mail": re.compile(r"\S@\S"),
    "=figure": re.compile(r"\d"),
    "=label": re.compile(r".{0,29}:"),
    "=bar": re.compile(r".*[|»›]"),
    "=quoted": re.compile('.*[“”„«»「『"]'),
    "=called": re.compile(".*!"),
    "=asked": re.compile(r".*\?"),
}


def fit(lines: Iterable[Line]) -> dict[str, float]:
    """The weight of each gram that speaks for residue or against it."""
    chosen = list(_distinct(lines))
    place: dict[str, int] = {}
    rows = [
        [place.setdefault(name, len(place)) for name in dict.fromkeys((*grams(one.text), *_form(one)))]
        for one in chosen
    ]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row, np.int32) for row in rows])
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), len(place)))
    seen = np.bincount(columns, minlength=len(place)) >= SEEN
    model = LogisticRegression(C=1.0, max_iter=200, tol=1e-3)
    model.fit(matrix[:, seen], np.array([one.is_residue for one in chosen]))
    names = [name for name, at in place.items() if seen[at]]
    return {
        name: round(float(weight), 2)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) >= SMALLEST and name[0] != "=" and NUMBER not in name
    }


def _distinct(lines: Iterable[Line]) -> Iterator[Line]:
    """Each line once, at an end and elsewhere; of the long lines inside bodies one in `EVERY`."""
    seen: set[tuple[str, bool, bool]] = set()
    for number, one in enumerate(lines):
        at_end = one.lines - one.at <= NEAR_END
        inner = one.at >= NEAR_START and not at_end
        if one.group in BODIES and inner and len(one.text.split()) > SHORT and number % EVERY:
            continue
        key = one.text, one.is_residue, at_end
        if key not in seen:
            seen.add(key)
            yield one


def _form(one: Line) -> list[str]:
    """The names of a line's place and shape."""
    text, words = one.text, len(one.text.split())
    first, last = text[0], text[-1]
    return [
        f"=behind {min(one.lines - 1 - one.at, 6)}",
        f"=before {min(one.at, 4)}",
        f"=last {'a' if last.isalnum() else last}",
        f"=first {first if not first.isalnum() else 'A' if first.isupper() else 'a'}",
        f"=words {sum(words >= size for size in _SIZES)}",
        *(name for name, mark in _MARKS.items() if mark.search(text)),
        *(("=upper",) if text.isupper() else ()),
    ]


def tables(groups: Sequence[str], lines: Sequence[Line], without: frozenset[str]) -> dict[str, dict[str, float]]:
    """For each group a table that saw neither its lines nor those of the groups left out; lines alone are of none."""
    found = {}
    for group in groups:
        unseen = without | {group}
        texts = {one.text for one in lines if one.group in unseen and one.group not in BODIES}
        found[group] = fit(one for one in lines if one.group not in unseen and one.text not in texts)
    return found
