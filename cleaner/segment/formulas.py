"""Formulas as text: TeX where the page carries it, else MathML in one readable line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

Attributes = Mapping[str, str | None]

# The drawn copy of a formula, which stands beside its source.
_DRAWN = re.compile(
    r"(?:^|\s)(?:katex-html|MathJax(?:_\w+)?|MathJax_Preview|mjx-chtml|mjx-math|MJXc-display|mathjax-svg)(?:$|\s)"
)
_SOURCES = ("data-latex", "data-tex", "data-math", "data-formula", "data-expr", "data-original-tex")
_IMAGE = re.compile(
    r"(?:^|[\s_-])(?:mwe-math-fallback-image\S*|latex|tex|math|equation|formula|ql-img-\S+)(?:$|[\s_-])", re.IGNORECASE
)
_ON_ITS_LINE = re.compile(r"(?:^|\s)(?:katex-display|MathJax_Display|MJXc-display|mwe-math-element-block)(?:\s|$)")
RENDERER_STEPS = 4  # elements that a renderer puts around its MathML
_DISPLAY = re.compile(r"\\displaystyle|(?:^|[\s_-])(?:display|block)(?:$|[\s_-])")
NODES = 20_000  # of one formula


class Formula(NamedTuple):
    """A formula's text; whether that is TeX; whether it stands on a line of its own."""

    text: str
    tex: bool
    display: bool


def from_attributes(attributes: Attributes) -> Formula | None:
    """The TeX that an element's attributes carry, as editors write it, or None."""
    for key in _SOURCES:
        value = attributes.get(key)
        if value and not value.lstrip().startswith(("{", "[", "<")) and len(value) < NODES:
            return Formula(_plain(value), tex=True, display="display" in (attributes.get("class") or ""))
    names = attributes.get("class") or ""
    if "ql-formula" in names and attributes.get("data-value"):
        return Formula(_plain(attributes["data-value"] or ""), tex=True, display=False)
    if "latex-rendered" in names:
        try:
            value = json.loads(attributes.get("data-attrs") or "").get("persistentExpression")
        except (ValueError, AttributeError, RecursionError):
            value = None
        if isinstance(value, str):
            return Formula(_plain(value), tex=True, display=True)
    return None


def is_drawn(attributes: Attributes) -> bool:
    """Whether an element is the drawn copy of a formula whose source stands beside it."""
    names = attributes.get("class")
    return names is not None and _DRAWN.search(names) is not None


def source_beside(node: LexborNode) -> LexborNode | None:
    """The source of a drawn formula: the script behind it, the `<math>` in it or before it, or None."""
    line = node.parent
    alone = node.next is None and line is not None and _is_on_its_line(line)
    beside = line.next if alone and line is not None else node.next
    for _ in range(3):
        if beside is None:
            break
        if beside.tag == "script":
            if (beside.attributes.get("type") or "").startswith("math/tex"):
                return beside
            break
        beside = beside.next
    inner = node.css_first("math")
    if inner is not None:
        return inner
    beside = node.prev
    while beside is not None and beside.tag == "-text":
        beside = beside.prev
    if beside is None or beside.tag == "math":
        return beside
    return beside.css_first("math")


def from_script(node: LexborNode, attributes: Attributes) -> Formula | None:
    """The TeX of a `<script type="math/tex">`, or None."""
    kind = attributes.get("type") or ""
    if not kind.startswith("math/tex"):
        return None
    return Formula(_plain(node.text(deep=True) or ""), tex=True, display="display" in kind)


def from_image(attributes: Attributes) -> Formula | None:
    """The TeX in the alternative text of a formula's image, or None."""
    alt = (attributes.get("alt") or "").strip()
    names = attributes.get("class") or ""
    source = attributes.get("src") or ""
    named = (
        _IMAGE.search(names) is not None or "latex.php" in source or "/math/render/" in source or "codecogs" in source
    )
    if not alt or not named or not any(sign in alt for sign in "\\^_={}+"):
        return None
    return Formula(_plain(alt), tex=True, display=_DISPLAY.search(names) is not None)


def from_math(node: LexborNode, attributes: Attributes) -> Formula | None:
    """The formula of a `<math>` element: its TeX annotation, its `alttext`, or its MathML in a line."""
    display = attributes.get("display") == "block" or attributes.get("mode") == "display" or _stands_in_display(node)
    for note in node.css("annotation"):
        if "tex" in (note.attributes.get("encoding") or "").lower():
            text = _plain(note.text(deep=True) or "")
            if text:
                return Formula(text, tex=True, display=display)
    alt = _plain(attributes.get("alttext") or "")
    if alt:
        return Formula(alt, tex=True, display=display)
    text = _linear(node)
    return Formula(text, tex=False, display=display) if text else None


def _stands_in_display(node: LexborNode) -> bool:
    """Whether a renderer of formulas has put one on a line of its own, whatever its MathML says."""
    around = node.parent
    for _ in range(RENDERER_STEPS):
        if around is None:
            return False
        if _is_on_its_line(around):
            return True
        around = around.parent
    return False


def _is_on_its_line(node: LexborNode) -> bool:
    return _ON_ITS_LINE.search(node.attributes.get("class") or "") is not None


def _plain(tex: str) -> str:
    """TeX on one line, without the wrapper that Wikipedia puts around it and without delimiters."""
    text = " ".join(tex.split())
    for before, after in (
        ("{\\displaystyle", "}"),
        ("{\\textstyle", "}"),
        ("$$", "$$"),
        ("\\[", "\\]"),
        ("\\(", "\\)"),
        ("$", "$"),
    ):
        if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after):
            text = text[len(before) : len(text) - len(after)].strip()
    return text


def _linear(root: LexborNode) -> str:
    """MathML as one line: `√x`, `a/b`, `x^2`, `(a+b)/c`. One pass, innermost first."""
    done: list[list[str]] = [[]]
    open_: list[LexborNode] = []
    node = root.child
    looked = 0
    while node is not None and looked < NODES:
        looked += 1
        tag = node.tag or ""
        if tag == "-text":
            text = (node.text_content or "").strip()
            if text:
                done[-1].append(" ".join(text.split()))
        elif tag not in {"annotation", "annotation-xml"} and node.child is not None:
            open_.append(node)
            done.append([])
            node = node.child
            continue
        following = node.next
        while following is None and open_:
            one = open_.pop()
            parts = done.pop()
            done[-1].append(_linear_form(one, parts))
            following = one.next
        node = following
    while open_:
        one = open_.pop()
        parts = done.pop()
        done[-1].append(_linear_form(one, parts))
    return " ".join("".join(done[0]).split())


def _linear_form(node: LexborNode, parts: list[str]) -> str:
    tag = node.tag or ""
    if tag == "mfrac" and len(parts) == 2:
        return f"{_operand(parts[0])}/{_operand(parts[1])}"
    if tag == "msqrt":
        return "√" + _operand("".join(parts))
    if tag == "mroot" and len(parts) == 2:
        return f"{_operand(parts[0])}^(1/{parts[1]})"
    if tag in {"msup", "mover"} and len(parts) == 2:
        return f"{_operand(parts[0])}^{_operand(parts[1])}"
    if tag in {"msub", "munder"} and len(parts) == 2:
        return f"{parts[0]}_{_operand(parts[1])}"
    if tag in {"msubsup", "munderover"} and len(parts) == 3:
        return f"{parts[0]}_{_operand(parts[1])}^{_operand(parts[2])}"
    if tag == "mfenced":
        attributes = node.attributes
        return (attributes.get("open") or "(") + ", ".join(parts) + (attributes.get("close") or ")")
    if tag == "mtr":
        return ", ".join(parts)
    if tag == "mtable":
        return "[" + "; ".join(parts) + "]"
    if tag == "mtext":
        return " " + "".join(parts) + " "
    if tag == "mo" and parts and parts[0] in "=<>≤≥≠≈→∈+−±":
        return f" {parts[0]} "
    return "".join(parts)


def _operand(text: str) -> str:
    """A part as one operand: in brackets where it is more than a letter, a number or a bracketed whole."""
    text = text.strip()
    return text if len(text) <= 1 or text.isalnum() or (text[0] == "(" and text[-1] == ")") else f"({text})"
