"""What a block says of itself: its text, its marks, its kind, and its words against the page's head."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from cleaner.measure import Measures
from cleaner.model.blocks.grid import Floats
from cleaner.model.blocks.head import Head
from cleaner.rules.page import Page
from cleaner.types import Block, Kind, MarkKind

_KINDS = {kind: number for number, kind in enumerate(Kind)}
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|USD|EUR|zł|kr)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
_COUNT = re.compile(r"\d+")
_SENTENCES = re.compile(r"[.!?。！？](?=\s|$)|[。！？]")
_OPENS = re.compile(r"[\W_]*(?:(\d)|([^\W\d_]))")

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
    ("sentences", "sentence ends in it"),
    ("commas", "commas in it"),
    ("word_length", "characters a word"),
    ("opens", "first sign: 0 none, 1 digit, 2 lower case, 3 capital, 4 a letter without case"),
    ("closes", "last sign: 0 none, 1 colon, 2 question mark, 3 full stop, 4 ellipsis, 5 digit, 6 bracket, "
     "7 other sign, 8 letter"),
    ("bars", "vertical bars, middle dots and angle marks between its parts"),
    ("rights", "a copyright sign stands in it"),
    ("price", "a price stands in it"),
    ("year", "a year stands in it"),
    ("clock", "a time of day stands in it"),
    ("numbers", "runs of digits in it"),
    ("address", "an e-mail address or a web address stands in it"),
    ("kind", "the block's kind"),
    ("level", "heading rank or list depth"),
    ("copies", "blocks with the same words on the page"),
    ("copy_number", "how many such blocks came before"),
    ("title_share", "share of its words that stand in the title"),
    ("title_cover", "share of the title's words that stand in it"),
    ("in_blurb", "share of its runs of three words in the page's descriptions"),
    ("in_body", "share of its runs of three words in the body of the embedded data; -1 without such a body"),
    ("word_score", "learned weight of its words"),
    ("hidden", "0 seen, 1 hidden in a way scripts undo, 2 hidden for good"),
    ("distinct", "share of distinct words"),
    ("breaks", "line ends inside (code)"),
)  # fmt: skip
WORDS, LINK_DENSITY, ENDS, KIND, WORD_SCORE, TITLE_SHARE, TITLE_COVER, COPIES, IN_BODY, IN_BLURB = (
    [name for name, _ in NAMES].index(one)
    for one in (
        "words", "link_density", "ends_sentence", "kind", "word_score", "title_share", "title_cover", "copies",
        "in_body", "in_blurb",
    )
)  # fmt: skip


def own(page: Page, head: Head, scores: list[float]) -> Floats:
    """One row a block, one column for each of NAMES. `scores` are the learned weights of the blocks' words."""
    copies = Counter(m.fingerprint for m in page.measures)
    seen: Counter[str] = Counter()
    title = frozenset(head.title)
    rows = []
    for (block, m), score in zip(page, scores, strict=True):
        rows.append((*_shape(block, m), *_signs(block), *_known(m, head, title, copies, seen, score, block)))
        seen[m.fingerprint] += 1
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
    return (
        m.words, size, m.link_density, links, min(1.0, strong / size), min(1.0, emphasis / size), m.stop_share,
        m.digit_share, m.upper_share, m.ends_sentence, len(_SENTENCES.findall(text)), text.count(","),
        size / max(1, m.words), _first(text), _final(text),
    )  # fmt: skip


def _first(text: str) -> int:
    found = _OPENS.match(text[:40])
    if found is None:
        return 0
    letter = found.group(2)
    if letter is None:
        return 1
    return 2 if letter.islower() else 3 if letter.isupper() else 4


def _final(text: str) -> int:
    sign = text[-1]
    if sign.isalpha():
        return 8
    if text.endswith(("...", "…")):
        return 4
    if sign.isdigit():
        return 5
    return {":": 1, "：": 1, "?": 2, "？": 2, ".": 3, "!": 3, "。": 3, ")": 6, "]": 6}.get(sign, 7)


def _signs(block: Block) -> tuple[float, ...]:
    text = block.text
    digits = len(_COUNT.findall(text)) if any(map(str.isdigit, text)) else 0
    return (
        text.count("|") + text.count("·") + text.count("•") + text.count("»") + text.count("›"),
        "©" in text,
        bool(digits) and _PRICE.search(text) is not None,
        bool(digits) and _YEAR.search(text) is not None,
        bool(digits) and ":" in text and _CLOCK.search(text) is not None,
        digits,
        "@" in text or "http" in text or "www." in text,
        _KINDS[block.kind],
        block.level,
    )


def _known(
    m: Measures, head: Head, title: frozenset[str], copies: Counter[str], seen: Counter[str], score: float, block: Block
) -> tuple[float, ...]:
    tokens = m.fingerprint.split(" ")
    distinct = set(tokens)
    shared = sum(1 for token in tokens if token in title) if title else 0
    reason = block.hidden
    weak = reason.startswith(("display:none", "aria-hidden", "hidden attribute", "visibility", "closed"))
    return (
        copies[m.fingerprint],
        seen[m.fingerprint],
        shared / len(tokens),
        len(distinct & title) / len(title) if shared else 0.0,
        _stood(tokens, head.blurb) if head.blurb else 0.0,
        _stood(tokens, head.body) if head.body else -1.0,
        score,
        (1 if weak else 2) if reason else 0,
        len(distinct) / len(tokens),
        block.text.count("\n"),
    )


def _stood(tokens: list[str], runs: frozenset[str]) -> float:
    if len(tokens) < 3:
        return 0.0
    places = range(0, len(tokens) - 2, 1 if len(tokens) < 30 else 3)
    return sum(1 for i in places if f"{tokens[i]} {tokens[i + 1]} {tokens[i + 2]}" in runs) / len(places)
