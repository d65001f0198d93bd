"""Pages from the web, through the address guard, within limits; every failure one of our errors.

A fetch is a chain of exchanges: judge the URL, dial, send one GET, read the answer, follow a redirect or end.
Each exchange has a connection of its own, so nothing a refused or broken answer left behind is ever reused.
httpx gives the messages and the transport's shape. Its client is not used: a transport has no cookies, no
credentials, no proxies and no environment that could be carried from one host to the next.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType

import httpcore
import httpx
import idna

from cleaner.errors import BadUrl, CleanerError, FetchError, FetchTimeout, HostNotFound, HttpStatus, TransferBroken
from cleaner.files.inflate import Body, BodyLimits, Coding, coding
from cleaner.files.media import content_type, mode_of
from cleaner.web.address import Guard
from cleaner.web.dialler import Dialler, Resolver, Wire
from cleaner.web.fetched import USER_AGENT, Answer, Fetched, FetchLimits, Hop, NotModified, Validators
from cleaner.web.target import Target, judge_redirect, judge_url, printable

ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LINGER = 0.1  # seconds for bytes beyond a declared length, or the close we asked for, to show up
MAX_RETRY_AFTER = 86_400.0  # seconds; a longer wish is cut to it

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


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches single pages. Holds no state between fetches; may be shared by threads."""

    guard: Guard = field(default_factory=Guard)
    limits: FetchLimits = field(default_factory=FetchLimits)
    user_agent: str = USER_AGENT
    resolver: Resolver = field(default_factory=Resolver)
    tls: ssl.SSLContext = field(default_factory=lambda: httpx.create_ssl_context(trust_env=False))

    def fetch(self, url: str, last: Validators | None = None) -> Fetched | NotModified:
        """The page or text at a URL; `NotModified` if the server says that what `last` describes still stands.

        Raises a `FetchError` (`BadUrl`, `BlockedAddress`, `HostNotFound`, `FetchTimeout`, `HttpStatus`,
        `TransferBroken`; its own code where no connection or no end of redirects was found), `TooLarge` or
        `UnsupportedMedia`. The redirects that were followed up to there are in the error's facts as `hops`.
        """
        answer = self.retrieve(url, last=last)
        etag, modified = answer.header("etag"), answer.header("last-modified")
        if answer.status == 304 and last is not None and last.url == answer.final_url:
            return NotModified(url, answer.final_url, etag, modified, answer.hops)
        if not 200 <= answer.status < 300:
            raise _status_error(answer)
        declared = content_type(answer.header("content-type") or "")
        try:
            mode = mode_of(declared, answer.body)
        except CleanerError as problem:
            problem.facts["hops"] = answer.hops
            raise as_cleaner_error(problem, printable(answer.final_url)) from None
        return Fetched(
            url=url,
            final_url=answer.final_url,
            status=answer.status,
            mode=mode,
            content_type=declared.essence,
            charset=declared.charset,
            body=answer.body,
            etag=etag,
            last_modified=modified,
            hops=answer.hops,
            address=answer.address,
            fetched_bytes=answer.wire_bytes,
            marked_end=answer.marked_end,
        )

    def retrieve(
        self,
        url: str,
        *,
        last: Validators | None = None,
        body: BodyLimits | None = None,
        seconds: float | None = None,
        accept: str = ACCEPT,
    ) -> Answer:
        """The final answer to a GET, whatever its status and type. Raises as `fetch` does, but for those two."""
        limits = replace(self.limits, body=body) if body is not None else self.limits
        until = time.monotonic() + (limits.total if seconds is None else seconds)
        hops: list[Hop] = []
        at = printable(url)
        try:
            target = judge_url(url, self.guard)
            while True:
                at = str(target)
                wire = Wire(until - time.monotonic(), limits.header_bytes)
                answer = self._exchange(target, wire, limits, self._headers(target, last, accept))
                location = answer.header("location")
                if answer.status not in REDIRECTS or location is None:
                    return replace(answer, url=url, hops=tuple(hops))
                target = self._next_target(target, answer.status, location, hops)
        except EXPECTED as problem:
            error = as_cleaner_error(problem, at)
            error.facts.setdefault("hops", tuple(hops))
            raise error from problem.__cause__ if error is problem else problem

    def _next_target(self, target: Target, status: int, location: str, hops: list[Hop]) -> Target:
        here = str(target)
        hops.append(Hop(here, status, printable(location)))
        if len(hops) > self.limits.redirects:
            raise FetchError(f"more than {self.limits.redirects} redirects", subject=here, redirects=len(hops))
        following = judge_redirect(target, location.encode("latin-1", "replace"), self.guard)
        hops[-1] = Hop(here, status, str(following))
        if any(hop.url == str(following) for hop in hops):
            raise FetchError("redirects in a circle", subject=here, redirects=len(hops))
        return following

    def _headers(self, target: Target, last: Validators | None, accept: str) -> dict[str, str]:
        known = last if last is not None and last.url == str(target) else Validators("")
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {
            "User-Agent": self.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        } | {name: value for name, value in conditions.items() if value and value.isascii() and value.isprintable()}

    def _exchange(self, target: Target, wire: Wire, limits: FetchLimits, headers: dict[str, str]) -> Answer:
        transport = GuardedTransport(self.guard, limits=limits, resolver=self.resolver, tls=self.tls)
        request = httpx.Request("GET", str(target), headers=headers, extensions={"wire": wire})
        response = transport.handle_request(request)
        try:
            status = response.status_code
            if status in {101, 206}:
                raise TransferBroken(f"status {status} was not asked for", status=status)
            redirect = status in REDIRECTS and "location" in response.headers
            wanted = 200 <= status < 300 and status not in {204, 205} and not redirect
            content, size = _read_body(response, wire, limits.body) if wanted else (b"", 0)
        finally:
            response.close()
        plain = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw)
        framed = "content-length" in response.headers or "transfer-encoding" in response.headers or not wanted
        return Answer("", str(target), status, plain, content, (), wire.address, size, framed)


def _read_body(response: httpx.Response, wire: Wire, limits: BodyLimits) -> tuple[bytes, int]:
    """The decoded body and its size on the wire."""
    kind = coding(response.headers.get("content-encoding", ""))
    declared = response.headers.get("content-length", "")
    body = Body(limits, kind)
    if declared.isdigit() and "transfer-encoding" not in response.headers:
        body.expect(int(declared))
    assert isinstance(response.stream, httpx.SyncByteStream)
    for chunk in response.stream:
        wire.seconds_left()  # many chunks can be in one read
        if body.feed(chunk):
            return body.finish(), body.wire_bytes
    if declared and kind is Coding.IDENTITY and _more_came(response, wire, body.wire_bytes):
        raise TransferBroken("the body is longer than its declared length", declared=body.wire_bytes)
    return body.finish(), body.wire_bytes


def _more_came(response: httpx.Response, wire: Wire, length: int) -> bool:
    """Whether bytes follow a body of declared length, though the connection was to be closed after it.

    A compressed body proves its own end; a plain one that was declared too short would be a silent cut.
    """
    if "transfer-encoding" in response.headers:
        return False
    if wire.body_received > length:
        return True
    wire.shorten_deadline(LINGER)
    stream: httpcore.NetworkStream = response.extensions["network_stream"]
    try:
        return stream.read(1) != b""
    except OSError:  # silence, or a reset instead of a close: no more came
        return False


def _status_error(answer: Answer) -> HttpStatus:
    facts: dict[str, object] = {"status": answer.status, "hops": answer.hops}
    wait = retry_after(answer.header("retry-after"), answer.header("date"))
    if wait is not None:
        facts["retry_after"] = wait
    return HttpStatus(f"the server answered {answer.status}", subject=answer.final_url, **facts)


def retry_after(value: str | None, date: str | None = None) -> float | None:
    """Seconds a `Retry-After` header asks for, 0 to a day: a number, or a date against the answer's own `Date`."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return min(float(value), MAX_RETRY_AFTER)
    until, now = _http_date(value), _http_date(date or "") or datetime.now(UTC)
    return None if until is None else min(max((until - now).total_seconds(), 0.0), MAX_RETRY_AFTER)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
