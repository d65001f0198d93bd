"""Phrase packs: what stock lines of boilerplate look like, by language, as data.

A pack is a TOML file with a `language` and a list of `[[phrase]]` tables. Behaviour is the closed vocabulary
of the enums below; knowledge is the open set in `data/phrases/*.toml` and in the packs a user loads.

Patterns are written folded (lower case, straight apostrophes); in a whole-line pattern `#` stands for any
number. A pattern is a literal. An entry may add one `regex` that must match, from its beginning, what
follows the literal; it may hold one unbounded repeat only, so that matching stays linear.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from cleaner.errors import BadPack
from cleaner.measure import fold
from cleaner.settings import Profile
from cleaner.types import Category


class Shape(StrEnum):
    """Where in a line the pattern stands."""

    WHOLE = "whole-line"  # the words of the line are the words of the pattern
    STARTS = "starts-line"
    ENDS = "ends-line"
    CONTAINS = "contains"


class Position(StrEnum):
    """Where in the document the line stands."""

    ANY = "any"
    HEAD = "head"  # before or just behind the first prose
    TAIL = "tail"  # behind the last prose or among the last lines


class Rest(StrEnum):
    """What must follow a pattern that starts a line."""

    ANY = "any"
    EMPTY = "empty"
    HEADLINE = "headline"  # nothing, or some words that end as no sentence does
    NAME = "name"  # one to six words, mostly capitalised
    LIST = "list"  # short pieces between commas, or one


class Neighbours(StrEnum):
    """What must stand around the line."""

    ANY = "any"
    HEADLINES = "headlines"  # the next line looks like a headline, or there is none


class Act(StrEnum):
    """What a hit means."""

    LINE = "line"  # the line is boilerplate
    BLOCK = "block"  # so are the headline-like lines that follow
    TAIL = "tail"  # so is what follows, if no prose resumes
    FLAG = "flag"  # said, never cut alone


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry. `weight` is negative log-odds of main content, halved while `unreviewed`."""

    id: str
    language: str
    category: Category
    patterns: tuple[str, ...]
    shape: Shape
    reason: str
    added: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    max_words: int = 12
    min_words: int = 0
    position: Position = Position.ANY
    rest: Rest = Rest.ANY
    separator: bool = False  # a mark such as ":" must follow the pattern, or the line's end
    neighbours: Neighbours = Neighbours.ANY
    act: Act = Act.LINE
    weight: float = -3.0
    regex: str = ""
    profile: Profile = Profile.CONSERVATIVE  # the mildest profile under which it cuts; milder ones flag
    unreviewed: bool = False
    source: str = ""  # FILE:LINE

    @property
    def force(self) -> float:
        """The weight as it counts."""
        return self.weight / 2 if self.unreviewed else self.weight


@dataclass(frozen=True, slots=True)
class Pack:
    """The phrases of one file. Packs are equal where their bytes are."""

    name: str
    digest: str
    language: str = field(compare=False)
    phrases: tuple[Phrase, ...] = field(compare=False)


_Enum = TypeVar("_Enum", Category, Shape, Position, Rest, Neighbours, Act, Profile)
# Of one regex: characters, groups, and ways its bounded repeats can be shared out. A match costs no more than that
# many steps a character; the shipped ones stay under half of each.
REGEX_CHARS, REGEX_GROUPS, REGEX_WAYS = 600, 8, 2_000
_KEYS = frozenset(Phrase.__dataclass_fields__) - {"language", "source"}
_REQUIRED = ("id", "category", "patterns", "reason", "added", "fires", "silent")
_SYNTAX_LINE = re.compile(r"at line (\d+)")
_TABLE = re.compile(r"^\[\[phrase\]\]", re.MULTILINE)
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}|\{(?:\d*,)?\d{3,}\}")  # a bound of 100 and more is as good as none
_BOUND = re.compile(r"\{(?:\d*,)?(\d{1,2})\}")
_OPTIONAL = re.compile(r"(?<![*+?}(])\?")
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_CLASS = re.compile(r"\\.|\[\^?\]?[^\]]*\]")


def shipped_packs() -> tuple[Pack, ...]:
    """The packs that come with the cleaner, by file name."""
    return tuple(map(_shipped_pack, shipped_languages()))


def shipped_packs_in(languages: Sequence[str]) -> tuple[Pack, ...]:
    """Those in some languages, by file name; in all where none is named. The others are not read."""
    return tuple(_shipped_pack(one) for one in shipped_languages() if not languages or one in languages)


@lru_cache(maxsize=1)
def shipped_languages() -> tuple[str, ...]:
    """The languages of the packs that come with the cleaner, after which their files are named."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _shipped().iterdir() if f.name.endswith(".toml")))


@lru_cache(maxsize=256)
def _shipped_pack(language: str) -> Pack:
    file = _shipped().joinpath(f"{language}.toml")
    return parse_pack(file.read_bytes(), file.name)


def _shipped() -> Traversable:
    return resources.files("cleaner.rules").joinpath("data/phrases")


def load_folder(folder: Path) -> tuple[Pack, ...]:
    """A user's packs: every `*.toml` in a folder, by name. Raises BadPack with FILE:LINE."""
    if not folder.is_dir():
        raise BadPack("not a folder", subject=str(folder))
    return tuple(parse_pack(path.read_bytes(), str(path)) for path in sorted(folder.glob("*.toml")))


def parse_pack(raw: bytes, name: str) -> Pack:
    """One validated pack. Raises BadPack whose subject is FILE:LINE of the entry or key at fault."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadPack("not UTF-8", subject=f"{name}:{line}") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        raise BadPack(str(error), subject=f"{name}:{found.group(1) if found else '1'}") from error
    language = table.get("language")
    if not isinstance(language, str):
        raise BadPack('needs language = "..." at the top', subject=f"{name}:1")
    # Pages are told apart by language alone, not by country; a pack of no language speaks in all.
    language = language.replace("_", "-").partition("-")[0].lower()
    language = "" if language == "und" else language
    unknown = sorted(set(table) - {"language", "unreviewed", "phrase"})
    if unknown:
        raise BadPack(f"unknown key {unknown[0]!r}", subject=f"{name}:{_line_of(text, unknown[0], 0)}")
    starts = [found.start() for found in _TABLE.finditer(text)]
    phrases: list[Phrase] = []
    for number, entry in enumerate(table.get("phrase", ())):
        reader = _Entry(text, name, starts[number] if number < len(starts) else 0, entry)
        phrases.append(reader.phrase(language, unreviewed=bool(table.get("unreviewed", False))))
    _refuse_twins(phrases)
    return Pack(name, hashlib.sha256(raw).hexdigest()[:16], language, tuple(phrases))


def _line_of(text: str, key: str, start: int) -> int:
    found = re.compile(rf"^{re.escape(key)}\s*=", re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.start() if found else start) + 1


def _refuse_twins(phrases: list[Phrase]) -> None:
    seen: dict[str, str] = {}
    for one in phrases:
        if one.id in seen:
            raise BadPack(f"id {one.id!r} stands already at {seen[one.id]}", subject=one.source)
        seen[one.id] = one.source


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `[[phrase]]` table being read; knows its place for errors."""

    text: str
    name: str
    start: int
    table: dict[str, Any]

    def fail(self, message: str, key: str = "") -> BadPack:
        line = _line_of(self.text, key, self.start) if key else self.text.count("\n", 0, self.start) + 1
        return BadPack(message, subject=f"{self.name}:{line}")

    def phrase(self, language: str, *, unreviewed: bool) -> Phrase:
        table = self.table
        for key in sorted(set(table) - _KEYS):
            raise self.fail(f"unknown key {key!r}", key)
        for key in _REQUIRED:
            if key not in table:
                raise self.fail(f"lacks {key!r}")
        return Phrase(
            id=self.string("id"),
            language=language,
            category=self.member("category", Category, ""),
            patterns=self.patterns(),
            shape=self.member("shape", Shape, Shape.WHOLE.value),
            reason=self.string("reason"),
            added=self.added_on(),
            fires=self.strings("fires"),
            silent=self.strings("silent"),
            max_words=self.whole("max_words", 12),
            min_words=self.whole("min_words", 0),
            position=self.member("position", Position, Position.ANY.value),
            rest=self.member("rest", Rest, Rest.ANY.value),
            separator=self.flag("separator", default=False),
            neighbours=self.member("neighbours", Neighbours, Neighbours.ANY.value),
            act=self.member("act", Act, Act.LINE.value),
            weight=self.weight(),
            regex=self.regex(),
            profile=self.member("profile", Profile, Profile.CONSERVATIVE.value),
            unreviewed=self.flag("unreviewed", default=unreviewed),
            source=f"{self.name}:{self.text.count(chr(10), 0, self.start) + 1}",
        )

    def string(self, key: str) -> str:
        value = self.table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key!r} must be a non-empty string", key)
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.table[key]
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail(f"{key!r} must be a list of strings, at least one", key)
        return tuple(value)

    def patterns(self) -> tuple[str, ...]:
        listed = self.strings("patterns")
        for one in listed:
            if fold(one) != one:
                raise self.fail(f"pattern {one!r} must be written folded: {fold(one)!r}", "patterns")
            if len(one) < 2 and one.isalnum():
                raise self.fail(f"pattern {one!r} is too short", "patterns")
        return listed

    def member(self, key: str, enum: type[_Enum], default: str) -> _Enum:
        value = self.table.get(key, default)
        try:
            return enum(value)
        except ValueError:
            allowed = ", ".join(member.value for member in enum)
            raise self.fail(f"{key!r} is {value!r}, not one of: {allowed}", key) from None

    def whole(self, key: str, default: int) -> int:
        value = self.table.get(key, default)
        if type(value) is not int or value < 0:
            raise self.fail(f"{key!r} must be a whole number", key)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if type(value) is not bool:
            raise self.fail(f"{key!r} must be true or false", key)
        return value

    def weight(self) -> float:
        value = self.table.get("weight", -3.0)
        if type(value) not in (int, float) or not -8.0 <= value <= 0.0:
            raise self.fail("'weight' must lie between -8 and 0", "weight")
        return float(value)

    def added_on(self) -> str:
        value = self.table["added"]
        if type(value) is not date:
            raise self.fail("'added' must be a date such as 2026-11-22", "added")
        return value.isoformat()

    def regex(self) -> str:
        value = self.table.get("regex", "")
        if not isinstance(value, str):
            raise self.fail("'regex' must be a string", "regex")
        bare = _CLASS.sub(".", value)
        if len(_UNBOUNDED.findall(bare)) > 1 or _REPEATED_GROUP.search(bare):
            raise self.fail("'regex' repeats a group or has two unbounded repeats; matching must stay linear", "regex")
        ways = math.prod(int(bound) for bound in _BOUND.findall(bare)) << len(_OPTIONAL.findall(bare))
        if len(value) > REGEX_CHARS or ways > REGEX_WAYS or bare.count("(") > REGEX_GROUPS:
            raise self.fail("'regex' is too long, or can match in too many ways", "regex")
        try:
            re.compile(value)
        except re.error as error:
            raise self.fail(f"'regex' does not compile: {error}", "regex") from error
        return value
