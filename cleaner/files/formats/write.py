"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import NotReadable
from cleaner.files.disk import as_disk_errors

TEMPORARY = ".cleaner-tmp"  # a directory of its own, so that what a kill -9 left is found without a search


def write_whole(root: Path, relative: str, content: bytes) -> None:
    """Write `root/relative` in one go. Raises as `new_file` does."""
    with new_file(root, relative) as stream:
        stream.write(content)


@contextmanager
def new_file(root: Path, relative: str) -> Iterator[BinaryIO]:
    """A stream that becomes `root/relative` when the block ends well, and nothing otherwise.

    Temporary file, flush, rename, flush of the directory. What the block raises passes through, the
    operating system's errors translated.

    Raises:
        NotReadable: a symbolic link would lead the path out of `root`.
        StoreError: full, read-only or failing; nothing half-written stays.
    """
    target = root / relative
    shelf = root / TEMPORARY
    temporary = shelf / f"{os.getpid()}-{os.urandom(6).hex()}"
    with as_disk_errors(str(target)):
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.parent.resolve().is_relative_to(root.resolve()):
            raise NotReadable("a symbolic link leads out of the output directory", subject=str(target))
        shelf.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        # Closing flushes once more, so that a full disk may show up there as well.
        with as_disk_errors(str(target)):
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
            flush_directory(target.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(root: Path) -> None:
    """Remove what an earlier run that was killed left unfinished below `root`."""
    shelf = root / TEMPORARY
    with as_disk_errors(str(shelf)):
        if shelf.is_dir() and not shelf.is_symlink():
            for leftover in shelf.iterdir():
                leftover.unlink(missing_ok=True)
            shelf.rmdir()


def flush_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
