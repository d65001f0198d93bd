"""Loopback servers that speak raw bytes: they can drip, flood, lie, redirect and fall silent."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SELF_SIGNED = Path(__file__).parent / "self_signed.pem"  # for localhost and 127.0.0.1, trusted by nobody
PAGE = b"<!doctype html><html><head><title>A page</title></head><body><p>Some text of a page.</p></body></html>"


@dataclass
class Request:
    """One request as it came, and the connection to answer on."""

    head: bytes
    connection: socket.socket
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.connection.sendall(part)

    def drip(self, data: bytes, seconds: float = 0.1, size: int = 1) -> None:
        """Send a few bytes at a time until the client has gone."""
        for start in range(0, len(data), size):
            self.connection.sendall(data[start : start + size])
            time.sleep(seconds)


Handler = Callable[[Request], None]


def respond(
    body: bytes = PAGE, *, status: str = "200 OK", headers: dict[str, str] | None = None, length: int | None = None
) -> bytes:
    """A whole answer; `length` may lie, -1 leaves it out."""
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body) if length is None else length)}
    if length == -1:
        del lines["Content-Length"]
    lines |= headers or {}
    return (
        f"HTTP/1.1 {status}\r\n".encode()
        + b"".join(f"{k}: {v}\r\n".encode("latin-1") for k, v in lines.items())
        + b"\r\n"
        + body
    )


def chunked(body: bytes, size: int = 65_536) -> bytes:
    """A body in chunks of at most that size, as the chunked transfer coding has it."""
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


class Listener:
    """Accepts on 127.0.0.1, counts connections, keeps requests, answers by its handler."""

    def __init__(self, handler: Handler, *, tls: bool = False, address: str = "127.0.0.1", port: int = 0) -> None:
        self.accepts = 0
        self.requests: list[Request] = []
        self._handler = handler
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._tls = None
        if tls:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(SELF_SIGNED)
        self._socket = socket.create_server((address, port), backlog=64)
        self.address = address
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def authority(self) -> str:
        return f"{self.address}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http{'s' if self._tls else ''}://{self.authority}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.accepts += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            head = b""
            while b"\r\n\r\n" not in head:
                data = connection.recv(65_536)
                if not data:
                    break
                head += data
            lines = head.decode("latin-1").split("\r\n")
            words = lines[0].split(" ")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            request = Request(head, connection, words[1] if len(words) > 1 else "", headers)
            self.requests.append(request)
            self._handler(request)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()


@contextmanager
def serving(
    handler: Handler | bytes, *, tls: bool = False, address: str = "127.0.0.1", port: int = 0
) -> Iterator[Listener]:
    """A listener that answers each request by a function, or always with the same bytes."""
    if isinstance(handler, bytes):
        answer = handler

        def handler(request: Request) -> None:
            request.send(answer)

    listener = Listener(handler, tls=tls, address=address, port=port)
    try:
        yield listener
    finally:
        listener.close()


def silent(request: Request) -> None:
    """Read on and never answer, until the client goes."""
    while request.connection.recv(65_536):
        pass
