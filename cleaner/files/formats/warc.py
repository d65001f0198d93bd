"""The pages and texts in a web archive (WARC 1.0 and 1.1, ISO 28500), one at a time.

Read are `response`, `resource` and `conversion` records (the plain texts of a WET file) of a page's or a text's media
type; images, scripts, errors and redirects are passed over.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from cleaner.errors import CleanerError, Malformed, TooLarge
from cleaner.files.formats.jsonl import Fields, Record
from cleaner.files.media import ContentType, content_type

READ = frozenset(("response", "resource", "conversion"))
PAGES = frozenset(("text/html", "application/xhtml+xml"))
TEXTS = frozenset(("text/plain",))
HTTP_OK = range(200, 300)
_GZIP = b"\x1f\x8b\x08"
_MAGIC = b"WARC/"


@dataclass(frozen=True, slots=True)
class Archived:
    """One page or text of an archive. `error` says why there is no content."""

    number: int  # of the record in the archive, from 1
    url: str
    date: str  # as the archive says it: ISO 8601
    id: str
    html: bool | None  # None: the archive does not say
    charset: str | None
    content: bytes = b""
    error: CleanerError | None = None


def looks_like_warc(start: bytes) -> bool:
    """Whether a stream that starts so is a WARC, packed or not."""
    if start.startswith(_GZIP):
        try:
            start = zlib.decompressobj(31).decompress(start, len(_MAGIC))
        except zlib.error:
            return False
    return start.startswith(_MAGIC)


def read_archive(stream: IO[bytes], limit: int) -> Iterator[Archived]:
    """What a WARC holds, in its order. A page over `limit` bytes, or one that is cut short, is an `error`.

    Raises Malformed where nothing more can be read.
    """
    number = 0
    try:
        records = ArchiveIterator(stream)
        records.loader = _Loader()
        for record in records:
            number += 1
            label = _label(record)
            if label is not None:
                yield _read_record(record, number, label, limit)
    except (ArchiveLoadFailed, EOFError, zlib.error, ValueError, OSError) as error:
        raise Malformed(f"not a WARC file, or broken behind record {number} ({type(error).__name__})") from error


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]  # warcio has no types
    """A loader to which a record without a target URI is one like others, and not an AttributeError."""

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: int) -> Any:
        return super().load_http_headers(rec_type, uri or "http:", stream, length)


def _label(record: Any) -> ContentType | None:
    """What a record that is read is labelled as, None for one that is passed over."""
    http = record.http_headers
    if record.rec_type not in READ:
        return None
    if http is not None:
        status = http.get_statuscode() or ""
        if not (status.isascii() and status.isdigit() and int(status) in HTTP_OK):
            return None
    headers = http if http is not None else record.rec_headers
    header = (headers.get_header("Content-Type") or "").strip()
    label = content_type(header)
    return label if label.essence in PAGES | TEXTS or not header.partition(";")[0].strip() else None


def _read_record(record: Any, number: int, label: ContentType, limit: int) -> Archived:
    headers = record.rec_headers
    found = Archived(
        number=number,
        url=(headers.get_header("WARC-Target-URI") or "").strip("<>"),
        date=headers.get_header("WARC-Date") or "",
        id=(headers.get_header("WARC-Record-ID") or "").strip("<>"),
        html=label.essence in PAGES if label.essence else None,
        charset=label.charset,
    )
    content = record.content_stream().read(limit + 1)
    where = found.url or f"record {number}"
    if len(content) > limit:
        return replace(found, error=TooLarge(f"over the limit of {limit:,} bytes", subject=where, limit=limit))
    # The reader stops without a word where the file does: what it still expects then was never there.
    record.raw_stream.read()
    if getattr(record.raw_stream, "limit", 0) > 0:
        return replace(found, error=Malformed("the archive is cut short inside it", subject=where))
    truncated = headers.get_header("WARC-Truncated")
    if truncated:
        return replace(found, error=Malformed(f"truncated when it was archived ({truncated})", subject=where))
    return replace(found, content=content)


def warc_records(stream: IO[bytes], fields: Fields, limit: int, subject: str) -> Iterator[Record]:
    """The same as records, so that an archive comes out as JSON lines: URL, date and id, and the clean text.

    An archive that breaks off ends with a record that says so.
    """
    number = 0
    try:
        for page in read_archive(stream, limit):
            number = page.number
            known = {fields.id: page.id, fields.url: page.url, "date": page.date}
            yield Record(
                page.number,
                {name: value for name, value in known.items() if value},
                url=page.url or None,
                id=page.id or None,
                error=page.error,
                content=page.content,
                html=page.html,
                charset=page.charset,
            )
    except Malformed as error:
        yield Record(number + 1, {}, error=Malformed(error.message, subject=subject))
