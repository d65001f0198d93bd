"""One linear pass over markup: the tags as a browser's tokenizer sees them, without a tree.

By the WHATWG tokenizer (https://html.spec.whatwg.org/#tokenization) as far as it decides where a tag begins and ends:
comments, raw text elements, quoted values that hold `>`, quotes that open nothing. All quantifiers are possessive,
and a tag that never ends swallows the rest, as in a browser; so the pass is linear on any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A name, then attributes; a value may be quoted, and only a quote after `=` opens one.
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+|(?=>))"
_ATTRIBUTE = rf"[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE}|(?!\s*+=))"
_TOKEN = rf"<(?:(/?[a-zA-Z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)(>)|(!--)|([!?]|/[^a-zA-Z])|/?[a-zA-Z])"
_PIECE = rf"({_ATTRIBUTE})|[\s/]++"
_TAG = re.compile(_TOKEN)
ATTRIBUTE = re.compile(_PIECE)
TAG_BYTES = re.compile(_TOKEN.encode())  # group 2: the attributes; group 3 where the tag ends
ATTRIBUTE_BYTES = re.compile(_PIECE.encode())

# Inside these no tag opens but their own end. `noscript` is read as markup: we run no scripts.
RAW_TEXT = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_TEXT}
_SCRIPT_START = re.compile(r"<script(?=[\s/>])", re.IGNORECASE)

# (where the text in front of it began, start, end, name with "/" for an end tag, start and end of the attributes)
Token = tuple[int, int, int, str, int, int]


def names(text: str) -> frozenset[str]:
    """The tag names listed in `text`.

    >>> sorted(names("p br"))
    ['br', 'p']
    """
    return frozenset(text.split())


VOID = names("area base basefont bgsound br col embed frame hr img image input keygen link meta param source track wbr")
# Their next sibling ends them; their depth is that of the list or table around them.
IMPLIED = names("p li dt dd option optgroup tr td th tbody thead tfoot colgroup rb rp rt rtc head html body")


def tokens(text: str) -> Iterator[Token]:
    """The tags of `text` in order; a nameless token stands for a comment, a declaration and the end of the input.

    The text in front of a token is `text[token[0]:token[1]]`. Names are lower-cased. The content of raw text elements
    (scripts, styles, titles, ...) is stepped over.
    """
    at = before = 0
    search = _TAG.search
    while found := search(text, at):
        start, at = found.span()
        if found[3]:
            name = found[1].lower()
            yield before, start, at, name, *found.span(2)
            if name in _RAW_END:
                at = _after_raw_text(text, at, name)
            before = at
            if name == "plaintext":
                break
            continue
        yield before, start, start, "", 0, 0
        end = _comment_end(text, at) if found[4] else text.find(">", at - 1) + 1 if found[5] else 0
        if not end:
            return
        at = before = end
    yield before, len(text), len(text), "", 0, 0


def _comment_end(text: str, at: int) -> int:
    # `<!-->` and `<!--->` are whole comments.
    if text.startswith((">", "->"), at):
        return text.index(">", at) + 1
    end = text.find("-->", at)
    return end + 3 if end >= 0 else 0


def _after_raw_text(text: str, at: int, name: str) -> int:
    """Where the end tag of the raw text element begins, or the end of the input."""
    end = _RAW_END[name].search(text, at)
    if end is None:
        return len(text)
    first = end.start()
    if name == "script":
        # A script inside a comment inside a script ends itself, not the outer one.
        comment = text.find("<!--", at, first)
        if comment >= 0 and text.find("-->", comment, first) < 0 and _SCRIPT_START.search(text, comment, first):
            outer = _RAW_END[name].search(text, end.end())
            return outer.start() if outer else first
    return first
