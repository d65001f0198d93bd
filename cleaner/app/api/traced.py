"""One span for each request, below the one that the caller names in `traceparent`."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from cleaner.app.api.access_log import SILENT
from cleaner.service.tracing import Tracer


class Traced:
    """An ASGI application around another one, which makes a span of each answer in the caller's trace."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] in SILENT:
            await self._app(scope, receive, send)
            return
        facts = {"http.request.method": str(scope["method"]), "url.path": str(scope["path"])}
        with self._tracer.span("request", Headers(scope=scope).get("traceparent"), **facts):
            await self._app(scope, receive, send)
