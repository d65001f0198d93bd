"""A text's block as a reader would see it: tags, entities, Markdown links and mojibake that a scraper left are decoded.

The block itself keeps its characters, because what stays is given back as it came; rules see the reading. Every
character of a reading knows where it comes from, so that what a rule finds is cut from the block exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from ftfy import fix_encoding

from cleaner.segment.tidy import tidy
from cleaner.types import Block, Kind
from cleaner.types.members import HEADING, PRE

LONGEST = 20_000  # characters of a block that is read; longer ones are lumps of a huge text
_TAG = re.compile(r"<!--.{0,2000}?-->|</?[a-zA-Z][a-zA-Z0-9:-]{0,20}(?:\s[^<>]{0,2000})?/?>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]{0,1000})\]\((?:[^()\s]|\([^()\s]{0,300}\)){0,2000}(?:\s\"[^\"]{0,300}\")?\)")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_HASHES = re.compile(r"#{1,6}\s+")
# A letter that UTF-8's first bytes make in Latin-1, and one that its other bytes make there or in Windows-1252.
_MOJIBAKE = re.compile("[ÂÃÄÅÎÏÐÑØÙâãäåæçèéêëìíîïð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ \u0152\u0160]")
_TEMPLATE = re.compile(
    r"\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|<%[^<>]{0,200}%>|\$\{[^{}]{0,200}\}|%%\w{2,40}%%(?:\s?[|·–-]\s?)?"
    r"|\[/?[a-z_]+\]|\[/?[a-z][\w-]{0,40}(?:\s[\w-]{1,40}=[^\[\]]{0,600})?\s?/?\]"
)
# The marks of a board, and of a blog's program around words: "[size=1]", "[box type="info"]".
_BOARD = re.compile(
    r"\[/?(?:b|i|u|s|url|size|color|colour|font|quote|center|left|right|justify|list|spoiler|hide|email|sub|sup|h[1-6])"
    r"(?:=[^\[\]]{0,300})?\]|\[/?(?!caption\b)[a-z][a-z_-]{1,30}(?:\s[\w-]{1,40}=[^\[\]]{0,300})?\](?=[^\[\]]{1,300}\[/|$)"
)
_SIGNS = ("<", "&", "](", "[/", "**", "__")
_LINES = re.compile(
    r"</?(?:br|hr|p|div|li|tr|td|th|h\d|ul|ol|dl|dt|dd|table|blockquote|section|article|option|pre|figcaption)\b",
    re.IGNORECASE,
)


class DecodedBlock(NamedTuple):
    """A block as it is read. `places[i]` is where character i stands in the block's own text; one more for its end."""

    block: Block
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the block's own text that these of its reading stand for."""
        return self.places[start], self.places[end]


def is_plain_text(source: str) -> bool:
    """Whether nothing in a text can need decoding."""
    if any(sign in source for sign in _SIGNS) or "#" in source:
        return False
    return source.isascii() or _MOJIBAKE.search(source) is None


def decode_block(block: Block) -> DecodedBlock | None:
    """The reading of a block, or None where it reads as it is written."""
    text = block.text
    if block.kind is PRE or len(text) > LONGEST or not _needs_decoding(text, block.kind):
        return None
    reading = _repair_mojibake(text) if _MOJIBAKE.search(text) else _Reading(text, range(len(text)))
    for _ in range(2):  # &lt;p&gt; is a tag after the first round
        reading = _replace_matches(reading, _LINK, r"\1")
        reading = _replace_matches(reading, _TAG, "")
        reading = _replace_matches(reading, _ENTITY, None)
    if "[/" in text:
        reading = _replace_matches(reading, _BOARD, "")
    reading = _replace_matches(reading, _STRONG, "")
    if block.kind is Kind.HEADING and (found := _HASHES.match(reading.text)):
        reading = _Reading(reading.text[found.end() :], reading.places[found.end() :])
    reading = _collapse_space(reading)
    if reading.text == text or not any(map(str.isalnum, reading.text)):
        return None
    return DecodedBlock(block._replace(text=reading.text), (*reading.places, len(text)))


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
    plain = unescape(unescape(text)) if "&" in text else text
    left = _TAG.sub("", plain) if "<" in plain else plain
    left = _TEMPLATE.sub("", left)
    named = {found.group(1).lower() for found in _NAME.finditer(plain) if found.group(1)}
    return left != text and not left.strip() and named <= _ELEMENTS


def _needs_decoding(text: str, kind: Kind) -> bool:
    # One after the other: a loop over the signs takes three times as long, and most lines hold none.
    if kind is HEADING or "<" in text or "&" in text or "](" in text or "[/" in text or "**" in text or "__" in text:
        return True
    return not text.isascii() and _MOJIBAKE.search(text) is not None


class _Reading(NamedTuple):
    """A text and, for each of its characters, where it comes from."""

    text: str
    places: Sequence[int]


def _replace_matches(reading: _Reading, pattern: re.Pattern[str], by: str | None) -> _Reading:
    """The reading with every match put in other words; `by` is nothing or the first group, or None for an entity."""
    text, places = reading
    parts: list[str] = []
    kept: list[int] = []
    at = 0
    for found in pattern.finditer(text):
        parts.append(text[at : found.start()])
        kept += places[at : found.start()]
        origin = places[found.start()]
        if by is None:
            decoded = tidy(unescape(found.group()))[0]
            parts.append(decoded)
            kept += [origin] * len(decoded)
        elif by:
            parts.append(found.group(1))
            kept += places[found.start(1) : found.end(1)]
        elif _LINES.match(found.group()) or (by == "" and text[found.end() : found.end() + 1] == "<"):
            parts.append(" ")
            kept.append(origin)
        at = found.end()
    if not at:
        return reading
    kept += places[at:]
    return _Reading("".join((*parts, text[at:])), kept)


def _repair_mojibake(text: str) -> _Reading:
    """A text with its mojibake put right, by words where both have as many of them."""
    fixed = fix_encoding(text)
    old, new = list(re.finditer(r"\S+", text)), list(re.finditer(r"\S+", fixed))
    if len(old) != len(new):
        return _Reading(fixed, [min(at, len(text) - 1) for at in range(len(fixed))])
    places: list[int] = []
    for was, now in zip(old, new, strict=True):
        if places:
            places.append(was.start() - 1)
        last = len(was.group()) - 1
        places += [was.start() + min(by, last) for by in range(len(now.group()))]
    return _Reading(" ".join(now.group() for now in new), places)


def _collapse_space(reading: _Reading) -> _Reading:
    """The reading with white space as single spaces and none at the ends."""
    text, places = reading
    words = text.split()
    collapsed = " ".join(words)
    if collapsed == text:
        return reading
    kept: list[int] = []
    at = 0
    for word in words:
        start = text.index(word, at)
        if kept:
            kept.append(places[at])
        at = start + len(word)
        kept += places[start:at]
    return _Reading(collapsed, kept)
