"""What a block says of itself: its text, its marks, its kind, and its words against the page's head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.measure import Measures
from cleaner.model.blocks.grid import Floats, Ints
from cleaner.model.blocks.lexicon import Lexicon
from cleaner.model.blocks.page_head import Head
from cleaner.model.blocks.tokens import Tokens, tokens
from cleaner.page.page import Page
from cleaner.types import Block, Kind
from cleaner.types.members import EMPHASIS, LINK, PRE, STRONG

_KINDS = {kind: number for number, kind in enumerate(Kind)}
HEADING, ITEM = _KINDS[Kind.HEADING], _KINDS[Kind.ITEM]  # in the column of kinds
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|USD|EUR|zł|kr)\b")
_SIGNS = ("$", "€", "£", "¥", "₹", "USD", "EUR", "zł", "kr")  # no price without one of these
_COUNT = re.compile(r"\d+")
_CLOSES = {":": 1, "：": 1, "?": 2, "？": 2, ".": 3, "!": 3, "。": 3, "…": 4, ")": 6, "]": 6}
_BARS = "|·•»›"
Row = Sequence[float] | npt.NDArray[np.generic]

NAMES: tuple[tuple[str, str], ...] = (
    ("words", "words of the block"),
    ("chars", "characters of the block"),
    ("link_density", "share of its characters inside links"),
    ("links", "links in it"),
    ("strong", "share of its characters in bold"),
    ("emphasis", "share of its characters in italics"),
    ("stop_share", "share of function words"),
    ("digit_share", "share of digits among its characters"),
    ("upper_share", "share of capitals among its letters"),
    ("ends_sentence", "ends as a sentence"),
    ("commas", "commas in it"),
    ("word_length", "characters a word"),
    ("opens", "first sign: 0 other, 1 digit, 2 lower case, 3 capital, 4 a letter without case"),
    ("closes", "last sign: 0 other, 1 colon, 2 question mark, 3 full stop, 4 ellipsis, 5 digit, 6 bracket, 8 letter"),
    ("bars", "vertical bars, dots and angle marks between its parts"),
    ("price", "a price stands in it"),
    ("numbers", "runs of digits in it"),
    ("kind", "the block's kind"),
    ("level", "heading rank or list depth"),
    ("copies", "blocks with the same words on the page"),
    ("copy_number", "how many such blocks came before"),
    ("title_share", "share of its words that stand in the title"),
    ("title_cover", "share of the title's words that stand in it"),
    ("in_blurb", "share of its runs of three words in the page's descriptions"),
    ("in_body", "share of its runs of three words in the body of the embedded data; -1 without such a body"),
    ("word_score", "learned weight of its words"),
    ("head_score", "of a heading: learned weight of its words for what stands under it"),
    ("distinct", "share of distinct words"),
    ("breaks", "line ends inside (code)"),
)  # fmt: skip
COLUMN = {name: number for number, (name, _) in enumerate(NAMES)}
WORDS, LINK_DENSITY, ENDS, KIND = (COLUMN[n] for n in ("words", "link_density", "ends_sentence", "kind"))
LEVEL = COLUMN["level"]
WORD_SCORE, HEAD_SCORE, COPIES, IN_BODY = (COLUMN[n] for n in ("word_score", "head_score", "copies", "in_body"))
TITLE_SHARE, TITLE_COVER, PRICE = (COLUMN[n] for n in ("title_share", "title_cover", "price"))
# The order in which the parts below give the rows.
_ORDER = (
    "words", "chars", "word_length", "link_density", "stop_share", "digit_share", "upper_share", "ends_sentence",
    "links", "strong", "emphasis", "commas", "opens", "closes", "bars", "price", "numbers", "kind", "level",
    "copies", "copy_number", "title_share", "title_cover", "in_blurb", "in_body", "word_score", "head_score",
    "distinct", "breaks",
)  # fmt: skip


def block_rows(page: Page, head: Head, lexicon: Lexicon) -> Floats:
    """One row for each of NAMES, one column a block."""
    texts = [block.text for block in page.blocks]
    columns: dict[str, Any] = {one.name: [getattr(m, one.name) for m in page.measures] for one in fields(Measures)}
    prints = columns["fingerprint"]
    figures = np.flatnonzero(columns["digit_share"]).tolist()
    said = tokens(columns["tokens"])
    chars = np.array(list(map(len, texts)))
    rows = [
        columns["words"], chars, chars / np.maximum(1, columns["words"]), columns["link_density"],
        columns["stop_share"], columns["digit_share"], columns["upper_share"], columns["ends_sentence"],
        *_mark_features(page.blocks, chars),
        *_signs(texts),
        *_figures(texts, figures),
        [_KINDS[block.kind] for block in page.blocks],
        [block.level for block in page.blocks],
        *_copies(prints),
        *_head_features(said, head),
        *_lexicon_features(page.blocks, prints, said, lexicon),
        said.kinds() / said.size,
        [block.text.count("\n") if block.kind is PRE else 0 for block in page.blocks],
    ]  # fmt: skip
    found = np.empty((len(NAMES), len(texts)))
    for row, name in zip(rows, _ORDER, strict=True):
        found[COLUMN[name]] = row
    return found


def _mark_features(blocks: Sequence[Block], chars: Ints) -> tuple[Row, ...]:
    links, strong, emphasis = [0] * len(chars), [0] * len(chars), [0] * len(chars)
    for at, block in enumerate(blocks):
        for mark in block.marks:
            if mark.kind is LINK:
                links[at] += 1
            elif mark.kind is STRONG:
                strong[at] += mark.end - mark.start
            elif mark.kind is EMPHASIS:
                emphasis[at] += mark.end - mark.start
    return links, np.minimum(1.0, strong / chars), np.minimum(1.0, emphasis / chars)


def _signs(texts: Sequence[str]) -> Iterator[Row]:
    first, last = [text[0] for text in texts], [text[-1] for text in texts]
    opens = {char: _opening(char) for char in set(first)}
    closes = {char: _closing(char) for char in set(last)}
    yield [text.count(",") for text in texts]
    yield [opens[char] for char in first]
    yield [closes[char] for char in last]
    joined = "\n".join(texts)
    bars = [bar for bar in _BARS if bar in joined]
    yield (
        [sum([text.count(bar) for bar in bars]) if len(text) >= 3 else 0 for text in texts]
        if bars
        else [0] * len(texts)
    )


def _opening(char: str) -> int:
    return 3 if char.isupper() else 2 if char.islower() else 1 if char.isdigit() else 4 if char.isalpha() else 0


def _closing(char: str) -> int:
    return 8 if char.isalpha() else 5 if char.isdigit() else _CLOSES.get(char, 0)


def _figures(texts: Sequence[str], figures: Sequence[int]) -> tuple[Row, Row]:
    """Whether a price stands in a block, and its runs of digits; `figures` are the places of blocks with digits."""
    price, numbers = [False] * len(texts), [0] * len(texts)
    joined = "\n".join([texts[at] for at in figures])
    priced = any(sign in joined for sign in _SIGNS)
    for at in figures:
        numbers[at] = len(_COUNT.findall(texts[at]))
        price[at] = priced and _PRICE.search(texts[at]) is not None
    return price, numbers


def _copies(prints: Sequence[str]) -> tuple[Row, Row]:
    copies = Counter(prints)
    if len(copies) == len(prints):
        return [1] * len(prints), [0] * len(prints)
    seen: dict[str, int] = {}
    number = []
    for one in prints:
        before = seen.get(one, 0)
        seen[one] = before + 1
        number.append(before)
    return [copies[one] for one in prints], number


def _head_features(said: Tokens, head: Head) -> Iterator[Row]:
    title = frozenset(head.title)
    stands = said.flags(title)
    yield said.sums(stands) / said.size
    yield said.among(stands.nonzero()[0]) / max(1, len(title))
    nowhere = np.zeros(len(said.size))
    yield said.trigram_share(head.blurb) if len(head.blurb) > 2 else nowhere
    yield said.trigram_share(head.body) if len(head.body) > 2 else nowhere - 1


def _lexicon_features(
    blocks: Sequence[Block], prints: Sequence[str], said: Tokens, lexicon: Lexicon
) -> tuple[Row, Row]:
    numbers = lexicon.numbers(said)
    heading = Kind.HEADING
    heads = np.flatnonzero([block.kind is heading for block in blocks])
    under = np.zeros(len(prints))
    under[heads] = lexicon.of_headings(said, numbers, prints, heads)
    return lexicon.of_blocks(said, numbers, prints), under
