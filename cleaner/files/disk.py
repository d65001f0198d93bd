"""Why a place to write to does not work, and the operating system's errors translated into that.

A `StoreError` carries `reason` (a `Trouble`) and `transient` (whether trying again later can help).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from cleaner.errors import StoreError


class Trouble(StrEnum):
    """Why a store or a disk does not work."""

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
def disk(subject: str) -> Iterator[None]:
    """Turn what the operating system raises inside into a `StoreError` about `subject`."""
    try:
        yield
    except OSError as error:
        raise os_error(subject, error) from error


def os_error(subject: str, error: OSError) -> StoreError:
    """The error for what the operating system said."""
    return store_error(subject, _ERRNO.get(error.errno or 0, Trouble.REFUSED), error)


def store_error(subject: str, trouble: Trouble, cause: Exception) -> StoreError:
    """The error for one kind of trouble, with the first line of its cause."""
    origin = getattr(cause, "orig", None) or cause
    first = (str(origin).strip().splitlines() or [type(origin).__name__])[0]
    return StoreError(f"{_WORDS[trouble]} ({first})", subject=subject, reason=trouble, transient=trouble in _TRANSIENT)
