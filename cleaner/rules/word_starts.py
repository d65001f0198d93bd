"""Families of words looked up in a line by how words begin, in many languages at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cleaner.measure import fold

# The vowel signs of India's scripts and of Thai are no word characters to `re`, and part no words: मैच is not मंच.
_SIGNS = (
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0b82-\u0bcd\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e"
)
_PARTS = re.compile(rf"[^\w{_SIGNS}]+")
# Latin words stand in a line of Han, kana or Hangul without a space.
_SCRIPTS = re.compile("(?<=[a-z])(?=[\u3040-\u9fff\uac00-\ud7a3])|(?<=[\u3040-\u9fff\uac00-\ud7a3])(?=[a-z])")
# From here on words have prefixes, or no spaces between them: there a word may stand anywhere.
_DENSE = "\u0590"
_WIDTH = 3  # characters by which the beginnings of words are looked up


def spell(text: str) -> str:
    """A text folded, its words joined by single spaces, with a space at the end.

    >>> spell("I’ve read it.")
    'i ve read it '
    >>> spell("मैच, रविवार")
    'मैच रविवार '
    """
    folded = fold(text)
    if not folded.isascii():
        folded = _SCRIPTS.sub(" ", folded)
    return " ".join(_PARTS.sub(" ", folded).split()) + " "


@dataclass(frozen=True, slots=True, eq=False)
class WordStarts:
    """Beginnings of words, each with the number of its family; one that ends with a space is a whole word."""

    spaced: Mapping[str, tuple[tuple[str, int], ...]]  # by the first three characters
    short: Mapping[str, tuple[tuple[str, int], ...]]  # those that have no three, by the first
    dense: Mapping[str, tuple[tuple[str, int], ...]]  # by the first character

    @staticmethod
    def of(listed: Iterable[tuple[str, int]]) -> WordStarts:
        """The table of words as they are written, each with its family's number."""
        spaced: dict[str, list[tuple[str, int]]] = {}
        short: dict[str, list[tuple[str, int]]] = {}
        dense: dict[str, list[tuple[str, int]]] = {}
        for word, family in listed:
            literal = spell(word) if word.endswith(" ") else spell(word)[:-1]
            if literal < _DENSE and len(literal) < _WIDTH:
                short.setdefault(literal[0], []).append((literal, family))
            elif literal < _DENSE:
                spaced.setdefault(literal[:_WIDTH], []).append((literal, family))
            else:
                dense.setdefault(literal[0], []).append((literal, family))
        return WordStarts(
            MappingProxyType({k: tuple(v) for k, v in spaced.items()}),
            MappingProxyType({k: tuple(v) for k, v in short.items()}),
            MappingProxyType({k: tuple(v) for k, v in dense.items()}),
        )

    def find(self, spelled: str) -> Iterator[tuple[int, int, str]]:
        """Where in a spelled text which word stands: its place, its family and the word; scripts with spaces first.

        >>> list(WordStarts.of([("è ", 0), ("giornal", 1)]).find(spell("È un giornale.")))
        [(0, 0, 'è '), (5, 1, 'giornal')]
        """
        at = 0
        while at < len(spelled):
            for literal, family in self.spaced.get(spelled[at : at + _WIDTH], ()):
                if spelled.startswith(literal, at):
                    yield at, family, literal
            for literal, family in self.short.get(spelled[at], ()):
                if spelled.startswith(literal, at):
                    yield at, family, literal
            at = spelled.find(" ", at) + 1
            if at == 0:
                break
        if not spelled.isascii():
            for at, char in enumerate(spelled):
                for literal, family in self.dense.get(char, ()):
                    if spelled.startswith(literal, at):
                        yield at, family, literal
