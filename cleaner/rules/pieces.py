"""Which sentences of a block a finding is about: residue glued to a paragraph goes without the paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cleaner.measure import ends_sentence, fold, word_count, words
from cleaner.rules.stock_words import lexicon_of, read_line
from cleaner.rules.word_lists import read_lists
from cleaner.sentences import Span, quotations, sentence_spans

PERSON_WORDS, STOCK_SHARE = 8, 0.2  # of a sentence that says you or we and is no notice: words, share of sites' words
REST_WORDS = 4  # of the sentences that tell something; fewer are a scrap of the furniture beside them
CLAUSE_WORDS = 2  # of a sentence that is a name and what it does: the name of a firm has no small letter
# Without articles, and with pronouns and prepositions in their words, these say in three words what takes others four.
_DENSE = frozenset("ar bg cs fa fi he hr hu ko lt lv pl ru sk sl sr tr uk".split())


_CLAUSE = re.compile(r"[^\W\d_]{2,}\s[^\W\d_A-ZА-ЯЁІЇЄҐĄĆĘŁŃÓŚŹŻČĎĚŇŘŠŤŮŽ]{4,}[.!?…]")

_THEY = re.compile(r"(?<=\w\s)(?:sie|ihr|ihre|ihren|ihrem|ihrer|ihnen)\b")


class _Address(NamedTuple):
    """All languages' words together: a text's language may be unknown, and the words hardly clash."""

    words: frozenset[str]
    pieces: tuple[str, ...]
    openers: frozenset[str]


@lru_cache(maxsize=1)
def _address() -> _Address:
    raw = read_lists("address.toml")
    merged = {key: sorted({word for listed in raw[key].values() for word in listed.split()}) for key in raw}
    return _Address(frozenset(merged["words"]), _plus_as_space(merged["pieces"]), frozenset(merged["openers"]))


@lru_cache(maxsize=64)
def _of_language(language: str) -> _Address:
    raw = read_lists("address.toml")
    spoken = sorted({language, "en", "any"})
    listed = {key: [w for name in spoken for w in raw[key].get(name, "").split()] for key in raw}
    return _Address(frozenset(listed["words"]), _plus_as_space(listed["pieces"]), frozenset(listed["openers"]))


def _plus_as_space(pieces: list[str]) -> tuple[str, ...]:
    return tuple(piece.replace("+", " ") for piece in pieces)


def addresses_reader(folded: str, language: str) -> bool:
    """Whether a folded sentence speaks to the reader or for the site: you, we, a call, an address, a rights mark.

    >>> [addresses_reader(t, "en") for t in ("get our stories first.", "the fox was released on wednesday.")]
    [True, False]
    """
    table = _of_language(language) if language else _address()
    tokens = words(folded)
    if not tokens:
        return True
    return tokens[0] in table.openers or not table.words.isdisjoint(tokens) or any(p in folded for p in table.pieces)


def residue_spans(text: str, language: str, holds: Callable[[str], bool]) -> tuple[Span, ...]:
    """The spans of those sentences of `text` that go where `holds(folded sentence)` finds residue in some.

    Empty where the whole text goes: it is one sentence, or what else stands in it belongs to the residue.
    """
    spans = sentence_spans(text)
    if len(spans) < 2:
        return ()
    folded = [fold(text[a:b]) for a, b in spans]
    goes = [holds(one) for one in folded]
    if not any(goes):
        return ()
    stays = [
        not gone and _is_statement(text[a:b], one, language)
        for gone, one, (a, b) in zip(goes, folded, spans, strict=True)
    ]
    least = REST_WORDS - (language in _DENSE)
    if language in _DENSE and any(stay and _CLAUSE.match(text[a:b]) for stay, (a, b) in zip(stays, spans, strict=True)):
        least = CLAUSE_WORDS
    if sum(word_count(one) for one, stay in zip(folded, stays, strict=True) if stay) < least:
        return ()
    return tuple(_runs(text, [span for span, stay in zip(spans, stays, strict=True) if not stay]))


def _is_statement(sentence: str, folded: str, language: str) -> bool:
    """Whether a sentence is written to its end and about something, and not a call, a notice or a headline."""
    if language == "de" and _THEY.search(sentence):
        folded = fold(_THEY.sub("", sentence))  # whom a text addresses it spells with a capital
    return ends_sentence(sentence) and (bool(quotations(folded)) or not addresses_reader(folded, language))


def is_content(sentence: str, language: str) -> bool:
    """Whether a sentence tells something, or says you or we and uses no words of sites, as recipes and letters do.

    >>> [is_content(t, "en") for t in ("We never share it.", "If you hurry, the cake falls apart in the tin.")]
    [False, True]
    """
    folded = fold(sentence)
    if not ends_sentence(sentence) or _is_statement(sentence, folded, language):
        return ends_sentence(sentence)
    tokens = words(folded)
    table = _of_language(language) if language else _address()
    if len(tokens) < PERSON_WORDS or tokens[0] in table.openers or any(p in folded for p in table.pieces):
        return False
    said = read_line(sentence, lexicon_of((language, "en") if language else ("en",)))
    return not (said.kinds or said.platforms or said.addresses) and said.stock <= len(tokens) * STOCK_SHARE


def _runs(text: str, spans: list[Span]) -> Iterator[Span]:
    """The spans with the space before them, or behind where the text begins with one."""
    for start, end in spans:
        left = len(text[:start].rstrip())
        yield (left, end) if left else (start, end + len(text[end:]) - len(text[end:].lstrip()))
