"""A batch's body as single items: JSON, JSON lines, many files, zip, WARC; each refused by itself if need be."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from typing import IO, Any

from pydantic import ValidationError

from cleaner.app.api.json_body import BATCH_VALUES, check_values, parse_job
from cleaner.app.api.models import BatchIn, Common, JobIn
from cleaner.app.api.problems import validation_errors
from cleaner.app.api.receive import Part
from cleaner.app.api.submissions import Maker, with_defaults
from cleaner.errors import CleanerError, Malformed, TooLarge
from cleaner.files.formats import Archived, read_archive
from cleaner.ledger.records import Item, JobKind

ARCHIVE_BYTES = 100_000_000  # unpacked, all entries together
ARCHIVE_ENTRIES = 1_000
ARCHIVE_RATIO = 100  # unpacked to packed, of one entry
WARC_RECORDS = 50_000


class Packing(StrEnum):
    """The forms in which a body can hold many items."""

    JSON = "json"
    LINES = "lines"
    ZIP = "zip"
    WARC = "warc"


MEDIA_TYPES = {
    "application/json": Packing.JSON,
    "application/x-ndjson": Packing.LINES,
    "application/ndjson": Packing.LINES,
    "application/jsonl": Packing.LINES,
    "application/x-jsonlines": Packing.LINES,
    "application/zip": Packing.ZIP,
    "application/x-zip-compressed": Packing.ZIP,
    "application/warc": Packing.WARC,
}
SUFFIXES = {".jsonl": Packing.LINES, ".ndjson": Packing.LINES, ".zip": Packing.ZIP, ".warc": Packing.WARC}


def packing_of(name: str) -> Packing | None:
    """How a file of this name holds many items, or None: it is one item."""
    plain = name.lower().removesuffix(".gz")
    return next((packing for suffix, packing in SUFFIXES.items() if plain.endswith(suffix)), None)


def items(packing: Packing, content: IO[bytes], common: Common, maker: Maker) -> Iterator[Item]:
    """The items of a body, from its beginning; `common` holds what was said for all of them.

    Raises Malformed or TooLarge where nothing more can be read.
    """
    readers: dict[Packing, Callable[[IO[bytes], Maker, Common], Iterator[Item]]] = {
        Packing.JSON: _json,
        Packing.LINES: _lines,
        Packing.ZIP: _zip,
        Packing.WARC: _warc,
    }
    content.seek(0)
    return readers[packing](content, maker, common)


def list_items(values: list[Any], common: Common, maker: Maker) -> Iterator[Item]:
    """The items of a JSON list that is parsed already."""
    return (_validate_item(partial(JobIn.model_validate, value), maker, common) for value in values)


def files(parts: list[Part], common: Common, maker: Maker) -> Iterator[Item]:
    """The items of a multipart body's files; an archive or a JSONL file among them is unpacked."""
    for part in parts:
        packing = packing_of(part.name)
        if packing:
            yield from items(packing, part.content, common, maker)
        else:
            part.content.seek(0)
            content = part.content.read(maker.max_bytes + 1)
            yield _make_item(partial(maker.from_bytes, content, common, name=part.name))


def batch_of(content: IO[bytes]) -> BatchIn:
    """The JSON body of a batch: an object with `items`, or their list alone, gzip undone.

    Raises Malformed, TooLarge and ValidationError.
    """
    with _open_unpacked(content) as stream, _as_malformed():
        raw = stream.read(ARCHIVE_BYTES + 1)
    if len(raw) > ARCHIVE_BYTES:
        raise TooLarge(f"over {ARCHIVE_BYTES} bytes unpacked", limit=ARCHIVE_BYTES)
    raw = raw.removeprefix(BOM_UTF8)
    check_values(raw, BATCH_VALUES)
    if raw.lstrip()[:1] == b"[":
        raw = b'{"items":' + raw + b"}"
    return BatchIn.model_validate_json(raw)


def _json(content: IO[bytes], maker: Maker, common: Common) -> Iterator[Item]:
    yield from list_items(batch_of(content).items, common, maker)


def _lines(content: IO[bytes], maker: Maker, common: Common) -> Iterator[Item]:
    limit = 2 * maker.max_bytes  # escapes make a JSON string longer than its text
    mark = BOM_UTF8
    with _open_unpacked(content) as stream:
        while line := _line(stream, limit):
            if line := line.removeprefix(mark).strip():
                yield _validate_item(partial(parse_job, line), maker, common)
            mark = b""


def _line(stream: IO[bytes], limit: int) -> bytes:
    with _as_malformed():
        line = stream.readline(limit + 1)
    if len(line) > limit:
        raise TooLarge(f"a line has over {limit} bytes", limit=limit)
    return line


@contextmanager
def _as_malformed() -> Iterator[None]:
    """Turn what a damaged gzip stream raises inside into Malformed."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Malformed(f"broken gzip ({error})") from error


def _validate_item(read: Callable[[], JobIn], maker: Maker, common: Common) -> Item:
    try:
        item = with_defaults(read(), common)
    except TooLarge as error:
        return Item(None, {"code": error.code.value, "detail": str(error)})
    except ValidationError as error:
        errors = validation_errors(error.errors(include_url=False, include_input=False))
        return Item(None, {"code": "bad-input", "detail": "the item does not fit the schema", "errors": errors})
    return _make_item(lambda: maker.from_item(item), item.metadata)


def _make_item(make: Callable[[], tuple[Any, Any]], echo: Any = None) -> Item:
    try:
        job, content = make()
    except CleanerError as error:
        return Item(None, {"code": error.code.value, "detail": str(error)[:500]}, echo)
    return Item(job, None, echo, content)


def _zip(content: IO[bytes], maker: Maker, common: Common) -> Iterator[Item]:
    left = ARCHIVE_BYTES
    try:
        with zipfile.ZipFile(content) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > ARCHIVE_ENTRIES:
                raise TooLarge(f"{len(entries)} entries, {ARCHIVE_ENTRIES} are allowed", limit=ARCHIVE_ENTRIES)
            for entry in entries:
                made = _make_item(partial(_entry, archive, entry, maker, common, left))
                left -= entry.file_size
                yield made
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Malformed(f"not a zip archive ({error})") from error


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, maker: Maker, common: Common, left: int) -> Any:
    """The job of one entry. Names are kept as names only: nothing is written under them."""
    if entry.flag_bits & 1:
        raise Malformed("encrypted", subject=entry.filename)
    if entry.file_size > min(left, maker.max_bytes) or entry.file_size > ARCHIVE_RATIO * max(
        entry.compress_size, 1_000
    ):
        raise TooLarge(f"unpacks to {entry.file_size} bytes", subject=entry.filename, limit=maker.max_bytes)
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, RuntimeError) as error:
        raise Malformed(f"cannot be unpacked ({error})", subject=entry.filename) from error
    return maker.from_bytes(content, common, name=entry.filename)


def _warc(content: IO[bytes], maker: Maker, common: Common) -> Iterator[Item]:
    """The pages and texts of a WARC; other records are no items."""
    left = ARCHIVE_BYTES
    for page in read_archive(content, maker.max_bytes):
        if page.number > WARC_RECORDS:
            raise TooLarge(f"over {WARC_RECORDS} records", limit=WARC_RECORDS)
        left -= len(page.content)
        if left < 0:
            raise TooLarge(f"over {ARCHIVE_BYTES} bytes unpacked", limit=ARCHIVE_BYTES)
        yield _make_item(
            partial(_page, page, common.model_copy(update={"source_url": page.url or common.source_url}), maker)
        )


def _page(page: Archived, common: Common, maker: Maker) -> Any:
    if page.error is not None:
        raise page.error
    return maker.from_bytes(page.content, common, kind=JobKind.HTML if page.html else None, charset=page.charset)


def _open_unpacked(content: IO[bytes]) -> IO[bytes]:
    head = content.read(3)
    content.seek(0)
    packed = head == b"\x1f\x8b\x08"
    # A spooled file that is still in memory says that its mode is w+b, which gzip would obey.
    stream: Any = gzip.GzipFile(fileobj=content, mode="rb") if packed else io.BufferedReader(_Raw(content))
    opened: IO[bytes] = stream
    return opened


class _Raw(io.RawIOBase):
    """A file as a raw stream, so that lines are read in large bites and closing leaves the file open."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._inner.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
