"""Records of JSON lines (and of archives, see warc.py): which fields are read, and how a cleaned record is written.

Every field passes through, in its order; the text field holds the clean text, and one field `cleaner`
is added with the hash, status, labels, metadata, removals and warnings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.errors import CleanerError, Malformed, TooLarge
from cleaner.files.json_line import one_line

ADDED = "cleaner"


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of the fields a record is read by. Only the text must be there."""

    text: str = "text"
    title: str = "title"
    url: str = "url"
    language: str = "language"
    id: str = "id"


@dataclass(frozen=True, slots=True)
class Record:
    """One line. `fields` is the whole object; `error` says what is wrong with a line that cannot be used."""

    number: int
    fields: Mapping[str, Any]
    text: str = ""
    title: str | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None
    error: CleanerError | None = None
    content: bytes | None = None  # of a page from an archive, in place of the text
    html: bool | None = None  # whether that is a page; None: nobody said
    charset: str | None = None  # as its server said

    @property
    def original(self) -> bytes:
        """What was cleaned, as bytes."""
        return self.text.encode("utf-8", "surrogatepass") if self.content is None else self.content


def records(stream: BinaryIO, fields: Fields, limit: int, subject: str) -> Iterator[Record]:
    """The records of a stream, one at a time, numbered from 1; blank lines are left out.

    A line over `limit` bytes, broken JSON or a missing text is a record with an `error`, and the next
    line is read.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream, limit)
            error = TooLarge(f"over the limit of {limit:,} bytes", subject=f"{subject}:{number}", limit=limit)
            yield Record(number, {}, error=error)
        elif line.strip():
            yield parse(line, number, fields, subject)


def parse(line: bytes | str, number: int, fields: Fields, subject: str) -> Record:
    """The record of one line; what is wrong with it stands in `error`."""
    where = f"{subject}:{number}"
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return Record(number, {}, error=Malformed(f"not a JSON object ({error})", subject=where))
    if not isinstance(value, dict):
        return Record(number, {}, error=Malformed("not a JSON object", subject=where))
    text = value.get(fields.text)
    if not isinstance(text, str):
        wrong = "is missing" if fields.text not in value else "is not a string"
        return Record(number, value, error=Malformed(f"field {fields.text!r} {wrong}", subject=where))
    return Record(
        number,
        value,
        text,
        title=_string(value, fields.title),
        url=_string(value, fields.url),
        language=_string(value, fields.language),
        id=_string(value, fields.id),
    )


def output_line(record: Record, fields: Fields, text: str | None, added: Mapping[str, Any]) -> str:
    """The line for a cleaned record, without its end; `text` None leaves the text field as it came."""
    out = dict(record.fields)
    if text is not None:
        out[fields.text] = text
    out[ADDED] = dict(added)
    return one_line(out)


def looks_like_record(start: bytes) -> bool:
    """Whether a stream that starts so holds JSON lines: its first line is an object, or begins as one."""
    line, end, _ = start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    if not line.startswith(b"{") or not line[1:].lstrip().startswith(b'"'):
        return False
    if not end:
        return True  # a long line; indented JSON would have broken it here
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _string(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _skip_line(stream: BinaryIO, limit: int) -> None:
    while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
        pass
