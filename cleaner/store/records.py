"""What goes into the store and what comes out of it, and the keys that make both idempotent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cleaner.errors import NotFound

_HASH = re.compile(r"[0-9a-f]{64}")


class SourceKind(StrEnum):
    """How an input reached us."""

    URL = "url"
    FILE = "file"
    TEXT = "text"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cleaned input on its way into the store.

    `key` makes it idempotent: a second entry under the same key changes nothing. `locator` is the URL,
    path or name it came from; `original` the bytes as they came in, or None to keep none; `tenant` whose it is.
    """

    key: str
    kind: SourceKind
    locator: str
    text: str
    content_hash: str
    title: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    markdown: str | None = None
    html: str | None = None
    removed: Sequence[Mapping[str, Any]] = ()
    flagged: Sequence[Mapping[str, Any]] = ()
    status: str = "ok"
    reasons: Sequence[str] = ()
    encoding: Mapping[str, Any] | None = None
    labels: Sequence[Mapping[str, Any]] = ()
    warnings: Sequence[str] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    removed_ratio: float = 0.0
    original: bytes | None = None
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an entry: its source's id, its body's key, and whether it was new."""

    id: str
    content_hash: str
    new: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A clean text under its key; `words` as `cleaner.measure` counts them, `first_seen` in seconds."""

    content_hash: str
    text: str
    words: int
    first_seen: float


@dataclass(frozen=True, slots=True)
class Source:
    """Where a body came from. The large parts (Markdown, HTML, removals, original) are read apart."""

    id: str
    key: str
    content_hash: str
    kind: SourceKind
    locator: str
    title: str | None
    metadata: dict[str, Any]
    status: str
    reasons: list[str]
    encoding: dict[str, Any] | None
    labels: list[dict[str, Any]]
    warnings: list[str]
    versions: dict[str, str]
    removed_count: int
    removed_ratio: float  # share of the input's words that went, 0..1
    original: str | None  # SHA-256 of the bytes as they came in
    created: float  # seconds since 1970
    tenant: str  # the name of the API key it was submitted with; empty where none are used


@dataclass(frozen=True, slots=True)
class Removals:
    """A source's removal record: what was cut and what was nearly cut, as `CleanResult.to_dict` writes it."""

    removed: list[dict[str, Any]]
    flagged: list[dict[str, Any]]


def input_key(kind: SourceKind, content: bytes, options: str, version: str, locator: str = "") -> str:
    """The identity of an input: hex SHA-256 of its kind, content, options digest and cleaner version.

    `content` is the URL, or the bytes. With a `locator` two equal files at two places stay two inputs.
    """
    hashed = hashlib.sha256()
    for part in (kind.value.encode(), content, options.encode(), version.encode(), locator.encode("utf-8", "replace")):
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.hexdigest()


def source_id(key: str) -> str:
    """The public id of the source stored under `key`: 24 hex digits."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:24]


def checked_hash(value: str) -> str:
    """`value` if it is 64 lower-case hex digits.

    Raises:
        NotFound: it is not; nothing is stored under such a name, whatever it tries to reach.
    """
    if _HASH.fullmatch(value) is None:
        raise NotFound("not a content hash (64 hex digits)", subject=value[:80])
    return value


def storable(text: str) -> str:
    """`text` as every database takes it: no NUL, and lone surrogates (of odd file names) escaped."""
    return text.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
