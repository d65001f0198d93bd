"""All features of all blocks of a page as one matrix, in one pass; NAMES documents every column."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.model.blocks import around, rows
from cleaner.model.blocks import own as o
from cleaner.model.blocks.grid import Floats, grid
from cleaner.model.blocks.head import Head, read_head
from cleaner.model.blocks.lexicon import KINDS, Lexicon
from cleaner.model.blocks.rows import Seen
from cleaner.rules.page import Page
from cleaner.types import Kind

_HEADING = list(Kind).index(Kind.HEADING)
_PAGE_NAMES = (
    ("blocks", "blocks of the page"), ("words", "words of the page"), ("linked", "its link density"),
    ("prose", "share of prose words"), ("mean", "words a block"), ("headings", "share of headings"),
    ("items", "share of list items"), ("tiny", "share of blocks of 3 words or fewer"), ("score", "mean learned weight"),
    ("main_share", "share of the words in the main element"), ("main_linked", "link density of the main element"),
    ("main_prose", "share of prose in the main element"), ("peers", "most elements of one look under one parent"),
    ("peers_words", "share of words in such elements"), ("body_words", "words of the embedded body"),
    ("body_found", "share of the page's words that stand in it"), ("prices", "blocks with a price"),
    ("elements", "elements that hold text"), ("h1", "headings of rank 1"), ("titled", "words of the title"),
)  # fmt: skip


def _names() -> tuple[tuple[str, str], ...]:
    found = list(o.NAMES) + list(rows.ROW_NAMES) + list(rows.LIKE_NAMES)
    found += [(f"up_{tag}", meaning) for tag, meaning in around.LANDMARK_NAMES]
    for ring in range(around.RINGS):
        found += [(f"ring{ring}_{n}", f"enclosing element {ring}: {meaning}") for n, meaning in around.ELEMENT_NAMES]
    for card in ("card", "outer"):
        which = "innermost" if card == "card" else "outermost"
        found += [(f"{card}_{n}", f"{which} repeated element: {meaning}") for n, meaning in around.ELEMENT_NAMES]
    found += [(f"main_{n}", f"main element: {meaning}") for n, meaning in around.MAIN_NAMES]
    for step in rows.STEPS:
        found += [(f"near{step:+d}_{n}", f"the block {step:+d} away: {n}") for n in rows.NEAR_NAMES]
    found += [(f"page_{n}", f"page: {meaning}") for n, meaning in _PAGE_NAMES]
    found += [(f"page_like_{kind}", f"page: learned sign of kind {kind}") for kind in KINDS]
    return tuple(found)


NAMES = _names()


def features(page: Page, lexicon: Lexicon) -> npt.NDArray[np.float32]:
    """One row a block, one column for each of NAMES, of a page that has blocks."""
    head = read_head(page.source, page.url)
    laid = grid(page.blocks)
    own = o.own(page, head, lexicon)
    names = lexicon.of_elements(laid)
    sums = around.block_sums(own)
    table = around.element_table(laid, sums, names)
    ring = around.rings(laid)
    inner, outer = around.cards(laid)
    main = around.main_element(laid, sums[:, 3], sums[:, 1])
    seen = Seen(laid, own, sums, names, table, main)
    n = len(page.blocks)
    parts = [
        own,
        rows.rows(seen),
        rows.likes(seen),
        around.landmarks(laid),
        table[ring].reshape(n, -1),
        table[inner] * (inner > 0)[:, None],
        table[outer] * (outer > 0)[:, None],
        around.to_main(laid, main),
        rows.near(seen),
        np.tile(_whole(seen, head, lexicon), (n, 1)),
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _whole(seen: Seen, head: Head, lexicon: Lexicon) -> Floats:
    """One figure for each of the page's names: the same for all of its blocks."""
    laid, own, table, main = seen.grid, seen.own, seen.table, seen.main
    n = len(own)
    most = int(np.argmax(laid.peers))
    told = float((own[:, o.WORDS] * np.maximum(0, own[:, o.IN_BODY])).sum()) / max(1.0, table[0, 1])
    crowd = (laid.parent == laid.parent[most]) & (laid.look == laid.look[most])
    found = [
        n, table[0, 1], table[0, 5], table[0, 6], table[0, 3], table[0, 7], table[0, 8], table[0, 9], table[0, 10],
        table[main, 2], table[main, 5], table[main, 6], laid.peers[most], float(table[crowd, 2].sum()),
        head.body_words, told, own[:, o.PRICE].sum(), len(laid.elements),
        ((own[:, o.KIND] == _HEADING) & (own[:, o.LEVEL] == 1)).sum(), len(head.title),
        *lexicon.of_page(head.marks),
    ]  # fmt: skip
    return np.array(found, dtype=np.float64)
