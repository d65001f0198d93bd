"""A text's block as a reader would see it: tags, entities, Markdown links and mojibake that a scraper left are decoded.

The block itself keeps its characters, because what stays is given back as it came; rules see the reading. Every
character of a reading knows where it comes from, so that what a rule finds is cut from the block exactly.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from ftfy import fix_encoding

from cleaner.segment.tidy import tidy
from cleaner.types import Block, Kind

LONGEST = 20_000  # characters of a block that is read; longer ones are lumps of a huge text
_TAG = re.compile(r"<!--.{0,2000}?-->|</?[a-zA-Z][a-zA-Z0-9:-]{0,20}(?:\s[^<>]{0,2000})?/?>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]{0,1000})\]\((?:[^()\s]|\([^()\s]{0,300}\)){0,2000}(?:\s\"[^\"]{0,300}\")?\)")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_HASHES = re.compile(r"#{1,6}\s+")
# A letter that UTF-8's first bytes make in Latin-1, and one that its other bytes make there or in Windows-1252.
_MOJIBAKE = re.compile("[ÂÃÄÅÎÏÐÑØÙâãäåæçèéêëìíîïð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ \u0152\u0160]")
_TEMPLATE = re.compile(
    r"\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|<%[^<>]{0,200}%>|\$\{[^{}]{0,200}\}|\[/?[a-z_]+(?:\s\w+=[^\[\]]{0,300})?\]"
)
_SIGNS = ("<", "&", "](", "**", "__")
_LINES = re.compile(r"</?(?:br|p|div|li|tr|h\d|ul|ol|table)\b", re.IGNORECASE)


class DecodedBlock(NamedTuple):
    """A block as it is read. `places[i]` is where character i stands in the block's own text; one more for its end."""

    block: Block
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the block's own text that these of its reading stand for."""
        return self.places[start], self.places[end]


def is_plain_text(source: str) -> bool:
    """Whether nothing in a text can need decoding."""
    return not any(sign in source for sign in _SIGNS) and "#" not in source and not _MOJIBAKE.search(source)


def decode_block(block: Block) -> DecodedBlock | None:
    """The reading of a block, or None where it reads as it is written."""
    text = block.text
    if block.kind is Kind.PRE or len(text) > LONGEST:
        return None
    pieces = [(char, at) for at, char in enumerate(text)] if _needs_decoding(text, block.kind) else []
    if not pieces:
        return None
    if _MOJIBAKE.search(text):
        pieces = _repair_mojibake(text)
    for _ in range(2):  # &lt;p&gt; is a tag after the first round
        pieces = _replace_matches(pieces, _LINK, r"\1")
        pieces = _replace_matches(pieces, _TAG, "")
        pieces = _replace_matches(pieces, _ENTITY, None)
    pieces = _replace_matches(pieces, _STRONG, "")
    if block.kind is Kind.HEADING:
        found = _HASHES.match("".join(char for char, _ in pieces))
        pieces = pieces[found.end() :] if found else pieces
    pieces = _collapse_space(pieces)
    read = "".join(char for char, _ in pieces)
    if read == text or not any(map(str.isalnum, read)):
        return None
    return DecodedBlock(block._replace(text=read), (*(at for _, at in pieces), len(text)))


_ELEMENTS = frozenset(
    (
        "a abbr article aside audio b blockquote body br button center code dd div dl dt em embed figcaption "
        "figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins label li link "
        "main meta nav noscript object ol p picture pre s script section small source span strong style sub "
        "sup svg table tbody td tfoot th thead title tr u ul video "
    ).split()
)
_NAME = re.compile(r"<!--|</?([a-zA-Z][a-zA-Z0-9]*)")


def is_markup(text: str) -> bool:
    """Whether a line is nothing but tags, comments and places that a template left unfilled."""
    left = _TAG.sub("", unescape(text)) if "<" in text or "&lt;" in text else text
    left = _TEMPLATE.sub("", left)
    named = {found.group(1).lower() for found in _NAME.finditer(unescape(text)) if found.group(1)}
    return left != text and not left.strip() and named <= _ELEMENTS


def _needs_decoding(text: str, kind: Kind) -> bool:
    return kind is Kind.HEADING or any(sign in text for sign in _SIGNS) or _MOJIBAKE.search(text) is not None


Pieces = list[tuple[str, int]]  # characters and where they come from


def _replace_matches(pieces: Pieces, pattern: re.Pattern[str], by: str | None) -> Pieces:
    """The pieces with every match put in other words; `by` is nothing or the first group, or None for an entity."""
    text = "".join(char for char, _ in pieces)
    kept: Pieces = []
    at = 0
    for found in pattern.finditer(text):
        kept += pieces[at : found.start()]
        origin = pieces[found.start()][1]
        if by is None:
            kept += [(char, origin) for char in tidy(unescape(found.group()))[0]]
        elif by:
            kept += pieces[found.start(1) : found.end(1)]
        elif _LINES.match(found.group()):
            kept.append((" ", origin))
        at = found.end()
    return kept + pieces[at:] if at else pieces


def _repair_mojibake(text: str) -> Pieces:
    """The characters of a text with its mojibake put right, by words where both have as many of them."""
    fixed = fix_encoding(text)
    old, new = list(re.finditer(r"\S+", text)), list(re.finditer(r"\S+", fixed))
    if len(old) != len(new):
        return [(char, min(at, len(text) - 1)) for at, char in enumerate(fixed)]
    pieces: Pieces = []
    for was, now in zip(old, new, strict=True):
        if pieces:
            pieces.append((" ", was.start() - 1))
        if was.group() == now.group():
            pieces += [(char, was.start() + by) for by, char in enumerate(now.group())]
        else:
            pieces += [(char, was.start() + min(by, len(was.group()) - 1)) for by, char in enumerate(now.group())]
    return pieces


def _collapse_space(pieces: Pieces) -> Pieces:
    """The pieces with white space as single spaces and none at the ends."""
    kept: Pieces = []
    for char, at in pieces:
        if not char.isspace():
            kept.append((char, at))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", at))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return kept
