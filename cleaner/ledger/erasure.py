"""Erasure: documents of a source, a host, a key or an age go with everything that hangs on them.

With a source go its Markdown, HTML, metadata, removal record, judgements and place in the search index; its body and
original where nothing else uses them; the jobs that made it, which leave a tombstone. A body that another source has
too stays with that one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import idna
from sqlalchemy import ColumnElement, Connection, delete, func, or_, select

from cleaner.errors import InputError, NotFound
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES, FEEDBACK, HOOKS, HOST_STATS, IDEMPOTENCY, JOBS, TOMBSTONES
from cleaner.store import SOURCES, Store
from cleaner.store.upsert import insert_into

PART = 500  # rows in one transaction
_SOURCE = re.compile(r"[0-9a-f]{24}")
_NAME = r"[^\s/@?#.:*]+"
_HOST = re.compile(rf"{_NAME}(\.{_NAME})*\.?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")  # a name or IPv4 address; an IPv6 one


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are to go: those that fit every field that is given.

    `source` is the id of one source, `host` a host's name (its subdomains fit as well), `tenant` the name of the key
    that sent the document, `before` a time in seconds since 1970 (what was made earlier fits).

    Raises InputError where a field can fit nothing that was meant, such as an empty name: it comes from a variable that
    is not set, and would fit every document without an address, or without a key.
    """

    source: str | None = None
    host: str | None = None
    tenant: str | None = None
    before: float | None = None

    def __post_init__(self) -> None:
        if self.source is not None and not _SOURCE.fullmatch(self.source):
            raise InputError("a source's id is 24 hex digits", subject=self.source)
        if self.host is not None and not _HOST.fullmatch(self.host):
            raise InputError("not a host's name, as example.org is", subject=self.host)
        if self.tenant is not None and not self.tenant.strip():
            raise InputError("a key's name is not empty", subject="key-name")


@dataclass(slots=True)
class Erased:
    """How many rows of each kind went, or would go."""

    sources: int = 0
    bodies: int = 0
    originals: int = 0
    jobs: int = 0

    def plain(self) -> dict[str, int]:
        """The four numbers by their names, for JSON."""
        return asdict(self)


def erase(store: Store, wanted: Wanted) -> Erased:
    """Erase every document that fits `wanted`; returns how much went.

    One transaction for each source and each part of 500 jobs. What comes in meanwhile may be missed, and is erased by a
    second call. Raises StoreError; what was erased until then stays erased.
    """
    bodies_before = store.counts()[0]
    erased, inputs = Erased(), set[str]()
    for source in list(_sources(store, wanted)):
        inputs.update([source.original] if source.original else [])
        with store.transaction() as connection:
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.source == source.id))
        try:
            store.delete_source(source.id, originals=False)
        except NotFound:
            continue
        erased.sources += 1
        erased.jobs += _drop_jobs(store, JOBS.c.source == source.id, inputs)
    for seqs in _jobs(store, wanted):
        erased.jobs += _drop_jobs(store, JOBS.c.seq.in_(seqs), inputs)
    _drop_rest(store, wanted)
    erased.originals = _drop_originals(store, inputs)
    erased.bodies = bodies_before - store.counts()[0]
    return erased


def remaining(store: Store, wanted: Wanted) -> Erased:
    """How much of what fits `wanted` is in the store: what an erasure would take, and all zero after one.

    `bodies` and `originals` count those that the sources name, also where another source keeps them alive.
    """
    sources = list(_sources(store, wanted))
    jobs = {seq for part in _jobs(store, wanted) for seq in part}
    with store.reading() as connection:
        for source in sources:
            jobs.update(connection.scalars(select(JOBS.c.seq).where(JOBS.c.source == source.id)))
    return Erased(
        sources=len(sources),
        bodies=len({source.content_hash for source in sources}),
        originals=len({source.original for source in sources if source.original}),
        jobs=len(jobs),
    )


def _sources(store: Store, wanted: Wanted) -> Iterator[Any]:
    if wanted.source is not None:
        try:
            found = [store.source(wanted.source)]
        except NotFound:
            found = []
    else:
        found = store.iterate()  # type: ignore[assignment]  # the same sources, one after the other
    for source in found:
        if _fits(wanted, source.locator, source.tenant, source.created):
            yield source


def _jobs(store: Store, wanted: Wanted) -> Iterator[Sequence[int]]:
    """The numbers of jobs that fit by themselves: also those that failed, or have not ended yet."""
    if wanted.source is not None:
        return
    after = 0
    while True:
        query = select(JOBS.c.seq, JOBS.c.url, JOBS.c.options, JOBS.c.fetched, JOBS.c.tenant, JOBS.c.created)
        with store.reading() as connection:
            rows = connection.execute(query.where(JOBS.c.seq > after).order_by(JOBS.c.seq).limit(PART)).all()
        if not rows:
            return
        after = rows[-1].seq
        fitting = [
            row.seq for row in rows if any(_fits(wanted, one, row.tenant, row.created) for one in _addresses(row))
        ]
        if fitting:
            yield fitting


def _addresses(row: Any) -> list[str]:
    said = [row.url, (row.options or {}).get("source_url"), (row.fetched or {}).get("final_url")]
    return [one for one in said if one] or [""]


def _fits(wanted: Wanted, locator: str, tenant: str, created: float) -> bool:
    if wanted.tenant is not None and tenant != wanted.tenant:
        return False
    if wanted.before is not None and created >= wanted.before:
        return False
    return wanted.host is None or _is_of_host(locator, _host_key(wanted.host))


def _is_of_host(locator: str, host: str) -> bool:
    try:
        found = _host_key(urlsplit(locator).hostname or "")
    except ValueError:
        return False
    return found == host or found.endswith(f".{host}")


def _host_key(name: str) -> str:
    """A host's name as fetched addresses have it (`xn--`): callers write their own as they like."""
    name = name.lower().rstrip(".")
    with suppress(UnicodeError):  # it stays as it is: not every name that was given is one
        return name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    return name


def _drop_jobs(store: Store, which: ColumnElement[bool], inputs: set[str]) -> int:
    with store.transaction() as connection:
        fields = (JOBS.c.seq, JOBS.c.key, JOBS.c.generation, JOBS.c.tenant, JOBS.c.input)
        rows = connection.execute(select(*fields).where(which)).all()
        if not rows:
            return 0
        graves = [{"name": f"{r.key}-{r.generation}", "tenant": r.tenant, "expired": store.clock()} for r in rows]
        insert = insert_into(connection, TOMBSTONES)
        connection.execute(insert.on_conflict_do_nothing(), graves)
        seqs = [row.seq for row in rows]
        connection.execute(delete(HOOKS).where(HOOKS.c.seq.in_(seqs)))
        connection.execute(delete(BATCH_ITEMS).where(BATCH_ITEMS.c.seq.in_(seqs)))
        connection.execute(delete(JOBS).where(JOBS.c.seq.in_(seqs)))
    inputs.update(row.input for row in rows if row.input)
    return len(rows)


def _drop_rest(store: Store, wanted: Wanted) -> None:
    """What is known of a host or a key beside its documents."""
    alone = wanted.source is None and wanted.before is None
    with store.transaction() as connection:
        if alone and wanted.host is not None and wanted.tenant is None:
            host = _host_key(wanted.host)
            connection.execute(
                delete(HOST_STATS).where(or_(HOST_STATS.c.host == host, HOST_STATS.c.host.endswith(f".{host}")))
            )
        if alone and wanted.tenant is not None and wanted.host is None:
            mine = select(BATCHES.c.id).where(BATCHES.c.tenant == wanted.tenant)
            connection.execute(delete(HOOKS).where(HOOKS.c.batch.in_(mine)))
            connection.execute(delete(BATCH_ITEMS).where(BATCH_ITEMS.c.batch.in_(mine)))
            for table in (BATCHES, IDEMPOTENCY, FEEDBACK, TOMBSTONES):
                connection.execute(delete(table).where(table.c.tenant == wanted.tenant))


def _drop_originals(store: Store, keys: Collection[str]) -> int:
    """Delete those originals that no source and no job uses any more; how many."""
    dropped = 0
    for key in sorted(keys):
        with store.reading() as connection:
            used = _is_used(connection, key)
        if not used and store.has_original(key):
            for keeper in store.keepers:
                keeper.delete(key)
            dropped += 1
    return dropped


def _is_used(connection: Connection, key: str) -> bool:
    sources = select(func.count()).select_from(SOURCES).where(SOURCES.c.original == key)
    jobs = select(func.count()).select_from(JOBS).where(JOBS.c.input == key)
    return bool(connection.scalar(sources) or connection.scalar(jobs))
