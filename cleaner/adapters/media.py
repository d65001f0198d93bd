"""What kind of thing a fetched body is: a page, a text, or nothing this program reads.

The label is believed where it says no; where it says yes the bytes are asked too, since servers label
programs, images and archives as pages. Pure. Signatures after the WHATWG MIME Sniffing standard and file(1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.errors import UnsupportedMedia
from cleaner.types import Mode

BINARY_SHARE = 0.01  # control bytes that no text holds, of all bytes; random bytes have 0.10, pages none
HEAD = 1_445  # bytes looked at for markup and signatures (the standard's resource header)

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MARKUP_ONLY = frozenset({"application/xml", "text/xml"})  # taken if a page is inside, not a feed or a drawing
_NOT_TEXTS = frozenset({"text/css", "text/javascript", "text/calendar", "text/vcard", "text/x-component"})
_BINARY = bytes([*range(8), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"BM\0\0", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\0", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\0asm", "WebAssembly"),
    (b"OggS\0", "Ogg"),
    (b"ID3\x02", "MP3"),
    (b"ID3\x03", "MP3"),
    (b"ID3\x04", "MP3"),
    (b"\x1aE\xdf\xa3", "Matroska"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"OTTO\0", "font"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document"),
)
_INNER_SIGNATURES = ((4, b"ftyp", "MP4"), (4, b"1AY&SY", "bzip2"), (8, b"WEBP", "WebP"), (8, b"WAVEfmt", "WAV"))
_BOM16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--(?:(?!-->).){0,1000}-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|script|style|title|meta|article|main|div|table|p|h1|iframe|link)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([A-Za-z0-9][A-Za-z0-9_.:+()-]{0,39})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentType:
    """A `Content-Type` header: `essence` in lower case ("" if there is none), the charset label as written."""

    essence: str
    charset: str | None


def content_type(header: str) -> ContentType:
    """The parts of a header that matter here; what cannot be read counts as absent."""
    essence = header.partition(";")[0].strip().lower()
    label = _CHARSET.search(header)
    return ContentType(essence if re.fullmatch(r"[\w.+-]+/[\w.+-]+", essence) else "", label[1] if label else None)


def mode_of(declared: ContentType, body: bytes) -> Mode:
    """Whether a body is to be read as HTML or as text. Raises `UnsupportedMedia` for anything else."""
    essence = declared.essence
    readable = (
        not essence or essence in _PAGES or essence in _MARKUP_ONLY or essence.startswith("text/")
    ) and essence not in _NOT_TEXTS
    if not readable:
        raise UnsupportedMedia(f"labelled {essence}", content_type=essence)
    what = binary(body, declared.charset)
    if what is not None:
        raise UnsupportedMedia(f"labelled {essence or 'nothing'}, but holds {what}", content_type=essence, found=what)
    page = looks_like_page(body)
    if essence in _MARKUP_ONLY and not page:
        raise UnsupportedMedia("XML that is no page", content_type=essence)
    return Mode.HTML if page or essence in _PAGES or (not essence and body[:1] == b"<") else Mode.TEXT


def looks_like_page(body: bytes) -> bool:
    """Whether HTML markup stands at the start, after any byte-order mark, XML declaration and comments."""
    head = body[: 2 * HEAD]
    if head[:2] in _BOM16:
        head = head.replace(b"\0", b"")[2:]
    return _MARKUP.match(head) is not None


def binary(body: bytes, charset: str | None = None) -> str | None:
    """What kind of binary a body is, or None if it may be text in some encoding."""
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return name
    for place, mark, name in _INNER_SIGNATURES:
        if body.startswith(mark, place):
            return name
    if body[:2] in _BOM16 or (charset or "").lower().replace("_", "-").startswith(
        ("utf-16", "utf-32", "ucs-", "unicode")
    ):
        return None
    controls = len(body) - len(body.translate(None, _BINARY))
    if controls <= BINARY_SHARE * len(body) or _wide(body):
        return None
    return "binary data"


def _wide(body: bytes) -> bool:
    """UTF-16 without mark or label: nearly every second byte is NUL, always on the same side."""
    head = body[:HEAD]
    sides = (head[0::2].count(0), head[1::2].count(0))
    return max(sides) > 0.4 * len(head) and min(sides) <= 0.02 * len(head)
