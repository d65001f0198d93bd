"""Where a browser shows its API key, once; and where it forgets it."""

from __future__ import annotations

import re
import time

from fastapi import APIRouter, Request
from starlette.responses import Response

from cleaner.app.api.access import key_of
from cleaner.app.api.service import service_of
from cleaner.app.api.session import COOKIE, SECONDS, session_of
from cleaner.app.ui import forms
from cleaner.app.ui.pages import PageRoute, page, redirect

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_OURS = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.?=&%:+-]{0,500}")


@router.get("/login")
async def login(request: Request, to: str = "") -> Response:
    """The form."""
    return await page(request, "login.html", to=_ours(to), wrong=False)


@router.post("/login")
async def enter(request: Request) -> Response:
    """A session for a valid key, and on to where the reader was going."""
    fields = await forms.read_fields(request)
    to = _ours(fields.get("to", ""))
    key = key_of(service_of(request).context.config.api_keys, fields.get("key", "").strip())
    if key is None:
        return await page(request, "login.html", 401, to=to, wrong=True)
    answer = redirect(request, to)
    # Without a path of its own a cookie holds for where it was given: the service's root, whatever a proxy calls that.
    secure = request.url.scheme == "https"
    value = session_of(key, time.time())
    answer.set_cookie(COOKIE, value, SECONDS, path=None, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/logout")
async def leave(request: Request) -> Response:
    """End the session."""
    await forms.read_fields(request)
    answer = redirect(request, "login")
    answer.set_cookie(COOKIE, "", 0, path=None, httponly=True, samesite="strict")
    return answer


def _ours(to: str) -> str:
    """A place below our root, or the root: never another site."""
    return to if _OURS.fullmatch(to) and "//" not in to and ":" not in to.partition("/")[0] else ""
