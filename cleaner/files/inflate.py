"""Bytes as they came over the wire to the bytes they stand for, never more than a limit at a time.

An HTTP client's own decoder hands over what one compressed chunk expands to: 1,827 bytes have become a
gibibyte. Here zlib is told how much it may give, and only what was asked for (gzip) or is as harmless
(deflate) is decoded at all. A stream that ends early, or whose checksum is wrong, is an error: a part of a
page is never handed on as the page. Pure.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum

from cleaner.errors import TooLarge, TransferBroken, UnsupportedMedia

SLICE = 4_096  # bytes fed at a time: what a finished gzip member leaves over is copied, so little should be left
MEMBERS = 10_000  # of one gzip stream; each costs a decoder, and none need hold a byte
PADDING = b"\0\r\n\t "  # what may follow a finished stream


class Coding(StrEnum):
    """The content codings that are read."""

    IDENTITY = "identity"
    GZIP = "gzip"
    DEFLATE = "deflate"


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Sizes in bytes. `cut` gives the first bytes of a body that is over them, in place of an error."""

    wire: int = 10_000_000
    decoded: int = 10_000_000
    ratio: int = 100  # decoded to wire bytes, once past `ratio_floor` decoded bytes
    ratio_floor: int = 1_000_000
    cut: bool = False


def coding(content_encoding: str) -> Coding:
    """The coding a `Content-Encoding` header names. Raises `UnsupportedMedia` for stacked and unknown ones."""
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    if not names:
        return Coding.IDENTITY
    if len(names) > 1:
        raise UnsupportedMedia("stacked content codings are refused", codings=len(names))
    if names[0] in {"gzip", "x-gzip"}:
        return Coding.GZIP
    if names[0] == "deflate":
        return Coding.DEFLATE
    raise UnsupportedMedia(f"content coding {names[0][:40]!r} was not asked for", coding=names[0][:40])


class Body:
    """Collects a body within limits: `feed` it every chunk, then `finish` it."""

    def __init__(self, limits: BodyLimits, kind: Coding) -> None:
        self.wire_bytes = 0
        self._limits = limits
        self._kind = kind
        self._out = bytearray()
        self._decoder = Members(kind) if kind is not Coding.IDENTITY else None

    def expect(self, size: int) -> None:
        """Take the declared wire size. Raises `TooLarge` before a byte is read, if it is over the limit."""
        if size > self._limits.wire and not self._limits.cut:
            raise TooLarge(f"declares {size} bytes, over {self._limits.wire}", limit=self._limits.wire, size=size)

    def feed(self, chunk: bytes) -> bool:
        """Take one chunk; True if no more is wanted. Raises `TooLarge` or `TransferBroken`."""
        self.wire_bytes += len(chunk)
        if self.wire_bytes > self._limits.wire and self._exceeds("wire bytes", self._limits.wire):
            chunk = chunk[: len(chunk) - (self.wire_bytes - self._limits.wire)]
        if self._decoder is None:
            self._out += chunk
        else:
            for start in range(0, len(chunk), SLICE):
                pending = chunk[start : start + SLICE]
                while pending and len(self._out) <= self._limits.decoded:
                    room = self._limits.decoded + 1 - len(self._out)
                    data, pending = self._decoder.decode(pending, room)
                    self._out += data
                    self._check_ratio()
        return self._is_full()

    def finish(self) -> bytes:
        """The decoded body. Raises `TransferBroken` if the compressed stream has not reached its end.

        No bytes at all count as an empty body: servers label those as compressed too.
        """
        if self._decoder is not None and self.wire_bytes and not self._decoder.complete and not self._is_full():
            raise TransferBroken(f"the {self._kind.value} stream ends early", wire_bytes=self.wire_bytes)
        return bytes(self._out[: self._limits.decoded])

    def _is_full(self) -> bool:
        if len(self._out) > self._limits.decoded:
            return self._exceeds("decoded bytes", self._limits.decoded)
        return self._limits.cut and self.wire_bytes > self._limits.wire

    def _check_ratio(self) -> None:
        size = len(self._out)
        if size > self._limits.ratio_floor and size > self._limits.ratio * self.wire_bytes:
            raise TooLarge(
                f"expands more than {self._limits.ratio}-fold", limit=self._limits.ratio * self.wire_bytes, size=size
            )

    def _exceeds(self, what: str, limit: int) -> bool:
        if not self._limits.cut:
            raise TooLarge(f"over {limit} {what}", limit=limit)
        return True


class Members:
    """One compressed stream: gzip of any number of members, or deflate with or without its zlib frame."""

    def __init__(self, kind: Coding) -> None:
        self._kind = kind
        self._decoder: zlib._Decompress | None = None
        self._start = b""  # the first byte of a deflate stream, until its second tells which kind it is
        self._members = 0

    @property
    def complete(self) -> bool:
        """Whether the stream ends where it should."""
        return self._members > 0 and (self._decoder is None or self._decoder.eof)

    def decode(self, data: bytes, room: int) -> tuple[bytes, bytes]:
        """At most `room` decoded bytes, and the input that is still to be decoded. Raises TransferBroken."""
        if self._decoder is None or self._decoder.eof:
            if self.complete and (self._kind is Coding.DEFLATE or not data.lstrip(PADDING)):
                data = data.lstrip(PADDING)
                if data:
                    raise TransferBroken("bytes follow the end of the deflate stream")
                return b"", b""
            if self._kind is Coding.DEFLATE and len(self._start + data) < 2:
                self._start += data
                return b"", b""
            data, self._start = self._start + data, b""
            self._decoder = self._open(data)
        try:
            out = self._decoder.decompress(data, room)
        except zlib.error as problem:
            raise TransferBroken(f"bad {self._kind.value} data: {problem}") from problem
        rest = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail
        return out, rest

    def _open(self, data: bytes) -> zlib._Decompress:
        self._members += 1
        if self._members > MEMBERS:
            raise TooLarge(f"over {MEMBERS} gzip members", limit=MEMBERS)
        if self._kind is Coding.GZIP:
            return zlib.decompressobj(31)
        framed = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0  # RFC 1950, 2.2
        return zlib.decompressobj(15 if framed else -15)
