"""The training texts: residue-dev of `../shared/eval`, segmented by our own segmenter, in folds by domain."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
import tldextract
from numpy.typing import NDArray

from cleaner.page.page import Page, view
from cleaner.segment.text import segment
from cleaner.types import Mode

SET = Path(__file__).resolve().parents[3] / "shared/eval/residue-dev.jsonl.gz"
FOLDS = 5
HOLE_WORDS = 25  # a longer line left out inside the body is a hole of the annotation
_TLD = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Text:
    """One scraped text with gold. `keep[i]`: whether block i is body; `mask[i]`: whether that is known."""

    id: str
    url: str
    wide: bool
    solid: bool
    source: str
    gold: str
    page: Page
    keep: NDArray[np.bool_]
    mask: NDArray[np.bool_]
    fold: int


def domain(url: str) -> str:
    """The registered domain of a URL."""
    found = _TLD(url)
    return f"{found.domain}.{found.suffix}" if found.suffix else found.domain


def fold_of(url: str) -> int:
    """The fold 0..4 of a URL, equal for all texts of one registered domain."""
    return crc32(domain(url).encode()) % FOLDS


@lru_cache(maxsize=1)
def texts() -> tuple[Text, ...]:
    """All texts in file order."""
    with gzip.open(SET, "rt", encoding="utf-8") as rows:
        return tuple(_text(json.loads(row)) for row in rows)


def _text(record: dict[str, object]) -> Text:
    source, url = str(record["text"]), str(record["url"])
    document = segment(source)[0]
    page = view(document, Mode.TEXT, url=url, source=source)
    share = _kept_shares(source, list(record["keep"]), page)  # type: ignore[call-overload]
    keep = share >= 0.5
    mixed = (share > 0.1) & (share < 0.9)
    words = np.array([m.words for m in page.measures])
    inside = np.zeros(len(keep), bool)
    kept = np.flatnonzero(keep)
    if len(kept):
        inside[kept[0] : kept[-1] + 1] = True
    mask = ~(mixed | (~keep & inside & (words > HOLE_WORDS)))
    return Text(
        str(record["id"]), url, record["view"] == "wide", bool(record["solid"]), source, str(record["gold"]),
        page, keep, mask, fold_of(url),
    )  # fmt: skip


def _kept_shares(source: str, flags: list[bool], page: Page) -> NDArray[np.float64]:
    """For each block the share of its characters that stand in lines of the body."""
    flag = np.zeros(len(source) + 1, np.int64)
    start = 0
    for line, keep in zip(source.split("\n"), flags, strict=True):
        flag[start : start + len(line)] = keep
        start += len(line) + 1
    sums = np.concatenate(([0], np.cumsum(flag)))
    spans = [(block.start or 0, block.end or 0) for block in page.blocks]
    return np.array([(sums[end] - sums[start]) / max(1, end - start) for start, end in spans])


def bag(text: str) -> Counter[str]:
    """The word bag of score.py."""
    return Counter(re.findall(r"\w+", text.lower()))
