"""Rows as the tables hold them: packed from entries, unpacked into sources."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, Table

from cleaner.errors import Corrupt
from cleaner.measure import word_count
from cleaner.store.codec import pack_json, pack_text, unpack_text
from cleaner.store.originals import sha256
from cleaner.store.records import Entry, Source, SourceKind, checked_hash, source_id, storable
from cleaner.store.upsert import insert_into


def unpack_verified(blob: bytes, content_hash: str) -> str:
    """The text packed in `blob`. Raises `Corrupt` where it does not have this hash."""
    body = unpack_text(blob, content_hash)
    found = sha256(body.encode("utf-8", "surrogatepass"))
    if found != content_hash:
        raise Corrupt("the stored text does not match its hash", subject=content_hash, found=found)
    return body


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> set[str]:
    """Insert the rows whose key is not there yet; the primary keys of those that were new."""
    if not rows:
        return set()
    key = next(iter(table.primary_key.columns))
    statement = insert_into(connection, table).on_conflict_do_nothing().returning(key)
    return set(connection.execute(statement, rows).scalars())


def body_row(entry: Entry, now: float) -> dict[str, Any]:
    """The row of an entry's body. Raises `Corrupt` where its text does not have its hash."""
    content = entry.text.encode("utf-8", "surrogatepass")
    if hashlib.sha256(content).hexdigest() != checked_hash(entry.content_hash):
        raise Corrupt("the text to store does not match its hash", subject=entry.content_hash)
    return {
        "content_hash": entry.content_hash,
        "text": pack_text(entry.text),
        "words": word_count(entry.text),
        "first_seen": now,
    }


def source_row(entry: Entry, now: float) -> dict[str, Any]:
    """The row of an entry's source."""
    base = entry.text.encode("utf-8", "surrogatepass")
    return {
        "id": source_id(entry.key),
        "key": entry.key,
        "content_hash": entry.content_hash,
        "kind": SourceKind(entry.kind).value,
        "locator": storable(entry.locator),
        "title": None if entry.title is None else storable(entry.title),
        "metadata": dict(entry.metadata),
        "markdown": None if entry.markdown is None else pack_text(entry.markdown, base),
        "html": None if entry.html is None else pack_text(entry.html, base),
        "removals": pack_json({"removed": list(entry.removed), "flagged": list(entry.flagged)}),
        "status": entry.status,
        "reasons": list(entry.reasons),
        "encoding": None if entry.encoding is None else dict(entry.encoding),
        "labels": list(entry.labels),
        "warnings": list(entry.warnings),
        "versions": dict(entry.versions),
        "removed_count": len(entry.removed),
        "removed_ratio": entry.removed_ratio,
        "original": None if entry.original is None else sha256(entry.original),
        "created": now,
        "tenant": entry.tenant,
    }


def as_source(row: Row[Any]) -> Source:
    """The source in a row that holds the table's plain columns, whatever else it holds."""
    return Source(**{**{name: getattr(row, name) for name in _SOURCE}, "kind": SourceKind(row.kind)})


_SOURCE = tuple(one.name for one in fields(Source))
