"""What goes wrong in databases, translated by two tables into our errors.

Nothing of SQLAlchemy, sqlite3, psycopg or the operating system leaves the store: it is a `StoreError` with
its `StoreFault` (see `cleaner.files.disk`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from cleaner.files.disk import StoreFault, os_error, store_error

# SQLite's primary result codes, by the name sqlite3 gives them (extended names start with these).
_SQLITE: dict[str, StoreFault] = {
    "SQLITE_FULL": StoreFault.FULL,
    "SQLITE_READONLY": StoreFault.READ_ONLY,
    "SQLITE_PERM": StoreFault.READ_ONLY,
    "SQLITE_AUTH": StoreFault.READ_ONLY,
    "SQLITE_BUSY": StoreFault.LOCKED,
    "SQLITE_LOCKED": StoreFault.LOCKED,
    "SQLITE_CANTOPEN": StoreFault.UNREACHABLE,
    "SQLITE_IOERR": StoreFault.UNREACHABLE,
    "SQLITE_NOLFS": StoreFault.FULL,
    "SQLITE_CORRUPT": StoreFault.DAMAGED,
    "SQLITE_NOTADB": StoreFault.DAMAGED,
}

# PostgreSQL's SQLSTATE, longest prefix first (PostgreSQL manual, appendix A).
_POSTGRES: dict[str, StoreFault] = {
    "53100": StoreFault.FULL,
    "25006": StoreFault.READ_ONLY,
    "42501": StoreFault.READ_ONLY,
    "55P03": StoreFault.LOCKED,
    "40001": StoreFault.LOCKED,
    "40P01": StoreFault.LOCKED,
    "XX001": StoreFault.DAMAGED,
    "XX002": StoreFault.DAMAGED,
    "53": StoreFault.UNREACHABLE,
    "57": StoreFault.UNREACHABLE,
    "58": StoreFault.UNREACHABLE,
    "28": StoreFault.UNREACHABLE,
    "3D": StoreFault.UNREACHABLE,
    "08": StoreFault.UNREACHABLE,
}


@contextmanager
def as_store_errors(subject: str) -> Iterator[None]:
    """Turn what SQLAlchemy or the operating system raises inside into a `StoreError` about `subject`."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        raise store_error(subject, judge_database(error), error) from error
    except OSError as error:
        raise os_error(subject, error) from error


def judge_database(error: exc.SQLAlchemyError) -> StoreFault:
    """Which fault a database error stands for; REFUSED where no table knows it."""
    origin = getattr(error, "orig", None)
    if isinstance(origin, sqlite3.Error):
        name = getattr(origin, "sqlite_errorname", "")
        return next((t for prefix, t in _SQLITE.items() if name.startswith(prefix)), StoreFault.REFUSED)
    state = getattr(origin, "sqlstate", None)
    if state:
        return next((t for prefix, t in _POSTGRES.items() if state.startswith(prefix)), StoreFault.REFUSED)
    # Without a state psycopg never reached the server; a pool timeout is the same to the caller.
    lost = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.DisconnectionError)
    return StoreFault.UNREACHABLE if isinstance(error, lost) else StoreFault.REFUSED
