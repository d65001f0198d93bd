"""A whole store in a directory: the database in one file, consistent while others write, and its originals.

For SQLite. PostgreSQL has its own tools (`pg_dump`, `pg_restore`), which know it better.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from cleaner.errors import ConfigError, Corrupt, NotFound, StoreError
from cleaner.files.disk import as_disk_errors
from cleaner.store.engine import store_url
from cleaner.store.migrations import remembered_value
from cleaner.store.originals import TableOriginals
from cleaner.store.spool import Spool
from cleaner.store.store import Store, open_store

DATABASE = "store.db"
ORIGINALS = "originals"
NOTE = "backup.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `taken` in seconds since 1970."""

    store: str  # the store's own id
    schema: str
    taken: float
    bodies: int
    sources: int
    originals: int  # beside those in the database


def back_up(store: Store, folder: Path) -> Backup:
    """Copy the store into a new directory; what was copied. The service may go on meanwhile.

    Originals that stand outside the database are copied after it: each that the copy names is there.

    Raises:
        ConfigError: the directory is there and not empty, or the store is no SQLite file.
        StoreError: it cannot be read or written.
    """
    if store.engine.dialect.name != "sqlite":
        raise ConfigError("PostgreSQL is backed up with pg_dump; see docs/operations.md", subject=str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise ConfigError("is there already and not empty", subject=str(folder))
    with as_disk_errors(str(folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy_database(Path(store.engine.url.database or ""), folder / DATABASE)
    copied = 0
    with open_store(str(folder / DATABASE)) as copy:
        for source in copy.iterate():
            if source.original and not copy.has_original(source.original):
                copied += _copy_original(store, source.original, folder)
        with copy.reading() as connection:
            found = {name: remembered_value(connection, name) or "" for name in ("id", "schema")}
        bodies, sources = copy.counts()
        copy.fold()
    made = Backup(found["id"], found["schema"], store.clock(), bodies, sources, copied)
    with as_disk_errors(str(folder)):
        (folder / NOTE).write_text(json.dumps(asdict(made)) + "\n")
    return made


def restore(folder: Path, place: str) -> Backup:
    """Put a backup where a store is to be; what it holds. Its originals come into the database.

    Raises:
        NotFound: there is no backup.
        ConfigError: something stands at the place already, or it is no SQLite file.
        Corrupt: the database, an original or the note of the backup is damaged. Nothing is left at the place then.
    """
    url = store_url(place)
    if url.get_backend_name() != "sqlite":
        raise ConfigError("PostgreSQL is restored with pg_restore; see docs/operations.md", subject=url.drivername)
    target = Path(url.database or "")
    if not (folder / NOTE).is_file() or not (folder / DATABASE).is_file():
        raise NotFound("no backup", subject=str(folder))
    if target.exists():
        raise ConfigError("there is a store already; move it away first", subject=str(target))
    made = _read_note(folder)
    open_store(str(target)).close()  # private, and with the folders it needs
    try:
        with as_disk_errors(str(target)):
            _copy_database(folder / DATABASE, target)
        _copy_originals(folder, target)
    except StoreError:
        for file in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
            file.unlink(missing_ok=True)  # half a store would stand in the way of the next attempt
        raise
    return made


def _read_note(folder: Path) -> Backup:
    """What the backup says of itself. Raises Corrupt for a damaged note."""
    with as_disk_errors(str(folder)):
        note = (folder / NOTE).read_bytes()
    try:
        return Backup(**json.loads(note))
    except (ValueError, TypeError) as error:
        raise Corrupt(f"the backup's note is damaged ({error})", subject=str(folder / NOTE)) from error


def _copy_originals(folder: Path, target: Path) -> None:
    """Put a backup's originals into the database of the new store."""
    with open_store(str(target)) as store:
        table = TableOriginals(store.engine, store.clock)
        spool = Spool(folder / ORIGINALS) if (folder / ORIGINALS).is_dir() else None
        for key in spool.iterate() if spool else ():
            table.put_many([spool.get(key)])  # type: ignore[union-attr]  # there are keys only where there is one
        store.fold()


def _copy_database(source: Path, target: Path) -> None:
    """One consistent copy of a SQLite file, whoever writes meanwhile."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            target.chmod(0o600)
            old.backup(new)
            faults = [row[0] for row in new.execute("PRAGMA integrity_check")]
    except sqlite3.Error as error:
        raise StoreError(f"cannot be copied ({error})", subject=str(source)) from error
    if faults != ["ok"]:
        raise Corrupt(f"the copy is damaged: {faults[0]}", subject=str(source))


def _copy_original(store: Store, key: str, folder: Path) -> int:
    try:
        content = store.read_original(key)
    except (NotFound, Corrupt):
        return 0  # `store check` names it
    Spool(folder / ORIGINALS).put(content)
    return 1
