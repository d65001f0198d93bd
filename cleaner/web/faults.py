"""What becomes of the exceptions of httpx, httpcore, sockets and TLS: one of our errors each."""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Mapping
from types import MappingProxyType

import httpcore
import httpx
import idna

from cleaner.errors import BadUrl, CleanerError, FetchError, FetchTimeout, HostNotFound, HttpStatus, TransferBroken
from cleaner.web.target import printable

# What every foreign exception becomes. The nearest class in an exception's own line of descent decides.
FAULTS: Mapping[type[BaseException], type[CleanerError]] = MappingProxyType(
    {
        httpx.HTTPError: FetchError,
        httpx.RequestError: FetchError,
        httpx.TransportError: TransferBroken,
        httpx.TimeoutException: FetchTimeout,
        httpx.ConnectTimeout: FetchTimeout,
        httpx.ReadTimeout: FetchTimeout,
        httpx.WriteTimeout: FetchTimeout,
        httpx.PoolTimeout: FetchTimeout,
        httpx.NetworkError: FetchError,
        httpx.ConnectError: FetchError,
        httpx.ReadError: TransferBroken,
        httpx.WriteError: TransferBroken,
        httpx.CloseError: TransferBroken,
        httpx.ProxyError: FetchError,
        httpx.ProtocolError: TransferBroken,
        httpx.LocalProtocolError: BadUrl,
        httpx.RemoteProtocolError: TransferBroken,
        httpx.UnsupportedProtocol: BadUrl,
        httpx.DecodingError: TransferBroken,
        httpx.TooManyRedirects: FetchError,
        httpx.HTTPStatusError: HttpStatus,
        httpx.InvalidURL: BadUrl,
        httpx.CookieConflict: FetchError,
        httpx.StreamError: FetchError,
        httpx.StreamConsumed: FetchError,
        httpx.StreamClosed: FetchError,
        httpx.ResponseNotRead: FetchError,
        httpx.RequestNotRead: FetchError,
        httpcore.ConnectionNotAvailable: FetchError,
        httpcore.ProxyError: FetchError,
        httpcore.UnsupportedProtocol: BadUrl,
        httpcore.ProtocolError: TransferBroken,
        httpcore.RemoteProtocolError: TransferBroken,
        httpcore.LocalProtocolError: BadUrl,
        httpcore.TimeoutException: FetchTimeout,
        httpcore.PoolTimeout: FetchTimeout,
        httpcore.ConnectTimeout: FetchTimeout,
        httpcore.ReadTimeout: FetchTimeout,
        httpcore.WriteTimeout: FetchTimeout,
        httpcore.NetworkError: FetchError,
        httpcore.ConnectError: FetchError,
        httpcore.ReadError: TransferBroken,
        httpcore.WriteError: TransferBroken,
        TimeoutError: FetchTimeout,
        ssl.SSLError: TransferBroken,
        ConnectionResetError: TransferBroken,
        BrokenPipeError: TransferBroken,
        socket.gaierror: FetchError,
        OSError: FetchError,  # refused, unreachable, no such network
        idna.IDNAError: BadUrl,
        UnicodeError: BadUrl,
        zlib.error: TransferBroken,
    }
)
# The resolver's answers that are final; EAI_AGAIN means that it has none. EAI_NODATA is not on every system.
NO_SUCH_HOST = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
EXPECTED: tuple[type[BaseException], ...] = (CleanerError, *FAULTS)


def as_cleaner_error(problem: BaseException, subject: str) -> CleanerError:
    """Our error for a foreign one in `FAULTS`; ours come back as they are, with a subject if they had none."""
    if isinstance(problem, CleanerError):
        problem.subject = problem.subject or subject
        return problem
    kind = next((FAULTS[c] for c in type(problem).__mro__ if c in FAULTS), FetchError)
    if isinstance(problem, socket.gaierror) and problem.errno in NO_SUCH_HOST:
        kind = HostNotFound
    words = printable(str(problem).strip()) or type(problem).__name__
    return kind(f"TLS: {words}" if isinstance(problem, ssl.SSLError) else words, subject=subject)
