"""What a page holds beyond plain markup: one look at its tree says where the walk must read whole elements."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.code import EDITORS, names_code, shows_code

SIDE_NOTE = re.compile(r"(?:^|\s)(?:side-?note|margin-?note)(?:\s|$)")
_DOUBLE = re.compile(r"&amp;(?:amp|quot|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});")
# One look at the tree for all of these takes half a millisecond a page; to read every element's attributes takes two.
_APART = (
    "math, mjx-container, .katex-html, .MathJax, .MathJax_Preview, [data-latex], [data-math], .ql-formula,"
    " .latex-rendered, .sidenote, .marginnote"
)
_SIGNS = f'{_APART}, [role="heading"], {EDITORS}'


class Signs(NamedTuple):
    """What a page holds beyond plain markup, by the `mem_id` of its elements; where to look and where not."""

    code: frozenset[int] = frozenset()  # code that is shown without a `<pre>`, or with one among line numbers
    headings: frozenset[int] = frozenset()  # elements with the role of a heading
    apart: frozenset[int] = frozenset()  # side notes, and formulas that are drawn or stand in attributes
    formulas: bool = False
    escaped: bool = False  # its text was escaped twice

    @property
    def any(self) -> bool:
        """Whether there are elements to be read whole."""
        return bool(self.code or self.apart)


def signs_of(tree: LexborHTMLParser, source: str | None) -> Signs:
    """What a tree holds beyond plain markup; `source` is its markup."""
    code, headings, apart = set(), set(), set()
    formulas_found = False
    for node in tree.css(_SIGNS):
        attributes = node.attributes
        if shows_code(node, attributes):
            code.add(node.mem_id)
        elif attributes.get("role") == "heading":
            headings.add(node.mem_id)
        elif not names_code(attributes):
            apart.add(node.mem_id)
            formulas_found = formulas_found or SIDE_NOTE.search(attributes.get("class") or "") is None
    escaped = source is not None and "&amp;" in source and _DOUBLE.search(source) is not None
    # A page about markup shows references on purpose.
    escaped = escaped and tree.css_first("code, pre") is None
    return Signs(frozenset(code), frozenset(headings), frozenset(apart), formulas_found, escaped)
