"""A page as it came, made harmless, with the parts that went marked: for showing it in a frame.

Nothing runs and nothing is loaded: scripts, styles, forms, images and links' targets are gone; what is left is text in
structural tags. An element is marked where every block in it went; where it holds text that stays too, the characters
that went are found again among its text nodes and marked there. So a mark never covers text that stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import nh3

from cleaner.result import CleanResult
from cleaner.segment.elements import elements_by_order
from cleaner.segment.html import parse
from cleaner.segment.text_nodes import TextNodes, letters_of
from cleaner.types import Mode

MARK = "cleaner-removed"  # the class of a part that went; its title says as what, and why
MAX_CHARS = 3_000_000  # of markup; larger pages are not worth showing and cost the sanitiser seconds
_TAGS = frozenset(
    "a abbr address article aside b blockquote body br caption center cite code dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd label li main mark menu nav ol p pre q s samp "
    "section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
_WITH_CONTENT = frozenset("script style head template svg math noscript textarea title select".split())
_OUTERMOST = frozenset({"html", "body"})  # the sanitiser has no place for a mark on these
_SPANS = {"colspan", "rowspan"}
_ATTRIBUTES = {"*": {"dir", "lang", "title"}, "img": {"alt"}, "td": _SPANS, "th": _SPANS}


def marked_page(result: CleanResult) -> str | None:
    """The sanitised body of the page with `MARK` on what was removed, or None for a text or a page too large."""
    if result.mode is not Mode.HTML or len(result.source) > MAX_CHARS:
        return None
    tree = parse(result.source)
    for node in tree.css(f'[class~="{MARK}"], [title]'):
        for name in ("class", "title"):
            if name in node.attributes:
                del node.attrs[name]
    elements = elements_by_order(tree, result.source)
    whole: set[int] = set()
    for order, why in _removed_elements(result):
        if order in elements:
            whole.add(order)
            elements[order].attrs["class"] = MARK
            elements[order].attrs["title"] = why
    _mark_text(TextNodes(tree, elements), result, whole)
    return nh3.clean(
        tree.html or "",
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: {MARK} for tag in _TAGS},
        clean_content_tags=set(_WITH_CONTENT),
        link_rel=None,
    )


def _removed_elements(result: CleanResult) -> Iterator[tuple[int, str]]:
    """The outermost elements all of whose blocks went whole, by their number, each with a reason."""
    blocks = result.document.blocks
    went = [one.cut == ((0, len(block.text)),) for block, one in zip(blocks, result.decisions, strict=True)]
    count = Counter(element.order for block in blocks for element in block.path)
    gone = Counter(element.order for block in blocks if went[block.index] for element in block.path)
    reasons = _reasons(result)
    seen: set[int] = set()
    for block in blocks:
        around = [element.order for element in block.path if element.tag not in _OUTERMOST]
        whole = [order for order in around if gone[order] == count[order]]
        if went[block.index] and whole and whole[0] not in seen:
            seen.add(whole[0])
            yield whole[0], reasons.get(block.index, "removed")


def _reasons(result: CleanResult) -> dict[int, str]:
    return {one.block: f"{one.category.value}: {one.rule} {one.evidence}" for one in reversed(result.removed)}


def _mark_text(text: TextNodes, result: CleanResult, whole: Collection[int]) -> None:
    """Mark what went and stands in no element of `whole`: loose text beside what stays, and parts of blocks."""
    reasons = _reasons(result)
    for block, decision in zip(result.document.blocks, result.decisions, strict=True):
        found = text.find(block.text, [one.order for one in block.path])
        if found is None or any(one.order in whole for one in block.path):
            continue  # hidden or read in another way than it is written, or marked already
        for start, end in decision.cut:
            before, size = letters_of(block.text[:start]), letters_of(block.text[start:end])
            text.mark(found + len(before), len(size), reasons.get(block.index, "removed"))
    text.wrap(MARK)
