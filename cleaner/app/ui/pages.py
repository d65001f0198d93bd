"""Pages as answers: the templates, the headers that keep content from running, links that work below any path."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from cleaner.app.api.problems import ProblemError, problem_of_refusal, validation_errors
from cleaner.app.api.service import in_thread, tenant_of
from cleaner.app.ui import forms
from cleaner.app.ui.hints import hint_for
from cleaner.errors import CleanerError, QueueError, StoreError
from cleaner.service.logs import logger
from cleaner.store import Source, SourceKind
from cleaner.versions import __version__

# Nothing of a document can run: no inline script or style is allowed, and no script may turn text into markup.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
OPENING = 80  # characters of a text without a title that stand for one
TITLE = 300  # characters of a title or an address that are shown
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORDS = {
    400: "That request could not be read",
    401: "A key is needed",
    403: "Not allowed",
    405: "Not a page to be opened",
    404: "Not found",
    408: "That took too long to arrive",
    410: "Gone",
    413: "Too large",
    415: "Neither a page nor a text",
    422: "That cannot be used",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Not available just now",
    504: "That took too long",
}


class PageRoute(APIRoute):
    """A route whose errors are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with errors rendered."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except (CleanerError, ProblemError, ValidationError, RequestValidationError) as error:
                return await error_page(request, error)

        return handle


async def answer(request: Request, refusal: ProblemError) -> Response:
    """A refusal as a page for a browser that opens one, as a problem document for everybody else."""
    if request.url.path.startswith("/v1/") or "text/html" not in request.headers.get("accept", ""):
        return await problem_of_refusal(request, refusal)
    return await error_page(request, refusal)


async def error_page(request: Request, error: Exception) -> Response:
    """The response of an error as a page that says what happened and what would help."""
    headers: dict[str, str] = {}
    if isinstance(error, ProblemError):
        status, code, detail = error.status, error.code, error.detail
        headers = error.headers
    elif isinstance(error, CleanerError):
        status, code, detail = error.http_status, error.code.value, error.message
        if status == 503 and isinstance(error, StoreError | QueueError):
            logger().warning("unavailable", code=code, detail=str(error))
            detail = type(error).__doc__ or ""
        after = error.facts.get("retry_after")
        if status == 503:
            headers["retry-after"] = str(max(int(after), 1)) if isinstance(after, int | float) else "5"
    else:
        listed: Any = error.errors()  # type: ignore[attr-defined]
        status, code = 422, "bad-input"
        detail = "; ".join(f"{one['pointer'].rpartition('/')[2]}: {one['detail']}" for one in validation_errors(listed))
    title = _WORDS.get(status, "Something went wrong")
    words = {"title": title, "code": code, "detail": detail, "number": status, "hint": hint_for(code)}
    words["incident"] = error.facts.get("instance", "") if isinstance(error, ProblemError) else ""
    return await page(request, "error.html", status, headers, **words)


async def page(
    request: Request, template: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> Response:
    """The response with a template filled in with `values`."""
    token, fresh = forms.token_of(request)
    values |= {
        "root": root_of(request),
        "tenant": tenant_of(request),
        "keyed": bool(request.scope.get("state", {}).get("keyed")),
        "here": request.url.path.strip("/").partition("/")[0],
        "token": token,
        "version": __version__,
    }
    text = await in_thread(lambda: environment().get_template(template).render(values))
    sent = {"content-security-policy": POLICY, "cache-control": "no-store", **(headers or {})}
    answer = Response(text.encode("utf-8", "replace"), status, sent, media_type="text/html; charset=utf-8")
    if fresh:
        forms.give(answer, request, token)
    return answer


def redirect(request: Request, to: str) -> Response:
    """On to another page of ours, named from the root; with GET."""
    return RedirectResponse(root_of(request) + to, 303, {"cache-control": "no-store"})


def root_of(request: Request) -> str:
    """The way from a page to the root, relative, so that it holds below whatever path a proxy serves us."""
    return "../" * (request.url.path.count("/") - 1) or "./"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; everything they print is escaped."""
    made = Environment(
        loader=PackageLoader("cleaner.app.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(with_query=with_query, name_of=name_of)
    filters: dict[str, Callable[..., object]] = {
        "shown": visible_controls,
        "short": short,
        "when": when,
        "share": share,
        "signed": lambda value: f"{value:+.1f}",
        "count": lambda value: f"{value:,}",
        "ago": ago,
        "web": web_address,
    }
    made.filters.update(filters)
    return made


def with_query(query: Mapping[str, object], **changes: object) -> str:
    """The query of a link: what is chosen, with changes; what is empty is left out."""
    given = {name: value for name, value in (dict(query) | changes).items() if value not in {"", None}}
    return "?" + urlencode(given) if given else "?"


def name_of(source: Source, opening: str) -> str:
    """What a reader knows a document by: its title, where it came from, or how it begins."""
    if source.title:
        return source.title
    if web_address(source.locator) or source.kind in {SourceKind.UPLOAD, SourceKind.FILE}:
        return source.locator
    line = " ".join(opening.split())
    return (line if len(line) <= OPENING else line[:OPENING].rpartition(" ")[0] + "…") or "An empty text"


def visible_controls(text: object) -> str:
    """A text with its control characters visible and without those that turn the direction of what is around it."""
    return _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "", str(text))


def short(text: object, limit: int = TITLE) -> str:
    """The first `limit` characters of a text, with its control characters visible."""
    plain = str(text)
    return visible_controls(plain if len(plain) <= limit else plain[: limit - 1] + "…")


def web_address(text: object) -> str:
    """An address if it leads to the web, else nothing: what a link may lead to."""
    plain = str(text or "")
    return plain if plain.lower().startswith(("http://", "https://")) and not _CONTROL.search(plain) else ""


def when(seconds: float | None) -> str:
    """A time in UTC, as people write it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S") if seconds else "–"


def ago(seconds: float) -> str:
    """A span of time in one unit."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.1f} s"


def share(value: float) -> str:
    """A share 0..1 as per cent."""
    return f"{value * 100:.1f} %"
