"""Pages saved as XML: `<iframe/>` and `<i/>` are whole elements there, and swallow what follows when read as HTML.

An XML serialiser leaves no void element (`<br>`, `<meta>`, `<img>`) without its slash. Only on such pages an element
that closes itself gets its end tag; on others the slash means what HTML says of it, nothing:
https://html.spec.whatwg.org/multipage/parsing.html#parse-error-non-void-html-element-start-tag-with-trailing-solidus
"""

from __future__ import annotations

import re

from cleaner.segment.scan import VOID

# `[^<>]` and possessive: a tag that never ends costs its own length only.
_OPEN_VOID = re.compile(r"<(?:br|meta|img|link|hr|input)\b[^<>]*+(?<!/)>", re.IGNORECASE)
_CLOSED_VOID = re.compile(r"<(?:br|meta|img|link|hr|input)\b[^<>]*+(?<=/)>", re.IGNORECASE)
# The start of an element whose text holds no tags, or a start tag that closes itself.
_TAG = re.compile(
    r"<(?P<raw>script|style|textarea|title)\b[^<>]*+(?<!/)>|<(?P<name>[a-zA-Z][\w:-]*+)[^<>]*+(?<=/)>", re.IGNORECASE
)


def expand_self_closed(text: str) -> str:
    """The markup with an end tag behind every element that closes itself, where an XML serialiser wrote the page.

    >>> expand_self_closed('<p>One<br/><i class="icon"/>two</p>')
    '<p>One<br/><i class="icon"></i>two</p>'
    >>> expand_self_closed('<p>One<br><i class="icon"/>two</p>')
    '<p>One<br><i class="icon"/>two</p>'
    """
    if "/>" not in text or _OPEN_VOID.search(text) or not _CLOSED_VOID.search(text):
        return text
    pieces: list[str] = []
    copied = at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        raw, name = found["raw"], found["name"]
        if raw:
            at = text.find(f"</{raw}", at)
            if at < 0:
                break
        elif name.lower() not in VOID:
            pieces += (text[copied : at - 2].rstrip(), f"></{name}>")
            copied = at
    pieces.append(text[copied:])
    return "".join(pieces)
