"""The way through a site to an article, in one line: breadcrumbs."""

from __future__ import annotations

import re

from cleaner.measure import fold
from cleaner.page.shape import ends_open
from cleaner.rules.head_words import heads

STEP_WORDS, STEPS = 4, 6  # words of a step of a way, and the steps of the longest
LONGEST_WAY = 30  # words
SPOKEN = 80  # characters of a paragraph in a script that marks no end of a sentence
_STEP = re.compile(r"\s?[>›»→]\s?|\s[/|·•\\]\s|(?<=\w)/(?=\w)")


def is_long_line(text: str) -> bool:
    """Whether a line of a script that marks no end of a sentence (Thai, Lao, Khmer, Burmese) is a paragraph."""
    return len(text) >= SPOKEN and any("\u0e00" <= char < "\u10a0" or "\u1780" <= char < "\u1800" for char in text[:8])


def starts_at_front(text: str) -> bool:
    """Whether a line is a way through a site from its front page, with or without a word on where its reader is.

    >>> [starts_at_front(t) for t in ("You are here: Home / Regional / Baths", "Home > News", "Home and away")]
    [True, True, False]
    """
    if says_place(text):
        text = re.split("[:：]", text, maxsplit=1)[1]
    pieces = [piece.strip() for piece in _STEP.split(text) if piece.strip()]
    if fold(pieces[0] if pieces else "") not in heads("front"):
        return False
    return 1 < len(pieces) <= STEPS and ends_open(text)


def says_place(text: str) -> bool:
    """Whether a line begins by saying where in a site its reader is."""
    label, *rest = re.split("[:：]", text, maxsplit=1)
    return bool(rest) and fold(label) in heads("place")


def may_be_way(text: str) -> bool:
    """Whether a line is short steps between marks, or words with capitals behind the name of the front page."""
    pieces = [piece for piece in _STEP.split(text) if piece.strip()]
    if 1 < len(pieces) <= STEPS and ends_open(text):
        return all(len(piece.split()) <= STEP_WORDS for piece in pieces)
    return names_front(text) and len(text.split()) <= STEPS


def names_front(text: str) -> bool:
    """Whether a line of several words begins with the name of a front page."""
    words = text.split()
    return len(words) > 1 and fold(words[0]) in heads("front") and all(w[:1] == w[:1].upper() for w in words)
