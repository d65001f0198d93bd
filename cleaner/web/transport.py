"""httpx's way to the network, through the address guard.

Each exchange has a connection of its own, so nothing a refused or broken answer left behind is ever reused.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpcore
import httpx

from cleaner.web.address import Guard
from cleaner.web.dialler import Dialler, Resolver, Wire
from cleaner.web.fetched import FetchLimits
from cleaner.web.target import judge_url


class GuardedTransport(httpx.BaseTransport):
    """httpx's way to the network, through the guard: for the fetcher, and for any client that posts elsewhere.

    A request may bring its own `wire` in its extensions; without one it gets `limits.total` seconds.
    Raises `BadUrl` and `BlockedAddress` of ours, and foreign errors that `as_cleaner_error` knows.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        limits: FetchLimits | None = None,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._limits = limits or FetchLimits()
        self._resolver = resolver or Resolver()
        self._tls = tls or httpx.create_ssl_context(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange up to the end of the answer's header block; the body is read as it is iterated."""
        target = judge_url(str(request.url), self._guard)
        wire = request.extensions.get("wire") or Wire(self._limits.total, self._limits.header_bytes)
        pool = httpcore.ConnectionPool(
            ssl_context=self._tls,
            max_keepalive_connections=0,
            network_backend=Dialler(
                self._guard, self._resolver, wire, dns=self._limits.dns, connect=self._limits.connect
            ),
        )
        try:
            response = pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=request.url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                )
            )
        except BaseException:
            pool.close()
            raise
        wire.headers_end()
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Answering(response, pool),
            extensions={"network_stream": response.extensions["network_stream"]},
        )


class _Answering(httpx.SyncByteStream):
    """A body on its way; closing it closes the connection."""

    def __init__(self, response: httpcore.Response, pool: httpcore.ConnectionPool) -> None:
        self._response = response
        self._pool = pool

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
        self._pool.close()
