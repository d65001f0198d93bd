r"""Characters that Markdown would misread, and only these, get a backslash.

`snake_case`, `5 * 3` and `[1]` read the same with and without; `*so*`, `1. The` at the head of a paragraph and `[a](b)`
do not. What stands between maths delimiters is left alone.
"""

from __future__ import annotations

import re

# TeX that a script of the page would set: \(..\), \[..\], $$..$$, and $..$ as Pandoc tells it from prices.
_TEX = re.compile(r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]|\$(?![\s$])[^$\n]{0,500}?[^\s$\\]\$(?!\d)")
_IS_TEX = re.compile(r"[\\^_{}=*]|^\$\w\$$")
_SPECIAL = re.compile(r"[\\`*_\[\]<&~!]")
_STRUCK = re.compile(r"(?<!~)~(?=[^\s~])[^~]*(?<=[^\s~])~(?!~)")  # GitHub reads one tilde as two
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG = re.compile(r"<(?:[a-zA-Z/!?])")
_LINE_START = re.compile(
    r"(?P<sign>#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~{3,}|=+\s*$|-+\s*$|\|?[ ]?:?-+:?[ ]?\|[ :|-]*$)"
    r"|(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)|(?P<label>\[[^\]\n]+\]:)"
)

# Schemes and relative addresses of plain characters: an entity or a backslash in a target is decoded by its readers.
_PLAIN = r"[^\s()<>&\\:\[\]]*"
_PLAIN_TARGET = rf"\s*(?:https?://|mailto:|[/#.?]|\w[\w.-]*(?=[)\s/?#])){_PLAIN}(?::\d{{1,5}}(?=[/?#)\s]){_PLAIN})?"
_ACTIVE_LINK = re.compile(rf"(?<!\\)(\\*)\](?=\(|:)(?!\({_PLAIN_TARGET}[)\s])(?!:{_PLAIN_TARGET}(?:\s|$))")
_ACTIVE_TAG = re.compile(r"(?<!\\)(\\*)<(?=[a-zA-Z/!?])(?!https?://[^\s<>]*>)")


def escape_text(text: str, *, linked: bool = False, first: bool = True, last: bool = True) -> str:
    r"""Plain text as Markdown. `linked`: in a link's words, where brackets count; `first`, `last`: at an edge.

    >>> escape_text("snake_case 5 * 3 *so* [1] [a](b) $a_b$ AT&T")
    'snake_case 5 * 3 \\*so\\* \\[1\\] \\[a\\](b) $a_b$ AT&T'
    """
    if not text or _SPECIAL.search(text) is None:
        return text
    if "$" in text or "\\(" in text or "\\[" in text:
        parts, at = [], 0
        for found in _TEX.finditer(text):
            if _IS_TEX.search(found[0]):
                parts += [
                    _escape_text(text[at : found.start()], linked=linked, first=first and not at, last=False),
                    found[0],
                ]
                at = found.end()
        if at:
            return "".join([*parts, _escape_text(text[at:], linked=linked, first=False, last=last)])
    return _escape_text(text, linked=linked, first=first, last=last)


def _escape_text(text: str, *, linked: bool, first: bool, last: bool) -> str:
    size = len(text)
    struck = [(found.start(), found.end() - 1) for found in _STRUCK.finditer(text)] if text.count("~") > 1 else []
    pairs = linked or "](" in text or "][" in text or text.endswith("]")

    def replacement(found: re.Match[str]) -> str:
        at = found.start()
        char = text[at]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char == "\\":
            misread = after in _PUNCTUATION if after else not last
        elif char == "*":
            misread = not ((before.isspace() if before else first) and (after.isspace() if after else last))
        elif char == "_":
            inside = before.isalnum() and after.isalnum()
            alone = (before.isspace() if before else first) and (after.isspace() if after else last)
            misread = not inside and not alone
        elif char in "[]":
            misread = pairs
        elif char == "<":
            misread = _TAG.match(text, at) is not None
        elif char == "&":
            misread = _ENTITY.match(text, at) is not None
        elif char == "~":
            misread = char in {before, after} or any(at in edges for edges in struck)
        elif char == "!":
            misread = after == "[" or (not after and not last)
        else:
            misread = True
        return "\\" + char if misread else char

    return _SPECIAL.sub(replacement, text) if size else text


def escape_line_start(line: str) -> str:
    r"""A line of a paragraph that would begin a list, a heading, a quote or a rule, so that it begins none.

    >>> escape_line_start("1984. It was"), escape_line_start("- minus the fee"), escape_line_start("#hash")
    ('1984\\. It was', '\\- minus the fee', '#hash')
    """
    found = _LINE_START.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.start('stop') :]}"
    return "\\" + line


def escape_active(text: str) -> str:
    r"""A text that may be Markdown itself, with a backslash before each tag and each link that leads anywhere but on.

    Its headings, lists, emphasis and links to pages stay what they are; a reader of the Markdown gets no tag and no
    `javascript:` from it. A target is taken for an address only where nothing in it could be read as another one.

    >>> escape_active("*so* [a](https://b.example/c) [d](javascript:e) <img src=f onerror=g> 1 < 2")
    '*so* [a](https://b.example/c) [d\\](javascript:e) \\<img src=f onerror=g> 1 < 2'
    """
    if "<" in text:
        text = _ACTIVE_TAG.sub(_escape_last, text)
    return _ACTIVE_LINK.sub(_escape_last, text) if "]" in text else text


def _escape_last(found: re.Match[str]) -> str:
    """The sign at a match's end with a backslash before it, unless it has one: those before it are an odd number."""
    return found[0] if len(found[1]) % 2 else f"{found[1]}\\{found[0][-1]}"


def target(address: str) -> str:
    """An address as a link's target: spaces, brackets and what would end it are encoded."""
    address = (
        address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C").replace("\n", "%0A")
    )
    address = _ENTITY.sub(lambda found: "&amp;" + found[0][1:], address)
    if _has_unbalanced_brackets(address):
        address = address.replace("(", "%28").replace(")", "%29")
    return address


def _has_unbalanced_brackets(address: str) -> bool:
    depth = 0
    for char in address:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return True
    return depth != 0


def title(text: str) -> str:
    """A title as it stands behind a target, with the space before it; nothing for none."""
    if not text:
        return ""
    plain = _ENTITY.sub(lambda found: "&amp;" + found[0][1:], text.replace("\\", "\\\\").replace('"', '\\"'))
    return f' "{plain}"'
