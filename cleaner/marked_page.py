"""A page as it came, made harmless, with the parts that went marked: for showing it in a frame.

Nothing runs and nothing is loaded: scripts, styles, forms, images and links' targets are gone; what is left is text in
structural tags. A part is marked where every block in it went, so a mark never covers text that stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import nh3

from cleaner.result import CleanResult
from cleaner.segment.homes import elements_of_blocks
from cleaner.segment.html import parse
from cleaner.types import Mode

MARK = "cleaner-removed"  # the class of a part that went; its title says as what, and why
MAX_CHARS = 3_000_000  # of markup; larger pages are not worth showing and cost the sanitiser seconds
_TAGS = frozenset(
    "a abbr address article aside b blockquote body br caption center cite code dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd label li main mark menu nav ol p pre q s samp "
    "section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
_WITH_CONTENT = frozenset("script style head template svg math noscript textarea title select".split())
_SPANS = {"colspan", "rowspan"}
_ATTRIBUTES = {"*": {"dir", "lang", "title"}, "img": {"alt"}, "td": _SPANS, "th": _SPANS}
Around = Sequence[tuple[int, Any]]  # a block's elements, innermost first: their number in the page and their node


def marked_page(result: CleanResult) -> str | None:
    """The sanitised body of the page with `MARK` on what was removed, or None for a text or a page too large."""
    if result.mode is not Mode.HTML or len(result.source) > MAX_CHARS:
        return None
    tree = parse(result.source)
    for node in tree.css(f'[class~="{MARK}"], [title]'):
        for name in ("class", "title"):
            if name in node.attributes:
                del node.attrs[name]
    for node, why in list(_removed_parts(result, elements_of_blocks(tree, result.source))):
        node.attrs["class"] = MARK
        node.attrs["title"] = why
    return nh3.clean(
        tree.html or "",
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: {MARK} for tag in _TAGS},
        clean_content_tags=set(_WITH_CONTENT),
        link_rel=None,
    )


def _removed_parts(result: CleanResult, around: Sequence[Around]) -> Iterator[tuple[Any, str]]:
    """The outermost elements all of whose blocks went whole, each with a reason."""
    pairs = zip(result.document.blocks, result.decisions, strict=True)
    went = [decision.cut == ((0, len(block.text)),) for block, decision in pairs]
    # Blocks that came from data in the page stand behind those of its tree and in none of its elements.
    placed = list(zip(around, went, strict=False))
    count = Counter(order for elements, _ in placed for order, _ in elements)
    gone = Counter(order for elements, removed in placed if removed for order, _ in elements)
    reasons = {one.block: f"{one.category.value}: {one.rule} {one.evidence}" for one in reversed(result.removed)}
    seen: set[int] = set()
    for index, (elements, removed) in enumerate(placed):
        whole = [(order, node) for order, node in elements if gone[order] == count[order]]
        if removed and whole and whole[-1][0] not in seen:
            seen.add(whole[-1][0])
            yield whole[-1][1], reasons.get(index, "removed")
