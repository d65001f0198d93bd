"""Clean bodies under their hashes: one implementation for SQLite and PostgreSQL.

A body is written once; sources hang on it and it goes when the last of them goes. A put is one
transaction and idempotent by key, so that a chunk may be put again after a crash. Texts are packed
before the transaction opens, to hold the write lock only for the inserts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from sqlalchemy import Connection, Engine, delete, func, select, text

from cleaner.errors import NotFound
from cleaner.store import engine as engines
from cleaner.store import search
from cleaner.store.codec import unpack_json, unpack_text
from cleaner.store.faults import as_store_errors
from cleaner.store.migrations import remember, remembered_value
from cleaner.store.originals import Originals, TableOriginals
from cleaner.store.records import Body, Entry, Removals, Source, Stored, checked_hash
from cleaner.store.rows import as_source, body_row, insert_new, source_row, unpack_verified
from cleaner.store.schema import BODIES, SOURCES

_PREFIX = re.compile("[0-9a-f]{8,64}")
PAGE = 500  # rows a query takes at once while iterating

_PLAIN = [column for column in SOURCES.c if column.name not in {"markdown", "html", "removals"}]


class Store:
    """An open store. Made by `open_store`; threads may share it, processes open their own."""

    def __init__(
        self,
        engine: Engine,
        originals: Originals | None,
        clock: Callable[[], float],
        elsewhere: Sequence[Originals] = (),
    ) -> None:
        self.engine = engine
        self.clock = clock
        table = TableOriginals(engine, clock)
        self.originals = originals or table
        # Where originals are read from, in this order: a setting that changed moves nothing.
        self.keepers: tuple[Originals, ...] = (self.originals, *([table] if originals else []), *elsewhere)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[Connection]:
        """A writing transaction, for modules that keep their own tables beside these."""
        return engines.transaction(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """A reading transaction."""
        return engines.reading(self.engine)

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

    def have(self, content_hash: str) -> bool:
        """Whether a body is stored under this hash."""
        query = select(BODIES.c.content_hash).where(BODIES.c.content_hash == checked_hash(content_hash))
        with self.reading() as connection:
            return connection.execute(query).scalar() is not None

    def resolve(self, prefix: str) -> str:
        """The one content hash that starts with `prefix` (8 digits or more).

        Raises:
            NotFound: none does, several do, or this is no such prefix.
        """
        if _PREFIX.fullmatch(prefix) is None:
            raise NotFound("not a content hash, nor 8 digits or more of one", subject=prefix[:80])
        column = BODIES.c.content_hash
        with self.reading() as connection:
            query = select(column).where(column >= prefix, column <= prefix + "g").order_by(column).limit(2)
            found = connection.execute(query).scalars().all()
        if len(found) != 1:
            raise NotFound("several bodies start so" if found else "no such body", subject=prefix)
        return str(found[0])

    def have_keys(self, keys: Iterable[str]) -> dict[str, str]:
        """Those of `keys` that are stored already, each with its content hash."""
        wanted, found = list(keys), {}
        with self.reading() as connection:
            for at in range(0, len(wanted), PAGE):
                query = select(SOURCES.c.key, SOURCES.c.content_hash).where(SOURCES.c.key.in_(wanted[at : at + PAGE]))
                found.update({row.key: row.content_hash for row in connection.execute(query)})
        return found

    def body(self, content_hash: str) -> Body:
        """The body under `content_hash`, its hash verified.

        Raises:
            NotFound: none is stored, or this is not a hash.
            Corrupt: the stored bytes are not that body any more.
        """
        query = select(BODIES).where(BODIES.c.content_hash == checked_hash(content_hash))
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("no such body", subject=content_hash)
        return Body(content_hash, unpack_verified(row.text, content_hash), row.words, row.first_seen)

    def sources(self, content_hash: str, tenant: str | None = None) -> tuple[Source, ...]:
        """The sources of a body, earliest first; those of one tenant where it is named. Raises `NotFound` for none."""
        query = select(*_PLAIN).where(SOURCES.c.content_hash == checked_hash(content_hash))
        if tenant is not None:
            query = query.where(SOURCES.c.tenant == tenant)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SOURCES.c.created, SOURCES.c.id)).all()
        if not rows:
            raise NotFound("no such body", subject=content_hash)
        return tuple(as_source(row) for row in rows)

    def source(self, id_: str) -> Source:
        """The source with this id. Raises `NotFound` where there is none."""
        return self._find(SOURCES.c.id == id_, id_)

    def source_by_key(self, key: str) -> Source:
        """The source stored under an input key. Raises `NotFound` where there is none."""
        return self._find(SOURCES.c.key == key, key)

    def _find(self, where: Any, subject: str) -> Source:
        with self.reading() as connection:
            row = connection.execute(select(*_PLAIN).where(where)).one_or_none()
        if row is None:
            raise NotFound("no such source", subject=subject[:80])
        return as_source(row)

    def versions(self, source: Source, limit: int = 20) -> tuple[Source, ...]:
        """The sources of the same place (address or path) or of the same bytes, newest first, this one among them."""
        same = SOURCES.c.locator == source.locator
        if source.original is not None:
            same |= SOURCES.c.original == source.original
        query = select(*_PLAIN).where(same)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SOURCES.c.created.desc(), SOURCES.c.id).limit(limit)).all()
        return tuple(as_source(row) for row in rows)

    def markdown(self, id_: str) -> str | None:
        """A source's Markdown, or None where none was kept. Raises `NotFound` and `Corrupt`."""
        return self._rendering(id_, "markdown")

    def html(self, id_: str) -> str | None:
        """A source's sanitised HTML, or None where none was kept. Raises `NotFound` and `Corrupt`."""
        return self._rendering(id_, "html")

    def _rendering(self, id_: str, column: str) -> str | None:
        query = select(SOURCES.c[column], SOURCES.c.content_hash, BODIES.c.text).join(BODIES)
        with self.reading() as connection:
            row = connection.execute(query.where(SOURCES.c.id == id_)).one_or_none()
        if row is None:
            raise NotFound("no such source", subject=id_[:80])
        if row[0] is None:
            return None
        body = unpack_verified(row.text, row.content_hash)
        return unpack_text(row[0], f"{column} of source {id_}", body.encode())

    def removals(self, id_: str) -> Removals:
        """A source's removal record. Raises `NotFound` and `Corrupt`."""
        with self.reading() as connection:
            blob = connection.execute(select(SOURCES.c.removals).where(SOURCES.c.id == id_)).scalar()
        if blob is None:
            raise NotFound("no such source", subject=id_[:80])
        plain = unpack_json(blob, f"removals of source {id_}")
        return Removals(plain["removed"], plain["flagged"])

    def original(self, id_: str) -> bytes:
        """The bytes a source was cleaned from, verified. Raises `NotFound` (also: not kept) and `Corrupt`."""
        key = self.source(id_).original
        if key is None:
            raise NotFound("no original was kept", subject=id_)
        return self.read_original(key)

    def read_original(self, key: str) -> bytes:
        """The bytes under an original's key, verified, wherever they are kept. Raises `NotFound` and `Corrupt`."""
        for keeper in self.keepers[:-1]:
            if keeper.have(key):
                return keeper.get(key)
        return self.keepers[-1].get(key)

    def has_original(self, key: str) -> bool:
        """Whether an original is kept under this key anywhere."""
        return any(keeper.have(key) for keeper in self.keepers)

    def recall(self, name: str) -> str | None:
        """What the store remembers under this name: `id` (its own, made once), `originals` (URLs), `schema`."""
        with self.reading() as connection:
            return remembered_value(connection, name)

    def remember(self, name: str, value: str) -> None:
        """Let the store remember a value."""
        with self.transaction() as connection:
            remember(connection, name, value)

    def iterate(self, after: str = "") -> Iterator[Source]:
        """All sources in the order of their ids, those after `after`; holds no transaction between pages."""
        while True:
            query = select(*_PLAIN).where(SOURCES.c.id > after).order_by(SOURCES.c.id).limit(PAGE)
            with self.reading() as connection:
                rows = connection.execute(query).all()
            yield from (as_source(row) for row in rows)
            if len(rows) < PAGE:
                return
            after = rows[-1].id

    def bodies(self, after: str = "") -> Iterator[str]:
        """All content hashes in order, those after `after`."""
        while True:
            column = BODIES.c.content_hash
            with self.reading() as connection:
                query = select(column).where(column > after).order_by(column).limit(PAGE)
                found = list(connection.execute(query).scalars())
            yield from found
            if len(found) < PAGE:
                return
            after = found[-1]

    def counts(self) -> tuple[int, int]:
        """How many bodies and how many sources there are."""
        with self.reading() as connection:
            bodies = connection.execute(select(func.count()).select_from(BODIES)).scalar_one()
            sources = connection.execute(select(func.count()).select_from(SOURCES)).scalar_one()
        return bodies, sources

    def delete_source(self, id_: str, *, originals: bool = True) -> None:
        """Forget a source; its body and (with `originals`) its original go where no other source hangs on them.

        Raises `NotFound`.
        """
        with self.transaction() as connection:
            row = connection.execute(select(*_PLAIN).where(SOURCES.c.id == id_)).one_or_none()
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
