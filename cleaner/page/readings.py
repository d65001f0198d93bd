"""The blocks of a page read together: what a call costs is paid once a page and not once a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import repeat
from string import ascii_letters, ascii_uppercase, digits
from typing import Any

import numpy as np

from cleaner.measure import WORD_BYTES, Reading, is_plain, read

_BETWEEN = "\0"  # stands in no text of a page: controls are taken out before
_LINE_BYTES = bytes((10,)) + WORD_BYTES[1:]
# Of every block; a named tuple's own way to be made takes twice as long.
_reading: Callable[[tuple[Any, ...]], Reading] = partial(tuple.__new__, Reading)
_CLASSES = [np.array([byte in listed for byte in range(256)], np.int64) for listed in (
    ascii_letters.encode(), ascii_uppercase.encode(), digits.encode()
)]  # fmt: skip


def read_all(texts: Sequence[str]) -> list[Reading]:
    """The reading of each of many texts, those that are plain read as one: what `read` gives for each alone."""
    distinct = dict.fromkeys(texts)
    plain = [text for text in distinct if is_plain(text)]
    found = dict(zip(plain, _read_plain(plain), strict=True))
    return [found[text] if text in found else found.setdefault(text, read(text)) for text in texts]


def _read_plain(texts: Sequence[str]) -> Iterable[Reading]:
    joined = _BETWEEN.join(texts)
    if not texts or joined.count(_BETWEEN) != len(texts) - 1:
        return map(read, texts)
    lowered = joined.replace("’", "'").replace("‘", "'").replace("…", "...").lower()
    folded = [" ".join(line.split()) for line in lowered.split(_BETWEEN)]
    runs = _BETWEEN.join(folded).encode("ascii", "replace").translate(_LINE_BYTES).decode("ascii")
    tokens = [line.split() for line in runs.split("\n")]
    raw = np.frombuffer(f"{joined}{_BETWEEN}".encode("ascii", "replace"), np.uint8)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    counts = [np.add.reduceat(one.take(raw), starts).tolist() for one in _CLASSES]
    return map(_reading, zip(repeat(True), folded, tokens, map(len, tokens), *counts, strict=False))
