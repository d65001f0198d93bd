"""What goes wrong in databases, translated by two tables into our errors.

Nothing of SQLAlchemy, sqlite3, psycopg or the operating system leaves the store: it is a `StoreError` with
its `Trouble` (see `cleaner.files.disk`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from cleaner.files.disk import Trouble, os_error, store_error

# SQLite's primary result codes, by the name sqlite3 gives them (extended names start with these).
_SQLITE: dict[str, Trouble] = {
    "SQLITE_FULL": Trouble.FULL,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "SQLITE_PERM": Trouble.READ_ONLY,
    "SQLITE_AUTH": Trouble.READ_ONLY,
    "SQLITE_BUSY": Trouble.LOCKED,
    "SQLITE_LOCKED": Trouble.LOCKED,
    "SQLITE_CANTOPEN": Trouble.UNREACHABLE,
    "SQLITE_IOERR": Trouble.UNREACHABLE,
    "SQLITE_NOLFS": Trouble.FULL,
    "SQLITE_CORRUPT": Trouble.DAMAGED,
    "SQLITE_NOTADB": Trouble.DAMAGED,
}

# PostgreSQL's SQLSTATE, longest prefix first (PostgreSQL manual, appendix A).
_POSTGRES: dict[str, Trouble] = {
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,
    "55P03": Trouble.LOCKED,
    "40001": Trouble.LOCKED,
    "40P01": Trouble.LOCKED,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
    "53": Trouble.UNREACHABLE,
    "57": Trouble.UNREACHABLE,
    "58": Trouble.UNREACHABLE,
    "28": Trouble.UNREACHABLE,
    "3D": Trouble.UNREACHABLE,
    "08": Trouble.UNREACHABLE,
}


@contextmanager
def translated(subject: str) -> Iterator[None]:
    """Turn what SQLAlchemy or the operating system raises inside into a `StoreError` about `subject`."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        raise store_error(subject, judge_database(error), error) from error
    except OSError as error:
        raise os_error(subject, error) from error


def judge_database(error: exc.SQLAlchemyError) -> Trouble:
    """Which trouble a database error stands for; REFUSED where no table knows it."""
    origin = getattr(error, "orig", None)
    if isinstance(origin, sqlite3.Error):
        name = getattr(origin, "sqlite_errorname", "")
        return next((t for prefix, t in _SQLITE.items() if name.startswith(prefix)), Trouble.REFUSED)
    state = getattr(origin, "sqlstate", None)
    if state:
        return next((t for prefix, t in _POSTGRES.items() if state.startswith(prefix)), Trouble.REFUSED)
    # Without a state psycopg never reached the server; a pool timeout is the same to the caller.
    lost = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.DisconnectionError)
    return Trouble.UNREACHABLE if isinstance(error, lost) else Trouble.REFUSED
