"""Reads a line over an article for what it says of it: when it came out, who wrote it, how long it takes to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from cleaner.measure import fold
from cleaner.rules.date_lines import date_like, date_words
from cleaner.rules.word_lists import parted, read_lists

LONGEST = 160  # characters of such a line
BY_WORDS, FILED_WORDS = 6, 8  # of a name behind an opening, and of sections behind theirs
_LETTER = (
    "(?:[^\\W\\d_]|[\u0900-\u0963\u0980-\u09e3\u0a01-\u0a51\u0a81-\u0ae3\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0ce3"
    "\u0e31-\u0e4e\u064b-\u065f\u200c])"
)
_TOKEN = re.compile(rf"@\w+|\d+|{_LETTER}+(?:['.’&-]{_LETTER}+)*|[|•·∙:;,()@&/]|\s[–—-](?=\s)")
_DENSE = "\u0e00"  # from here on words stand without spaces
_PARTING = frozenset("|•·∙;()–—-")


@dataclass(slots=True)
class HeadFacts:
    """What a line says of an article. `strange` are the words that say nothing of the kind, names among them."""

    dated: bool = False
    published: bool = False
    by: bool = False
    reading: bool = False
    counted: bool = False
    filed: bool = False
    marked: bool = False
    strange: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """The names of the facts that it tells."""
        known = {
            "a date": self.dated,
            "its label": self.published,
            "who wrote it": self.by,
            "the time to read it": self.reading,
            "a count": self.counted,
            "its section": self.filed,
        }
        return ", ".join(name for name, is_there in known.items() if is_there)

    @property
    def is_told(self) -> bool:
        """Whether a date stands with another fact, or minutes that are a reader's stand alone."""
        other = self.published or self.by or self.reading or self.counted or self.filed
        return (self.dated and other) or self.reading


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The phrases of data/heads.toml by their first word, longest first, each with its family."""
    raw = read_lists("heads.toml")
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for family in ("reading", "counted", "filed", "by", "payers", "minutes", "other"):
        for phrase in parted(raw[family]):
            words = tuple(fold(phrase).split())
            if words:
                table.setdefault(words[0], []).append((words, family))
    for phrase in date_words().by:
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append((words, "by"))
    return MappingProxyType(
        {first: tuple(sorted(known, key=lambda one: -len(one[0]))) for first, known in table.items()}
    )


@lru_cache(maxsize=1)
def _dense_phrases() -> tuple[str, ...]:
    """Those of the phrases and words of publishing that are written without spaces, longest first."""
    known = {words[0] for listed in _phrases().values() for words, _ in listed if len(words) == 1}
    return tuple(sorted((one for one in known | date_words().published if one[0] >= _DENSE), key=lambda one: -len(one)))


@lru_cache(maxsize=8)
def heads(family: str) -> frozenset[str]:
    """The folded phrases of a family of data/heads.toml."""
    return frozenset(map(fold, parted(read_lists("heads.toml")[family])))


def read_head_line(text: str) -> HeadFacts | None:
    """What a line says of an article; None where it says anything else.

    >>> read_head_line("Von Anna Keller 12.02.2024, 17:45 Uhr, Lesezeit: 3 Min.").is_told
    True
    >>> read_head_line("Samstag, 12. Mai 2024, 19:30 Uhr, Stadtkirche").is_told
    False
    >>> read_head_line("Letter from Anna Keller to the board, 3 May 2024")
    """
    return _read(text) if 0 < len(text) <= LONGEST else None


@lru_cache(maxsize=1024)
def _read(text: str) -> HeadFacts | None:
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = _DIGIT.sub(lambda hit: str(unicodedata.decimal(hit.group())), plain)
    if any(char >= _DENSE for char in plain):
        plain = _part_dense(plain)
    reading = _Reading(plain)
    while reading.at < len(reading.tokens):
        if not reading.step():
            return None
    return reading.facts if reading.ends_well() else None


class _Reading:
    """A line that is read token by token; what is told is blanked, so that a date is left."""

    def __init__(self, plain: str) -> None:
        found = list(_TOKEN.finditer(plain))
        self.tokens = [hit.group().strip() or " " for hit in found]
        self.folded = [fold(token) for token in self.tokens]
        self.spans = [hit.span() for hit in found]
        self.plain = plain
        self.rest = list(plain)
        self.facts = HeadFacts()
        self.at = 0
        self.name = self.filed = 0  # words that may still be a name's or a section's

    def step(self) -> bool:
        """Read a token or a phrase; whether a line over an article may hold it."""
        at, facts = self.at, self.facts
        token, low = self.tokens[at], self.folded[at]
        words, family = _phrase_at(self.folded, at)
        dated = token.isdigit() or family == "minutes" or _is_date_word(self.folded, at)
        self.at += words
        if family == "other":
            return False
        if family in {"reading", "counted"}:
            self._count(family, at, words)
        elif family == "filed" and self._opens(at):
            facts.filed, self.filed, self.name = True, FILED_WORDS, 0
            self._blank(at, words)
        elif family == "payers" and len(self.tokens) <= 4:
            facts.marked = True
            self._blank(at, words)
        elif family == "by" and facts.strange and self.tokens[at - 1] == facts.strange[-1]:
            facts.by = True
            self._blank(at, words)
        elif family == "by" and (self.filed or self._opens(at)) and self._names(at + words):
            self.name, self.filed = BY_WORDS, 0
            self._blank(at, words)
        elif low in date_words().published:
            facts.published, self.name, self.filed = True, 0, 0
            self._blank(at, 1)
            self.rest[self.spans[at][0]] = "|"  # another date may follow
        elif dated and not (self.filed or (self.name and low in date_words().fillers)):
            self.name = 0
        elif token.isdigit():
            self.name = self.filed = 0
        elif not token[:1].isalpha() and token[0] != "@":
            if token in _PARTING:
                self.name = self.filed = 0
        else:
            return self._take_word(at)
        return True

    def ends_well(self) -> bool:
        """Whether what is left of the line is a date or nothing."""
        facts = self.facts
        left = fold("".join(self.rest)).strip(" |•·∙:;,()@&/–—-")
        left = " ".join(_ENDS.sub(" ", left).split())
        facts.dated = any(map(str.isdigit, left)) and all(
            date_like(piece) or not any(map(str.isdigit, piece)) for piece in _PARTS.split(left)
        )
        if facts.reading and not any(map(str.isdigit, self.plain)):
            return False
        return facts.dated or not any(map(str.isdigit, left))

    def _count(self, family: str, at: int, words: int) -> None:
        """Note what is counted, and blank its number: the one before it, or the one behind it with its minutes."""
        if family == "reading":
            self.facts.reading = True
        else:
            self.facts.counted = True
        self.name = self.filed = 0
        self._blank(at, words)
        before = at - 1
        while before >= 0 and (_is_minute(self.folded, before) or self.tokens[before] == ":"):
            self._blank(before, 1)
            before -= 1
        if before >= 0 and self.tokens[before].isdigit() and self._is_bare(before):
            self._blank(before, 1)
            return
        behind = at + words
        while behind < len(self.tokens) and (self.tokens[behind] == ":" or self.folded[behind] in _ABOUT):
            behind += 1
        if behind < len(self.tokens) and self.tokens[behind].isdigit():
            self._blank(behind, 1)
            if behind + 1 < len(self.tokens) and _is_minute(self.folded, behind + 1):
                self._blank(behind + 1, 1)

    def _is_bare(self, at: int) -> bool:
        """Whether a number is no part of a date or an hour."""
        start = self.spans[at][0]
        return start == 0 or self.plain[start - 1] not in ".:/-"

    def _opens(self, at: int) -> bool:
        """Whether a label may begin here: at the start, behind a mark, a date or a word of publishing."""
        return (
            at == 0
            or not self.tokens[at - 1][:1].isalpha()
            or self.folded[at - 1] in date_words().published
            or _is_date_word(self.folded, at - 1)
        )

    def _names(self, at: int) -> bool:
        """Whether the token here may begin a name."""
        while at < len(self.tokens) and self.tokens[at] == ":":
            at += 1
        return at < len(self.tokens) and self.tokens[at][:1].isalpha() and not _is_date_word(self.folded, at)

    def _take_word(self, at: int) -> bool:
        token = self.tokens[at]
        self._blank(at, 1)
        if token[0] == "@":
            return True
        if self.name:
            self.name -= 1
            self.facts.by = True
        elif self.filed:
            self.filed -= 1
        elif self.folded[at] == "in" and (self.facts.by or self.facts.published):
            self.filed = FILED_WORDS
        elif token[:1] != token[:1].lower() or token[:1] > "\u0590" or self.facts.filed:
            self.facts.strange.append(token)
            return self.tokens[at + 1 : at + 2] != [":"]
        else:
            return False
        return True

    def _blank(self, at: int, count: int) -> None:
        for start, end in self.spans[at : at + count]:
            self.rest[start:end] = " " * (end - start)


_DIGIT = re.compile(r"(?![0-9])\d")
_PARTS = re.compile(r"\s[|•·∙–—-]\s|[|•·∙;()@]")
_ENDS = re.compile(r"(?<!\d)[.,](?!\d)|(?<=\d),(?=\s)")
_ABOUT = frozenset("ca circa ~ about approx env environ cerca etwa".split())


def _is_minute(folded: list[str], at: int) -> bool:
    return folded[at] in heads("minutes")


def _is_date_word(folded: list[str], at: int) -> bool:
    if at >= len(folded):
        return False
    words, token = date_words(), folded[at].strip(".")
    return (
        token in words.months
        or token in words.weekdays
        or token in words.fillers
        or token in words.units
        or token in words.ago
        or token in _ZONES
    )


_ZONES = frozenset("am pm ist cet gmt utc est th st nd rd uhr h".split())


def _phrase_at(folded: list[str], at: int) -> tuple[int, str]:
    """The length and the family of the longest phrase that begins here; one word of none."""
    for words, family in _phrases().get(folded[at], ()):
        if tuple(folded[at : at + len(words)]) == words:
            return len(words), family
    return 1, ""


def _part_dense(text: str) -> str:
    """A text with spaces around the phrases that are written without."""
    for phrase in _dense_phrases():
        if phrase in text:
            text = text.replace(phrase, f" {phrase} ")
    return text
