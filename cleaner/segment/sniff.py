"""What an input is: a page, a text, or neither. By signatures first, then by what the bytes are made of."""

from __future__ import annotations

import json
import re
from enum import StrEnum


class Media(StrEnum):
    """What an input looks like. Only HTML and TEXT are cleaned."""

    HTML = "html"
    TEXT = "text"
    JSON = "json"
    FEED = "feed"  # RSS, Atom
    WARC = "warc"
    MAIL = "mail"  # MHTML and mail with MIME parts
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"  # zip, gzip, zstd, tar, ... (office files are zip archives)
    BINARY = "binary"

    @property
    def cleanable(self) -> bool:
        """Whether the core has a segmenter for it."""
        return self in {Media.HTML, Media.TEXT}


# https://mimesniff.spec.whatwg.org/ and the formats' own papers.
_SIGNATURES: tuple[tuple[bytes, Media], ...] = (
    (b"%PDF-", Media.PDF),
    (b"%!PS-Adobe", Media.BINARY),
    (b"WARC/", Media.WARC),
    (b"\x89PNG\r\n\x1a\n", Media.IMAGE),
    (b"GIF87a", Media.IMAGE),
    (b"GIF89a", Media.IMAGE),
    (b"\xff\xd8\xff", Media.IMAGE),
    (b"\x00\x00\x01\x00", Media.IMAGE),
    (b"II*\x00", Media.IMAGE),
    (b"MM\x00*", Media.IMAGE),
    (b"PK\x03\x04", Media.ARCHIVE),
    (b"PK\x05\x06", Media.ARCHIVE),
    (b"\x1f\x8b\x08", Media.ARCHIVE),
    (b"BZh", Media.ARCHIVE),
    (b"\xfd7zXZ\x00", Media.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Media.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Media.ARCHIVE),
    (b"Rar!\x1a\x07", Media.ARCHIVE),
    (b"\x7fELF", Media.BINARY),
    (b"\x00asm", Media.BINARY),
    (b"MZ\x90\x00", Media.BINARY),
    (b"\xca\xfe\xba\xbe", Media.BINARY),
    (b"SQLite format 3\x00", Media.BINARY),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media.BINARY),
    (b"{\\rtf", Media.BINARY),
    (b"wOFF", Media.BINARY),
    (b"wOF2", Media.BINARY),
    (b"OggS\x00", Media.BINARY),
    (b"fLaC\x00", Media.BINARY),
    (b"ID3\x03", Media.BINARY),
    (b"ID3\x04", Media.BINARY),
    (b"\x1aE\xdf\xa3", Media.BINARY),
)
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

SPARSE = 0.08  # of every second byte: NULs of UTF-16 in a script without them
WINDOW = 4_096  # bytes looked at, at the start, in the middle and at the end
BINARY_SHARE = 0.04  # of controls in a window; random bytes have 0.10, real pages below 0.001

# The standard's "binary data bytes", NUL and ESC apart: NULs also stand in UTF-16, ESC in ISO-2022.
_BINARY_BYTES = bytes(i for i in (*range(1, 9), 11, *range(14, 27), *range(28, 32)))
_KOREAN_ESCAPE, _SHIFTS = b"\x1b$)C", b"\x0e\x0f"  # of ISO-2022-KR, which shifts in and out of every word
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffd]")

_LEADING = re.compile(r"[\s\ufeff]*")
_PAGE_START = re.compile(
    r"<!--|<(?:!doctype\b|html|head|body|title|meta|link|script|style|iframe|h[1-6]|div|font|table|a|b|i|p|br|ul|ol|li|dl"
    r"|pre|img|span|main|article|section|header|footer|nav|aside|center|form|noscript|template|blockquote|svg|math"
    r"|figure|strong|em|base|frameset|plaintext|select|button|details|hr|input|video|audio|canvas|dialog)(?=[\s/>])",
    re.IGNORECASE,
)
_XML_START = re.compile(r"<\?xml\b[^>]{0,300}\?>", re.IGNORECASE)
_FEED_START = re.compile(r"<(?:rss|feed|rdf:rdf|sitemapindex|urlset|opml)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|br|a|span|h[1-6]|ul|ol|li|table|tr|td|strong|em|b|i|img|html|body|section|article|script)\b[^<>]*>",
    re.IGNORECASE,
)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_JSON_START = re.compile(r"\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d|true|false|null)")
_MAIL = re.compile(r"^content-type:\s*(?:multipart/|message/)", re.IGNORECASE | re.MULTILINE)
_MAIL_START = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)*mime-version:", re.IGNORECASE)

TAG_CHARS = 300  # a text with a tag at least every so many characters is a fragment of a page
_JSON_CHARS = 200_000  # of a possible JSON document are parsed; beyond, its first and last character decide


def sniff(data: bytes | str) -> Media:
    """What `data` is. Never raises; looks at a bounded number of characters."""
    if isinstance(data, str):
        return _sniff_text(data)
    for signature, media in _SIGNATURES:
        if data.startswith(signature):
            return media
    if b"%PDF-" in data[:1_024] and data.lstrip()[:1] != b"<":
        return Media.PDF
    if data[:4] == b"RIFF" and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return Media.IMAGE if data[8:12] == b"WEBP" else Media.BINARY
    if data[4:8] == b"ftyp":
        return Media.BINARY
    if data[257:262] == b"ustar":
        return Media.ARCHIVE
    if data.startswith(_TEXT_MARKS):
        return _sniff_text(_as_text(data[: 1 << 16]))
    if data.count(b"\0", 0, 1 << 16):
        return _sniff_with_nuls(data)
    if _KOREAN_ESCAPE in data[:WINDOW]:
        data = data.translate(None, _SHIFTS)
    text = data[: 1 << 16].decode("latin-1")
    if _controls(data) > BINARY_SHARE and not _starts_page(text):
        return Media.BINARY
    return _sniff_text(text, whole=len(data) <= 1 << 16)


def utf16_without_mark(data: bytes, share: float = 0.4) -> str | None:
    """`utf-16le` or `utf-16be` where more than `share` of every second byte is NUL and few of the others, else None.

    Fewer will do where the other bytes hold none at all.
    """
    head = data[:WINDOW]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Letters beyond Latin have no NUL, but markup and spaces do; then none may stand on the other side.
    # A single one may have strayed into a short text of another encoding.
    many, few = max(1, share * half), max(1, SPARSE * half)
    if (odd > many and even < 0.1 * odd) or (odd > few and not even):
        return "utf-16le"
    if (even > many and odd < 0.1 * even) or (even > few and not odd):
        return "utf-16be"
    return None


def _as_text(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8", "replace").lstrip("\ufeff")
    wide = data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff"))
    return data.decode("utf-32" if wide else "utf-16", "replace")


def _sniff_with_nuls(data: bytes) -> Media:
    name = utf16_without_mark(data)
    if name:
        return _sniff_text(data[: 1 << 16].decode(name, "replace"))
    # NULs are dropped by every reader of pages; what is left of the input decides.
    rest = data.replace(b"\0", b"")
    if _controls(rest) > BINARY_SHARE or not rest.strip():
        return Media.BINARY
    return _sniff_text(rest[: 1 << 16].decode("latin-1"))


def _controls(data: bytes) -> float:
    """The largest share of control bytes in three windows."""
    middle = max(0, len(data) // 2 - WINDOW // 2)
    windows = {data[:WINDOW], data[middle : middle + WINDOW], data[-WINDOW:]}
    return max((1 - len(w.translate(None, _BINARY_BYTES)) / len(w) for w in windows if w), default=0.0)


def _sniff_text(text: str, *, whole: bool = True) -> Media:
    if text[:64].startswith("%PDF-"):
        return Media.PDF
    if text.startswith("WARC/"):
        return Media.WARC
    head = text[: 1 << 16]
    start = _after_space(head, 0)
    if declaration := _XML_START.match(head, start):
        return Media.FEED if _FEED_START.match(head, _after_space(head, declaration.end())) else Media.HTML
    if _PAGE_START.match(head, start):
        return Media.HTML
    if _FEED_START.match(head, start):
        return Media.FEED
    if len(_CONTROLS.findall(head[:WINDOW])) > 2 * BINARY_SHARE * len(head[:WINDOW]):
        return Media.BINARY
    if _is_json(text, start, whole=whole):
        return Media.JSON
    if _MAIL.search(head[:WINDOW]) and _MAIL_START.match(head):
        return Media.MAIL
    return Media.HTML if _is_fragment(head) else Media.TEXT


def _starts_page(text: str) -> bool:
    return _PAGE_START.match(text, _after_space(text, 0)) is not None


def _after_space(text: str, at: int) -> int:
    lead = _LEADING.match(text, at)
    return lead.end() if lead else at


def _is_fragment(head: str) -> bool:
    if "<" not in head:
        return False
    prose = _CODE.sub("", head) if "`" in head else head
    tags = _TAG.findall(prose)
    closing = sum(tag.startswith("</") or tag[1:3].lower() in {"br", "p>", "im"} for tag in tags)
    return closing > 0 and len(tags) >= 2 and len(tags) * TAG_CHARS >= len(prose)


def _is_json(text: str, start: int, *, whole: bool) -> bool:
    if not _JSON_START.match(text, start):
        return False
    if not whole or len(text) > _JSON_CHARS:
        # Too long to parse here: brackets that open and close it, or a first line that is a whole value.
        first_line = text[start : start + _JSON_CHARS].split("\n", 1)[0]
        return not whole or text.rstrip()[-1] in "]}" or _parses(first_line)
    return _parses(text) or _parses(text[start:].split("\n", 1)[0])


def _parses(text: str) -> bool:
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return False
