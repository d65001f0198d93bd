"""The words of credits, captions and senders' notes (data/credits.toml)."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.measure import fold
from cleaner.rules.word_lists import read_lists
from cleaner.rules.word_starts import WordStarts, spell


@lru_cache(maxsize=32)
def credit_words(name: str) -> tuple[str, ...]:
    """The folded words or phrases listed under `name` in data/credits.toml, longest first."""
    return tuple(sorted(set(map(fold, read_lists("credits.toml")[name])), key=lambda one: (-len(one), one)))


@lru_cache(maxsize=32)
def credit_set(name: str) -> frozenset[str]:
    """The same words or phrases as a set."""
    return frozenset(credit_words(name))


@lru_cache(maxsize=8)
def credit_starts(*names: str) -> WordStarts:
    """The words of some lists as beginnings of words; each list is the family of its place."""
    return WordStarts.of(
        (word, number) for number, name in enumerate(names) for word in read_lists("credits.toml")[name]
    )


@lru_cache(maxsize=16)
def one_of(name: str) -> re.Pattern[str]:
    """An expression for the phrases under `name` that ends where a word of a folded line ends."""
    return re.compile(rf"(?:{any_of(name)})(?![^\W_]|['’][a-z])")


def any_of(name: str) -> str:
    """The phrases under `name` as the branches of an expression, longest first."""
    return "|".join(map(re.escape, credit_words(name)))


def families_in(text: str, *names: str) -> set[int]:
    """Which of these lists have a word in a text, by their places."""
    return {family for _, family, _ in credit_starts(*names).find(spell(text))}
