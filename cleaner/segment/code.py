r"""Code as a page shows it: its lines and indentation whole, without line numbers, gutters and copy buttons.

Highlighters set code in many ways: lines ended by `\n`, by `<br>`, or each in an element of its own; numbers in a
column of a table, in elements of their own, or in the same cell; editors without any `<pre>`. One walk reads them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from cleaner.segment.tidy import tidy

Attributes = Mapping[str, str | None]


def _class_pattern(names: str, after: str = r"$|\s") -> re.Pattern[str]:
    """What finds one of these names among the words of a class."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(names.split())})(?:{after})", re.IGNORECASE)


# Elements that show code without being a `<pre>`: editors, and the tables of highlighters. As CSS selectors.
_ALONE = (
    ".CodeMirror, .cm-editor, .ace_editor, .monaco-editor, .syntaxhighlighter, .crayon-syntax, .dp-highlighter,"
    " .codehilitetable"
)
_WRAPPER = ".highlight"  # of Jekyll, Hexo, Hugo, Sphinx, GitHub and its gists
EDITORS = f"{_ALONE}, {_WRAPPER}"
_IS_WRAPPER = _class_pattern("highlight")
_IS_EDITOR = _class_pattern(_ALONE.replace(".", "").replace(",", ""), r"$|[\s_-]")
_HOLDERS = frozenset({"div", "table", "figure", "ol", "section"})
_NUMBERS = _class_pattern(
    r"gutter gl lineno linenos linenodiv linenumber line-?numbers?(?:-rows|-wrapper)? lnt ln-num blob-num"
    r" hljs-ln-numbers crayon-nums? codemirror-(?:gutters?|gutter-\w+|linenumber|cursor\w*|measure|[hv]scrollbar)"
    r" cm-gutters? ace_(?:gutter\S*|cursor\S*|layer_cursor) margin-view-overlays number-column"
    r" react-syntax-highlighter-line-number"
)
_CONTROLS = _class_pattern(
    r"copy copy-?btn copy-?button copycode code-?header code-?toolbar-?buttons? toolbar toolbar-item clipboard\S*"
    r" crayon-toolbar sr-only zeroclipboard\S* code-?lang lang(?:uage)?-?(?:label|name|tag) filename-?bar"
)
_LINE = re.compile(
    r"(?:^|\s)(?:line|token-line|code-?line|view-line|cm-line|ace_line|crayon-line|hljs-ln-line|CodeMirror-line|cl)"
    r"(?:$|\s)",
    re.IGNORECASE,
)
_SKIPPED = frozenset("script style svg button textarea select input template head noscript img math".split())
_BLOCKS = frozenset("div p li tr pre dd dt ul ol table tbody thead blockquote section figure".split())
# What no code holds: a page that never closes its `<pre>`.
_FOREIGN = frozenset(
    "h1 h2 h3 h4 h5 h6 article form nav iframe main header footer aside video figcaption ul p dl".split()
)
NODES = 200_000  # of one piece of code

_NAMED = re.compile(
    r"(?:^|[\s;_])(?:language|lang|highlight-source|highlight-text-html|highlight|brush|sourcecode|code|type)[-:]\s?"
    r"([\w+#.-]{1,24})",
    re.IGNORECASE,
)
# Attributes that hold a language and nothing else, or settings with one among them.
_LANGUAGE_KEYS = ("data-lang", "data-language", "data-code-language", "data-enlighter-language")
_SETTING_KEYS = ("class", "data-syntaxhighlighter-params")
_LANGUAGES = frozenset(
    "abap ada apache applescript arduino asm awk bash bat c c++ c# cfg clojure cmake coffeescript conf console "
    "cpp cs csharp css cuda d dart diff dockerfile elixir elm erlang fish fortran fsharp gherkin glsl go "
    "golang gradle graphql groovy haskell hcl html http ini java javascript jinja js json json5 jsonc jsx "
    "julia kotlin kt latex less lisp lua makefile markdown matlab md nginx nim nix objc objectivec ocaml "
    "pascal perl php plaintext postgresql powershell prolog properties proto protobuf ps1 py python r rb rs "
    "ruby rust sass scala scheme scss sh shell sol solidity sql svelte swift tcl terraform tex text toml ts "
    "tsx typescript vb vba verilog vhdl vim vue wasm xml yaml yml zig zsh".split()
)
_NO_LANGUAGE = frozenset(
    "none text plain plaintext txt plain-text nohighlight no-highlight auto default code rouge".split()
)


class Code(NamedTuple):
    """Code as text, its language or nothing, and how many of its characters are links."""

    text: str
    language: str
    link_chars: int


def shows_code(node: LexborNode, attributes: Attributes) -> bool:
    """Whether an element that is no `<pre>` is a highlighter's or an editor's way to show one piece of code."""
    names = attributes.get("class")
    if not names or node.tag not in _HOLDERS:
        return False
    # Of the wrappers around a `<pre>` only those with a column of numbers are read in its place.
    return _IS_EDITOR.search(names) is not None or (
        _IS_WRAPPER.search(names) is not None and node.css_first("table pre, table code, td.blob-code") is not None
    )


def names_code(attributes: Attributes) -> bool:
    """Whether an element has the name of a highlighter's wrapper or of an editor."""
    names = attributes.get("class") or ""
    return _IS_WRAPPER.search(names) is not None or _IS_EDITOR.search(names) is not None


def read_code(node: LexborNode) -> Code | None:
    """The code that an element shows, or None where it holds more than code or nothing."""
    reader = _Reader()
    if not reader.read(node):
        return None
    text = tidy("".join(reader.parts).replace("\xa0", " "))[0]
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    text = "\n".join(lines).rstrip()
    return Code(text, language_of(node), min(reader.links, len(text))) if text else None


class _Reader:
    """Gathers the text of one element. `fresh` says that a line has just begun."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.fresh = True
        self.links = 0

    def read(self, root: LexborNode) -> bool:
        """Whether `root` holds code alone; its text is then in `parts`."""
        node: LexborNode | None = root.child
        # What is open, innermost last: the node, whether it is a line of its own, how many parts stood before it.
        open_: list[tuple[LexborNode, bool, int]] = []
        anchors = looked = 0
        while node is not None:
            looked += 1
            if looked > NODES:
                return False
            tag = node.tag or ""
            inner: LexborNode | None = None
            if tag == "-text":
                self._write(node.text_content or "", anchors)
            elif tag == "br":
                self._write("\n", 0)
            elif tag in _FOREIGN and not _in_editor(root, tag):
                return False
            elif tag[:1] != "-" and tag not in _SKIPPED:
                names = node.attributes.get("class") or ""
                if not (names and (_NUMBERS.search(names) or _CONTROLS.search(names))) and not _is_line_number(node):
                    block = tag in _BLOCKS
                    if block and not self.fresh:
                        self._write("\n", 0)
                    anchors += tag == "a"
                    inner = node.child
                    line = block and tag not in {"ul", "ol", "table", "tbody", "thead", "section", "figure"}
                    entry = node, line or (bool(names) and _LINE.search(names) is not None), len(self.parts)
                    if inner is not None:
                        open_.append(entry)
                    else:
                        anchors -= tag == "a"
                        self._close(entry)
            if inner is not None:
                node = inner
                continue
            following = node.next
            while following is None and open_:
                entry = open_.pop()
                anchors -= entry[0].tag == "a"
                self._close(entry)
                following = entry[0].next
            node = following
        return True

    def _write(self, text: str, anchors: int) -> None:
        if not text:
            return
        self.parts.append(text)
        self.fresh = text[-1] == "\n"
        if anchors:
            self.links += len(text)

    def _close(self, entry: tuple[LexborNode, bool, int]) -> None:
        """End the line that an element was: a block's at once, another's where the next line touches it."""
        node, line, before = entry
        if not line:
            return
        empty = len(self.parts) == before
        if node.tag in _BLOCKS:
            if empty and node.child is None and node.tag in {"td", "tr"}:
                return
            if not self.fresh or (empty and _is_line(node)):
                self._write("\n", 0)
            return
        beside = node.next
        if beside is not None and beside.tag == node.tag and (empty or not self.fresh) and _is_line(beside):
            self._write("\n", 0)


def _is_line(node: LexborNode) -> bool:
    return node.tag in {"div", "li", "p"} or _LINE.search(node.attributes.get("class") or "") is not None


def _in_editor(root: LexborNode, tag: str) -> bool:
    return tag in {"p", "ul", "header", "footer"} and root.tag != "pre"


def _is_line_number(node: LexborNode) -> bool:
    """Whether what an element holds is shown and never copied: numbers set beside lines."""
    attributes = node.attributes
    if attributes.get("unselectable") == "on" or "user-select:none" in (attributes.get("style") or "").replace(" ", ""):
        return (node.text(deep=True) or "").strip().isdigit()
    return False


def language_of(node: LexborNode) -> str:
    """The language that an element, the `<code>` in it or what stands around it names, in lower case, or nothing."""
    inner = node.css_first("code[class],code[data-lang]") or node.css_first("code")
    around: list[LexborNode] = [one for one in (inner, node) if one is not None]
    above = node.parent
    for _ in range(6):
        if above is None or above.tag in {"body", "article", "main", "html"}:
            break
        around.append(above)
        above = above.parent
    bare = ""
    for number, one in enumerate(around):
        attributes = one.attributes
        for key in (*_LANGUAGE_KEYS, "lang" if one.tag in {"pre", "code"} else _LANGUAGE_KEYS[0]):
            named = (attributes.get(key) or "").strip().lower()
            if named in _LANGUAGES or (named and key != "lang" and re.fullmatch(r"[\w+#.-]{1,24}", named)):
                return "" if named in _NO_LANGUAGE else named
        names = attributes.get("class") or ""
        for found in _NAMED.finditer(" ".join(filter(None, map(attributes.get, _SETTING_KEYS)))):
            named = found[1].lower()
            if "text-html" in found[0].lower() and named not in _LANGUAGES:
                return "html"  # GitHub's `highlight-text-html-basic`, and templates of languages unknown here
            if named in _LANGUAGES or found[0].strip(" ;_").lower().startswith(("language", "lang", "brush")):
                return "" if named in _NO_LANGUAGE else named
        if not bare and number < 4:
            bare = next((word for word in names.lower().split() if word in _LANGUAGES), "")
    return "" if bare in _NO_LANGUAGE else bare
