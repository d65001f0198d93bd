"""Why a place to write to does not work, and the operating system's errors translated into that.

A `StoreError` carries `reason` (a `StoreFault`) and `transient` (whether trying again later can help).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from cleaner.errors import StoreError


class StoreFault(StrEnum):
    """Why a store or a disk does not work."""

    FULL = "full"
    READ_ONLY = "read-only"
    LOCKED = "locked"
    UNREACHABLE = "unreachable"
    DAMAGED = "damaged"
    REFUSED = "refused"


_WORDS: dict[StoreFault, str] = {
    StoreFault.FULL: "no space left",
    StoreFault.READ_ONLY: "not writable",
    StoreFault.LOCKED: "locked by another writer",
    StoreFault.UNREACHABLE: "cannot be reached",
    StoreFault.DAMAGED: "damaged, or not a store",
    StoreFault.REFUSED: "refused",
}

_TRANSIENT = frozenset({StoreFault.FULL, StoreFault.LOCKED, StoreFault.UNREACHABLE})

_ERRNO: dict[int, StoreFault] = {
    errno.ENOSPC: StoreFault.FULL,
    errno.EDQUOT: StoreFault.FULL,
    errno.EFBIG: StoreFault.FULL,
    errno.EROFS: StoreFault.READ_ONLY,
    errno.EACCES: StoreFault.READ_ONLY,
    errno.EPERM: StoreFault.READ_ONLY,
    errno.EIO: StoreFault.UNREACHABLE,
    errno.ENOENT: StoreFault.UNREACHABLE,
    errno.ENOTDIR: StoreFault.UNREACHABLE,
}


@contextmanager
def as_disk_errors(subject: str) -> Iterator[None]:
    """Turn what the operating system raises inside into a `StoreError` about `subject`."""
    try:
        yield
    except OSError as error:
        raise os_error(subject, error) from error


def os_error(subject: str, error: OSError) -> StoreError:
    """The error for what the operating system said."""
    return store_error(subject, _ERRNO.get(error.errno or 0, StoreFault.REFUSED), error)


def store_error(subject: str, fault: StoreFault, cause: Exception) -> StoreError:
    """The error for one kind of fault, with the first line of its cause."""
    origin = getattr(cause, "orig", None) or cause
    first = (str(origin).strip().splitlines() or [type(origin).__name__])[0]
    return StoreError(f"{_WORDS[fault]} ({first})", subject=subject, reason=fault, transient=fault in _TRANSIENT)
