"""Bytes of one input, never more than a limit, gzip undone."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cleaner.errors import Malformed, NotReadable, TooLarge, TransferBroken
from cleaner.files.formats.find import STDIN, Found
from cleaner.files.forms import InputFormat
from cleaner.files.inflate import Body, BodyLimits, Coding

_GZIP = b"\x1f\x8b\x08"


def read_input(found: Found, limit: int) -> bytes:
    """The bytes of an input, unpacked where they are gzip.

    Raises:
        TooLarge: more than `limit` bytes, packed or unpacked.
        NotReadable: it cannot be opened or read, or is no longer a plain file.
        Malformed: a gzip stream that is cut short or broken.
    """
    with open_input(found) as stream:
        size = _size(stream, found)
        if size is not None and size > limit:
            raise TooLarge(f"{size:,} bytes, the limit is {limit:,}", subject=found.path, size=size, limit=limit)
        content = stream.read(limit + 1)
    return unpack(content, limit, found.path)


def unpack(content: bytes, limit: int, subject: str) -> bytes:
    """`content`, unpacked where it is gzip. Raises `TooLarge` and `Malformed` as `read_input` does."""
    if len(content) > limit:
        raise TooLarge(f"over the limit of {limit:,} bytes", subject=subject, limit=limit)
    if not content.startswith(_GZIP):
        return content
    body = Body(BodyLimits(wire=limit, decoded=limit), Coding.GZIP)
    try:
        body.feed(content)
        return body.finish()
    except TransferBroken as error:
        raise Malformed(error.message, subject=subject) from error
    except TooLarge as error:
        raise TooLarge(error.message, subject=subject, **error.facts) from error


@contextmanager
def open_input(found: Found) -> Iterator[BinaryIO]:
    """The input as a binary stream; closed at the end unless it is the standard input.

    Raises:
        NotReadable: from opening or from any read inside the block.
    """
    try:
        if found.path == STDIN:
            yield sys.stdin.buffer
            return
        if found.is_url:
            raise NotReadable("only single pages and texts are fetched", subject=found.path)
        # Without O_NONBLOCK a pipe that took the place of a file would hang us for ever.
        flags = os.O_RDONLY | os.O_CLOEXEC | (0 if found.stream else os.O_NONBLOCK)
        with os.fdopen(os.open(found.path, flags), "rb") as stream:
            yield stream
    except OSError as error:
        raise NotReadable(error.strerror or "cannot be read", subject=found.path) from error


@contextmanager
def lines(found: Found) -> Iterator[BinaryIO]:
    """The input as a stream of lines, gzip undone as it is read, so that memory does not grow with it.

    Raises:
        NotReadable, Malformed: from any read inside the block.
    """
    with open_input(found) as stream:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]  # any raw stream will do
        if not buffered.peek(3).startswith(_GZIP):
            yield buffered
            return
        try:
            with gzip.GzipFile(fileobj=buffered) as packed:
                yield io.BufferedReader(packed)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Malformed(f"broken gzip ({error})", subject=found.path) from error


def guess_format(found: Found, said: InputFormat) -> InputFormat:
    """What an input is read as: what was said, or what its name says. AUTO where neither does."""
    if said is not InputFormat.AUTO:
        return said
    if found.is_url:
        return InputFormat.AUTO
    name = found.path.lower().removesuffix(".gz")
    if name.endswith((".warc", ".wet")):
        return InputFormat.WARC
    if name.endswith(".zip"):
        return InputFormat.ZIP
    return InputFormat.JSONL if name.endswith((".jsonl", ".ndjson")) else InputFormat.AUTO


def _size(stream: BinaryIO, found: Found) -> int | None:
    if found.stream:
        return None
    status = os.fstat(stream.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise NotReadable("no longer a plain file", subject=found.path)
    return status.st_size
