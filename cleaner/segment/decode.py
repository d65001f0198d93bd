"""Bytes to text: which encoding, where that was learned, how sure it is, and what did not fit.

The order is the WHATWG's (byte order mark, transport header, `<meta>`), and then each answer is held against the
bytes: pages say UTF-8 and are windows-1251, say Latin-1 and are UTF-8, say UTF-16 in ASCII. What no answer fits is
detected from the bytes.
"""

from __future__ import annotations

import re

from cleaner.segment.charsets import by_label, from_markup, lenient, strict
from cleaner.segment.detect import detect, escape_encoding
from cleaner.segment.sniff import Media, sniff, utf16_without_mark
from cleaner.segment.tidy import Counts, limit_marks, tidy
from cleaner.types import Encoding

__all__ = ["Counts", "Media", "decode", "limit_marks", "sniff", "tidy"]

Decoded = tuple[str, Encoding, tuple[str, ...]]

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32le"),
    (b"\x00\x00\xfe\xff", "utf-32be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)

_UTF16 = frozenset(("utf-16le", "utf-16be"))

# A legacy text is valid UTF-8 by chance only when short: each pair of bytes has a chance below 1 in 8.
SURE_TRAILS = 6  # continuation bytes
BAD_SHARE = 0.02  # of the characters beyond ASCII that may not fit a declared encoding
UNSURE = 0.3  # a guess below this does not outweigh a declared UTF-8
MIXED = "utf-8 with pieces in another encoding"

# Pieces of a mixed page: lines and what stands between tags. The delimiter stays with the piece it opens.
_PIECE = re.compile(rb"(?=[<\n])")


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text of `data`, how it was decoded, and warnings in words. Never raises; linear in the size.

    `declared` is the charset of the transport header. Byte order marks are dropped, nothing else is changed: what
    does not fit becomes U+FFFD and is counted in `Encoding.replaced`.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decode_by_bom(data[len(mark) :], marked)
    name, source = by_label(declared), "header"
    if b"\0" in data:
        wide = utf16_without_mark(data, 0.02 if name in _UTF16 else 0.4)
        if wide:
            return _decode_as(data, wide, source if wide == name else "detected", 0.9)
    if b"\x1b" in data and (seven_bit := escape_encoding(data)):
        return _decode_as(data, seven_bit, "detected", 0.95)
    if name is None or name in _UTF16:
        name, source = from_markup(data), "meta"
    if data.isascii():
        if name == "hz-gb-2312":
            return _decode_as(data, name, source, 0.9)
        return data.decode("ascii"), Encoding("utf-8", source if name else "default", 1.0), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, name, source, error)
    return _valid_utf8(data, text, name, source)


def _decode_by_bom(data: bytes, name: str) -> Decoded:
    text, replaced = lenient(data, name)
    return text.lstrip("\ufeff"), Encoding(name, "bom", 1.0, replaced), _warnings(replaced, name)


def _decode_as(data: bytes, name: str, source: str, confidence: float) -> Decoded:
    text, replaced = lenient(data, name)
    return text, Encoding(name, source, confidence, replaced), _warnings(replaced, name)


def _warnings(replaced: int, name: str) -> tuple[str, ...]:
    return (f"{replaced} characters are not {name}",) if replaced else ()


def _valid_utf8(data: bytes, text: str, name: str | None, source: str) -> Decoded:
    if name is None or name == "utf-8":
        return text, Encoding("utf-8", source if name else "detected", 1.0), ()
    if len(data) - len(text) < SURE_TRAILS:
        try:
            return strict(data, name), Encoding(name, source, 0.8), ()
        except UnicodeDecodeError:
            pass
    return text, Encoding("utf-8", "detected", 0.99), (f"{source} says {name}, the bytes are utf-8",)


def _not_utf8(data: bytes, name: str | None, source: str, error: UnicodeDecodeError) -> Decoded:
    legacy = name if name != "utf-8" else None
    if legacy:
        text, replaced = lenient(data, legacy)
        if replaced <= BAD_SHARE * _count_beyond_ascii(text):
            return text, Encoding(legacy, source, 0.7 if replaced else 0.9, replaced), _warnings(replaced, legacy)
    elif error.reason == "unexpected end of data":
        text, replaced = lenient(data, "utf-8")  # cut in the middle of a character
        return text, Encoding("utf-8", source if name else "detected", 0.99, replaced), _warnings(replaced, "utf-8")
    said = (f"{source} says {name}, the bytes are not",) if name else ()
    mixed = _decode_mixed(data)
    if mixed:
        text, replaced = mixed
        encoding = Encoding("utf-8", source if name == "utf-8" else "detected", 0.8, replaced)
        return text, encoding, (*said, MIXED, *_warnings(replaced, "utf-8"))
    found, confidence = detect(data)
    if name == "utf-8" and confidence < UNSURE and found != "windows-1252":
        found, confidence = "utf-8", UNSURE
    text, replaced = lenient(data, found)
    return text, Encoding(found, "detected", confidence, replaced), said + _warnings(replaced, found)


def _count_beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _decode_mixed(data: bytes) -> tuple[str, int] | None:
    """`data` read piece by piece where most of it is UTF-8: a page put together from files of two encodings.

    The second number is how many characters did not fit either way. None where UTF-8 does not prevail.
    """
    joined = _without_surrogates(data)
    if joined is not None:
        return joined, 0
    pieces = _PIECE.split(data)
    texts: list[str | bytes] = []
    good = 0
    for piece in pieces:
        text = _read_mostly_utf8(piece)
        texts.append(piece if text is None else text)
        good += 0 if text is None else len(text.replace("\ufffd", "").encode()) - len(text)
    strays = b"\n".join(piece for piece in texts if isinstance(piece, bytes))
    if good <= len(strays) - len(strays.decode("ascii", "ignore")):
        return None
    found, _ = detect(strays)
    text = "".join(piece if isinstance(piece, str) else lenient(piece, found)[0] for piece in texts)
    return text, text.count("\ufffd") - data.count(b"\xef\xbf\xbd")


def _read_mostly_utf8(piece: bytes) -> str | None:
    """`piece` as UTF-8 if more of its characters beyond ASCII fit than are broken; None: of another encoding."""
    text = piece.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if not broken or _count_beyond_ascii(text) > 2 * broken else None


def _without_surrogates(data: bytes) -> str | None:
    # CESU-8: characters beyond U+FFFF written as two surrogates, each as if it were a character.
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
