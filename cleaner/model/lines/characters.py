"""The characters of all lines at once: one look into a table of classes, then sums over each line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# What a character is, a bit each.
_MARKS = (",", "|·•›", "@", "©®™", "#", "$€£%", "?？", "(", "{", ".", ":", "/", "<", ".!?", ";", "年月日년월일")
COMMA, BAR, AT, RIGHTS, HASH, MONEY, ASKS, PAREN, BRACE, DOT, COLON, SLASH, LESS, STOP, SEMICOLON, CALENDAR = (
    1 << bit for bit in range(len(_MARKS))
)
UPPER, LOWER, DIGIT, LETTER, SPACE = (1 << bit for bit in range(len(_MARKS), len(_MARKS) + 5))
_PLANE = 0x10000  # characters beyond the basic plane are rare and looked at one by one

Bits = NDArray[np.uint32]
Ints = NDArray[np.int64]


@lru_cache(maxsize=1)
def _table() -> Bits:
    """The bits of every character of the basic plane."""
    codes = np.arange(_PLANE, dtype=np.uint32)
    chars = codes.view("<U1")
    bits = np.zeros(_PLANE, np.uint32)
    bits[np.char.isupper(chars)] |= UPPER
    bits[np.char.islower(chars)] |= LOWER
    bits[np.char.isdigit(chars)] |= DIGIT
    bits[np.char.isalpha(chars)] |= LETTER
    bits[np.char.isspace(chars)] |= SPACE
    for number, marks in enumerate(_MARKS):
        bits[[ord(mark) for mark in marks]] |= 1 << number
    return bits


def _beyond(char: str) -> int:
    """The bits of a character beyond the table."""
    return char.isupper() * UPPER | char.islower() * LOWER | char.isdigit() * DIGIT | char.isalpha() * LETTER


@dataclass(frozen=True, slots=True, eq=False)
class Classed:
    """The bits of the characters of all lines, in order, with a space behind each line."""

    bits: Bits
    starts: Ints  # where each line begins

    def sums(self, members: NDArray[np.bool_]) -> Ints:
        """How many characters of each line are members."""
        return np.asarray(np.add.reduceat(members, self.starts, dtype=np.int64))

    def count(self, bit: int) -> Ints:
        """How many characters of each line have a bit."""
        return self.sums((self.bits & bit) != 0)

    def line_bits(self) -> Bits:
        """The bits that any character of a line has."""
        return np.asarray(np.bitwise_or.reduceat(self.bits, self.starts))

    def has_glued_capital(self) -> NDArray[np.bool_]:
        """Whether a capital of a line follows a small letter or a stop directly."""
        follows = np.zeros(len(self.bits), np.bool_)
        follows[1:] = (self.bits[:-1] & (LOWER | STOP)) != 0
        return self.sums(follows & ((self.bits & UPPER) != 0)) > 0


def classify(lines: list[str]) -> Classed:
    """The classes of the characters of some lines, none of which is empty."""
    text = " ".join([*lines, ""])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    bits = _table()[np.minimum(codes, _PLANE - 1)]
    for at in np.flatnonzero(codes >= _PLANE).tolist():
        bits[at] = _beyond(text[at])
    starts = np.cumsum([0, *(len(line) + 1 for line in lines[:-1])], dtype=np.int64)
    return Classed(bits, starts)


def tokens(seen: Classed) -> tuple[Ints, Ints, Ints, Ints]:
    """Of each line's tokens between white space: how many, how many open with a capital or a figure, the longest."""
    space = (seen.bits & SPACE) != 0
    opens = ~space
    opens[1:] &= space[:-1]
    firsts = np.flatnonzero(opens)
    closes = np.flatnonzero(space[1:] & ~space[:-1]) + 1
    count = seen.sums(opens)
    longest = np.maximum.reduceat(closes - firsts, np.cumsum(np.concatenate(([0], count[:-1]))))
    upper, digit = (seen.sums(opens & ((seen.bits & bit) != 0)) for bit in (UPPER, DIGIT))
    return count, upper, digit, np.asarray(longest)
