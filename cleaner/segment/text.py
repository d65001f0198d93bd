"""Plain text to blocks, with exact offsets into the input.

A block is a line; in hard-wrapped text the lines of a paragraph are joined into one block; a fenced code
block is one PRE block. Markdown marks set the kind and stay in the text; entities and text that was encoded
twice are put right. Offsets count the characters of the input exactly as given: CRLF, NBSP and control
characters are part of the gaps or of the blocks, so that blocks and gaps tile the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from cleaner.measure import is_plain
from cleaner.segment.restored import may_need_restoring, restore
from cleaner.segment.tidy import tidy
from cleaner.segment.wrapped import WORD, goes_on, joins_without_space, wrap_width
from cleaner.types import Block, Document, Kind
from cleaner.types.members import CELL, HEADING, ITEM, LINE, PRE

# Everything str.splitlines() breaks at but U+001F, which parts fields and not lines.
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_FENCE = re.compile(r"`{3,}|~{3,}")
FENCES = "`~"  # what one begins with
_HEADING = re.compile(r"^(#{1,6})\s+\S")
_ITEM = re.compile(r"^(?:[-*+•‣◦▪–]|\(?\d{1,3}[.)])\s+\S")
_ROW = re.compile(r"^\|.*\|$|^[^|]+(?:\t[^\t]+){2,}$")
_BLANK = re.compile(r"^[\s\u200b\u2060\ufeff\u00ad\u200e\u200f]*$")
MOST_LINES = 20_000  # a long novel has that many
LUMP = 5_000  # characters


def segment(source: str, most: int = MOST_LINES) -> tuple[Document, bool]:
    """The blocks of a text, and whether all its lines were told apart.

    `source[block.start:block.end]` is where a block came from. After `most` lines the rest is cut at line
    ends into lumps of some LUMP characters: judging a million lines one by one would take minutes.
    """
    lines: list[tuple[int, int]] = []
    rest = len(source)
    for found in _LINE.finditer(source):
        if len(lines) >= most:
            rest = found.start()
            break
        start, end = _trim(source, found.start(), found.end())
        if start < end:
            lines.append((start, end))
    blocks: list[Block] = []
    restoring = may_need_restoring(source)
    for start, end, kind in chain(_block_ranges(source, lines), _lumps(source, rest)):
        text = _inner(source[start:end], kind)
        if restoring and kind is not PRE and (restored := restore(source[start:end])) is not None:
            text = _inner(restored.text, kind) or text
            kind = _kind(text)  # noqa: PLW2901
        if text:
            blocks.append(Block(len(blocks), text, kind, level=_level(text, kind), start=start, end=end))
    return Document(tuple(blocks)), rest == len(source)


def count_restored(source: str, document: Document) -> int:
    """How many blocks of a text hold entities, or characters that were encoded twice, that were put right."""
    if not may_need_restoring(source):
        return 0
    lines = [source[block.start : block.end] for block in document.blocks if block.kind is not PRE]
    return sum([restore(line) is not None for line in lines])


def _lumps(source: str, start: int) -> Iterator[tuple[int, int, Kind]]:
    """What begins at `start` in pieces of about LUMP characters, cut at line ends."""
    while start < len(source):
        end = source.find("\n", start + LUMP)
        end = len(source) if end < 0 else end
        left, right = _trim(source, start, end)
        if left < right:
            yield left, right, Kind.LINE
        start = end


def source_spans(source: str, block: Block, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Offsets in `source` of each span of characters [a, b) of a text-mode block.

    Where the block's text is the source's own, that is a shift; otherwise (collapsed space, dropped
    characters, NFC) the places are found by walking both together, once for all spans.
    """
    assert block.start is not None
    assert block.end is not None
    raw = source[block.start : block.end]
    if raw == block.text:
        return [(block.start + a, block.start + b) for a, b in spans]
    whole = (block.start, block.end)
    if all(b - a >= len(block.text) for a, b in spans):
        return [whole] * len(spans)
    restored = restore(raw) if block.kind is not PRE and _inner(raw, block.kind) != block.text else None
    places = _places(raw if restored is None else restored.text, block.kind)
    if len(places) != len(block.text):
        return [whole] * len(spans)
    ends = [at + 1 for at in places] if restored is None else [restored.ends[at] for at in places]
    starts = places if restored is None else [restored.starts[at] for at in places]
    found = []
    for a, b in spans:
        last = ends[b - 1] if b > a else starts[min(a, len(starts) - 1)]
        found.append(whole if b - a >= len(block.text) else (block.start + starts[a], block.start + last))
    return found


def _places(raw: str, kind: Kind) -> list[int]:
    """For each character of the block's text, where it stands in `raw`."""
    if kind is Kind.PRE:
        return list(range(len(raw)))
    places: list[int] = []
    due, before, broken = -1, "", False
    for at, char in enumerate(raw):
        if char.isspace():
            due = at if places and due < 0 else due
            broken = broken or not _LINE.match(char)
            continue
        clean = tidy(char)[0]
        if not clean:
            continue
        if due >= 0 and not (broken and joins_without_space(before, clean[0] + raw[at + 1 : at + WORD])):
            places.append(due)
        due, broken = -1, False
        before = (before + clean)[-2:]
        places.extend([at] * len(clean))
    return places


def _inner(raw: str, kind: Kind) -> str:
    if kind is PRE:
        return tidy(raw)[0].strip("\n")
    if raw.isprintable() and "  " not in raw and is_plain(raw):
        return raw
    return " ".join(tidy(_unwrap_lines(raw))[0].split())


def _unwrap_lines(raw: str) -> str:
    """A block's text on one line: a line end is a space, but none behind a word's hyphen or between Han or Kana."""
    lines = [" ".join(line.split()) for line in _LINE.findall(raw)]
    joined = ""
    for line in filter(None, lines):
        joined += ("" if not joined or joins_without_space(joined, line) else " ") + line
    return joined


def _trim(source: str, start: int, end: int) -> tuple[int, int]:
    """The line without white space and invisible characters at its ends."""
    piece = source[start:end]
    bare = piece.strip()
    if len(bare) == len(piece) and bare.isascii():
        return start, end
    if not bare or (not bare.isascii() and _BLANK.match(piece)):
        return start, start
    left = len(piece) - len(piece.lstrip())
    return start + left, start + left + len(bare)


def _block_ranges(source: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int, Kind]]:
    """Lines, fenced code joined, and wrapped paragraphs joined where the text is hard-wrapped."""
    width = wrap_width(source, lines)
    at = 0
    while at < len(lines):
        start, end = lines[at]
        piece = source[start:end]
        fence = _FENCE.match(piece) if piece[0] in FENCES else None
        if fence:
            close = _closing(source, lines, at, fence.group())
            if close is not None:
                yield start, lines[close][1], Kind.PRE
                at = close + 1
                continue
        kind = _kind(piece)
        following = at + 1
        if width and kind is Kind.LINE:
            while (
                following < len(lines)
                and goes_on(source, lines[following - 1], lines[following], width)
                and _kind(source[slice(*lines[following])]) is Kind.LINE
            ):
                following += 1
        yield start, lines[following - 1][1], kind
        at = following


def _closing(source: str, lines: list[tuple[int, int]], at: int, fence: str) -> int | None:
    for later in range(at + 1, min(len(lines), at + 2_000)):
        start, end = lines[later]
        if source.startswith(fence, start) and not source[start:end].strip(FENCES):
            return later
    return None


def _kind(piece: str) -> Kind:
    if piece.startswith("#") and _HEADING.match(piece):
        return Kind.HEADING
    if piece.startswith(">"):
        return Kind.QUOTE
    if not piece[0].isalpha() and _ITEM.match(piece):
        return Kind.ITEM
    return CELL if ("|" in piece or "\t" in piece) and _ROW.match(piece) else LINE


def _level(text: str, kind: Kind) -> int:
    if kind is HEADING:
        return len(text) - len(text.lstrip("#"))
    return 1 if kind is ITEM else 0
