"""What kind of thing a fetched body is: a page, a text, or nothing this program reads.

The label is believed where it says no; where it says yes the core's own look at the bytes decides, since
servers label programs, images and archives as pages. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.errors import UnsupportedMedia
from cleaner.segment.sniff import Media, sniff
from cleaner.types import Mode

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MARKUP = frozenset({"application/xml", "text/xml"})
_NOT_TEXTS = frozenset({"text/css", "text/javascript", "text/calendar", "text/vcard", "text/x-component"})
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
    named = not essence or essence in _PAGES | _MARKUP or essence.startswith("text/")
    if not named or essence in _NOT_TEXTS:
        raise UnsupportedMedia(f"labelled {essence}", content_type=essence)
    found = sniff(body)
    if not found.cleanable:
        raise UnsupportedMedia(
            f"labelled {essence or 'nothing'}, but holds {found.value}", content_type=essence, found=found.value
        )
    return Mode.HTML if found is Media.HTML or essence in _PAGES else Mode.TEXT
