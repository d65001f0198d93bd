"""JSON bodies within a budget: their values are counted before a parser sees them, and large ones leave the event loop.

What a body costs is decided by its values and not by its bytes: 18 MB of unknown keys took eight seconds and 1.5 GB to
be refused one by one, a page of 18 MB in one string takes 20 ms. The parser itself refuses what nests too deeply.
"""

from __future__ import annotations

import asyncio
from codecs import BOM_UTF8

from starlette.requests import Request

from cleaner.app.api import receive
from cleaner.app.api.models import JobIn
from cleaner.errors import TooLarge
from cleaner.service.settings import Config

JOB_VALUES = 20_000  # names and values of one item: 16 KB of metadata and every list full have 9,000
BATCH_VALUES = 1_000_000  # of all items of a JSON list; JSON lines have no such limit
SMALL = 32_768  # bytes that are parsed at once: a thread costs as much
PIECE = 1 << 20  # bytes counted at once, so that other threads get their turn


async def job_in(request: Request, config: Config) -> JobIn:
    """The body of a request, read and parsed as one item.

    Raises TooLarge over the limit of bytes or values, ValidationError for what is not JSON or does not fit.
    """
    raw = await receive.whole(request, config.max_bytes * 2, config.receipt_seconds)
    return parse_job(raw) if len(raw) <= SMALL else await asyncio.to_thread(parse_job, raw)


def parse_job(raw: bytes) -> JobIn:
    """These bytes as one item. Raises TooLarge and ValidationError."""
    raw = raw.removeprefix(BOM_UTF8)
    check_values(raw, JOB_VALUES)
    return JobIn.model_validate_json(raw)


def check_values(raw: bytes, limit: int) -> None:
    """Raise TooLarge where this JSON holds more than `limit` names and values.

    They are counted by the marks between them, without parsing, and no further than the limit.
    """
    if len(raw) <= limit:  # each takes a byte at least
        return
    values, inside, start = 0, False, 0
    while start < len(raw):
        end = _end(raw, start + PIECE)
        plain = raw[start:end].replace(b"\\\\", b"").replace(b'\\"', b"")
        pieces = plain.split(b'"', 2 * limit)
        outside = b"".join(pieces[inside::2])
        values += sum(outside.count(mark) for mark in (b",", b":", b"[", b"{"))
        if values > limit or len(pieces) > 2 * limit:
            raise TooLarge(f"the JSON has over {limit} names and values", limit=limit)
        inside ^= len(pieces) % 2 == 0
        start = end


def _end(raw: bytes, end: int) -> int:
    """Where a piece may end: not between a backslash and what it escapes."""
    while end < len(raw) and raw[end - 1 : end] == b"\\":
        end += 1
    return end
