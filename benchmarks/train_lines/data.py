"""The training texts: residue-dev of `../shared/eval`, segmented by our own segmenter, in folds by domain.

`texts` are scraped texts with gold, most of them English. `bodies` are gold bodies alone, of pages of all kinds and of
other sets: of them nothing may go. `scraped` are pages of these sets, in a dozen languages, as a scraper saves them.
`dressed` are bodies in other languages, dressed with residue by pattern: lines from the phrase packs' examples,
headlines of other articles of the same language, dates.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
import tldextract
from numpy.typing import NDArray

from benchmarks.train_lines.saved import Saved, saved
from cleaner.page.page import Page, build_page
from cleaner.rules.packs import shipped_packs
from cleaner.segment.text import segment
from cleaner.types import Category, Mode

EVAL = Path(__file__).resolve().parents[3] / "shared/eval"
SET = EVAL / "residue-dev.jsonl.gz"
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
    page = build_page(document, Mode.TEXT, url=url, source=source)
    share = _kept_shares(source, list(record["keep"]), page)  # type: ignore[call-overload]
    keep = share >= 0.5
    mixed = (share > 0.1) & (share < 0.9)
    mask = ~(mixed | _holes(keep, page))
    return Text(
        str(record["id"]), url, record["view"] == "wide", bool(record["solid"]), source, str(record["gold"]),
        page, keep, mask, fold_of(url),
    )  # fmt: skip


def _holes(keep: NDArray[np.bool_], page: Page) -> NDArray[np.bool_]:
    """The blocks of prose between blocks of the body that are none of it: what the annotation left out."""
    words = np.array([m.words for m in page.measures])
    inside = np.zeros(len(keep), np.bool_)
    kept = np.flatnonzero(keep)
    if len(kept):
        inside[kept[0] : kept[-1] + 1] = True
    return np.asarray(~keep & inside & (words > HOLE_WORDS))


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


@lru_cache(maxsize=1)
def bodies() -> tuple[Text, ...]:
    """The gold bodies of WCXB's pages of all kinds and of the further sets: every line is body."""
    found = []
    for path in sorted((EVAL / "wcxb-dev/ground-truth").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        found.append(_body(path.stem, record.get("url") or "", record["ground_truth"].get("main_content") or ""))
    found += [_body(one["id"], one.get("url") or "", one.get("gold") or "") for one in _further()]
    return tuple(text for text in found if text.page.blocks)


@lru_cache(maxsize=1)
def _further() -> tuple[dict[str, str], ...]:
    rows: list[dict[str, str]] = []
    for path in sorted(EVAL.glob("more/*/gold.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += map(json.loads, lines)
    return tuple(rows)


def _body(key: str, url: str, gold: str) -> Text:
    page = build_page(segment(gold)[0], Mode.TEXT, url=url, source=gold)
    every = np.ones(len(page.blocks), np.bool_)
    return Text(key, url, wide=False, solid=False, source=gold, gold=gold, page=page, keep=every, mask=every,
                fold=fold_of(url))  # fmt: skip


@lru_cache(maxsize=1)
def dressed() -> tuple[Text, ...]:
    """The further sets' bodies in the packs' languages, English aside, each dressed with residue of its language."""
    rows = [one for one in _further() if one.get("gold") and (one.get("lang") or "en")[:2] != "en"]
    titles: dict[str, list[str]] = defaultdict(list)
    for one in rows:
        title = one.get("title") or (one.get("gold") or "").split("\n")[0]
        if 3 <= len(title) <= 120 and not title.endswith((".", "。", "।")):
            titles[one["lang"][:2]].append(title)
    found = []
    for one in rows:
        lines = wardrobe(one["lang"][:2])
        if lines and len(titles[one["lang"][:2]]) > TEASERS:
            found.append(_dressed(one, lines, titles[one["lang"][:2]]))
    return tuple(found)


@lru_cache(maxsize=1)
def scraped() -> tuple[Text, ...]:
    """The pages of further sets, and some of WCXB's that are no articles, as a naive scraper saves them."""
    return tuple(text for one in saved(EVAL) if (text := _scraped(one)).page.blocks)


def _scraped(one: Saved) -> Text:
    source = "\n".join(one.lines)
    page = build_page(segment(source)[0], Mode.TEXT, url=one.url or None, source=source)
    share = _kept_shares(source, [body is True for body in one.labels], page)
    known = _kept_shares(source, [body is not None for body in one.labels], page)
    keep, mixed = share >= 0.5, (share > 0.1) & (share < 0.9)
    return Text(one.id, one.url, one.wide, solid=False, source=source, gold=one.gold, page=page, keep=keep,
                mask=~mixed & (known > 0.9) & ~_holes(keep, page), fold=fold_of(one.url))  # fmt: skip


TEASERS = 8  # headlines of the longest box


@lru_cache(maxsize=64)
def wardrobe(language: str) -> dict[Category, tuple[str, ...]]:
    """Lines of residue in a language by category: what the phrase packs give as examples."""
    lines: dict[Category, list[str]] = defaultdict(list)
    for pack in shipped_packs():
        for phrase in pack.phrases if pack.language == language else ():
            lines[phrase.category] += phrase.fires
    return {category: tuple(listed) for category, listed in lines.items()}


def _dressed(one: dict[str, str], lines: dict[Category, tuple[str, ...]], titles: Sequence[str]) -> Text:
    chance = random.Random(crc32(one["id"].encode()))
    gold = [line for line in one["gold"].split("\n") if line.strip()]

    def some(*categories: Category, least: int = 0, most: int = 1) -> list[str]:
        listed = [line for category in categories for line in lines.get(category, ())]
        return [chance.choice(listed) for _ in range(chance.randint(least, most))] if listed else []

    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2009, 2025)
    dates = [f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02} 10:{day:02}", f"{day}/{month}/{year}"]
    head = some(Category.NAVIGATION, Category.SHARE_BAR, Category.READER_TOOLS, most=3)
    head += [chance.choice(dates)] if chance.random() < 0.6 else []
    head += some(Category.BYLINE, Category.CAPTION)
    teasers = chance.sample(list(titles), chance.randint(2, TEASERS))
    if chance.random() < 0.3:
        teasers = [line for title in teasers for line in (title, chance.choice(dates))]
    tail = some(Category.TAGS, Category.SYNDICATION, Category.CREDITS)
    tail += some(Category.SHARE_BAR, Category.FOLLOW, most=3)
    tail += (some(Category.RELATED, Category.POPULAR, least=1) + teasers) if chance.random() < 0.8 else []
    tail += some(Category.NEWSLETTER, Category.CALL_TO_ACTION, Category.COMMENTS, most=4)
    tail += some(Category.RIGHTS, Category.CONSENT, Category.NAVIGATION, most=3)
    inner: list[tuple[str, bool]] = []
    for line in gold:
        inner.append((line, True))
        if chance.random() < 0.08:
            inner += [(x, False) for x in some(Category.RELATED, Category.AD_SLOT, Category.NEWSLETTER, least=1)]
    rows = [(x, False) for x in head] + inner + [(x, False) for x in tail]
    source = "\n".join(line for line, _ in rows)
    page = build_page(segment(source)[0], Mode.TEXT, url=one.get("url"), source=source)
    keep = _kept_shares(source, [flag for line, flag in rows for _ in line.split("\n")], page) >= 0.5
    url, key = one.get("url") or "", f"dressed-{one['id']}"
    return Text(key, url, wide=True, solid=False, source=source, gold=one["gold"], page=page, keep=keep,
                mask=np.ones(len(keep), np.bool_), fold=fold_of(url))  # fmt: skip


def bag(text: str) -> Counter[str]:
    """The word bag of score.py."""
    return Counter(re.findall(r"\w+", text.lower()))
