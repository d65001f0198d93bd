"""Word lists that rules share, from data/words.toml."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from tomllib import loads


@lru_cache(maxsize=64)
def lexicon(name: str) -> tuple[str, ...]:
    """The words listed under `name`, in file order. Raises KeyError for a list that does not exist."""
    return tuple(_tables()[name])


@lru_cache(maxsize=64)
def lexicon_set(name: str) -> frozenset[str]:
    """The same words for look-up one by one."""
    return frozenset(lexicon(name))


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[str]]:
    return loads(resources.files("cleaner.page").joinpath("data/words.toml").read_text("utf-8"))
