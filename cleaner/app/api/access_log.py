"""One line in the log for each request, and a number by which its other lines are found.

The number is the caller's own `X-Request-Id` where it sent one; it comes back with the answer. Query strings are not
logged: they may hold addresses that are nobody's business.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from cleaner.service.logs import logger

SILENT = frozenset({"/livez", "/readyz", "/metrics"})  # asked every few seconds by machines
_NUMBER = re.compile(r"[\w.-]{1,64}", re.ASCII)


class AccessLog:
    """An ASGI application around another one, which writes a line to the log for each answer.

    `end` is called once the process is to end, to release whoever waits for a job.
    """

    def __init__(self, app: ASGIApp, end: Callable[[], None]) -> None:
        self._app = app
        self._end = end
        self._ending = False
        self._log = logger().bind()  # made once: its chain of processors is put together by each that is made

    def end(self) -> None:
        """Let whoever waits for a job go; each answer from now on ends its connection."""
        self._ending = True
        self._end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and say so."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        number = given if _NUMBER.fullmatch(given) else uuid.uuid4().hex
        said: dict[str, object] = {"status": None}
        begun = time.monotonic()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = number
                if self._ending:
                    headers["connection"] = "close"
                said["status"] = message["status"]
                if "location" in headers:
                    said["made"] = headers["location"]
            await send(message)

        with bound_contextvars(request=number):
            try:
                await self._app(scope, receive, sending)
            finally:
                if scope["path"] not in SILENT:
                    self._log.info(
                        "request",
                        method=scope["method"],
                        path=scope["path"],
                        tenant=scope.get("state", {}).get("tenant", ""),
                        client=(scope.get("client") or ("",))[0],
                        seconds=round(time.monotonic() - begun, 4),
                        **said,
                    )
