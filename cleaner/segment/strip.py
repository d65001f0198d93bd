"""The text of a page without a parser: one linear pass, a line for each run between block-level tags."""

from __future__ import annotations

import html
import re

from cleaner.segment.scan import names, tokens

_BREAKING = names(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing"
    " main menu nav noscript ol optgroup option p plaintext pre search section select summary table tbody"
    " tfoot thead tr ul xmp"
)
_CELLS = frozenset(("td", "th"))
# Longer numbers are no characters, and int() refuses or stalls on very long ones.
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")


_TEMPLATE_END = re.compile(r"</template", re.IGNORECASE)


def strip_tags(text: str) -> list[str]:
    """The visible text of `text` in lines, white space collapsed, empty lines left out. Linear; never raises.

    Scripts, styles, titles, comments, templates and the options of a list box are left out; block-level tags, `<br>`
    and line ends inside `<pre>` break lines; the cells of a table row are joined by " | ".
    """
    lines: list[str] = []
    parts: list[str] = []
    pre = option = False
    template_end = 0  # inside a template up to here
    templates = True  # whether there is an end of one ahead
    for before, start, _, name, begin, end in tokens(text):
        if start > before and not option and start > template_end:
            parts.append(text[before:start])
            if pre and "\n" in parts[-1]:
                *whole, rest = "".join(parts).split("\n")
                lines += whole
                parts = [rest]
        if not name:
            continue
        option = name == "option"
        if name == "template" and start >= template_end and "shadowroot" not in text[begin : min(end, begin + 200)]:
            closing = _TEMPLATE_END.search(text, end) if templates else None
            # One that never ends hides nothing: better a template's text than none.
            templates = closing is not None
            template_end = closing.start() if closing else 0
        if name in _CELLS and parts:
            parts.append(" | ")
        elif name.removeprefix("/") in _BREAKING:
            lines.append("".join(parts))
            parts = []
            if name in {"pre", "/pre"}:
                pre = name == "pre"
    lines.append("".join(parts))
    return [line for line in map(_plain, lines) if line]


def _plain(line: str) -> str:
    if "&" in line:
        line = html.unescape(_LONG_REFERENCE.sub("\ufffd", line))
    return " ".join(line.split())
