"""Tags that stand around the lines of a text that is written without them (LFT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.subject import speaks_of_sites
from cleaner.types import Category, Written
from cleaner.types.members import PRE

OWN_SHARE = 0.5  # of a text's words in lines with tags: there they are the text's own form
_FRAMES = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|ol"
    "|p|pre|section|small|table|tbody|td|th|thead|tr|ul|wbr"
)
_INLINE = "a|abbr|b|cite|em|font|i|ins|mark|q|s|span|strike|strong|sub|sup|u"
_ATTRIBUTES = r"(?:\s[^<>]{0,500})?"
_EDGE_TAG = rf"(?:<!--[^<>]{{0,300}}-->|</?(?:{_FRAMES}|{_INLINE}){_ATTRIBUTES}\s?/?>)"
_OPENING = re.compile(rf"(?:{_EDGE_TAG}\s*)+", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:\s*{_EDGE_TAG})+$", re.IGNORECASE)
_INSIDE = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}>|(?<=[.!?…。！？»”\"]) ?<br\s?/?>(?=\s)", re.IGNORECASE)
_PAIR = re.compile(rf"<({_INLINE})(?:\s[^<>]{{0,500}})?>[^<>]{{1,400}}</\1>", re.IGNORECASE)
_FRAME_INSIDE = re.compile(rf"</?(?!br\b)(?:{_FRAMES})(?:\s[^<>]{{0,500}})?\s?/?>", re.IGNORECASE)
_SUBJECT = re.compile(r"(?<![.\w/])(?:X?HTML5?|XML|CSS)\b")
_BARE = re.compile(r"</?[a-zA-Z0-9]+\s?/?>$")
_EDGE = 1_500  # characters at a line's end in which its closing tags stand


@rule(
    "LFT011",
    "stray-tag",
    Category.WIDGET,
    -4.0,
    modes=TEXT,
    fires=(
        Example(f'{MONDAY}\n<p class="intro">{MAYOR}</p>\n{TUESDAY}', on=("The mayor",)),
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}<br />", on=("The mayor",)),
        Example(f"{MONDAY}\n<div>{MAYOR} It was <b>late</b>.</div>\n{TUESDAY}", on=("The mayor",)),
        Example(f'<p dir="ltr">{MONDAY}</p>\n<p dir="ltr">{MAYOR}</p>', on=("The council", "The mayor")),
    ),
    silent=(
        Example(f"<p>{MONDAY}</p>\n<p>{MAYOR}</p>"),
        Example(f"{MONDAY} He wrote <p> on the wall.\n{MAYOR}\n{TUESDAY}"),
        Example(f"{MONDAY}\nAda <ada@harbour.example> wrote to <the others>\n{MAYOR}"),
        Example(f"{MONDAY}\nIn HTML a paragraph is put between two marks, like <p>this</p>\n{TUESDAY}"),
        Example(f"{MONDAY}\nHis note ended with the words of a boy who was nine: <p>Hello</p>\n{TUESDAY}"),
        Example(f"{MONDAY}\nIf a <b and c> d the quay holds.\n{MAYOR}"),
    ),
)
def stray_tag(page: Page) -> Iterator[Finding]:
    """Finds tags at the ends of a line, and pairs of them inside it, in a text that is written without tags.

    Why: a scraper took the text and forgot these. A text in which all lines wear them bare, `<p>` and `<br>`, was
    written so and keeps them; attributes are a page's.
    Example: `<p class="intro">The council met.</p>`
    Source: own observation on scraped texts
    """
    for index, tags in _tagged(page).items():
        for span in tags:
            yield Finding(index, f"a tag around what was written: {_told(page, index, span)}", span=span)


def lines_in_tags(page: Page) -> tuple[int, ...]:
    """The lines that wear stray tags."""
    return tuple(_tagged(page))


@derived
def _tagged(page: Page) -> dict[int, tuple[Written, ...]]:
    """The stray tags of each line that wears some, as the line is written; nothing where they are the text's form."""
    if "<" not in page.source or not page.decoded or _SUBJECT.search(page.source):
        return {}
    found: dict[int, tuple[Written, ...]] = {}
    bare = True
    for block in page.document.blocks:
        if "<" not in block.text or block.kind in FIXED_KINDS or block.kind is PRE or block.index not in page.decoded:
            continue
        tags = tuple(_tags_of(block.text))
        if tags:
            found[block.index] = tags
            bare = bare and all(_BARE.match(block.text[a:b].strip()) for a, b in tags)
    if not found or speaks_of_sites(page):
        return {}
    tagged = sum(page.measures[index].words for index in found)
    own = bare and tagged > OWN_SHARE * sum(m.words for m in page.measures)
    return {} if own else found


def _tags_of(text: str) -> Iterator[Written]:
    """Where tags stand at the ends of a line, in pairs inside it, and where it breaks between sentences."""
    opening = _OPENING.match(text)
    first = opening.end() if opening else 0
    if first >= len(text):
        return
    closing = _CLOSING.search(text, max(first, len(text) - _EDGE)) if text.endswith(">") else None
    last = closing.start() if closing else len(text)
    if _FRAME_INSIDE.search(text, first, last):
        return  # shown in the middle of a sentence, or lines run together
    if first:
        yield Written(0, first)
    paired = bool(_PAIR.search(text, first, last))
    for hit in _INSIDE.finditer(text, first, last):
        if paired or hit.group().lstrip()[:3].lower() == "<br":
            yield Written(*hit.span())
    if last < len(text):
        yield Written(last, len(text))


def _told(page: Page, index: int, span: Written) -> str:
    return page.document.blocks[index].text[span.start : span.end].strip()[:40]


RULES = (stray_tag,)
