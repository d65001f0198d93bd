"""A folder or a file of many items as request bodies that the service's limits allow, one at a time on disk.

Limits of a service as it comes: 64 MB a body, 100 MB unpacked, 1,000 files in an archive, 10 MB an input.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from cleaner.errors import Malformed, NotReadable, TooLarge

PART_BYTES = 48_000_000  # of one body, unpacked
PART_FILES = 1_000
PART_ROWS = 10_000
MAX_INPUT = 10_000_000  # bytes of one input
_MEMORY = 4_000_000  # bytes of a part before it goes to disk
_EFFORT = 6  # of compression
_GZIP = b"\x1f\x8b\x08"
_FIELDS = frozenset(
    "url html text source_url title language profile title_in_body captions tables images links comments front_matter "
    "options metadata webhook".split()
)  # of an item, as the API names them
_BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError)


class Packing(StrEnum):
    """How a file holds many items, by the media type of a request."""

    ROWS = "application/x-ndjson"
    ZIP = "application/zip"
    WARC = "application/warc"


@dataclass(frozen=True, slots=True)
class Part:
    """One request body: an open file, its media type, how many inputs it holds, and what was too large for it."""

    content: IO[bytes]
    media: str
    items: int
    left_out: tuple[str, ...] = ()


def packing_of(path: Path) -> Packing | None:
    """How a file of this name holds many items, or None: it is one input."""
    name = path.name.lower().removesuffix(".gz")
    endings = {".jsonl": Packing.ROWS, ".ndjson": Packing.ROWS, ".zip": Packing.ZIP, ".warc": Packing.WARC}
    return next((packing for ending, packing in endings.items() if name.endswith(ending)), None)


def parts_of(path: Path) -> Iterator[Part]:
    """The parts of a folder or of a file of many items; whoever takes a part closes its content.

    Raises NotReadable, and Malformed where an archive breaks off: what was given before it stands.
    """
    with _readable(path):
        if path.is_dir():
            yield from _folder_parts(path)
            return
        packing = packing_of(path)
        if packing is Packing.ZIP:
            yield from _zip_parts(path)
        elif packing is Packing.WARC:
            yield from _warc_parts(path)
        else:
            yield from _row_parts(path)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotReadable(error.strerror or "cannot be read", subject=str(error.filename or path)) from error


def _new() -> IO[bytes]:
    opened: Any = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115  # whoever takes the part closes it
    content: IO[bytes] = opened
    return content


def _folder_parts(folder: Path) -> Iterator[Part]:
    """A folder's files as zip archives, by their paths below it. Archives and rows in it are parts of their own."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    with closing(_Packer()) as packer:
        for path in (p for p in found if packing_of(p) is None):
            name = str(path.relative_to(folder)).encode("utf-8", "replace").decode()
            if path.stat().st_size > MAX_INPUT:
                packer.left_out.append(str(path))
                continue
            yield from packer.add(name, path.read_bytes())
        yield from packer.rest()
    for path in (p for p in found if packing_of(p) is not None):
        yield from parts_of(path)


def _zip_parts(path: Path) -> Iterator[Part]:
    with closing(_Packer()) as packer:
        try:
            with zipfile.ZipFile(path) as archive:
                for entry in archive.infolist():
                    if entry.is_dir():
                        continue
                    if entry.file_size > MAX_INPUT:
                        packer.left_out.append(f"{path}#{entry.filename}")
                        continue
                    with archive.open(entry) as opened:
                        content = opened.read(MAX_INPUT + 1)
                    yield from packer.add(entry.filename, content)
        except _BROKEN_ZIP as error:
            raise Malformed(f"not a zip archive, or broken ({type(error).__name__})", subject=str(path)) from error
        yield from packer.rest()


class _Packer:
    """Collects files into zip archives of bounded size."""

    def __init__(self) -> None:
        self.left_out: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._size = self._count = 0
        self._content: IO[bytes] | None = None
        self._archive: zipfile.ZipFile | None = None

    def add(self, name: str, content: bytes) -> Iterator[Part]:
        """Add a file; gives the part that is full by now, if one is."""
        if self._count and (self._size + len(content) > PART_BYTES or self._count == PART_FILES):
            yield from self.rest()
        if self._archive is None:
            self._content = _new()
            self._archive = zipfile.ZipFile(self._content, "w", zipfile.ZIP_DEFLATED)
        self._archive.writestr(name, content)
        self._size, self._count = self._size + len(content), self._count + 1

    def rest(self) -> Iterator[Part]:
        """The part with what was added last, or with the names of what was left out."""
        if self._archive is not None and self._content is not None:
            self._archive.close()
            part = Part(self._content, Packing.ZIP.value, self._count, tuple(self.left_out))
            self.left_out = []
            self._begin()
            yield part
        elif self.left_out:
            raise TooLarge(f"over {MAX_INPUT:,} bytes", subject=", ".join(self.left_out[:3]), limit=MAX_INPUT)

    def close(self) -> None:
        """Drop what was not given."""
        if self._archive is not None and self._content is not None:
            self._archive.close()
            self._content.close()


def _row_parts(path: Path) -> Iterator[Part]:
    """Rows of JSON in bodies of so many bytes and rows."""
    content, size, count = _new(), 0, 0
    try:
        for line in _lines(path):
            row = item_of_row(line)
            if count and (size + len(row) > PART_BYTES or count == PART_ROWS):
                yield Part(content, Packing.ROWS.value, count)
                content, size, count = _new(), 0, 0
            content.write(row)
            size, count = size + len(row), count + bool(row)
    except BaseException:
        content.close()
        raise
    if count:
        yield Part(content, Packing.ROWS.value, count)
    else:
        content.close()


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, gzip undone."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(3) == _GZIP
            raw.seek(0)
            stream: Any = gzip.GzipFile(fileobj=raw) if packed else raw
            yield from stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Malformed(f"broken gzip ({error})", subject=str(path)) from error


def item_of_row(line: bytes) -> bytes:
    """A row as an item of the API, with its line end; what is no JSON object stays as it is, for the service to name.

    The `url` of a row with a text of its own is where that text comes from. Fields that the API does not know are
    given back with the job, as its `metadata`.
    """
    stripped = line.strip()
    try:
        row = json.loads(stripped) if stripped else None
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return stripped + b"\n" if stripped else b""
    item = {name: value for name, value in row.items() if name in _FIELDS}
    if "url" in item and ("text" in item or "html" in item):
        item.setdefault("source_url", item.pop("url"))
    others = {name: value for name, value in row.items() if name not in _FIELDS}
    if others:
        given = item.get("metadata")
        item["metadata"] = {**others, **given} if isinstance(given, dict) else others
    return json.dumps(item).encode() + b"\n"


def _warc_parts(path: Path) -> Iterator[Part]:
    """The pages and texts of a web archive in archives of bounded size; other records are left out."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only where an archive is read
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    number = 0
    with closing(_Recorder(path)) as packer:
        try:
            with path.open("rb") as stream:
                for number, record in enumerate(ArchiveIterator(stream, no_record_parse=True), 1):
                    yield from packer.add(record, number)
        except (ArchiveLoadFailed, EOFError, zlib.error, ValueError) as error:
            raise Malformed(f"not a WARC file, or broken behind record {number}", subject=str(path)) from error
        yield from packer.rest()


class _Recorder:
    """Collects records of a web archive into archives of bounded size."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left_out: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._size = self._count = 0
        self._content: IO[bytes] | None = None

    def add(self, record: Any, number: int) -> Iterator[Part]:
        """Add a record that holds a page or a text; gives the part that is full by now, if one is.

        Raises Malformed where the archive ends inside the record.
        """
        from cleaner.files.formats.warc import READ  # noqa: PLC0415 - only where an archive is read

        if record.rec_type not in READ:
            return
        length = int(record.rec_headers.get_header("Content-Length") or 0)
        if length > 2 * MAX_INPUT:
            self._left_out.append(f"{self._path}#{record.rec_headers.get_header('WARC-Target-URI') or number}")
            return
        data = record.raw_stream.read()
        if len(data) < length:
            raise Malformed(f"the archive is cut short inside record {number}", subject=str(self._path))
        if self._count and (self._size + length > PART_BYTES or self._count == PART_ROWS):
            yield from self.rest()
        if self._content is None:
            self._content = _new()
        self._content.write(gzip.compress(record.rec_headers.to_bytes() + data + b"\r\n\r\n", _EFFORT))
        self._size, self._count = self._size + length, self._count + 1

    def rest(self) -> Iterator[Part]:
        """The part with what was added last."""
        if self._content is not None:
            part = Part(self._content, Packing.WARC.value, self._count, tuple(self._left_out))
            self._left_out = []
            self._begin()
            yield part
        elif self._left_out:
            raise TooLarge(f"over {2 * MAX_INPUT:,} bytes", subject=", ".join(self._left_out[:3]), limit=MAX_INPUT)

    def close(self) -> None:
        """Drop what was not given."""
        if self._content is not None:
            self._content.close()
