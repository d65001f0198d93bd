"""What is wrong in a store, and its repair: every text, record and original is read and verified.

Repair removes rows and originals that cannot be read: a row that is merely there and unreadable would block cleaning
the input behind it again, and that input is named. A body that no source hangs on goes, too: nothing leads to it. What
else is whole is never touched: an original that no source uses goes
only where that is asked for, and a link to an original that is not there stays, in case it comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from sqlalchemy import delete, select, text, update

from cleaner.errors import Corrupt, NotFound
from cleaner.store.originals import Originals
from cleaner.store.records import Source
from cleaner.store.rows import unpack_verified
from cleaner.store.schema import BODIES, SOURCES
from cleaner.store.store import Store


class Fault(StrEnum):
    """What can be wrong."""

    DATABASE = "database-damaged"
    BODY_DAMAGED = "body-damaged"
    BODY_UNUSED = "body-unused"
    SOURCE_DAMAGED = "source-damaged"
    SOURCE_WITHOUT_BODY = "source-without-body"
    ORIGINAL_DAMAGED = "original-damaged"
    ORIGINAL_MISSING = "original-missing"
    ORIGINAL_UNUSED = "original-unused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `subject` is a content hash, a source's id or an original's key."""

    fault: Fault
    subject: str
    detail: str
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """What `check` may change.

    `damaged`: what cannot be read is removed. `unused`: originals that nothing was or will be cleaned from are.
    `missing`: links to originals that are kept nowhere are.
    """

    damaged: bool = False
    unused: bool = False
    missing: bool = False


NOTHING = Repair()


def check(
    store: Store, repair: Repair = NOTHING, *, contents: bool = True, waiting: Collection[str] = ()
) -> Iterator[Finding]:
    """Everything wrong in `store`, in the order database, bodies, sources, originals.

    A finding is put right at once where `repair` says so, but for a damaged database; nobody else should write
    meanwhile, since a spool holds an original shortly before its source is stored. Without `contents` the originals are
    not read, only looked for. `waiting` are keys of originals that jobs are to be cleaned from.
    """
    yield from _database(store)
    damaged: set[str] = set()
    for finding in _bodies(store):
        damaged.add(finding.subject)
        yield _repair_finding(finding, repair.damaged, partial(_drop_body, store, finding.subject))
    used = set(waiting)
    for source in store.iterate():
        if source.original is not None:
            used.add(source.original)
        if source.content_hash in damaged:
            continue
        for finding in _source(store, source):
            yield _repair_finding(finding, repair.damaged, partial(_drop_source, store, source.id))
    yield from _originals(store, used, repair, contents=contents)


def _repair_finding(finding: Finding, repair: bool, mend: Callable[[], None]) -> Finding:
    if repair:
        mend()
    return replace(finding, repaired=repair)


def _database(store: Store) -> Iterator[Finding]:
    if store.engine.dialect.name != "sqlite":
        return
    with store.reading() as connection:
        lines = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    for line in lines:
        if line != "ok":
            yield Finding(Fault.DATABASE, store.engine.url.database or "", str(line))


def _bodies(store: Store) -> Iterator[Finding]:
    for key in store.bodies():
        with store.reading() as connection:
            blob = connection.execute(select(BODIES.c.text).where(BODIES.c.content_hash == key)).scalar()
            query = select(SOURCES.c.locator, SOURCES.c.original).where(SOURCES.c.content_hash == key)
            origins = [_locator_text(row.locator, row.original) for row in connection.execute(query)]
        if blob is None:
            continue  # deleted meanwhile
        if not origins:
            yield Finding(Fault.BODY_UNUSED, key, "no source hangs on it")
            continue
        try:
            unpack_verified(blob, key)
        except Corrupt as error:
            yield Finding(Fault.BODY_DAMAGED, key, f"{error.message}; clean anew: {', '.join(origins)}")


def _source(store: Store, source: Source) -> Iterator[Finding]:
    try:
        store.removals(source.id)
        store.markdown(source.id)
        store.html(source.id)
    except Corrupt as error:
        yield Finding(
            Fault.SOURCE_DAMAGED,
            source.id,
            f"{error.message}; clean anew: {_locator_text(source.locator, source.original)}",
        )
    except NotFound:
        if not store.have(source.content_hash):
            yield Finding(Fault.SOURCE_WITHOUT_BODY, source.id, f"no body {source.content_hash}; {source.locator}")


def _originals(store: Store, used: set[str], repair: Repair, *, contents: bool) -> Iterator[Finding]:
    for keeper in store.keepers:
        for key in keeper.iterate():
            detail = _damage(keeper, key) if contents else ""
            if detail:
                damaged = Finding(Fault.ORIGINAL_DAMAGED, key, detail)
                yield _repair_finding(damaged, repair.damaged, partial(keeper.delete, key))
            elif key not in used:
                unused = Finding(Fault.ORIGINAL_UNUSED, key, "nothing was cleaned from it")
                yield _repair_finding(unused, repair.unused, partial(keeper.delete, key))
    for key in sorted(used):
        if not store.has_original(key):
            missing = Finding(Fault.ORIGINAL_MISSING, key, "a source or a job names it and it is not there")
            yield _repair_finding(missing, repair.missing, partial(_forget_original, store, key))


def _damage(keeper: Originals, key: str) -> str:
    try:
        keeper.get(key)
    except Corrupt as error:
        return error.message
    except NotFound:
        return ""  # deleted meanwhile
    return ""


def _locator_text(locator: str, original: str | None) -> str:
    return f"{locator} (original {original})" if original else locator


def _drop_body(store: Store, key: str) -> None:
    with store.transaction() as connection:
        connection.execute(delete(SOURCES).where(SOURCES.c.content_hash == key))
        connection.execute(delete(BODIES).where(BODIES.c.content_hash == key))


def _drop_source(store: Store, id_: str) -> None:
    with store.transaction() as connection:
        connection.execute(delete(SOURCES).where(SOURCES.c.id == id_))


def _forget_original(store: Store, key: str) -> None:
    with store.transaction() as connection:
        connection.execute(update(SOURCES).where(SOURCES.c.original == key).values(original=None))
