"""Finding phrases in lines: dictionaries by first and last letters, `in` over the whole text, regexes last.

One joined pattern for all phrases is the slowest way in CPython; a look-up by three letters leaves a handful of
literals a line. A literal that may stand anywhere is searched once in the text of the whole page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from cleaner.measure import word_count
from cleaner.rules.packs import Act, Neighbours, Pack, Phrase, Position, Rest, Shape, shipped
from cleaner.rules.page import Page
from cleaner.rules.shape import (
    Extent,
    continues_word,
    ends_open,
    extent,
    headline_like,
    line_key,
    list_like,
    name_like,
    stripped,
)
from cleaner.settings import Profile

_TARGET = re.compile(r"\]\([^()\s]{0,300}\)")  # a Markdown link's target is no text
_SEPARATORS = frozenset(":-–—|»›>·•：／/▸▶→")
_LEAD = " \t:-–—|»›>·•：▸▶→"

# Languages whose function words overlap so far that the guess may take one for the other.
_KIN: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "bg": ("ru",), "mk": ("ru",), "sr": ("hr", "ru"), "hr": ("sr",), "sk": ("cs",), "cs": ("sk",),
    "da": ("no",), "no": ("da",), "sv": ("no", "da"), "ms": ("id",), "id": ("ms",),
    "uk": ("ru",), "ru": ("uk",), "ca": ("es",), "es": ("pt",), "pt": ("es",), "ja": ("zh",), "zh": ("ja",),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Index:
    """Phrases of some languages and acts, arranged for look-up. Built once, never changed."""

    whole: Mapping[str, tuple[Phrase, ...]]
    starts: Mapping[str, tuple[tuple[str, Phrase], ...]]
    ends: Mapping[str, tuple[tuple[str, Phrase], ...]]
    contains: Mapping[str, tuple[tuple[str, Phrase], ...]]  # by the literal's longest word; "" where it has none
    longest: int  # words of the longest line that a contained phrase may stand in


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a block: the literal and, in the block's folded text, where it stands."""

    block: int
    phrase: Phrase
    literal: str
    at: int


def hits(page: Page, *acts: Act) -> Iterator[Hit]:
    """All hits of phrases with one of these acts on a page, gates checked, in block order for each shape."""
    index = _index(_languages(page.language), acts, page.settings.packs)
    where = extent(page)
    for block, measures in page:
        for hit in _line_hits(index, block.index, measures.folded, measures.words):
            if _passes(hit, page, where):
                yield hit
    for hit in _inner_hits(index, page):
        if _passes(hit, page, where):
            yield hit


def phrases_in(page: Page, text: str, folded: str, words: int) -> Iterator[tuple[Phrase, str]]:
    """Phrases that start or make up a piece of a block's text; gates of place and neighbours are not asked."""
    index = _index(_languages(page.language), (Act.LINE,), page.settings.packs)
    for hit in _line_hits(index, 0, folded, words):
        phrase = hit.phrase
        if not phrase.min_words <= words <= phrase.max_words or phrase.profile is not Profile.CONSERVATIVE:
            continue
        if phrase.shape is Shape.WHOLE or _rest_fits(phrase, folded[hit.at + len(hit.literal) :], text):
            yield phrase, hit.literal


def _languages(language: str) -> tuple[str, ...]:
    return tuple(sorted({language, "en", "", *_KIN.get(language, ())})) if language else ()


@lru_cache(maxsize=256)
def _index(languages: tuple[str, ...], acts: tuple[Act, ...], packs: tuple[Pack, ...]) -> Index:
    whole: dict[str, list[Phrase]] = {}
    starts: dict[str, list[tuple[str, Phrase]]] = {}
    ends: dict[str, list[tuple[str, Phrase]]] = {}
    contains: dict[str, list[tuple[str, Phrase]]] = {}
    for pack in (*shipped(), *packs):
        if languages and pack.language not in languages:
            continue
        for phrase in pack.phrases:
            if phrase.act not in acts:
                continue
            for literal in phrase.patterns:
                if phrase.shape is Shape.WHOLE:
                    whole.setdefault(line_key(literal), []).append(phrase)
                elif phrase.shape is Shape.STARTS:
                    starts.setdefault(literal[:_WIDTH], []).append((literal, phrase))
                elif phrase.shape is Shape.ENDS:
                    ends.setdefault(literal[-_WIDTH:], []).append((literal, phrase))
                else:
                    contains.setdefault(_search_word(literal), []).append((literal, phrase))
    return Index(
        MappingProxyType({k: tuple(v) for k, v in whole.items()}),
        MappingProxyType({k: tuple(v) for k, v in starts.items()}),
        MappingProxyType({k: tuple(v) for k, v in ends.items()}),
        MappingProxyType({k: tuple(v) for k, v in contains.items()}),
        max((phrase.max_words for listed in contains.values() for _, phrase in listed), default=0),
    )


def _search_word(literal: str) -> str:
    """The longest word of a literal: it must be among a page's words. Scripts without spaces have no such word."""
    words = [word for word in line_key(literal).split() if word != "#" and word[0] < "\u0e00"]
    return max(words, key=lambda word: (len(word), word), default="") if words else ""


_WIDTH = 3  # characters of the look-up; a literal of two is looked up by two


def _line_hits(index: Index, block: int, folded: str, words: int) -> Iterator[Hit]:
    if "](" in folded:
        folded = _TARGET.sub("]", folded)
    if words <= _LONGEST_WHOLE:
        for phrase in index.whole.get(line_key(folded), ()):
            yield Hit(block, phrase, folded, 0)
    bare = stripped(folded)
    for text in (bare, folded) if bare != folded else (folded,):
        for width in (_WIDTH, 2, 1):
            for literal, phrase in index.starts.get(text[:width], ()):
                if text.startswith(literal) and _word_ends(text, len(literal)):
                    yield Hit(block, phrase, literal, len(folded) - len(text))
    end = folded.rstrip(" .!:…»›>→\"'”’)]")
    for width in (_WIDTH, 2):
        for literal, phrase in index.ends.get(end[-width:], ()):
            if end.endswith(literal) and not _inside(end, len(end) - len(literal)):
                yield Hit(block, phrase, literal, len(end) - len(literal))


_LONGEST_WHOLE = 30  # words; no whole-line pattern is longer


def _inner_hits(index: Index, page: Page) -> Iterator[Hit]:
    if not index.contains:
        return
    # Long paragraphs are out of every phrase's reach; leaving them out halves the text.
    places = [i for i, m in enumerate(page.measures) if 0 < m.words <= index.longest]
    present = {word for i in places for word in page.measures[i].fingerprint.split()}
    wanted = [one for word in sorted(index.contains.keys() & present) for one in index.contains[word]]
    wanted.extend(index.contains.get("", ()))
    if not wanted:
        return
    joined = "\n".join(page.measures[i].folded for i in places)
    offsets = [0]
    for i in places:
        offsets.append(offsets[-1] + len(page.measures[i].folded) + 1)
    for literal, phrase in wanted:
        at = joined.find(literal)
        done = -1
        while at >= 0:
            place = bisect_right(offsets, at) - 1
            block = places[place]
            if block != done and not _inside(joined, at) and _word_ends(joined, at + len(literal)):
                yield Hit(block, phrase, literal, at - offsets[place])
                done = block
            at = joined.find(literal, at + len(literal))


def _word_ends(text: str, at: int) -> bool:
    # Scripts without spaces have no word ends to check.
    last = text[at - 1]
    return at >= len(text) or last >= "\u0e00" or not last.isalnum() or not continues_word(text[at])


def _inside(text: str, at: int) -> bool:
    return at > 0 and text[at] < "\u0e00" and continues_word(text[at]) and continues_word(text[at - 1])


def _passes(hit: Hit, page: Page, where: Extent) -> bool:
    phrase, measures = hit.phrase, page.measures[hit.block]
    if phrase.shape is not Shape.WHOLE and not phrase.min_words <= measures.words <= phrase.max_words:
        return False
    if phrase.position is Position.HEAD and not where.in_head(hit.block):
        return False
    if phrase.position is Position.TAIL and not where.in_tail(hit.block):
        return False
    if phrase.shape is not Shape.WHOLE and not _rest_fits(
        phrase, measures.folded[hit.at + len(hit.literal) :], page.blocks[hit.block].text
    ):
        return False
    return phrase.neighbours is Neighbours.ANY or _headlines_follow(page, hit.block)


def _rest_fits(phrase: Phrase, rest: str, text: str) -> bool:
    if phrase.separator and rest.strip() and rest.lstrip()[0] not in _SEPARATORS:
        return False
    if phrase.regex and not re.compile(phrase.regex).match(rest):
        return False
    tail = rest.strip(_LEAD)
    if phrase.rest is Rest.ANY:
        return True
    if phrase.rest is Rest.EMPTY:
        return not any(char.isalnum() for char in tail)
    if phrase.rest is Rest.HEADLINE:
        return not tail or (ends_open(tail) and word_count(tail) <= 22)
    if phrase.rest is Rest.LIST:
        return bool(tail) and list_like(tail, word_count(tail))
    return name_like(_in_case(text, tail))


def _in_case(text: str, tail: str) -> str:
    # The folded tail as it is written, where folding kept the lengths; capitals matter for names.
    return text[-len(tail) :] if tail and text.casefold().endswith(tail) else tail


def _headlines_follow(page: Page, index: int) -> bool:
    following = page.blocks[index + 1 : index + 3]
    return all(
        headline_like(b.text, page.measures[b.index].words) or page.measures[b.index].words <= 6 for b in following[:1]
    )
