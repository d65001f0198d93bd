"""What a block says of itself: its text, its marks, its kind, and its words against the page's head."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from cleaner.measure import Measures
from cleaner.model.blocks.grid import Floats
from cleaner.model.blocks.head import Head
from cleaner.model.blocks.lexicon import Lexicon
from cleaner.rules.page import Page
from cleaner.types import Block, Kind, MarkKind

_KINDS = {kind: number for number, kind in enumerate(Kind)}
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|USD|EUR|zł|kr)\b")
_COUNT = re.compile(r"\d+")
_CLOSES = {":": 1, "：": 1, "?": 2, "？": 2, ".": 3, "!": 3, "。": 3, "…": 4, ")": 6, "]": 6}

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


def own(page: Page, head: Head, lexicon: Lexicon) -> Floats:
    """One row a block, one column for each of NAMES."""
    prints = [m.fingerprint for m in page.measures]
    copies = Counter(prints)
    seen: dict[str, int] = {}
    title = frozenset(head.title)
    rows = []
    for block, m in page:
        number = seen.get(m.fingerprint, 0)
        seen[m.fingerprint] = number + 1
        tokens = m.fingerprint.split(" ")
        known = _known(tokens, title, head)
        rows.append((*_shape(block, m), copies[m.fingerprint], number, *known, *_said(block, tokens, lexicon)))
    return np.array(rows, dtype=np.float64)


def _shape(block: Block, m: Measures) -> tuple[float, ...]:
    text = block.text
    size = len(text)
    links = strong = emphasis = 0
    for mark in block.marks:
        if mark.kind is MarkKind.LINK:
            links += 1
        elif mark.kind is MarkKind.STRONG:
            strong += mark.end - mark.start
        elif mark.kind is MarkKind.EMPHASIS:
            emphasis += mark.end - mark.start
    first, last = text[0], text[-1]
    figures = m.digit_share > 0
    return (
        m.words, size, m.link_density, links, min(1.0, strong / size), min(1.0, emphasis / size), m.stop_share,
        m.digit_share, m.upper_share, m.ends_sentence, text.count(","), size / max(1, m.words),
        3 if first.isupper() else 2 if first.islower() else 1 if first.isdigit() else 4 if first.isalpha() else 0,
        8 if last.isalpha() else 5 if last.isdigit() else _CLOSES.get(last, 0),
        0 if size < 3 else text.count("|") + text.count("·") + text.count("•") + text.count("»") + text.count("›"),
        figures and _PRICE.search(text) is not None,
        len(_COUNT.findall(text)) if figures else 0,
        _KINDS[block.kind],
        block.level,
    )  # fmt: skip


def _known(tokens: list[str], title: frozenset[str], head: Head) -> tuple[float, ...]:
    shared = [token for token in tokens if token in title]
    return (
        len(shared) / len(tokens),
        len(set(shared)) / len(title) if shared else 0.0,
        _stood(tokens, head.blurb) if head.blurb else 0.0,
        _stood(tokens, head.body) if head.body else -1.0,
    )


def _said(block: Block, tokens: list[str], lexicon: Lexicon) -> tuple[float, ...]:
    return (
        lexicon.of_block(tokens),
        lexicon.of_heading(tokens) if block.kind is Kind.HEADING else 0.0,
        len(set(tokens)) / len(tokens),
        block.text.count("\n") if block.kind is Kind.PRE else 0,
    )


def _stood(tokens: list[str], runs: frozenset[str]) -> float:
    if len(tokens) < 3:
        return 0.0
    places = range(0, len(tokens) - 2, 1 if len(tokens) < 30 else 3)
    return sum([f"{tokens[i]} {tokens[i + 1]} {tokens[i + 2]}" in runs for i in places]) / len(places)
