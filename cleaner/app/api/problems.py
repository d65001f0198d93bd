"""Errors as RFC 9457 problem documents, the same shape everywhere, never with a traceback or the input in it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

from cleaner.errors import CleanerError, HttpStatus, QueueError, StoreError
from cleaner.service.logs import logger

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5  # seconds, where nothing better is known
DETAIL = 500  # characters
MAX_ERRORS = 20
_TITLES = {
    400: "Malformed request",
    401: "No or wrong API key",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "The request came too slowly",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    415: "Unsupported media type",
    422: "Unprocessable input",
    429: "Too many requests",
    500: "Internal error",
    502: "Fetch failed",
    503: "Service unavailable",
    504: "Timeout",
}


class ProblemError(Exception):
    """A refusal that has no error of the core's: rate limits, slow clients, wrong keys."""

    def __init__(
        self, status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **facts: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.facts = dict(headers or {}), facts


Answer = Callable[[Request, ProblemError], Awaitable[Response]]  # how a refusal is told to who asked


async def problem_of_refusal(_: Request, refusal: ProblemError) -> Response:
    """The response of a refusal: a problem document with its status and headers."""
    return problem(refusal.status, refusal.code, refusal.detail, headers=refusal.headers, **refusal.facts)


def problem(
    status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any
) -> Response:
    """A response with a problem document (RFC 9457); `members` are further members of it."""
    content = {
        "type": f"urn:cleaner:problem:{code}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": printable(detail)[:DETAIL],
        **members,
    }
    sent = dict(headers or {})
    if status in {429, 503}:
        sent.setdefault("retry-after", str(RETRY_AFTER))
    if status in {408, 413}:
        sent["connection"] = "close"  # the rest of the body is not read
    return Response(json.dumps(content, default=str), status, headers=sent, media_type=MEDIA_TYPE)


def problem_of_error(error: CleanerError) -> Response:
    """The response of one of our errors: a problem document with the error's status and code."""
    headers = {}
    after = error.facts.get("retry_after")
    if isinstance(after, int | float):
        headers["retry-after"] = str(max(int(after), 1))
    status = error.http_status
    if status == 503 and isinstance(error, StoreError | QueueError):
        # Its own words may name hosts and paths.
        logger().warning("unavailable", code=error.code.value, detail=str(error))
        return problem(status, error.code.value, type(error).__doc__ or "", headers=headers)
    return problem(status, error.code.value, str(error), headers=headers)


def validation_errors(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What pydantic found wrong, each as `pointer` (a JSON pointer) and `detail`; the values are not repeated."""
    return [
        {
            "pointer": "".join(f"/{printable(str(part)).replace('~', '~0').replace('/', '~1')}" for part in one["loc"]),
            "detail": printable(str(one["msg"]))[:DETAIL],
        }
        for one in errors[:MAX_ERRORS]
    ]


def unprocessable(error: ValidationError | RequestValidationError, where: str = "") -> Response:
    """The 422 response for a body or parameters that do not fit their schema; `where` is put before the detail."""
    listed = (
        error.errors(include_url=False, include_input=False) if isinstance(error, ValidationError) else error.errors()
    )
    malformed = any(one["type"] == "json_invalid" for one in listed)
    status, code = (400, "malformed") if malformed else (422, "bad-input")
    detail = "the body is not JSON" if malformed else "the request does not fit the schema"
    return problem(status, code, f"{where}{detail}", errors=validation_errors(listed))


def install(app: FastAPI, answer: Answer = problem_of_refusal) -> None:
    """Answer every error of the application: those of no route, and those that nobody foresaw, through `answer`."""

    @app.exception_handler(CleanerError)
    async def _ours(_: Request, error: CleanerError) -> Response:
        return _status_error(error) if isinstance(error, HttpStatus) else problem_of_error(error)

    @app.exception_handler(ProblemError)
    async def _refusal(request: Request, error: ProblemError) -> Response:
        return await answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def _parameters(_: Request, error: RequestValidationError) -> Response:
        return unprocessable(error)

    @app.exception_handler(ValidationError)
    async def _body(_: Request, error: ValidationError) -> Response:
        return unprocessable(error)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "bad-input")
        headers = {"allow": allowed_methods(request)} if error.status_code == 405 else error.headers
        return await answer(request, ProblemError(error.status_code, code, str(error.detail), headers=headers))

    @app.exception_handler(ClientDisconnect)
    async def _client_disconnect(_: Request, __: ClientDisconnect) -> Response:
        return problem(400, "malformed", "the body ended early")

    @app.exception_handler(Exception)
    async def _internal_error(request: Request, error: Exception) -> Response:
        incident = f"urn:uuid:{uuid.uuid4()}"
        logger().error("unexpected", incident=incident.rpartition(":")[2], path=request.url.path, exc_info=error)
        return await answer(
            request, ProblemError(500, "internal", "an unexpected error; the log has it", instance=incident)
        )


def allowed_methods(request: Request) -> str:
    """The methods that the request's path has, as `Allow` lists them; the framework knows those of one route only."""
    routes = request.app.router.routes
    found = {
        method
        for method in ("DELETE", "GET", "PATCH", "POST", "PUT")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    }
    return ", ".join(sorted(found | {"HEAD"} if "GET" in found else found))


def printable(text: str) -> str:
    """The text as JSON and UTF-8 can carry it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _status_error(error: HttpStatus) -> Response:
    return problem(502, error.code.value, str(error))
