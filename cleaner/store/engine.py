"""The database behind a URL: SQLite with the settings that survive a power cut, or PostgreSQL.

Open the engine in the process that uses it. A connection that was inherited over a fork is never
used again: the pool notices the other process id and opens a new one.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, create_engine, event, exc, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from cleaner.errors import ConfigError, NotFound
from cleaner.store.faults import as_store_errors
from cleaner.store.migrations import migrate

PAGE = 500  # rows a query takes at once while iterating
BUSY_SECONDS = 30.0  # how long a writer waits for another one before it gives up
_EAGER_SECONDS = 1.0  # how long it asks for SQLite's write lock again and again
_EAGER_PAUSE = 0.001  # seconds between two tries
_PREPARE_LOCK = 0x636C65616E  # PostgreSQL advisory lock under which tables are made: "clean"
_DIALECTS = ("sqlite", "postgresql")
_SLIP = re.compile(r"(?![./~])((sqlite|postgres(ql)?)(\+\w+)?[:;]|[^/]*//|[^/]*:[^@]*@)", re.IGNORECASE)


def store_url(place: str) -> URL:
    """The URL of a store named on a command line: a URL as it is, anything else a SQLite file's path.

    Raises ConfigError for another program's URL, and for a slip in one, which would else be a file of that name.
    """
    if "://" not in place:
        if _SLIP.match(place):
            scheme = place.partition(":")[0].partition("/")[0]
            raise ConfigError("neither a path nor a database URL (dialect://user:password@host/name)", subject=scheme)
        return URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(place)
    except exc.ArgumentError as error:
        raise ConfigError("not a database URL", subject=place.partition("://")[0]) from error
    if url.get_backend_name() not in _DIALECTS:
        raise ConfigError(f"a store is one of {', '.join(_DIALECTS)}", subject=url.get_backend_name())
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    return url


def open_engine(url: URL, *, create: bool = True) -> Engine:
    """An engine for `url`, tuned for its dialect. A new SQLite file is readable by its owner only.

    Raises:
        NotFound: the SQLite file is not there and `create` is off.
        ConfigError: a driver is missing.
    """
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        _touch(url, create=create)
    try:
        if sqlite:
            engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
        else:
            engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError as error:
        words = f"needs the package {error.name}; pip install 'cleaner[postgres]' brings psycopg"
        raise ConfigError(words, subject=url.drivername) from error
    event.listen(engine, "connect", _note_process)
    event.listen(engine, "checkout", _checked_out)
    if sqlite:
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A writing transaction: committed at the end, rolled back on an error, errors translated.

    SQLite takes the write lock at once, so that no reader has to become a writer half-way.
    """
    with as_store_errors(_name(engine)), engine.connect() as plain:
        connection = plain.execution_options(cleaner_write=True)
        with connection.begin():
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A reading transaction: one view of the store, waits for nobody."""
    with as_store_errors(_name(engine)), engine.connect() as connection, connection.begin():
        yield connection


def iterate_keys(engine: Engine, column: Column[str], after: str = "") -> Iterator[str]:
    """The values of a table's key in order, those after `after`; no transaction is held between pages."""
    while True:
        with reading(engine) as connection:
            query = select(column).where(column > after).order_by(column).limit(PAGE)
            found = list(connection.execute(query).scalars())
        yield from found
        if len(found) < PAGE:
            return
        after = found[-1]


def prepare(engine: Engine) -> list[str]:
    """Make the tables of `METADATA` that are not there yet, and bring older ones up to this release.

    What was changed, in words. Safe from several processes at once. Raises ConfigError as `migrate` does.
    """
    with transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_PREPARE_LOCK})"))
        return migrate(connection)


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _touch(url: URL, *, create: bool) -> None:
    if not url.database or url.database == ":memory:":
        raise ConfigError("a store needs a file, memory forgets", subject=str(url))
    path = Path(url.database)
    if path.exists():
        return
    if not create:
        raise NotFound("there is no store", subject=str(path))
    with as_store_errors(str(path)):
        for folder in reversed([one for one in path.parents if not one.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


def _note_process(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["pid"] = os.getpid()


def _checked_out(_connection: Any, entry: Any, proxy: Any) -> None:
    pid = os.getpid()
    if entry.info.get("pid") != pid:
        # SQLAlchemy's recipe for pools and fork: forget the parent's connection, take a new one.
        entry.dbapi_connection = None
        proxy.dbapi_connection = None
        raise exc.DisconnectionError(f"the connection belongs to process {entry.info.get('pid')}, this is {pid}")


def _tune_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by us, not by the driver's guess
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    _use_wal(connection)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only taken off the lists
    cursor.close()


def _use_wal(connection: Any) -> None:
    """Switch to a write-ahead log. Of processes that switch a new file at once SQLite turns some away unwaited."""
    switch = "PRAGMA journal_mode=WAL"
    if not _ask_until(connection, switch, BUSY_SECONDS):
        connection.execute(switch).close()


def _ask_until(connection: Any, statement: str, seconds: float) -> bool:
    """Whether SQLite did this within so many seconds of being asked often while it is busy; other errors are raised."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            connection.execute(statement).close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_EAGER_PAUSE)
        else:
            return True
    return False


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("cleaner_write", False):
        try:  # the driver alone: through SQLAlchemy it was a third of a look's time
            connection.connection.driver_connection.execute("BEGIN").close()  # type: ignore[union-attr]
        except sqlite3.Error:
            connection.exec_driver_sql("BEGIN")  # meets it again and words it
    elif not _take_lock_soon(connection.connection.driver_connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _take_lock_soon(connection: Any) -> bool:
    """Take SQLite's write lock by asking often; False where that did not help, for whatever reason.

    SQLite's own wait sleeps for 1, 2, 5, 10, 15, 20, 25, ... ms: a submission behind a worker's commit waited
    34 or 54 ms for a lock that was free after 20.
    """
    connection.execute("PRAGMA busy_timeout=0").close()
    try:
        return _ask_until(connection, "BEGIN IMMEDIATE", _EAGER_SECONDS)
    except sqlite3.OperationalError:
        return False  # the ordinary way meets it again and words it
    finally:
        connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}").close()
