"""The words of sites' notes (data/notes.toml), and where they stand in a line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import lru_cache

from cleaner.measure import fold
from cleaner.page.shape import continues_word
from cleaner.rules.word_lists import read_lists

# What stands around a note that is a line of its own.
BRACKETS = " \t()[]（）［］【】〈〉<>{}*_-–—~/|.。:：\"'“”«»=#•·©"


# Scripts of India, whose signs of vowels part words where `\\w` counts them.
_SIGNED = re.compile("[\u0900-\u0dff]")


def count_words(text: str, words: int) -> int:
    """The words of a line that has been measured: where signs of vowels part them, those between spaces.

    >>> count_words("वेबसाइट निर्माण", 7), count_words("Site by Kettle Web", 4)
    (2, 4)
    """
    return words if text.isascii() or not _SIGNED.search(text) else len(text.split())


@lru_cache(maxsize=16)
def notes(name: str) -> tuple[str, ...]:
    """The folded phrases or words listed under `name` in data/notes.toml, longest first."""
    raw = read_lists("notes.toml")[name]
    listed = raw if isinstance(raw, list) else shlex.split(raw)
    return tuple(sorted(set(map(fold, listed)), key=lambda one: (-len(one), one)))


@lru_cache(maxsize=16)
def note_set(name: str) -> frozenset[str]:
    """The same phrases or words as a set."""
    return frozenset(notes(name))


def find_phrase(folded: str, phrases: tuple[str, ...]) -> tuple[int, str]:
    """Where the longest of these phrases stands as words in a folded line, and the phrase; -1 and nothing else."""
    for phrase in phrases:
        at = folded.find(phrase)
        if at < 0 or (at > 0 and phrase[0] < "\u0e00" and continues_word(folded[at - 1])):
            continue
        end = at + len(phrase)
        if end < len(folded) and phrase[-1].isalnum() and phrase[-1] < "\u0e00" and continues_word(folded[end]):
            continue
        return at, phrase
    return -1, ""


def phrases_opening(folded: str, phrases: tuple[str, ...]) -> Sequence[str]:
    """Those of these phrases that a folded line begins with, in their order, wherever the last one's word ends."""
    return [one for one in phrases if folded.startswith(one)] if folded.startswith(phrases) else ()


def opens_with(folded: str, phrase: str) -> bool:
    """Whether a folded line begins with the words of a phrase."""
    end = len(phrase)
    return folded.startswith(phrase) and (
        end >= len(folded) or phrase[-1] >= "\u0e00" or not continues_word(folded[end])
    )


def written_from(text: str, folded: str, at: int) -> str:
    """The characters of a line from place `at` of its folded text on, where folding kept the lengths."""
    rest = folded[at:]
    return text[len(text) - len(rest) :] if text.casefold().endswith(rest.casefold()) else rest


def names_sound(said: str) -> bool:
    """Whether what stands in brackets begins with a sound or, without a comma, names one."""
    sounds = notes("sounds")
    return said.startswith(sounds) or ("," not in said and any(word.startswith(sounds) for word in said.split()))
