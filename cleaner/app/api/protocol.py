"""uvicorn's protocol with a deadline for the request's head: a silent or dripping client is hung up on."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


def protocol(seconds: float) -> type[HttpToolsProtocol]:
    """A protocol class that closes a connection whose head is not complete after so many seconds."""

    class Punctual(HttpToolsProtocol):
        """The head's clock runs from the connection, or from the first byte of a further request."""

        _clock: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._start()

        def data_received(self, data: bytes) -> None:
            if self._clock is None and (self.cycle is None or self.cycle.response_complete):
                self._start()
            super().data_received(data)

        def on_headers_complete(self) -> None:
            self._stop()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _start(self) -> None:
            self._clock = self.loop.call_later(seconds, self._hang_up)

        def _stop(self) -> None:
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None

        def _hang_up(self) -> None:
            self._clock = None
            if self.transport is not None and not self.transport.is_closing():
                self.transport.close()

    return Punctual
