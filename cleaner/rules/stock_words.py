"""Lines read as words of sites: what is asked of a reader, what a site has, what relates articles, and names.

`said(page, index)` tells for one line how many of its words are of which kind, and which are of none. The words are
data (data/stock.toml), by language; a line is read in the page's language, its near relatives and English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from cleaner.measure import fold
from cleaner.page.language import stopwords
from cleaner.page.page import Page, derived, line_numbers
from cleaner.page.shape import REMEMBERED
from cleaner.rules.matching import related_languages
from cleaner.rules.word_lists import read_lists
from cleaner.types import Category

# What parts words here; marks of vowels stay inside them, as `\w` would not have it.
_TOKEN = re.compile(r"[^\s\-–—'’‘\"“”«»„‹›.,:;!?()\[\]{}|/\\<>•·*…@#&=+،؛؟।→▶►▷◆■▲☞👉【】「」『』（）：，。！？、～_]+")
_DENSE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_PREFIXES = tuple("ב ל מ ה ו ש כ וה בה מה לה של ول وال بال لل فال كال ال و ف ب ل ك".split())
_CLASSES = ("call", "thing", "also", "glue", "label", "ours")
_NEUTRAL = re.compile(r"[\d.,:%]+\w{0,6}$")
_DOMAIN = re.compile(
    r"\b(?:https?://\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w-])(?:[\w-]+\.){1,4}(?:com|org|net|info|co|[a-z]{2})(?:/\S*)?)(?![\w.])",
    re.IGNORECASE,
)
_MAY_BE_ADDRESS = re.compile(r"\.[\w.-]|://")  # the stops of sentences are none


class Said(NamedTuple):
    """The words of one line by kind, each as it is spelled in the data or the line."""

    call: tuple[str, ...] = ()
    thing: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # unknown words with a capital
    unknown: tuple[str, ...] = ()  # other unknown words
    kinds: tuple[Category, ...] = ()  # what the words are about, in their order
    ours: bool = False
    opens: str = ""  # the kind of the first word that is no glue: "call", "thing", "also", "platform", "name", ""
    size: int = 0  # words
    addresses: tuple[str, ...] = ()  # of pages and mailboxes

    @property
    def stock(self) -> int:
        """How many words are a site's own."""
        return len(self.call) + len(self.thing) + len(self.also) + len(self.platforms)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of some languages, ready for look-up; one object for each set of languages."""

    exact: Mapping[str, str]  # word -> class
    own: frozenset[str]  # those of `exact` that are words of sites
    stems: Mapping[str, tuple[tuple[str, str], ...]]  # by the first three letters
    dense: Mapping[str, tuple[tuple[str, str], ...]]  # by the first character, longest first
    ours: frozenset[str]
    labels: frozenset[str]
    kinds: Mapping[str, Category]
    kind_stems: Mapping[str, tuple[tuple[str, Category], ...]]  # by the first three letters

    def word_class(self, word: str) -> str:
        """The class of a folded word, or nothing."""
        found = self.exact.get(word)
        if found is None:
            found = ""
            for stem, kind in self.stems.get(word[:3], ()):
                if word.startswith(stem):
                    found = kind
                    break
        if not found and len(word) == 1 and "a" <= word < "\u0400":
            return "glue"
        return found

    def may_be_stock(self, words: Iterable[str]) -> list[str]:
        """Those words of some lines (see `Measures.tokens`) that may be, or hold, a word of a site's own.

        Scripts other than Latin, and words with marks, are parted otherwise there than here.
        """
        own, stems = self.own, self.stems
        return [
            word
            for word in words
            if word in own
            or (word[:3] in stems and self.word_class(word) not in {"", "glue"})
            or not (word.isascii() and word.isalnum())
        ]

    def bare(self, word: str) -> str:
        """A word without the small words that Hebrew and Arabic write in front of it, if it is one of these then."""
        if not ("\u0590" <= word[:1] <= "\u06ff") or self.word_class(word):
            return word
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) > len(prefix) + 1 and self.word_class(word[len(prefix) :]):
                return word[len(prefix) :]
        return word

    def kind(self, word: str) -> Category | None:
        """What a stock word is about, or None."""
        found = self.kinds.get(word)
        if found is not None:
            return found
        for stem, kind in self.kind_stems.get(word[:3], ()):
            if word.startswith(stem):
                return kind
        return None

    def among(self, words: Iterable[str], wanted: frozenset[Category]) -> set[str]:
        """Those of some words that are about one of these."""
        exact, opened = _words_about(self, wanted)
        likely = [word for word in set(words) if word in exact or word[:3] in opened]
        return {word for word in likely if self.kind(word) in wanted}


@lru_cache(maxsize=64)
def _words_about(lexicon: Lexicon, wanted: frozenset[Category]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that are about one of these, and the first three letters of the stems that are."""
    exact = frozenset(word for word, kind in lexicon.kinds.items() if kind in wanted)
    stems = lexicon.kind_stems.items()
    return exact, frozenset(head for head, listed in stems if any(kind in wanted for _, kind in listed))


@lru_cache(maxsize=1)
def platforms() -> frozenset[str]:
    """Folded names of networks and shops of apps."""
    return frozenset(map(fold, read_lists("stock.toml")["names"]["platforms"].split()))


@lru_cache(maxsize=1)
def more_words() -> frozenset[str]:
    """Folded words for "more": what a site has of them are other articles."""
    return frozenset(map(fold, read_lists("stock.toml")["names"]["more"].split()))


@lru_cache(maxsize=64)
def lexicon_of(languages: tuple[str, ...]) -> Lexicon:
    """The words of these languages; the first is the page's own and wins."""
    raw = read_lists("stock.toml")
    exact: dict[str, str] = {}
    stems: dict[str, list[tuple[str, str]]] = {}
    dense: dict[str, str] = {}
    ours: set[str] = set()
    labels: set[str] = set()
    for language in languages:
        listed = raw.get(language, {})
        for name in _CLASSES:
            for spelled in listed.get(name, "").split():
                word = fold(spelled)
                if name == "ours":
                    ours.update(_pieces(word))
                if name == "label":
                    labels.add(word)
                if name in {"ours", "label"}:
                    continue
                if _DENSE.search(word):
                    dense.setdefault(word, name)
                elif word.endswith("*"):
                    stems.setdefault(word[:3], []).append((word[:-1], name))
                else:
                    parts = _pieces(word)
                    for part in parts:
                        exact.setdefault(part, name if len(parts) == 1 or len(part) > 3 else "glue")
    for language in languages:
        for word in stopwords().get(language, ()):
            (dense if _DENSE.search(word) else exact).setdefault(word, "glue")
    for name in platforms():
        if not _DENSE.search(name):
            exact[name] = "platform"
        else:
            dense[name] = "platform"
    kinds: dict[str, Category] = {}
    kind_stems: dict[str, list[tuple[str, Category]]] = {}
    for category, text in raw["kinds"].items():
        for spelled in text.split():
            word = fold(spelled)
            if word.endswith("*"):
                kind_stems.setdefault(word[:3], []).append((word[:-1], Category(category)))
            else:
                kinds.setdefault(word, Category(category))
    by_first: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(dense, key=lambda one: (-len(one), one)):
        by_first.setdefault(word[0], []).append((word, dense[word]))
    return Lexicon(
        MappingProxyType(exact),
        frozenset(word for word, kind in exact.items() if kind != "glue"),
        MappingProxyType({key: tuple(listed) for key, listed in stems.items()}),
        MappingProxyType({key: tuple(listed) for key, listed in by_first.items()}),
        frozenset(ours),
        frozenset(labels),
        MappingProxyType(kinds),
        MappingProxyType({key: tuple(listed) for key, listed in kind_stems.items()}),
    )


@derived
def stock_vocabulary(page: Page) -> frozenset[str]:
    """Those words of a page that may be a site's own: a line without one of them is read for nothing.

    With them come those of earlier pages made of the same text: whoever asks, asks about words of a page's lines.
    """
    lines: frozenset[int]
    words: frozenset[str]
    lines, words = page.line_facts.get((stock_vocabulary, page.language), (frozenset(), frozenset()))
    numbers = line_numbers(page)
    new = frozenset(numbers) - lines
    if new:
        told = [m.tokens for number, m in zip(numbers, page.measures, strict=True) if number in new]
        words = words.union(lexicon_for(page).may_be_stock(frozenset(chain.from_iterable(told))))
        page.line_facts[stock_vocabulary, page.language] = lines | new, words
    return words


def _pieces(word: str) -> list[str]:
    return _TOKEN.findall(word)


@derived
def lexicon_for(page: Page) -> Lexicon:
    """The words of a page's language, its near relatives and English."""
    own = page.language
    others = [one for one in related_languages(own) if one not in {own, ""}]
    return lexicon_of(tuple(dict.fromkeys((own, *others, "en"))))


# A text's body is judged again, and most of its lines are the ones that were read before.
@lru_cache(maxsize=2048)
def _short_line(text: str, lexicon: Lexicon) -> Said:
    return _read(text, lexicon)


def read_line(text: str, lexicon: Lexicon) -> Said:
    """The words of a line by kind."""
    return _short_line(text, lexicon) if len(text) <= REMEMBERED else _read(text, lexicon)


def _read(text: str, lexicon: Lexicon) -> Said:
    found: dict[str, list[str]] = {"call": [], "thing": [], "also": [], "platform": [], "name": [], "": []}
    kinds: list[Category] = []
    ours, opens, size = False, None, 0
    addresses = _DOMAIN.findall(text) if _MAY_BE_ADDRESS.search(text) else []
    if addresses:
        text = _DOMAIN.sub(" ", text)
    for token in _TOKEN.findall(text):
        for word, kind, own, about in _read_token(lexicon, token):
            size += 1
            ours = ours or own
            if kind == "glue":
                continue
            if opens is None:
                opens = kind
            found[kind].append(word)
            if about:
                kinds.append(about)
    return Said(
        tuple(found["call"]),
        tuple(found["thing"]),
        tuple(found["also"]),
        tuple(found["platform"]),
        tuple(found["name"]),
        tuple(found[""]),
        tuple(kinds),
        ours,
        opens or "",
        size + len(addresses),
        tuple(addresses),
    )


@lru_cache(maxsize=8192)
def classify_word(lexicon: Lexicon, seen: str) -> tuple[str, str, bool, Category | None]:
    """A word without its prefix, its class ("glue" for what says nothing), whether it is a site's "we", its kind."""
    word = lexicon.bare(seen)
    kind = lexicon.word_class(word)
    if not kind and _NEUTRAL.match(word):
        kind = "glue"
    return word, kind, word in lexicon.ours, lexicon.kind(word) if kind else None


@lru_cache(maxsize=8192)
def _read_token(lexicon: Lexicon, token: str) -> tuple[tuple[str, str, bool, Category | None], ...]:
    """The words of a token as `classify_word` gives them, unknown ones told apart by a capital."""
    found: list[tuple[str, str, bool, Category | None]] = []
    for seen, spelled in _words(token, lexicon):
        if seen == "x" and spelled != "X":
            found.append((seen, "glue", False, None))
            continue
        word, kind, own, about = classify_word(lexicon, seen)
        if spelled[0] == "\0":
            kind = spelled[1:]
            about = lexicon.kind(word)
        if not kind:
            # A product's name has its capital inside: iPhone, eBay.
            kind = "name" if spelled != spelled.lower() else ""
            about = lexicon.kind(word) if kind else None
        found.append((word, kind, own, about))
    return tuple(found)


def _words(spelled: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """(folded word, word as spelled) of a token; in scripts without spaces (stock word, NUL and its class)."""
    if spelled.isascii():
        yield spelled.lower(), spelled
        return
    word = fold(spelled)
    dense = _DENSE.search(word) is not None
    if word and (not dense or (word in lexicon.exact and _HANGUL.search(word))):
        yield word, spelled
    elif word:
        yield from _dense(word, lexicon)


def _dense(word: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """A run of a script without spaces, cut greedily into stock words; what lies between them is unknown."""
    at, left = 0, ""
    while at < len(word):
        hit = next((one for one in lexicon.dense.get(word[at], ()) if word.startswith(one[0], at)), None)
        if hit is None:
            left += word[at]
            at += 1
            continue
        if left:
            yield left, left
            left = ""
        yield hit[0], "\0" + hit[1]
        at += len(hit[0])
    if left:
        yield left, left
