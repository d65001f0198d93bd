"""Guess an encoding from bytes that nobody labelled (or labelled wrongly)."""

from __future__ import annotations

from charset_normalizer import from_bytes

from cleaner.segment.charsets import by_label


def escaped(data: bytes) -> str | None:
    """The 7-bit encoding whose escape sequences `data` holds, or None."""
    if b"\x1b$)C" in data[:4096]:
        return "iso-2022-kr"
    if any(mark in data for mark in (b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b(I", b"\x1b$(D")):
        return "iso-2022-jp"
    return None


def detect(data: bytes) -> tuple[str, float]:
    """The likeliest encoding of `data` and how sure that is (0..1)."""
    best = from_bytes(data[:20_000]).best()
    name = by_label(best.encoding.replace("_", "-")) if best else None
    return (name, 0.5) if name else ("windows-1252", 0.2)
