"""uvicorn's protocol with bounds for the head: a silent or dripping client is hung up on, a long head is refused.

uvicorn bounds the head with h11 only; httptools collects it in memory however long it grows, before any key is asked.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD = 65_536  # bytes of request line and headers, or of what follows a body; browsers send up to 16 KB of cookies
_REFUSAL = json.dumps(
    {
        "type": "urn:cleaner:problem:head-too-large",
        "title": "Request header fields too large",
        "status": 431,
        "code": "head-too-large",
        "detail": f"the head of a request may have {MAX_HEAD} bytes",
    }
).encode()


class HeadTooLarge(Exception):
    """A head is over the limit. Raised out of the parser, which stops at once."""


class _BoundedProtocol(HttpToolsProtocol):
    """The head's clock runs from the connection, or from the first byte of a further request."""

    head_seconds: float  # for a whole head
    _clock: asyncio.TimerHandle | None = None
    _unread = 0  # bytes since a head or a piece of a body was complete; the parser holds them
    _head = 0  # bytes of this request's head, and of the fields after its body

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        if self._clock is None and (self.cycle is None or self.cycle.response_complete):
            self._start()
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MAX_HEAD:
            self._head = self._unread
            self.send_400_response("")

    def on_message_begin(self) -> None:
        self._head = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._measure(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._unread = 0
        self._stop()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unread = 0
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """The refusal of what is no HTTP or has too long a head; none where an answer is under way already."""
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()
        elif self._head > MAX_HEAD:
            length = str(len(_REFUSAL)).encode()
            self.transport.write(
                b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/problem+json\r\n"
                b"content-length: " + length + b"\r\nconnection: close\r\n\r\n" + _REFUSAL
            )
            self.transport.close()
        else:
            super().send_400_response(msg)

    def _measure(self, size: int) -> None:
        self._head += size
        if self._head > MAX_HEAD:
            raise HeadTooLarge

    def _start(self) -> None:
        self._clock = self.loop.call_later(self.head_seconds, self._hang_up)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _hang_up(self) -> None:
        self._clock = None
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()


def bounded_protocol(seconds: float) -> type[HttpToolsProtocol]:
    """A protocol class that ends a connection whose head is not complete after so many seconds or `MAX_HEAD` bytes."""

    class Bounded(_BoundedProtocol):
        head_seconds = seconds

    return Bounded
