"""Pages from the web, through the address guard, within limits; every failure one of our errors.

A fetch is a chain of exchanges: judge the URL, dial, send one GET, read the answer, follow a redirect or end.
httpx gives the messages and the transport's shape. Its client is not used: a transport has no cookies, no
credentials, no proxies and no environment that could be carried from one host to the next.
"""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field, replace

import httpcore
import httpx

from cleaner.errors import CleanerError, FetchError, HttpStatus, TransferBroken
from cleaner.files.inflate import Body, BodyLimits, Coding, coding
from cleaner.files.media import content_type, mode_of
from cleaner.web.address import Guard
from cleaner.web.dialler import Resolver, Wire
from cleaner.web.faults import EXPECTED, as_cleaner_error
from cleaner.web.fetched import USER_AGENT, Answer, Fetched, FetchLimits, Hop, NotModified, Validators
from cleaner.web.retry_after import retry_after_seconds
from cleaner.web.target import Target, judge_redirect, judge_url, printable
from cleaner.web.transport import GuardedTransport

ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LINGER = 0.1  # seconds for bytes beyond a declared length, or the close we asked for, to show up


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
    wait = retry_after_seconds(answer.header("retry-after"), answer.header("date"))
    if wait is not None:
        facts["retry_after"] = wait
    return HttpStatus(f"the server answered {answer.status}", subject=answer.final_url, **facts)
