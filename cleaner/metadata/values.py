"""A value of metadata as a reader would read it: one line, without entities, tags and controls."""

from __future__ import annotations

import html
import re

from cleaner.segment.tidy import tidy

FIELD_CHARS = 1_000  # of any value; longer ones are cut

_SPACE = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# Markup that somebody escaped into a value. A single `<div>` may be what a sentence is about.
_MARKUP = re.compile(r"</[a-z][a-z0-9]{0,9}\s*>|<(?:br|p|img|hr)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_UNESCAPES = 3


def line(text: str | None) -> str:
    """`text` tidied, in one line, cut at the length of a field."""
    return _SPACE.sub(" ", tidy((text or "")[: 2 * FIELD_CHARS])[0]).strip()[:FIELD_CHARS]


def plain(text: str | None) -> str:
    """`text` of an attribute or of JSON as one tidy line, its character entities and escaped markup resolved.

    >>> plain("&lt;p&gt;su&amp;eacute;dois&lt;/p&gt;"), plain("The <div> element")
    ('suédois', 'The <div> element')
    """
    value = (text or "")[: 4 * FIELD_CHARS]
    for _ in range(_UNESCAPES):
        if "&" not in value or not _ENTITY.search(value):
            break
        value = html.unescape(value)
    if "<" in value and _MARKUP.search(value):
        value = _TAG.sub(" ", value)
    return line(value)
