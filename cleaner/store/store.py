"""Clean bodies under their hashes: one implementation for SQLite and PostgreSQL.

A body is written once; sources hang on it and it goes when the last of them goes. A put is one
transaction and idempotent by key, so that a chunk may be put again after a crash. Texts are packed
before the transaction opens, to hold the write lock only for the inserts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from sqlalchemy import Connection, Engine, delete, select, text

from cleaner.errors import NotFound
from cleaner.store import engine as engines
from cleaner.store import search
from cleaner.store.faults import as_store_errors
from cleaner.store.migrations import remember
from cleaner.store.originals import Originals, TableOriginals
from cleaner.store.reader import PLAIN, StoreReader
from cleaner.store.records import Entry, Stored
from cleaner.store.rows import as_source, body_row, insert_new, source_row
from cleaner.store.schema import BODIES, SOURCES


class Store(StoreReader):
    """An open store, to be read and written. Made by `open_store`; threads may share it, processes open their own."""

    def __init__(
        self,
        engine: Engine,
        originals: Originals | None,
        clock: Callable[[], float],
        elsewhere: Sequence[Originals] = (),
    ) -> None:
        table = TableOriginals(engine, clock)
        # The table is asked in any case, and so is every other place: a setting that changed moves nothing.
        super().__init__(engine, [originals or table, *([table] if originals else []), *elsewhere])
        self.clock = clock
        self.originals = self.keepers[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[Connection]:
        """A writing transaction, for modules that keep their own tables beside these."""
        return engines.transaction(self.engine)

    def close(self) -> None:
        """Give all connections back; SQLite's log is folded into its file by the last one to close."""
        self.engine.dispose()

    def put_many(self, entries: Sequence[Entry], *, within: Connection | None = None) -> tuple[Stored, ...]:
        """Store `entries` in one transaction (yours, when `within` is given); what became of each.

        Raises:
            StoreError: nothing was stored.
            Corrupt: an entry's text does not have its content hash.
        """
        now = self.clock()
        bodies = {e.content_hash: body_row(e, now) for e in entries}
        rows = [source_row(e, now) for e in entries]
        kept = [e for e in entries if e.original is not None]
        if not isinstance(self.originals, TableOriginals):
            self.originals.put_many([e.original for e in kept if e.original is not None])
        if within is not None:
            new = self._insert(within, bodies, rows, kept)
        else:
            with self.transaction() as connection:
                new = self._insert(connection, bodies, rows, kept)
        return tuple(Stored(r["id"], r["content_hash"], r["id"] in new) for r in rows)

    def _insert(
        self, connection: Connection, bodies: dict[str, dict[str, Any]], rows: list[dict[str, Any]], kept: list[Entry]
    ) -> set[str]:
        if isinstance(self.originals, TableOriginals):
            self.originals.put_within(connection, [e.original for e in kept if e.original is not None])
        # Sorted, so that two writers take row locks in one order and cannot wait for each other.
        wanted = sorted(bodies)
        while wanted:
            insert_new(connection, BODIES, [bodies[key] for key in wanted])
            locked = select(BODIES.c.content_hash).where(BODIES.c.content_hash.in_(wanted))
            held = set(connection.execute(locked.with_for_update(read=True, key_share=True)).scalars())
            # A body deleted between the two statements (PostgreSQL only) is written again.
            wanted = [key for key in wanted if key not in held]
        new = insert_new(connection, SOURCES, rows)
        search.note_sources(connection, sorted(new))
        return new

    def remember(self, name: str, value: str) -> None:
        """Let the store remember a value."""
        with self.transaction() as connection:
            remember(connection, name, value)

    def delete_source(self, id_: str, *, originals: bool = True) -> None:
        """Forget a source; its body and (with `originals`) its original go where no other source hangs on them.

        Raises `NotFound`.
        """
        with self.transaction() as connection:
            row = connection.execute(select(*PLAIN).where(SOURCES.c.id == id_)).one_or_none()
            if row is None:
                raise NotFound("no such source", subject=id_[:80])
            body = BODIES.c.content_hash == row.content_hash
            text_of = connection.execute(select(BODIES.c.text).where(body).with_for_update()).scalar_one()
            search.forget(connection, as_source(row), text_of)
            connection.execute(delete(SOURCES).where(SOURCES.c.id == id_))
            hanging = select(SOURCES.c.id).where(SOURCES.c.content_hash == row.content_hash)
            if connection.execute(hanging.limit(1)).scalar() is None:
                connection.execute(delete(BODIES).where(body))
            using = select(SOURCES.c.id).where(SOURCES.c.original == row.original)
            orphan = originals and row.original is not None and connection.execute(using.limit(1)).scalar() is None
            if orphan:
                TableOriginals(self.engine, self.clock).delete_within(connection, row.original)
        if orphan:
            for keeper in self.keepers:
                keeper.delete(row.original)

    def fold(self) -> None:
        """Fold SQLite's write-ahead log into its file, so that the one file holds everything."""
        if self.engine.dialect.name == "sqlite":
            with as_store_errors(self.engine.url.render_as_string()), self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                    text("PRAGMA wal_checkpoint(TRUNCATE)")
                )


def open_store(
    place: str,
    *,
    originals: Originals | None = None,
    elsewhere: Sequence[Originals] = (),
    clock: Callable[[], float] = time.time,
    create: bool = True,
) -> Store:
    """The store at a URL or a SQLite file's path, its tables made where they are missing.

    `originals` keeps the bytes as they came in; by default they stand in the database too. They are looked for there
    and `elsewhere` as well. Import modules with tables of their own before: what `METADATA` holds now is what is made.

    Raises:
        NotFound: no such SQLite file, and `create` is off.
        ConfigError: not a store's URL, a missing driver, or a store of a newer release.
        StoreError: the database does not answer, is damaged, full or read-only.
    """
    engine = engines.open_engine(engines.store_url(place), create=create)
    engines.prepare(engine)
    return Store(engine, originals, clock, elsewhere)
