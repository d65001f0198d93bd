"""The elements of HTML as the walk over a page takes them: what ends a block, is passed over, leaves marks."""

from __future__ import annotations

from cleaner.types import Kind, MarkKind

BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "noscript ol optgroup p pre search section summary table tbody td template tfoot th thead title tr ul".split()
)
SKIPPED_TAGS = frozenset(
    "script style head svg math iframe object embed canvas audio video map select datalist textarea input "
    # Ruby annotations say how the word before them is read: they are no words of the text.
    "img picture source track param area base link meta col colgroup noframes frame applet rt rp rtc "
    "lite-youtube lite-vimeo amp-youtube amp-vimeo".split()
)
# Of these, what is read in a way of its own.
READ_WHOLE = frozenset(
    "input img picture math script iframe video audio object embed"
    " lite-youtube lite-vimeo amp-youtube amp-vimeo".split()
)
KINDS = {
    "p": Kind.PARAGRAPH,
    "li": Kind.ITEM,
    "dt": Kind.ITEM,
    "dd": Kind.ITEM,
    "pre": Kind.PRE,
    "blockquote": Kind.QUOTE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.PARAGRAPH,  # of a table: what its figures are, and no picture's words
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
}
MARKS = {
    "a": MarkKind.LINK,
    "b": MarkKind.STRONG,
    "strong": MarkKind.STRONG,
    "i": MarkKind.EMPHASIS,
    "em": MarkKind.EMPHASIS,
    "code": MarkKind.CODE,
    "kbd": MarkKind.CODE,
    "samp": MarkKind.CODE,
    "tt": MarkKind.CODE,
    "del": MarkKind.DELETED,
    "s": MarkKind.DELETED,
    "strike": MarkKind.DELETED,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
}
RAISED = frozenset({MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT})
SECTIONS = frozenset("section article main nav aside footer header".split())
LISTS = frozenset("ul ol dl menu".split())
# What says of which kind a block is; a `<div>` does so too where it has the role of a heading.
SHAPING_TAGS = frozenset({*KINDS, *SECTIONS, *LISTS, "table", "tr"})
