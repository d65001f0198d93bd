"""Bodies as they come in: counted while they stream, under a deadline, large ones on disk."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator
from email.message import Message
from pathlib import Path
from typing import IO, Any

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from cleaner.app.api.problems import ProblemError
from cleaner.errors import Malformed, TooLarge

MIN_RATE = 20_000  # bytes a second that a large body must keep up once the receipt time is over
MAX_FILES = 1_000
MAX_FIELDS = 100
MAX_FIELD = 1_000_000  # bytes
IN_MEMORY = 1_000_000  # bytes of a batch's body before it goes to disk


def media_type(request: Request) -> tuple[str, str | None]:
    """The declared type in lower case, and its charset."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    return message.get_content_type() if message["content-type"] else "", message.get_content_charset()


async def chunks(request: Request, limit: int, seconds: float) -> AsyncGenerator[bytes, None]:
    """The body's chunks.

    Raises TooLarge beyond `limit` bytes (at once where the length is declared), ProblemError (408) where
    it takes longer than `seconds` plus what `MIN_RATE` allows.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge(f"the body has {declared} bytes, {limit} are allowed", size=int(declared), limit=limit)
    begun, received = time.monotonic(), 0
    stream = aiter(request.stream())
    while True:
        left = begun + seconds + received / MIN_RATE - time.monotonic()
        try:
            chunk = await asyncio.wait_for(anext(stream), max(left, 0.01))
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise ProblemError(408, "too-slow", f"no complete body after {time.monotonic() - begun:.0f} s") from None
        received += len(chunk)
        if received > limit:
            raise TooLarge(f"the body has over {limit} bytes", limit=limit)
        yield chunk


async def whole(request: Request, limit: int, seconds: float) -> bytes:
    """The body in memory. Raises as `chunks` does."""
    parts = [chunk async for chunk in chunks(request, limit, seconds)]
    return b"".join(parts)


async def spool_body(request: Request, limit: int, seconds: float, directory: Path) -> IO[bytes]:
    """The body as a file, at its beginning; the caller closes it. Raises as `chunks` does."""
    target: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(directory))  # noqa: SIM115  # the caller closes it
    try:
        async for chunk in chunks(request, limit, seconds):
            if target._rolled:  # noqa: SLF001  # a write that stays in memory needs no thread
                await asyncio.to_thread(target.write, chunk)
            else:
                target.write(chunk)
        target.seek(0)
    except BaseException:
        target.close()
        raise
    opened: IO[bytes] = target
    return opened


class Part:
    """One file of a multipart body."""

    def __init__(self, name: str, media: str, content: IO[bytes]) -> None:
        self.name = name
        self.media = media
        self.content = content


async def multipart(
    request: Request, limit: int, seconds: float, *, field_limit: int = MAX_FIELD
) -> tuple[dict[str, str], list[Part]]:
    """The fields and files of a multipart body.

    Raises Malformed for a broken one or one with too many parts, and as `chunks` does.
    """
    parser = MultiPartParser(
        request.headers,
        chunks(request, limit, seconds),
        max_files=MAX_FILES,
        max_fields=MAX_FIELDS,
        max_part_size=field_limit,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Malformed(error.message) from error
    except (KeyError, ValueError, UnicodeError) as error:
        raise Malformed("not a multipart body") from error
    fields: dict[str, str] = {}
    files: list[Part] = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields[name] = value
        else:
            files.append(Part(value.filename or "", value.content_type or "", value.file))
    return fields, files
