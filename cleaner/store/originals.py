"""Where the bytes as they came in are kept: a table beside the bodies, or anything shaped like it.

`cleaner.store.spool.Spool` keeps them on disk under the same five methods.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, select

from cleaner.errors import Corrupt, NotFound
from cleaner.store.codec import pack, unpack
from cleaner.store.engine import iterate_keys, reading, transaction
from cleaner.store.records import checked_hash
from cleaner.store.schema import ORIGINALS
from cleaner.store.upsert import insert_into


class Originals(Protocol):
    """A keeper of bytes under their SHA-256 (64 lower-case hex digits)."""

    def put_many(self, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Keep each of `contents`; their keys. Kept ones stay as they are."""

    def get(self, key: str) -> bytes:
        """The bytes under `key`, verified. Raises `NotFound` and `Corrupt`."""

    def have(self, key: str) -> bool:
        """Whether something is kept under `key`."""

    def delete(self, key: str) -> None:
        """Forget what is kept under `key`, if anything is."""

    def iterate(self) -> Iterator[str]:
        """All keys in order."""


class TableOriginals:
    """Originals in the store's own database, written in the same transaction as their sources."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def put_many(self, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Keep each of `contents`; their keys."""
        with transaction(self._engine) as connection:
            return self.put_within(connection, contents)

    def put_within(self, connection: Connection, contents: Sequence[bytes]) -> tuple[str, ...]:
        """The same inside a transaction of the caller's."""
        keyed = {sha256(content): content for content in contents}
        have = set(connection.execute(select(ORIGINALS.c.sha256).where(ORIGINALS.c.sha256.in_(keyed))).scalars())
        now = self._clock()
        rows = [
            {"sha256": key, "content": pack(keyed[key]), "size": len(keyed[key]), "first_seen": now}
            for key in sorted(keyed)
            if key not in have
        ]
        if rows:
            connection.execute(insert_into(connection, ORIGINALS).on_conflict_do_nothing(), rows)
        return tuple(sha256(content) for content in contents)

    def get(self, key: str) -> bytes:
        """The bytes under `key`, verified. Raises NotFound and Corrupt."""
        with reading(self._engine) as connection:
            query = select(ORIGINALS.c.content).where(ORIGINALS.c.sha256 == checked_hash(key))
            blob = connection.execute(query).scalar()
        if blob is None:
            raise NotFound("no such original", subject=key)
        return verified_original(unpack(blob, key), key)

    def have(self, key: str) -> bool:
        """Whether something is kept under `key`."""
        with reading(self._engine) as connection:
            query = select(ORIGINALS.c.sha256).where(ORIGINALS.c.sha256 == checked_hash(key))
            return connection.execute(query).scalar() is not None

    def delete(self, key: str) -> None:
        """Forget what is kept under `key`."""
        with transaction(self._engine) as connection:
            self.delete_within(connection, key)

    def delete_within(self, connection: Connection, key: str) -> None:
        """The same inside a transaction of the caller's."""
        connection.execute(delete(ORIGINALS).where(ORIGINALS.c.sha256 == key))

    def iterate(self) -> Iterator[str]:
        """All keys in order; no transaction is held between pages."""
        return iterate_keys(self._engine, ORIGINALS.c.sha256)


def sha256(content: bytes) -> str:
    """Hex SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def verified_original(content: bytes, key: str) -> bytes:
    """`content` if it has the hash `key`. Raises `Corrupt` where it does not."""
    found = sha256(content)
    if found != key:
        raise Corrupt("the stored original does not match its hash", subject=key, found=found)
    return content
