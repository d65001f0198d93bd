"""What can be asked of a store: bodies, their sources, and what hangs on each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, func, select

from cleaner.errors import NotFound
from cleaner.store import engine as engines
from cleaner.store.codec import unpack_json, unpack_text
from cleaner.store.migrations import remembered_value
from cleaner.store.originals import Originals
from cleaner.store.records import Body, Removals, Source, checked_hash
from cleaner.store.rows import as_source, unpack_verified
from cleaner.store.schema import BODIES, SOURCES

_PREFIX = re.compile("[0-9a-f]{8,64}")

# Of a source all but what may be large.
PLAIN = [column for column in SOURCES.c if column.name not in {"markdown", "html", "removals"}]


class StoreReader:
    """The reading side of an open store. `keepers` are where originals are looked for, in this order."""

    def __init__(self, engine: Engine, keepers: Sequence[Originals]) -> None:
        self.engine = engine
        self.keepers = tuple(keepers)

    def reading(self) -> AbstractContextManager[Connection]:
        """A reading transaction."""
        return engines.reading(self.engine)

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
        query = select(*PLAIN).where(SOURCES.c.content_hash == checked_hash(content_hash))
        if tenant is not None:
            query = query.where(SOURCES.c.tenant == tenant)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SOURCES.c.created, SOURCES.c.id)).all()
        if not rows:
            raise NotFound("no such body", subject=content_hash)
        return tuple(as_source(row) for row in rows)

    def source(self, id_: str) -> Source:
        """The source with this id. Raises `NotFound` where there is none."""
        query = select(*PLAIN).where(SOURCES.c.id == id_)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("no such source", subject=id_[:80])
        return as_source(row)

    def versions(self, source: Source, limit: int = 20) -> tuple[Source, ...]:
        """The sources of the same place (address or path) or of the same bytes, newest first, this one among them."""
        same = SOURCES.c.locator == source.locator
        if source.original is not None:
            same |= SOURCES.c.original == source.original
        query = select(*PLAIN).where(same)
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

    def iterate(self, after: str = "") -> Iterator[Source]:
        """All sources in the order of their ids, those after `after`; holds no transaction between pages."""
        while True:
            query = select(*PLAIN).where(SOURCES.c.id > after).order_by(SOURCES.c.id).limit(engines.PAGE)
            with self.reading() as connection:
                rows = connection.execute(query).all()
            yield from (as_source(row) for row in rows)
            if len(rows) < engines.PAGE:
                return
            after = rows[-1].id

    def bodies(self, after: str = "") -> Iterator[str]:
        """All content hashes in order, those after `after`."""
        return engines.iterate_keys(self.engine, BODIES.c.content_hash, after)

    def counts(self) -> tuple[int, int]:
        """How many bodies and how many sources there are."""
        with self.reading() as connection:
            bodies = connection.execute(select(func.count()).select_from(BODIES)).scalar_one()
            sources = connection.execute(select(func.count()).select_from(SOURCES)).scalar_one()
        return bodies, sources
