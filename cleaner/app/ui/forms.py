"""Forms that change something: read within limits, and only from pages of ours.

Two locks against forms of other sites: the browser's own word on where a request comes from (Sec-Fetch-Site, Origin),
checked for the whole API by `Access`, and a token that stands in a cookie and in the form. A page of another site can
make a browser send the cookie at most, never read it (SameSite=Strict, HttpOnly).
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.responses import Response

from cleaner.app.api import receive
from cleaner.app.api.problems import ProblemError
from cleaner.app.api.service import service_of
from cleaner.errors import Malformed, UnsupportedMedia

COOKIE = "cleaner_form"
FIELD = "token"
SMALL = 100_000  # bytes of a form without files
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")


def token_of(request: Request) -> tuple[str, bool]:
    """The token of this browser, and whether it was made just now and must be given."""
    known = request.cookies.get(COOKIE, "")
    return (known, False) if _TOKEN.fullmatch(known) else (secrets.token_urlsafe(32), True)


def give(answer: Response, request: Request, token: str) -> None:
    """Send a browser its token."""
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure)


async def read_fields(request: Request) -> dict[str, str]:
    """The fields of a form of ours without files. Raises ProblemError (403) as `read_form` does."""
    fields, _ = await read_form(request, SMALL, service_of(request).context.config.receipt_seconds)
    return fields


async def read_form(request: Request, limit: int, seconds: float) -> tuple[dict[str, str], list[receive.Part]]:
    """The fields and files of a form of ours. Raises ProblemError (403) for one that was not made by our pages."""
    media, _ = receive.media_type(request)
    files: list[receive.Part] = []
    if media == "multipart/form-data":
        fields, files = await receive.multipart(request, limit, seconds, field_limit=limit)
    elif media == "application/x-www-form-urlencoded":
        raw = await receive.whole(request, min(limit, SMALL), seconds)
        try:
            fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=100))
        except ValueError as error:
            raise Malformed("not a form") from error
    else:
        raise UnsupportedMedia(f"{media or 'no type'} is not a form")
    known = request.cookies.get(COOKIE, "")
    given = fields.pop(FIELD, "")
    if not _TOKEN.fullmatch(known) or not hmac.compare_digest(known.encode(), given.encode("utf-8", "replace")):
        raise ProblemError(403, "forbidden", "a page of this service did not send this form; reload it and try again")
    return fields, files


def number(fields: Any, name: str, default: float) -> float:
    """A finite number of a form or query, or the default."""
    try:
        value = float(fields.get(name, ""))
    except ValueError:
        return default
    return value if abs(value) < 1e9 else default
