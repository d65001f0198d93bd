"""Spam inserted into somebody's text (SPM): several signals in a line whose subject is not the text's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleaner.measure import Measures, fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import BOTH, TEXT, Example, Finding, rule
from cleaner.rules.related import article_words, likeness
from cleaner.rules.samples import ARTICLE
from cleaner.rules.word_lists import read_lists
from cleaner.sentences import is_quoted
from cleaner.types import Block, Category

LINE = 60  # words; a longer paragraph is looked at for its subject only
SIGNALS = 3  # of: trade, address, calls, arrows, open end, foreign subject; the trade or a disguise is a must
TOPIC = 2  # other blocks that name the trade make it the text's subject
FOREIGN = 0.25  # share of content words that the text's prose uses
DISGUISED = 3  # letters parted by invisible characters, or words of mixed scripts, in one line
SOFT = 4  # soft hyphens in one line; typesetters leave a few
_ADDRESS = re.compile(
    r"https?://|www\.\w|\b[a-z0-9][a-z0-9-]{1,40}\.(?:com|net|org|ru|info|biz|top|xyz|club|site|online|shop|example|de|cn|io|me|vip|win|bet|co)\b"
    r"|t\.me/|(?:微信|qq|wechat|whatsapp)\s?[:：]?\s?[+\w-]{5,}|[+(]?\d[\d\s().-]{8,}\d"
)
_SUSPECT = re.compile("[\u00ad\u0370-\u04ff\u180e\u200b\u2060\ufeff]")
_HIDDEN = re.compile(r"(?<=[^\W\d_])[\u200b\u2060\ufeff\u180e]+(?=[^\W\d_])")
_SOFT = re.compile("(?<=[a-z])\u00ad(?=[a-z])")
# Only from where a run of one script begins, giving none of it back: linear on one endless word.
_MIXED = re.compile(
    r"(?:(?<![a-z])[a-z]++[\u0370-\u03ff\u0400-\u04ff]|(?<![\u0370-\u03ff\u0400-\u04ff])[\u0370-\u03ff\u0400-\u04ff]++[a-z])"
    r"[a-z\u0370-\u03ff\u0400-\u04ff]*+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Trades:
    words: tuple[tuple[str, str], ...]  # (group, word)
    all: tuple[str, ...]  # the words alone
    calls: tuple[str, ...]
    arrows: tuple[str, ...]


@lru_cache(maxsize=1)
def _trades() -> _Trades:
    raw = read_lists("spam.toml")
    words = tuple((name, word) for name, listed in raw["groups"].items() for word in map(fold, listed.split("|")))
    marks = raw["marks"]
    calls, arrows = marks["calls"].split("|"), map(fold, marks["arrows"].split("|"))
    return _Trades(words, tuple(word for _, word in words), tuple(calls), tuple(arrows))


def _words_on_page(page: Page, trades: _Trades) -> list[tuple[str, str]]:
    """The trades' words that occur on a page at all."""
    present = frozenset(joined_text(page).present(trades.all))
    return [(name, word) for name, word in trades.words if word in present] if present else []


def _stands_as_word(word: str, folded: str) -> bool:
    """Whether a trade's word stands in a folded line as a word; scripts without spaces have no bounds."""
    at = folded.find(word)
    if at < 0 or word[0] >= "\u0e00":
        return at >= 0
    before, after = folded[at - 1 : at], folded[at + len(word) : at + len(word) + 1]
    return not before.isalnum() and (not after.isalnum() or len(word) > 7)


def _trade_names(folded: str, active: list[tuple[str, str]]) -> list[str]:
    """The trades a folded line names, each once, in order."""
    return list(dict.fromkeys(name for name, word in active if word in folded and _stands_as_word(word, folded)))


def _is_in_quotes(word: str, folded: str) -> bool:
    """Whether a folded line names a trade's word in quotation marks, as a report about spam does."""
    at = folded.find(word)
    return at >= 0 and is_quoted(folded, at, at + len(word))


def _names_trade(page: Page, name: str) -> bool:
    """Whether so many sentences use the very name of a trade that a text is about it: "SEO" in one about clinics."""
    return sum(m.ends_sentence and name in m.tokens for m in page.measures) > TOPIC


def _signals(folded: str, trades: _Trades) -> list[str]:
    """The signals of spam in a folded line, its trade aside."""
    other: list[str] = []
    if _ADDRESS.search(folded):
        other.append("an address")
    calls = [word.strip() for word in trades.calls if word in folded]
    if calls:
        other.append(f"calls ({', '.join(calls[:3])})")
    if len(calls) >= 3:
        other.append("three calls or more")
    if any(mark in folded for mark in trades.arrows):
        other.append("arrows")
    return other


@by_line
def _disguises(_: Page, block: Block, __: Measures) -> int:
    """How many letters of a line are parted by invisible characters, or words mix scripts."""
    text = block.text
    if text.isascii() or block.kind in FIXED_KINDS or not _SUSPECT.search(text):
        return 0
    soft = len(_SOFT.findall(text))
    return len(_HIDDEN.findall(text)) + len(_MIXED.findall(text)) + (soft if soft > SOFT else 0)


@rule(
    "SPM001",
    "spam-line",
    Category.SPAM,
    -3.4,
    modes=BOTH,
    fires=(
        Example(
            ARTICLE + "Best online casino bonus, free spins no deposit http://lucky.example.net play now\n" + ARTICLE,
            on=("Best online",),
        ),
    ),
    silent=(
        Example(
            "The casino opened in 1921 and closed in 1984, after a fire.\nThe casino's tables were sold in Bremen.\n"
            + ARTICLE
        ),
        Example(
            "SEO brings clinics to those who look.\nLocal SEO starts with an address.\nGood SEO takes a year.\n"
            "- Aim to earn backlinks from other websites, which can be done by guest posting on health blogs"
        ),
        Example(ARTICLE + "He said that the best online casino was no match for a walk."),
    ),
)
def spam_line(page: Page) -> Iterator[Finding]:
    """Finds lines that name a spammers' trade, with three more signals, in a text about something else.

    Why: link spam is inserted by others; neither author nor site wrote it.
    Example: `Best online casino bonus - free spins http://… play now`
    Source: own generator of insertions (benchmarks); signals as in comment filters; never one word alone
    """
    trades = _trades()
    active = _words_on_page(page, trades)
    found: list[tuple[int, list[str], list[str]]] = []
    subjects: dict[str, int] = {}
    for index in joined_text(page).lines_with(word for _, word in active):
        block, m = page.blocks[index], page.measures[index]
        named = _trade_names(m.folded, active) if m.words and block.kind not in FIXED_KINDS else []
        if not named:
            continue
        if all(_is_in_quotes(word, m.folded) for _, word in active if word in m.folded):
            continue
        other = _signals(m.folded, trades) if m.words <= LINE else []
        for name in named:
            subjects[name] = subjects.get(name, 0) + (m.prose or not other)
        if other:
            found.append((block.index, named, other))
    article = article_words(page) if found else frozenset()
    for index, named, other in found:
        m = page.measures[index]
        if all(subjects[name] >= TOPIC or _names_trade(page, name) for name in named):
            continue
        if not m.ends_sentence:
            other.append("no sentence")
        like = likeness(m.folded, article)
        if like < FOREIGN:
            other.append(f"likeness {like:.2f}")
        if len(named) > 1:
            other.append("two trades")
        if len(other) >= SIGNALS and (like < 2 * FOREIGN or not m.ends_sentence):
            weight = -3.4 - 0.3 * (len(other) - SIGNALS)
            yield Finding(index, f"{', '.join(named)}; {', '.join(other)}", weight=max(weight, -4.0))


@rule(
    "DDG001",
    "disguised-words",
    Category.SPAM,
    -3.0,
    modes=TEXT,
    fires=(Example(ARTICLE + "ch\u200beap wat\u200bches on\u200bline for a\u200bll\n" + ARTICLE, on=("ch",)),),
    silent=(
        Example(ARTICLE + "Die Bundesregierung tagte.\n"),
        Example("The Greek letters αβγ and the word Москва stand here.\n" + ARTICLE),
    ),
)
def disguised_words(page: Page) -> Iterator[Finding]:
    """Finds lines whose words are broken by invisible characters or spelled with look-alikes of other scripts.

    Why: nobody writes so but to get past filters. A text that does it throughout was typeset so, and stays.
    Example: `ch\u200beap wat\u200bches`, with zero-width spaces
    Source: Unicode TR 39, mixed-script detection, https://www.unicode.org/reports/tr39/
    """
    found = [(index, number) for index, number in enumerate(_disguises(page)) if number >= DISGUISED]
    if len(found) > max(3, 0.1 * len(page.blocks)):
        return
    for index, number in found:
        yield Finding(index, f"{number} words or letters in disguise >= {DISGUISED}")


RULES = (spam_line, disguised_words)
