"""What the bytes of a page tell of its tags before one is read: how many open, how deep at most, which may be heavy.

Positions of brackets and quotes as arrays: a tag ends at its next `>`, unless its last quote before that opens a value.
So only the few tags that are long, or whose last quote may open one, are read by the tokenizer's pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
import numpy.typing as npt

from cleaner.segment.scan import ATTRIBUTE_BYTES, IMPLIED, RAW_TEXT, TAG_BYTES, VOID

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_LESS, _GREATER, _SLASH, _AND, _HASH, _EQUALS, _HYPHEN, _BANG = b"<>/&#=-!"
_QUOTES = b"\"'"
_SPACES = b" \t\n\r\f\v"
_SPACE = np.zeros(256, np.bool_)
_SPACE[list(_SPACES)] = True
ACROSS = 4  # spaces between `=` and a quote that are looked across
REREAD = 0.25  # share of the page's bytes that suspicious tags may take to read

NAMED = 7  # characters of a name that tell it from others
_PADDING = bytes(NAMED + 3)  # what follows the last bytes
# What a byte is in a tag's name: a letter of either case, 0 for what ends it, 27 for anything else.
_LETTERS = np.full(256, len(ascii_lowercase) + 1, np.int64)
_LETTERS[[*_SPACES, _SLASH, _GREATER, 0]] = 0
for _number, _letter in enumerate(ascii_lowercase, 1):
    _LETTERS[[ord(_letter), ord(_letter.upper())]] = _number


def _names(marks: Bytes, at: Places) -> Places:
    """The first NAMED characters of the names that begin here, as numbers."""
    key = np.zeros(len(at), np.int64)
    alive = np.ones(len(at), np.bool_)
    for place in range(NAMED):
        letter = _LETTERS[marks[at + place]]
        alive &= letter > 0
        key = key * 32 + letter * alive
    return key


def _key(name: str) -> int:
    """A name as a number."""
    return int(_names(np.frombuffer(name.encode() + _PADDING, np.uint8), np.zeros(1, np.int64))[0])


_RAW = [_key(name) for name in (*RAW_TEXT, "plaintext")]
_FLAT = np.array(sorted(_key(name) for name in VOID | IMPLIED if len(name) < NAMED))
_CELLS = np.array(sorted((_key("td"), _key("th"))))
_CELL, _LOWER = ord("t"), np.uint8(32)  # what both begin with, and the bit of small letters


def _is_among(names: Places, listed: Places) -> Flags:
    """Which names are listed; the list is sorted. In a quarter of the time of `np.isin`."""
    found: Flags = listed.take(listed.searchsorted(names), mode="clip") == names
    return found


def _is_letter(codes: Places) -> Flags:
    """Whether a tag may begin with this."""
    return (codes > 0) & (codes <= len(ascii_lowercase))


@dataclass(frozen=True, slots=True, eq=False)
class Angles:
    """The bytes of a page, the places of its `<`, and which of these begin an end tag; its tags, and where they end."""

    raw: bytes
    marks: Bytes
    less: Places
    ends: Flags
    greater: Places  # the places of its `>`
    starts: Places  # of its tags
    stops: Places  # the next `>` of each, or the end of the bytes
    doubtful: Flags  # whether that may stand in a value of the tag

    @property
    def opening(self) -> int:
        """How many `<` begin no end tag: no fewer than the page has tags."""
        return len(self.less) - int(np.count_nonzero(self.ends))

    @property
    def depth(self) -> int:
        """How many elements are open at once at most, by the names after each `<` alone.

        Elements that hold nothing, or that their next sibling ends, are as deep as what is around them. End tags that
        find nothing of their name open close nothing, nor do those that may stand in a comment, a script or a value;
        one out of its parser's scope (`<div><td></div>`) is believed.
        """
        name = _names(self.marks, self.less + 1 + self.ends)
        opens = _is_letter(name >> (5 * (NAMED - 1))) & ~_is_among(name, _FLAT)
        steps = np.where(opens, 1 - 2 * self.ends, 0)
        height = np.cumsum(steps)
        lowest = np.minimum(np.minimum.accumulate(height), 0) if len(height) else height
        deepest = int((height - lowest).max(initial=0)) + _strays(steps, name)
        return deepest + int(np.count_nonzero(self._may_be_text(name) & (steps < 0)))

    def _may_be_text(self, name: Places) -> Flags:
        """Of each `<`, whether it may stand where no tag begins: in a comment, a script, or another tag's values."""
        marks, less, greater = self.marks, self.less, self.greater
        count = len(less)
        found: Flags = np.zeros(count, np.bool_)
        found[1:] = np.diff(np.searchsorted(greater, less)) == 0  # the tag before it has not ended
        spans = [(int(np.searchsorted(less, start, "right")), stop) for start, stop in self._long_values()]
        comments = np.flatnonzero((marks[less + 1] == _BANG) & (marks[less + 2] == _HYPHEN))
        closing = greater[(marks[greater - 1] == _HYPHEN) & (marks[greater - 2] == _HYPHEN)]
        ends = np.append(closing, len(marks))[np.searchsorted(closing, less[comments] + 4)]
        spans += zip((comments + 1).tolist(), ends.tolist(), strict=True)
        for key in _RAW:
            of_name = name == key
            starts, stops = np.flatnonzero(of_name & ~self.ends), np.flatnonzero(of_name & self.ends)
            at = np.searchsorted(stops, starts)
            stops = np.append(stops, (count, count))
            # In a script's comment a script ends itself, and not the one around it.
            at[:-1] += starts[1:] < stops[at[:-1]]
            found |= _inside(starts + 1, stops[at], count)
        stops = np.searchsorted(less, [stop for _, stop in spans])
        return found | _inside(np.array([start for start, _ in spans], np.int64), stops, count)

    def _long_values(self) -> Iterator[tuple[int, int]]:
        """Where tags begin that may not end at their next `>`, and where they end."""
        after = 0
        for start in self.starts[self.doubtful].tolist():
            if start >= after:
                tag = TAG_BYTES.match(self.raw, start)
                after = tag.end() if tag is not None and tag[3] else len(self.marks)
                yield start, after

    @property
    def cells(self) -> int:
        """How many tags are table cells."""
        cells = self.less[(self.marks[self.less + 1] | _LOWER) == _CELL]
        return int(np.count_nonzero(_is_among(_names(self.marks, cells + 1), _CELLS)))

    @property
    def references(self) -> int:
        """How many numeric character references there may be."""
        return int(np.count_nonzero(self.marks[np.flatnonzero(self.marks == _AND) + 1] == _HASH))


def angles(text: str) -> Angles:
    """The places of a page's tags, in its UTF-8 bytes."""
    raw = text.encode("utf-8", "surrogatepass") + _PADDING
    marks = np.frombuffer(raw, np.uint8)
    less = np.flatnonzero(marks == _LESS)
    ends = marks[less + 1] == _SLASH
    starts = less[_is_letter(_LETTERS[marks[less + 1 + ends]])]
    greater = np.flatnonzero(marks == _GREATER)
    stops = np.append(greater, len(marks))[np.searchsorted(greater, starts)]
    doubtful = stops == len(marks)
    for quote in _QUOTES:
        doubtful |= _open(marks, quote, starts, stops)
    return Angles(raw, marks, less, ends, greater, starts, stops, doubtful)


def _inside(starts: Places, stops: Places, count: int) -> Flags:
    """Which of so many places lie in any of these ranges."""
    steps = np.bincount(starts, minlength=count + 1) - np.bincount(stops, minlength=count + 1)
    found: Flags = np.cumsum(steps)[:count] > 0
    return found


def _strays(steps: Places, name: Places) -> int:
    """How many end tags find nothing of their name open, over all names."""
    order = np.argsort(name, kind="stable")
    steps = steps[order]
    first = np.flatnonzero(np.diff(name[order], prepend=-1))
    if not len(first):
        return 0
    height = np.cumsum(steps)
    lowest = np.minimum.reduceat(height, first) - (height[first] - steps[first])
    return int(np.maximum(0, -lowest).sum())


def may_have_heavy_tag(page: Angles, chars: int, attributes: int, attribute_chars: int) -> bool:
    """Whether a tag of more than `chars` bytes may have more than so many attributes, or a longer one.

    Never wrongly False; where telling would take long, True. Linear.
    """
    left = REREAD * len(page.raw) + chars
    for start in _suspects(page, chars):
        found = TAG_BYTES.match(page.raw, start)
        left -= found.end() - start if found else 0
        if found is None or not found[3] or left < 0:
            return True
        begin, end = found.span(2)
        if end - begin > chars:
            sizes = [len(one[1]) for one in ATTRIBUTE_BYTES.finditer(page.raw, begin, end) if one[1]]
            if len(sizes) > attributes or max(sizes, default=0) > attribute_chars:
                return True
    return False


def _suspects(page: Angles, chars: int) -> Iterator[int]:
    """Where tags begin that are longer than `chars` bytes, or may be: they do not surely end at the next `>`."""
    return iter(page.starts[(page.stops - page.starts > chars) | page.doubtful].tolist())


def _open(marks: Bytes, quote: int, starts: Places, ends: Places) -> Flags:
    """Whether a value in these quotes may be open at the ends: the last quote of a tag stands where a value begins."""
    places = np.flatnonzero(marks == quote)
    if not len(places):
        return np.zeros(len(starts), np.bool_)
    last = places[np.maximum(np.searchsorted(places, ends) - 1, 0)]
    before = last - 1
    opens = marks[before] == _EQUALS
    # Before few quotes stands a space, which may stand behind `=`.
    spaced = _SPACE[marks[before]].nonzero()[0]
    before = before[spaced]
    for _ in range(ACROSS):
        before -= _SPACE[marks[before]]
    opens[spaced] = (marks[before] == _EQUALS) | _SPACE[marks[before]]
    found: Flags = (last > starts) & (last < ends) & opens
    return found
