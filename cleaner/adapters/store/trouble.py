"""What goes wrong in databases and file systems, translated by two tables into our errors.

Nothing of SQLAlchemy, sqlite3, psycopg or the operating system leaves the store or the spool. A
`StoreError` carries `reason` (a `Trouble`) and `transient` (whether trying again later can help).
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from sqlalchemy import exc

from cleaner.errors import StoreError


class Trouble(str, Enum):
    """Why a store does not work."""

    FULL = "full"
    READ_ONLY = "read-only"
    LOCKED = "locked"
    UNREACHABLE = "unreachable"
    DAMAGED = "damaged"
    REFUSED = "refused"


_WORDS: dict[Trouble, str] = {
    Trouble.FULL: "no space left",
    Trouble.READ_ONLY: "not writable",
    Trouble.LOCKED: "locked by another writer",
    Trouble.UNREACHABLE: "cannot be reached",
    Trouble.DAMAGED: "damaged, or not a store",
    Trouble.REFUSED: "refused",
}

_TRANSIENT = frozenset({Trouble.FULL, Trouble.LOCKED, Trouble.UNREACHABLE})

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

_ERRNO: dict[int, Trouble] = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EIO: Trouble.UNREACHABLE,
    errno.ENOENT: Trouble.UNREACHABLE,
    errno.ENOTDIR: Trouble.UNREACHABLE,
}


@contextmanager
def translated(subject: str) -> Iterator[None]:
    """Turn what SQLAlchemy or the operating system raises inside into a `StoreError` about `subject`."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        raise store_error(subject, judge_database(error), error) from error
    except OSError as error:
        raise store_error(subject, _ERRNO.get(error.errno or 0, Trouble.REFUSED), error) from error


def store_error(subject: str, trouble: Trouble, cause: Exception) -> StoreError:
    """The error for one kind of trouble, with the first line of its cause."""
    origin = getattr(cause, "orig", None) or cause
    first = (str(origin).strip().splitlines() or [type(origin).__name__])[0]
    return StoreError(f"{_WORDS[trouble]} ({first})", subject=subject, reason=trouble, transient=trouble in _TRANSIENT)


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
