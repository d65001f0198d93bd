"""Inputs that hold many records: JSON lines, web archives and zip archives."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cleaner.files.formats.find import STDIN, Found
from cleaner.files.formats.jsonl import Fields, Record, looks_like_record, records
from cleaner.files.formats.read import guess_format, lines, open_input
from cleaner.files.formats.warc import looks_like_warc, warc_records
from cleaner.files.formats.zips import looks_like_zip, zip_records
from cleaner.files.forms import InputFormat


def records_of(found: Found, said: InputFormat) -> InputFormat | None:
    """The format of an input that holds records: as was said, as its name says, or as the standard input begins."""
    guessed = guess_format(found, said)
    if guessed.of_records:
        return guessed
    stream = sys.stdin.buffer
    if found.path != STDIN or guessed is not InputFormat.AUTO or not isinstance(stream, io.BufferedReader):
        return None
    start = stream.peek()
    if looks_like_warc(start):
        return InputFormat.WARC
    if looks_like_zip(start):
        return InputFormat.ZIP
    return InputFormat.JSONL if looks_like_record(start) else None


@contextmanager
def open_records(
    found: Found, form: InputFormat, fields: Fields, limit: int, subject: str | None = None
) -> Iterator[Iterator[Record]]:
    """The records of an input, one at a time in memory, each of at most `limit` bytes.

    Raises:
        NotReadable, Malformed: from any read inside the block.
    """
    name = subject or found.path
    if form is InputFormat.WARC:
        with open_input(found) as stream:
            yield warc_records(stream, fields, limit, name)
    elif form is InputFormat.ZIP:
        with open_input(found) as stream:
            yield zip_records(stream, fields, limit, name)
    else:
        with lines(found) as stream:
            yield records(stream, fields, limit, name)
