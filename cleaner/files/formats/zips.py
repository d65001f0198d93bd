"""The pages and texts in a zip archive, one at a time."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Any

from cleaner.errors import CleanerError, Malformed, TooLarge
from cleaner.files.formats.jsonl import Fields, Record

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError)


def looks_like_zip(start: bytes) -> bool:
    """Whether a stream that starts so is a zip archive."""
    return start.startswith(_MAGIC)


def zip_records(stream: IO[bytes], fields: Fields, limit: int, subject: str) -> Iterator[Record]:
    """Every file of an archive as a record with its name as the id; one over `limit` bytes is an error of its own.

    Nothing is written under a name that stands in the archive. One that is broken ends with a record that says so.
    """
    with ExitStack() as stack:
        number = 0
        try:
            archive = stack.enter_context(zipfile.ZipFile(_seekable(stream, stack)))
            for number, entry in enumerate((e for e in archive.infolist() if not e.is_dir()), 1):
                content, wrong = _read_entry(archive, entry, limit, f"{subject}#{entry.filename}")
                yield Record(number, {fields.id: entry.filename}, id=entry.filename, error=wrong, content=content)
        except _BROKEN as error:
            broken = Malformed(f"not a zip archive, or broken ({type(error).__name__})", subject=subject)
            yield Record(number + 1, {}, error=broken)


def _seekable(stream: IO[bytes], stack: ExitStack) -> IO[bytes]:
    """The stream itself, or a copy on disk of one that comes through a pipe: an archive is read from its end."""
    if stream.seekable():
        return stream
    copy: Any = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # the stack closes it
    shutil.copyfileobj(stream, copy)
    opened: IO[bytes] = copy
    return opened


def _read_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int, where: str
) -> tuple[bytes, CleanerError | None]:
    """The content of an entry, or what is wrong with it."""
    if entry.flag_bits & _ENCRYPTED:
        return b"", Malformed("is encrypted", subject=where)
    try:
        with archive.open(entry) as opened:
            content = opened.read(limit + 1)
    except _BROKEN as broken:
        return b"", Malformed(f"cannot be unpacked ({type(broken).__name__})", subject=where)
    if len(content) > limit:
        return b"", TooLarge(f"over the limit of {limit:,} bytes", subject=where, limit=limit)
    return content, None
