"""The pages and texts in a web archive (WARC 1.0 and 1.1, ISO 28500), one at a time.

Read are `response`, `resource` and `conversion` records (the plain texts of a WET file) of a page's or a text's media
type; images, scripts, errors and redirects are passed over.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from cleaner.adapters.formats.jsonl import Fields, Record
from cleaner.errors import CleanerError, Malformed, TooLarge

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


def archived(stream: IO[bytes], limit: int) -> Iterator[Archived]:
    """What a WARC holds, in its order. A page over `limit` bytes, or one that is cut short, is an `error`.

    Raises Malformed where nothing more can be read.
    """
    number = 0
    try:
        for record in ArchiveIterator(stream):
            number += 1
            kind = _wanted(record)
            if kind is not None:
                yield _read(record, number, kind, limit)
    except (ArchiveLoadFailed, EOFError, zlib.error, ValueError, OSError) as error:
        raise Malformed(f"not a WARC file, or broken behind record {number} ({type(error).__name__})") from error


def _wanted(record: Any) -> str | None:
    """The media type and charset of a record that is read, else None; "" where it does not say."""
    headers = record.http_headers
    if record.rec_type not in READ:
        return None
    if headers is not None:
        status = headers.get_statuscode() or ""
        if not (status.isascii() and status.isdigit() and int(status) in HTTP_OK):
            return None
        said = headers.get_header("Content-Type", "")
    else:
        said = record.rec_headers.get_header("Content-Type", "")
    said = (said or "").strip().lower()
    return said if said.split(";")[0].strip() in PAGES | TEXTS | {""} else None


def _read(record: Any, number: int, said: str, limit: int) -> Archived:
    headers = record.rec_headers
    media = said.split(";", maxsplit=1)[0].strip()
    _, _, charset = said.partition("charset=")
    found = Archived(
        number=number,
        url=(headers.get_header("WARC-Target-URI") or "").strip("<>"),
        date=headers.get_header("WARC-Date") or "",
        id=(headers.get_header("WARC-Record-ID") or "").strip("<>"),
        html=media in PAGES if media else None,
        charset=charset.split(";")[0].strip("\"' ")[:40] or None,
    )
    content = record.content_stream().read(limit + 1)
    where = found.url or f"record {number}"
    if len(content) > limit:
        return _without(found, TooLarge(f"over the limit of {limit:,} bytes", subject=where, limit=limit))
    # The reader stops without a word where the file does: what it still expects then was never there.
    record.raw_stream.read()
    if getattr(record.raw_stream, "limit", 0) > 0:
        return _without(found, Malformed("the archive is cut short inside it", subject=where))
    truncated = headers.get_header("WARC-Truncated")
    if truncated:
        return _without(found, Malformed(f"truncated when it was archived ({truncated})", subject=where))
    return Archived(found.number, found.url, found.date, found.id, found.html, found.charset, content)


def _without(found: Archived, error: CleanerError) -> Archived:
    return Archived(found.number, found.url, found.date, found.id, found.html, found.charset, error=error)


def warc_records(stream: IO[bytes], fields: Fields, limit: int, subject: str) -> Iterator[Record]:
    """The same as records, so that an archive comes out as JSON lines: URL, date and id, and the clean text.

    An archive that breaks off ends with a record that says so.
    """
    number = 0
    try:
        for page in archived(stream, limit):
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
