"""Bodies as they come in: counted while they stream, under a deadline, large ones on disk."""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import AsyncGenerator
from email.message import Message
from pathlib import Path
from typing import IO, Any

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from cleaner.app.api.problems import ProblemError, printable
from cleaner.errors import InputError, Malformed, TooLarge, UnsupportedMedia
from cleaner.files.formats import unpack

MIN_RATE = 20_000  # bytes a second that a large body must keep up once the receipt time is over
MAX_FILES = 1_000
MAX_FIELDS = 100
MAX_FIELD = 1_000_000  # bytes
IN_MEMORY = 1_000_000  # bytes of a batch's body before it goes to disk
GZIP = b"\x1f\x8b"
_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(rf"\s*{_NAME}/{_NAME}\s*(;|$)")


def media_type(request: Request) -> tuple[str, str | None]:
    """The declared type in lower case (nothing where none is declared), and its charset.

    Raises UnsupportedMedia for what is no media type, which the parser of mail headers takes for `text/plain`, and
    Malformed for two declarations.
    """
    given = request.headers.getlist("content-type")
    if len(given) > 1:
        raise Malformed("two Content-Type headers")
    if not given or not given[0].strip():
        return "", None
    if not _MEDIA_TYPE.match(given[0]):
        raise UnsupportedMedia(f"{given[0][:100]} is no media type")
    message = Message()
    message["content-type"] = given[0]
    return message.get_content_type(), message.get_content_charset()


def is_gzip(request: Request) -> bool:
    """Whether the body is declared as gzip. Raises ProblemError (415) for a coding that is not undone here."""
    codings = [one.strip().lower() for one in ",".join(request.headers.getlist("content-encoding")).split(",")]
    codings = [one for one in codings if one not in {"", "identity"}]
    if not codings:
        return False
    if codings not in (["gzip"], ["x-gzip"]):
        accepted = {"accept-encoding": "gzip"}  # RFC 9110, 15.5.16
        words = f"Content-Encoding: {', '.join(codings)[:100]} is not undone here, gzip is"
        raise ProblemError(415, "unsupported-media", words, headers=accepted)
    return True


async def chunks(request: Request, limit: int, seconds: float) -> AsyncGenerator[bytes, None]:
    """The chunks of the body as they come in, as bytes.

    Raises TooLarge beyond `limit` bytes (at once where the length is declared), ProblemError where it takes longer
    than `seconds` plus what `MIN_RATE` allows (408) or comes in a coding that is not undone (415).
    """
    is_gzip(request)
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
    """The whole body in memory, unpacked where it is declared as gzip: at most `limit` bytes packed and unpacked.

    Raises as `chunks` does, and Malformed where what is declared as gzip is none.
    """
    parts = [chunk async for chunk in chunks(request, limit, seconds)]
    body = b"".join(parts)
    if not is_gzip(request) or not body:
        return body
    if not body.startswith(GZIP):
        raise Malformed("Content-Encoding: gzip, and the body is none")
    return await asyncio.to_thread(unpack, body, limit, "body")


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


class _Form(MultiPartParser):
    """Starlette's parser, which says whether the form's own end came."""

    complete = False

    def on_end(self) -> None:
        self.complete = True


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

    Raises Malformed for a broken one, one without its end (its last part would be half or missing) or with too many
    parts, InputError for a field that stands twice, and as `chunks` does.
    """
    parser = _Form(
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
    if not parser.complete:
        raise Malformed("the form ends before its last boundary")
    fields: dict[str, str] = {}
    files: list[Part] = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            if name in fields:
                raise InputError("stands twice in the form", subject=printable(name)[:100])
            fields[name] = value
        else:
            files.append(Part(value.filename or "", value.content_type or "", value.file))
    return fields, files
