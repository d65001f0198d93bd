"""Finding phrases in lines: dictionaries by first and last letters, `in` over the whole text, regexes last.

One joined pattern for all phrases is the slowest way in CPython; a look-up by three letters leaves a handful of
literals a line. A literal that may stand anywhere is searched once in the text of the whole page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from cleaner.measure import Measures, word_count
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, by_line, derived
from cleaner.page.shape import (
    Extent,
    continues_word,
    ends_open,
    extent,
    headline_like,
    key_of_line,
    line_key,
    list_like,
    name_like,
    without_lead_marks,
)
from cleaner.rules.packs import Act, Neighbours, Pack, Phrase, Position, Rest, Shape, shipped_packs_in
from cleaner.sentences import is_quoted
from cleaner.settings import Profile
from cleaner.types import Block

_TARGET = re.compile(r"\]\([^()\s]{0,300}\)")  # a Markdown link's target is no text
_SEPARATORS = frozenset(":-–—|»›>·•：／/▸▶→")
_LEAD = " \t:-–—|»›>·•：▸▶→"
_OPENING = 100  # characters at the beginning of a piece; no phrase that may open one is so long
_TWO_WORDS = re.compile(r"([a-z]+)[^a-z0-9#]*([a-z]*)([0-9#]?)")  # and whether a figure follows, # in patterns

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
    beginnings: Mapping[str, tuple[str, ...]]  # the literals of `starts`
    ends: Mapping[str, tuple[tuple[str, Phrase], ...]]
    contains: Mapping[str, tuple[Phrase, ...]]
    inner: tuple[str, ...]  # the literals of `contains`
    first_words: frozenset[str]  # of the whole lines
    first_two: frozenset[str]  # the first two words of each, or its only one
    longest: int  # words of the longest line that a contained phrase may stand in


class Hit(NamedTuple):
    """A phrase found in a block: the literal and, in the block's folded text, where it stands."""

    block: int
    phrase: Phrase
    literal: str
    at: int


def hits(page: Page, *acts: Act) -> Iterator[Hit]:
    """All hits of phrases with one of these acts on a page, gates checked, in block order for each shape."""
    return (hit for hit in _all_hits(page) if hit.phrase.act in acts)


@derived
def _all_hits(page: Page) -> tuple[Hit, ...]:
    """The hits of every act: one walk over the lines serves all rules."""
    where = extent(page)
    found = [
        hit
        for block, hits_of_line in enumerate(_edge_hits(page))
        for one in hits_of_line
        if _passes(hit := one._replace(block=block), page, where)
    ]
    found += (hit for hit in _inner_hits(_full_index(page), page) if _passes(hit, page, where))
    return tuple(found)


@by_line
def _edge_hits(page: Page, _: Block, m: Measures) -> Sequence[Hit]:
    """The phrases that begin or end a line, or are all of it; gates are not asked."""
    return _line_hits(_full_index(page), m.folded, m.words, m) if m.folded else ()


@derived
def _full_index(page: Page) -> Index:
    return _index(_languages(page.language), tuple(Act), page.settings.packs)


def may_open(page: Page, text: str) -> bool:
    """Whether a piece of a block's text can begin as a phrase does: a look that spares folding most pieces."""
    head = text[:_OPENING]
    if not (head.isascii() and head[:1].isalpha()):
        return True
    head = " ".join(head.lower().split())
    index = _line_index(page)
    words = _TWO_WORDS.match(head)
    if words is None or words[3]:
        return True
    first, second, _ = words.groups()
    if (f"{first} {second}" in index.first_two) if second else (first in index.first_words):
        return True
    beginnings = index.beginnings
    return any(key in beginnings and head.startswith(beginnings[key]) for key in (head[:_WIDTH], head[:2], head[:1]))


@derived
def _line_index(page: Page) -> Index:
    return _index(_languages(page.language), (Act.LINE,), page.settings.packs)


def phrases_in(page: Page, text: str, folded: str, words: int) -> Iterator[tuple[Phrase, str]]:
    """Phrases that start or make up a piece of a block's text; gates of place and neighbours are not asked."""
    for hit in _line_hits(_line_index(page), folded, words):
        phrase = hit.phrase
        if not phrase.min_words <= words <= phrase.max_words or phrase.profile is not Profile.CONSERVATIVE:
            continue
        if phrase.shape is Shape.WHOLE or _rest_fits(phrase, folded[hit.at + len(hit.literal) :], text):
            yield phrase, hit.literal


def related_languages(language: str) -> tuple[str, ...]:
    """The languages as one of which a text in this one may have been guessed, sorted."""
    return tuple(sorted(_KIN.get(language, ())))


def _languages(language: str) -> tuple[str, ...]:
    return tuple(sorted({language, "en", "", *related_languages(language)})) if language else ()


@lru_cache(maxsize=256)
def _index(languages: tuple[str, ...], acts: tuple[Act, ...], packs: tuple[Pack, ...]) -> Index:
    whole: dict[str, list[Phrase]] = {}
    starts: dict[str, list[tuple[str, Phrase]]] = {}
    ends: dict[str, list[tuple[str, Phrase]]] = {}
    contains: dict[str, list[Phrase]] = {}
    for pack in (*shipped_packs_in(languages), *packs):
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
                    contains.setdefault(literal, []).append(phrase)
    return Index(
        MappingProxyType({k: tuple(v) for k, v in whole.items()}),
        MappingProxyType({k: tuple(v) for k, v in starts.items()}),
        MappingProxyType({k: tuple([literal for literal, _ in v]) for k, v in starts.items()}),
        MappingProxyType({k: tuple(v) for k, v in ends.items()}),
        MappingProxyType({k: tuple(v) for k, v in contains.items()}),
        tuple(sorted(contains, key=lambda literal: (_search_word(literal) == "", _search_word(literal)))),
        frozenset(key.partition(" ")[0] for key in whole),
        frozenset(" ".join(key.split()[:2]) for key in whole),
        max((phrase.max_words for listed in contains.values() for phrase in listed), default=0),
    )


def _search_word(literal: str) -> str:
    """The longest word of a literal: it must be among a page's words. Scripts without spaces have no such word."""
    words = [word for word in line_key(literal).split() if word != "#" and word[0] < "\u0e00"]
    return max(words, key=lambda word: (len(word), word), default="") if words else ""


_WIDTH = 3  # characters of the look-up; a literal of two is looked up by two


def _line_hits(index: Index, folded: str, words: int, m: Measures | None = None) -> list[Hit]:
    """The hits in a folded line, as if it were the first block; `m` are its measures where it is a block's."""
    if "](" in folded:
        folded = _TARGET.sub("]", folded)
    found: list[Hit] = []
    if words <= _LONGEST_WHOLE and (
        m is None or _may_be_whole(index, m.tokens, same=m.folded == folded and "#" not in folded)
    ):
        key = key_of_line(m) if m is not None and m.folded == folded else line_key(folded)
        found += (Hit(0, phrase, folded, 0) for phrase in index.whole.get(key, ()))
    bare = folded if folded[:1].isalnum() else without_lead_marks(folded)
    starts, beginnings = index.starts, index.beginnings
    for text in (bare, folded) if bare != folded else (folded,):
        for head in (text[:_WIDTH], text[:2], text[:1]):
            if head in starts and text.startswith(beginnings[head]):
                found += (
                    Hit(0, phrase, literal, len(folded) - len(text))
                    for literal, phrase in starts[head]
                    if text.startswith(literal) and _word_ends(text, len(literal))
                )
    end = folded.rstrip(" .!:…»›>→\"'”’)]")
    for tail in (end[-_WIDTH:], end[-2:]):
        if tail in index.ends:
            found += (
                Hit(0, phrase, literal, len(end) - len(literal))
                for literal, phrase in index.ends[tail]
                if end.endswith(literal) and not _inside(end, len(end) - len(literal))
            )
    return found


def _may_be_whole(index: Index, tokens: Sequence[str], *, same: bool) -> bool:
    """Whether a line of these words may be a whole-line pattern; figures are written otherwise there.

    `same`: the words are those that are looked for, no target of a link left out and no mark of a figure among them.
    """
    first, second = [*tokens[:2], "", ""][:2]
    if not first.isalpha():
        return True
    if first not in index.first_words:
        return False
    if not same or (second and not second.isalpha()):
        return True
    return (f"{first} {second}" if second else first) in index.first_two


_LONGEST_WHOLE = 30  # words; no whole-line pattern is longer


def _inner_hits(index: Index, page: Page) -> Iterator[Hit]:
    if not index.contains:
        return
    held = joined_text(page)
    wanted = [(literal, phrase) for literal in held.present(index.inner) for phrase in index.contains[literal]]
    text, starts = held.text, held.starts
    for literal, phrase in wanted:
        at = text.find(literal)
        done = -1
        while at >= 0:
            block = bisect_right(starts, at) - 1
            if block != done and not _inside(text, at) and _word_ends(text, at + len(literal)):
                if 0 < page.measures[block].words <= index.longest:
                    yield Hit(block, phrase, literal, at - starts[block])
                done = block
            at = text.find(literal, at + len(literal))


def _word_ends(text: str, at: int) -> bool:
    # Scripts without spaces have no word ends to check, and a word of another script ends where they begin.
    if at >= len(text) or text[at - 1] >= "\u0e00" or text[at] >= "\u0e00":
        return True
    return not text[at - 1].isalnum() or not continues_word(text[at])


def _inside(text: str, at: int) -> bool:
    if at == 0 or text[at] >= "\u0e00" or text[at - 1] >= "\u0e00":
        return False
    return continues_word(text[at]) and continues_word(text[at - 1])


def _passes(hit: Hit, page: Page, where: Extent) -> bool:
    phrase, measures = hit.phrase, page.measures[hit.block]
    if phrase.shape is not Shape.WHOLE and not phrase.min_words <= measures.words <= phrase.max_words:
        return False
    if phrase.position is Position.HEAD and not where.in_head(hit.block):
        return False
    if phrase.position is Position.TAIL and not where.in_tail(hit.block):
        return False
    if phrase.shape is not Shape.WHOLE:
        after = hit.at + len(hit.literal)
        if not _rest_fits(phrase, measures.folded[after:], page.blocks[hit.block].text):
            return False
        if is_quoted(measures.folded, hit.at, after):
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
