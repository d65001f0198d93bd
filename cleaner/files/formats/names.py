"""Where an input's output goes: the tree kept, nothing outside the output directory, nothing twice."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import PurePosixPath

_KNOWN = tuple(".html .htm .xhtml .shtml .php .asp .aspx .txt .text .md .markdown .jsonl .warc .wet .zip".split())
_PACKED = ".gz"
# Control characters, what separates directories elsewhere, and what terminals or shells act upon.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
MAX_NAME = 255  # bytes, of one name in most file systems
_DIGEST = 8  # hex digits that keep two names apart which were cut to the same start


def output_name(relative: str, suffix: str, *, append: bool = False) -> PurePosixPath:
    """The path below the output directory for an input at `relative`, ending in `suffix`.

    The suffix takes the place of a known one (`a.html.gz` gives `a.txt`), or with `append` follows the
    whole name. Unsafe characters are written as %XX; a name over 255 bytes is cut and keeps a digest.

    >>> str(output_name("news/2024/a.html.gz", ".txt"))
    'news/2024/a.txt'
    >>> str(output_name("../../etc/passwd", ".txt"))
    'etc/passwd.txt'
    """
    parts = [part for part in relative.split("/") if part not in {"", os.curdir, os.pardir}] or ["input"]
    *folders, name = parts
    stem = name if append else _stem(name)
    return PurePosixPath(*(_safe(folder, "") for folder in folders), _safe(stem, suffix))


def collision_key(path: PurePosixPath | str) -> str:
    """What two outputs share that would be one file on some file system: case is not told apart."""
    return str(path).casefold()


def _stem(name: str) -> str:
    if name.lower().endswith(_PACKED):
        name = name[: -len(_PACKED)]
    lower = name.lower()
    return next((name[: -len(known)] for known in _KNOWN if lower.endswith(known) and len(known) < len(name)), name)


def _safe(part: str, suffix: str) -> str:
    clean = _UNSAFE.sub(_percent_encode, part)
    if clean.endswith((" ", ".")) and not suffix:
        clean = clean[:-1] + f"%{ord(clean[-1]):02X}"
    if clean.startswith("."):
        clean = "%2E" + clean[1:]
    if _DEVICES.fullmatch(clean):
        clean += "_"
    if len((clean + suffix).encode()) <= MAX_NAME:
        return clean + suffix
    digest = hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    room = MAX_NAME - len(suffix.encode()) - _DIGEST - 1
    return clean.encode()[:room].decode("utf-8", "ignore") + "~" + digest + suffix


def _percent_encode(found: re.Match[str]) -> str:
    char = found.group()
    content = os.fsencode(char) if "\udc80" <= char <= "\udcff" else char.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in content)
