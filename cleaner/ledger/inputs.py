"""Inputs on their way into the store: packed before the transaction opens, so that the lock is held briefly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cleaner.store.codec import pack
from cleaner.store.originals import Originals, TableOriginals, sha256
from cleaner.store.schema import ORIGINALS
from cleaner.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Input:
    """One input that is to be written with its job.

    `key` is the SHA-256 of its bytes in hex, `size` their number, `blob` the bytes packed for the database; `blob` is
    empty where the bytes already are in a spool or an object store.
    """

    key: str
    blob: bytes
    size: int


def keep(originals: Originals, content: bytes) -> Input:
    """An input made ready to be written with its job.

    Where originals are kept in a spool or an object store its bytes are written there at once, else `write` does it.
    Raises StoreError.
    """
    if isinstance(originals, TableOriginals):
        return Input(sha256(content), pack(content), len(content))
    return Input(originals.put_many([content])[0], b"", len(content))


def write(connection: Connection, inputs: Sequence[Input], now: float) -> None:
    """Write packed inputs inside the caller's transaction. Those that the store has already stay as they are."""
    rows: dict[str, dict[str, Any]] = {
        one.key: {"sha256": one.key, "content": one.blob, "size": one.size, "first_seen": now}
        for one in sorted(inputs, key=lambda one: one.key)
        if one.blob
    }
    if rows:
        insert = insert_into(connection, ORIGINALS)
        connection.execute(insert.on_conflict_do_nothing(), list(rows.values()))
