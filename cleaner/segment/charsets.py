"""Which encoding a label names, by the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels).

Python knows codecs that no page may name (`zlib_codec`, `idna`, `unicode_escape`, `rot13`, `utf-7`); only labels of
the standard's table are looked up, so these are never reached. Deviations: labels that the standard turns into the
"replacement" encoding are read as what they say, because what we emit is sanitised text and not a live page; UTF-32
is read where a byte order mark says so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from functools import lru_cache

from webencodings.labels import LABELS

# Python's codec where its name differs; the supersets are what browsers decode with.
_CODECS: Mapping[str, str] = {
    "ibm866": "cp866",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "hz-gb-2312": "hz",
    "iso-2022-kr": "iso2022_kr",
}

_ASIAN = ("gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "hz-gb-2312", "iso-2022-kr")
_MULTIBYTE = frozenset(("utf-8", "utf-16be", "utf-16le", "utf-32be", "utf-32le", *_ASIAN))

# Where we read otherwise than the standard says: what it replaces by one error, the visual order of Hebrew, and no
# encoding that is a program's own.
_REPLACED = frozenset(("replacement", "x-user-defined"))
_OTHERWISE = {
    **dict.fromkeys(("iso-8859-8-i", "csiso88598i", "logical"), "iso-8859-8"),
    **dict.fromkeys(("iso-2022-kr", "csiso2022kr"), "iso-2022-kr"),
    "hz-gb-2312": "hz-gb-2312",
    "cp874": "windows-874",
}
_BY_LABEL: Mapping[str, str] = {
    **{label: name for label, name in LABELS.items() if name not in _REPLACED},
    **_OTHERWISE,
}

FURTHER_BYTES = 32_768  # browsers read on while the head lasts; pages with long comments or scripts need it


def by_label(label: str | None) -> str | None:
    """The encoding that `label` names, or None where the standard does not know it.

    >>> by_label(" Latin1 "), by_label("gb2312"), by_label("zlib_codec"), by_label("utf-7")
    ('windows-1252', 'gbk', None, None)
    """
    return _BY_LABEL.get(label.strip("\t\n\f\r \"'").lower()) if label else None


def strict(data: bytes, name: str) -> str:
    """`data` as text by the encoding `name`. Raises UnicodeDecodeError at the first byte that does not fit.

    Bytes that a single-byte encoding of the standard leaves open become the control of the same number, as there.
    """
    if name in _MULTIBYTE:
        return data.decode(_CODECS.get(name, name))
    return codecs.charmap_decode(data, "strict", _table(name))[0]


def lenient(data: bytes, name: str) -> tuple[str, int]:
    """`data` as text by the encoding `name`, U+FFFD for what does not fit, and how many of these were put in."""
    try:
        return strict(data, name), 0
    except UnicodeDecodeError:
        text = data.decode(_CODECS.get(name, name), "replace") if name in _MULTIBYTE else _charmap(data, name)
    before = data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0
    return text, max(1, text.count("\ufffd") - before)


def _charmap(data: bytes, name: str) -> str:
    return codecs.charmap_decode(data, "replace", _table(name))[0]


@lru_cache(maxsize=64)
def _table(name: str) -> str:
    codec = _CODECS.get(name, name)
    chars = (bytes((i,)).decode(codec, "replace") for i in range(256))
    # U+FFFE stands for what the encoding leaves open, so that it is met as an error and counted.
    return "".join(char if char != "\ufffd" else chr(i) if i <= 0x9F else "\ufffe" for i, char in enumerate(chars))


_META_OR_COMMENT = re.compile(rb"<!--|<meta(?=[\s/])", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"'>/]+))", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})[\"']")


def from_markup(data: bytes) -> str | None:
    """The encoding a page names in `<meta>` or in its XML declaration, or None.

    By the standard's prescan (https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding): comments
    are stepped over, UTF-16 in a page that could be read so far means UTF-8, and the first known label wins. The
    window goes on to 32 kB, because pages with long comments or scripts in front are served and read.
    """
    window = data[:FURTHER_BYTES]
    at = 0
    while found := _META_OR_COMMENT.search(window, at):
        comment = found.group() == b"<!--"
        end = window.find(b"-->" if comment else b">", found.end() - 2 if comment else found.end())
        if end < 0:
            break
        if not comment:
            name = _from_meta(window[found.end() : end])
            if name:
                return name
        at = end + 1
    declaration = _XML.match(window)
    return _not_utf16(by_label(declaration.group(1).decode("ascii"))) if declaration else None


def _from_meta(attributes: bytes) -> str | None:
    found = _CHARSET.search(attributes)
    if not found:
        return None
    before = attributes[: found.start()].lower()
    if b"content" in before and b"http-equiv" not in attributes.lower():
        return None  # somebody's description that speaks of charsets
    label = next(group for group in found.groups() if group is not None)
    return _not_utf16(by_label(label.split(b";")[0].decode("latin-1")))


def _not_utf16(name: str | None) -> str | None:
    return "utf-8" if name in {"utf-16le", "utf-16be"} else name
