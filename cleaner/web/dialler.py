"""Connections that go only where the guard allows, and that end at a deadline.

A name is resolved once, all its answers are judged, and the judged address is what is dialled: there is no
second lookup for a rebinding name to lie in. This and not the URL is where the guard stands, so redirects,
odd spellings and names that resolve into a private network meet the same judgement.

Errors of the operating system, of TLS and of the resolver go up as they are; `fetch` translates them.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

from cleaner.errors import TooLarge
from cleaner.web.address import Address, Guard, literal

Answers = list[tuple[Any, ...]]  # as getaddrinfo gives them
Lookup = Callable[[str, int], Answers]

_BLOCK_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})")


class Wire:
    """What one exchange may use: time up to a deadline, and bytes up to the end of the header block."""

    def __init__(self, seconds: float, header_bytes: int) -> None:
        self.deadline = time.monotonic() + seconds
        self.header_bytes = header_bytes
        self.received = 0
        self.address = ""  # the one that was dialled
        self._head: bytearray | None = bytearray()
        self._head_length = 0

    def seconds_left(self, cap: float | None = None) -> float:
        """Seconds until the deadline, at most `cap`. Raises `TimeoutError` when it has passed."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the total deadline passed")
        return left if cap is None else min(left, cap)

    def shorten_deadline(self, seconds: float) -> None:
        """Bring the deadline forward to `seconds` from now, if it is not nearer already."""
        self.deadline = min(self.deadline, time.monotonic() + seconds)

    def room(self, wanted: int) -> int:
        """How many bytes may be read now. Raises `TooLarge` when the header block has used up its limit.

        In the header block reads stop at the limit exactly, so informational answers without end and
        headers without end are one case.
        """
        if self._head is None:
            return wanted
        room = self.header_bytes - len(self._head)
        if room <= 0:
            raise TooLarge(f"header block over {self.header_bytes} bytes", limit=self.header_bytes)
        return min(wanted, room)

    def count_received(self, data: bytes) -> None:
        """Count what was read."""
        self.received += len(data)
        if self._head is not None:
            self._head += data

    def headers_end(self) -> None:
        """The final answer's header block is complete: what follows is body."""
        if self._head is None:
            return
        start = 0
        for found in _BLOCK_END.finditer(self._head):
            status = _STATUS.match(self._head, start)
            start = found.end()
            if status is None or not status[1].startswith(b"1"):
                break
        self._head_length = start
        self._head = None

    @property
    def body_received(self) -> int:
        """Bytes that came after the header block, framing included."""
        return self.received - self._head_length


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks names up in threads that may be left behind, since the system's resolver has no time limit.

    At most `threads` lookups hang at once; more wait for one of them within their own time.
    """

    lookup: Lookup = field(default=lambda host, port: list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    threads: int = 16
    slots: threading.BoundedSemaphore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slots", threading.BoundedSemaphore(self.threads))

    def resolve(self, host: str, port: int, seconds: float) -> list[Address]:
        """The addresses of a host in the order to try them, without repeats; one lookup at most.

        Raises `TimeoutError` after `seconds`, and `OSError` (`socket.gaierror`) if there is no such name.
        """
        address = literal(host)
        if address is not None:
            return [address]
        started = time.monotonic()
        if not self.slots.acquire(timeout=seconds):
            raise TimeoutError("the name was not looked up in time: too many lookups hang")
        outcome: SimpleQueue[Answers | OSError | UnicodeError] = SimpleQueue()
        threading.Thread(target=self._look_up, args=(host, port, outcome), daemon=True, name="lookup").start()
        try:
            answers = outcome.get(timeout=max(0.0, started + seconds - time.monotonic()))
        except Empty:
            raise TimeoutError("the name was not looked up in time") from None
        if isinstance(answers, Exception):
            raise answers
        found = dict.fromkeys(ip_address(str(answer[4][0])) for answer in answers)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
        return list(found)

    def _look_up(self, host: str, port: int, outcome: SimpleQueue[Answers | OSError | UnicodeError]) -> None:
        try:
            outcome.put(self.lookup(host, port))
        except (OSError, UnicodeError) as problem:
            outcome.put(problem)
        finally:
            self.slots.release()


class Dialler(httpcore.NetworkBackend):
    """httpcore's way to the network, for one exchange."""

    def __init__(self, guard: Guard, resolver: Resolver, wire: Wire, *, dns: float, connect: float) -> None:
        self._guard = guard
        self._resolver = resolver
        self._wire = wire
        self._dns = dns
        self._connect = connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first judged address that answers.

        Raises `BlockedAddress` before any socket is opened if one of the name's addresses may not be dialled.
        """
        del timeout, local_address, socket_options  # the wire's deadline and the dialler's own limits rule
        addresses = self._resolver.resolve(host, port, self._wire.seconds_left(self._dns))
        self._guard.judge(host, port, addresses)
        until = time.monotonic() + self._wire.seconds_left(self._connect)
        problem: OSError = OSError("no address could be reached")
        for number, address in enumerate(addresses):
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("no connection in time") from problem
            family = socket.AF_INET if address.version == 4 else socket.AF_INET6
            share = left / min(2, len(addresses) - number)  # a silent first address leaves time for the next
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(share)
                sock.connect((str(address), port))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as refused:
                sock.close()
                problem = refused
                continue
            self._wire.address = str(address)
            return Stream(sock, self._wire)
        raise problem

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never: no URL leads to a local socket."""
        del timeout, socket_options
        raise PermissionError(f"no local sockets: {path}")


class Stream(httpcore.NetworkStream):
    """One connection. Every call ends at the wire's deadline, however the peer doles out its bytes."""

    def __init__(self, sock: socket.socket, wire: Wire) -> None:
        self._sock = sock
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to `max_bytes`, b"" at the end."""
        del timeout
        wanted = self._wire.room(max_bytes)
        self._sock.settimeout(self._wire.seconds_left())
        data = self._sock.recv(wanted)
        self._wire.count_received(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of the buffer. A peer that closed early is httpcore's to bear: its answer may already be here."""
        del timeout
        while buffer:
            self._sock.settimeout(self._wire.seconds_left())
            try:
                sent = self._sock.send(buffer)
            except (ConnectionError, ssl.SSLEOFError) as problem:
                raise httpcore.WriteError(str(problem)) from problem
            buffer = buffer[sent:]

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The stream inside TLS. The context's verification stands; there is no second, laxer try."""
        del timeout
        try:
            self._sock.settimeout(self._wire.seconds_left())
            return Stream(ssl_context.wrap_socket(self._sock, server_hostname=server_hostname), self._wire)
        except (OSError, ValueError):
            self.close()
            raise

    def close(self) -> None:
        """Close without a farewell: nothing is reused."""
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:
        """The socket and, inside TLS, its object, as httpcore asks for them."""
        if info == "socket":
            return self._sock
        if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket):
            return self._sock
        return None
