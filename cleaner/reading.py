"""The texts of all blocks read at once: folded, parted into words, their characters counted.

A page has some 250 blocks of a few words each, so a call a block costs more than the work. Texts of ASCII and English
typography are joined, read in a few passes over bytes, and parted again; any other text is read alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters, ascii_uppercase, digits

import numpy as np
import numpy.typing as npt

from cleaner.measure import WORD_BYTES, Reading, fold, is_plain, read

_PART = "\0"  # between texts; a text that holds one is read alone
# Every letter of ASCII, every capital and every digit, as 1 at its byte.
_CLASSES = [np.zeros(256, np.int32) for _ in range(3)]
for _class, _members in zip(_CLASSES, (ascii_letters, ascii_uppercase, digits), strict=True):
    _class[[ord(member) for member in _members]] = 1
_WORDS_OR_PART = _PART.encode() + WORD_BYTES[1:]
_LOOSE = re.compile(r"[\t-\r\x1c-\x1f]|  | \0|\0 |^ | $")


def read_all(texts: Sequence[str]) -> list[Reading]:
    """What `read` gives of each of the texts."""
    found = [read(text) if not is_plain(text) or _PART in text else None for text in texts]
    plain = [text for text, one in zip(texts, found, strict=True) if one is None]
    readings = iter(_read_plain(plain) if plain else [])
    return [one or next(readings) for one in found]


def _read_plain(texts: Sequence[str]) -> list[Reading]:
    joined = _PART.join(texts)
    raw = joined.encode("ascii", "ignore")
    folded = joined if joined.isascii() else joined.replace("’", "'").replace("‘", "'").replace("…", "...")
    lines = folded.lower().split(_PART)
    if _LOOSE.search(folded):
        lines = [fold(line) for line in lines]
    pieces = _PART.join(lines).encode("ascii", "replace").translate(_WORDS_OR_PART).decode("ascii").split(_PART)
    tokens = [piece.split() for piece in pieces]
    counts = _counted(raw)
    return [
        Reading(True, line, words, len(words), letters, capitals, figures)
        for line, words, letters, capitals, figures in zip(lines, tokens, *counts, strict=True)
    ]


def _counted(raw: bytes) -> list[list[int]]:
    """Letters, capitals and digits of each of the texts joined in `raw`."""
    marks = np.frombuffer(raw, np.uint8)
    ends = np.append(np.flatnonzero(marks == 0), len(marks))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    return [_between(table.take(marks), starts, ends) for table in _CLASSES]


def _between(values: npt.NDArray[np.int32], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> list[int]:
    total = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=total[1:])
    found: list[int] = (total.take(ends) - total.take(starts)).tolist()
    return found
