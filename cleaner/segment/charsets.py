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

# name -> labels, as in the standard; the name itself, lower-cased, is a label too.
_LABELS: Mapping[str, str] = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8",
    "ibm866": "866 cp866 csibm866",
    "iso-8859-2": "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso-8859-3": "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso-8859-4": "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso-8859-5": "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso-8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i"
    " iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso-8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7"
    " iso_8859-7:1987 sun_eu_greek",
    "iso-8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8"
    " iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso-8859-10": "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso-8859-13": "iso8859-13 iso885913",
    "iso-8859-14": "iso8859-14 iso885914",
    "iso-8859-15": "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9",
    "iso-8859-16": "",
    "koi8-r": "cskoi8r koi koi8 koi8_r",
    "koi8-u": "koi8-ru",
    "macintosh": "csmacintosh mac x-mac-roman",
    "windows-874": "cp874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620",
    "windows-1250": "cp1250 x-cp1250",
    "windows-1251": "cp1251 x-cp1251",
    "windows-1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591"
    " iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252",
    "windows-1253": "cp1253 x-cp1253",
    "windows-1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5"
    " x-cp1254",
    "windows-1255": "cp1255 x-cp1255",
    "windows-1256": "cp1256 x-cp1256",
    "windows-1257": "cp1257 x-cp1257",
    "windows-1258": "cp1258 x-cp1258",
    "x-mac-cyrillic": "x-mac-ukrainian",
    "gbk": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk",
    "gb18030": "",
    "big5": "big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "cseucpkdfmtjapanese x-euc-jp",
    "iso-2022-jp": "csiso2022jp",
    "shift_jis": "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis",
    "euc-kr": "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    "hz-gb-2312": "",
    "iso-2022-kr": "csiso2022kr",
    "utf-16be": "unicodefffe",
    "utf-16le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16",
}

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

_BY_LABEL: Mapping[str, str] = {label: name for name, labels in _LABELS.items() for label in (name, *labels.split())}

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
    return "".join(char if char != "\ufffd" or i > 0x9F else chr(i) for i, char in enumerate(chars))


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
