"""HTML to blocks: one iterative walk over selectolax's lexbor tree.

Block-level tags end a block; inline tags leave marks. Lists, tables, code, quotes and captions keep their kind; images,
embeds and rules stand between the blocks. Hidden elements are blocks like any other: their `Element.hidden` says why a
reader does not see them, and rules judge them. `<noscript>` holding block markup, declarative shadow roots and frames
that carry their document are read in place.

The walk never recurses and keeps at most PATH_LIMIT ancestors a block, so its time and memory stay linear
in the number of nodes for any nesting.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from cleaner.segment import formulas
from cleaner.segment.code import EDITORS, read_code, shows_code
from cleaner.segment.css import Hiding, hiding, inline_hiding
from cleaner.segment.frames import Frame, token_words
from cleaner.segment.gather import Gathering
from cleaner.segment.inline import SPACED, is_note_link, names_note
from cleaner.segment.media import Image, read_embed, read_image
from cleaner.segment.tables import holds_data
from cleaner.types import Block, Document, Element, Kind, MarkKind, Medium, MediumKind

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
_READ_WHOLE = frozenset(
    "input img picture math script iframe video audio object embed"
    " lite-youtube lite-vimeo amp-youtube amp-vimeo".split()
)
_KINDS = {
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
_MARKS = {
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
_RAISED = frozenset({MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT})
_SECTIONS = frozenset("section article main nav aside footer header".split())
_LISTS = frozenset("ul ol dl menu".split())

PATH_LIMIT = 64  # elements; real pages stay under 50, and deep traps must not cost memory
_PATH_OUTER = 16
_MARKUP = re.compile(r"<(?:p|div|article|section|h[1-6]|li|br|td)\b", re.IGNORECASE)
_DOUBLE = re.compile(r"&amp;(?:amp|quot|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});")
_SIDE_NOTE = re.compile(r"(?:^|\s)(?:side-?note|margin-?note)(?:\s|$)")


def parse(html: str) -> LexborHTMLParser:
    """The lexbor tree of a page. WO_EVENTS: with them, unclosed `<option>` costs n squared."""
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)


def segment(tree: LexborHTMLParser, source: str | None = None, url: str | None = None) -> Document:
    """The page's blocks and media in reading order. `source` is the tree's markup, `url` where it was fetched."""
    walker = _Walker(hiding(tree), tree, signs_of(tree, source))
    root = tree.root
    if root is not None:
        walker.walk(root)
    return Document(tuple(walker.blocks), tuple(walker.media), _base(tree, url))


def _base(tree: LexborHTMLParser, url: str | None) -> str:
    element = tree.head.css_first("base") if tree.head is not None else None
    named = (element.attributes.get("href") or "").strip() if element is not None else ""
    try:
        return urljoin(url or "", named) if named else url or ""
    except ValueError:
        return url or ""


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


_PERHAPS_READ = frozenset({"noscript", "hr", "pre"})
# One look at the tree for all of these takes half a millisecond a page; to read every element's attributes takes two.
_APART = (
    "math, mjx-container, .katex-html, .MathJax, .MathJax_Preview, [data-latex], [data-math], .ql-formula,"
    " .latex-rendered, .sidenote, .marginnote"
)
_SIGNS = f'{_APART}, [role="heading"], {EDITORS}'


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
        else:
            apart.add(node.mem_id)
            formulas_found = formulas_found or _SIDE_NOTE.search(attributes.get("class") or "") is None
    escaped = source is not None and "&amp;" in source and _DOUBLE.search(source) is not None
    # A page about markup shows references on purpose.
    escaped = escaped and tree.css_first("code, pre") is None
    return Signs(frozenset(code), frozenset(headings), frozenset(apart), formulas_found, escaped)


class _Walker:
    """Walks a tree and gathers blocks and media. One object a page."""

    def __init__(self, hidden: Hiding, tree: LexborHTMLParser, signs: Signs) -> None:
        self.blocks: list[Block] = []
        self.media: list[Medium] = []
        self.hidden = hidden
        self.tree = tree
        self.signs = signs
        self.order = 0
        self.breaks = 0
        self.line = Gathering()
        self.notes: list[tuple[LexborNode, Frame]] = []  # side notes, due behind the block they stand in
        self.named: dict[str, tuple[tuple[str, ...], str]] = {}  # what names say, and whether style sheets hide them
        self.controlled: frozenset[str] | None = None

    def walk(self, root: LexborNode, base: Frame | None = None) -> None:
        """Visit every node under `root` once, in document order."""
        frame = self._open(root, root.tag or "template", base)
        bottom = frame
        node = root.child
        while node is not None:
            tag = node.tag
            if tag == "-text":
                self._text(node.text_content or "", frame)
            elif tag == "br":
                self._break(frame)
            elif tag is not None and tag not in SKIPPED_TAGS and tag[0] != "-":
                inner = self._enter(node, tag, frame)
                if inner is not None:
                    child = node.child
                    if child is not None:
                        frame, node = inner, child
                        continue
                    self._leave(inner)
            elif tag in _READ_WHOLE:
                self._read_whole(node, tag, frame)
            following = node.next
            while following is None and frame is not bottom:
                self._leave(frame)
                assert frame.node is not None and frame.parent is not None  # noqa: PT018 - only the bottom has neither
                following = frame.node.next
                frame = frame.parent
            node = following
        self._leave(bottom)

    def _open(self, node: LexborNode | None, tag: str, parent: Frame | None) -> Frame:
        self.order += 1
        frame = Frame(node, tag, parent, self.order)
        if node is not None and tag in BLOCK_TAGS:
            self._shape(frame)
        return frame

    def _enter(self, node: LexborNode, tag: str, parent: Frame) -> Frame | None:
        """Open an element, or read it whole (code, formulas, shadow roots, textual noscript) and give back None."""
        if tag == "template":
            self._shadow(node, parent)
            return None
        line = self.line
        if tag in BLOCK_TAGS:
            if not parent.row:
                if line.pieces or self.notes:
                    self._flush(parent)
                self.breaks = 0
            elif tag in {"td", "th"}:
                line.open_cell()
            elif line.cell_start >= 0:
                line.add_break()
            frame = self._open(node, tag, parent)
            return None if (tag in _PERHAPS_READ or self.signs.any) and self._try_read_whole(node, frame) else frame
        frame = self._open(node, tag, parent)
        kind = _MARKS.get(tag)
        if self.signs.apart and node.mem_id in self.signs.apart and self._is_set_apart(node, frame):
            return None
        if tag == "code" and not line.pieces and not parent.row and node.css_first("br") is not None:
            return None if self._code(node, frame) else frame
        if tag == "q" and not _has_own_quotes(node):
            self._text("“", frame)
        if kind is not None or line.closed is not None:
            line.open_inline(frame, kind)
        return frame

    def _try_read_whole(self, node: LexborNode, frame: Frame) -> bool:
        """Read a block-level element whole where it is code, a rule or a `<noscript>` kept as text."""
        tag = frame.tag
        if tag == "noscript":
            return self._textual(node, frame)
        if tag == "hr":
            self._medium(MediumKind.RULE, frame, Image("", "", ""))
            return True
        if frame.row:
            return False
        if tag == "pre" or (self.signs.code and node.mem_id in self.signs.code):
            return self._code(node, frame)
        return bool(self.signs.apart) and node.mem_id in self.signs.apart and self._is_set_apart(node, frame)

    def _code(self, node: LexborNode, frame: Frame) -> bool:
        code = read_code(node)
        if code is None:
            return False
        inner = node.css_first("code") if frame.tag == "pre" else None
        home = self._open(inner, "code", frame) if inner is not None else frame
        self._flush(frame.parent or frame)
        self.blocks.append(
            Block(
                index=len(self.blocks),
                text=code.text,
                kind=Kind.PRE,
                path=self._path(home),
                link_chars=min(code.link_chars, len(code.text)),
                language=code.language,
            )
        )
        return True

    def _is_set_apart(self, node: LexborNode, frame: Frame) -> bool:
        """Read a formula, pass its drawn copy over, or put a side note off to the end of the block."""
        attributes = frame.read_attributes()
        if _SIDE_NOTE.search(attributes.get("class") or ""):
            if self.line.pieces:
                self.notes.append((node, frame))
                return True
            return False
        found = formulas.from_attributes(attributes)
        if found is None and formulas.is_drawn(attributes):
            source = formulas.source_beside(node)
            if source is None:
                return False
            if source.tag == "math" and node.css_first("math") is not None:
                found = formulas.from_math(source, source.attributes)
            if found is None:
                return True
        if found is None:
            return False
        self.line.add_formula(found, frame)
        if frame.tag in BLOCK_TAGS:
            self._flush(frame)
        return True

    def _shape(self, frame: Frame) -> None:
        """Set kind, level, group and number from the tag."""
        tag = frame.tag
        kind = _KINDS.get(tag)
        if kind is not None and not (kind is Kind.PARAGRAPH and frame.kind in {Kind.ITEM, Kind.QUOTE, Kind.CAPTION}):
            frame.kind = kind
        if kind is Kind.HEADING:
            frame.level = int(tag[1])
        elif tag == "div" and self.signs.headings and frame.node is not None:
            if frame.node.mem_id in self.signs.headings:
                frame.kind = Kind.HEADING
                level = frame.read_attributes().get("aria-level") or ""
                frame.level = int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2
        elif tag in _LISTS:
            inner = frame.parent is not None and frame.parent.kind is Kind.ITEM
            frame.level = frame.level + 1 if inner else 1
            frame.group = frame.order
            frame.ordered = tag == "ol"
            if frame.ordered:
                self._count(frame)
        elif tag == "li":
            self._number(frame)
        elif tag == "table":
            frame.group = frame.order
            if frame.node is not None and not frame.row and holds_data(frame.node):
                frame.kind = Kind.CELL
            elif frame.kind is Kind.CELL:
                frame.kind = Kind.PARAGRAPH
        elif tag == "tr":
            frame.row = frame.kind is Kind.CELL
        elif tag in _SECTIONS and frame.kind is Kind.HEADING:
            frame.kind = Kind.PARAGRAPH

    def _count(self, frame: Frame) -> None:
        """The number an ordered list begins with, and whether it counts down."""
        attributes = frame.read_attributes()
        start = _integer(attributes.get("start"))
        if "reversed" in attributes:
            frame.step = -1
            if start is None and frame.node is not None:
                start = sum(1 for child in frame.node.iter() if child.tag == "li")
        frame.count = 1 if start is None else start

    def _number(self, frame: Frame) -> None:
        above = frame.parent
        if above is None or above.tag != "ol":
            return
        value = _integer(frame.read_attributes().get("value"))
        frame.number = above.count if value is None else value
        above.count = frame.number + above.step

    def _leave(self, frame: Frame) -> None:
        tag = frame.tag
        line = self.line
        if tag in BLOCK_TAGS:
            if frame.row and tag != "tr":
                if tag in {"td", "th"}:
                    self._close_cell(frame)
                elif line.cell_start >= 0:
                    line.add_break()
            else:
                if line.pieces or self.notes:
                    self._flush(frame)
                elif line.cells:
                    line.cells = []
                self.breaks = 0
            return
        kind = _MARKS.get(tag)
        if kind in _RAISED:
            attributes = frame.read_attributes()
            note = names_note(attributes) or any(
                mark.kind is MarkKind.LINK and mark.start >= frame.cut and "#" in mark.value for mark in line.marks[-4:]
            )
            line.close_raised(frame, kind, note=note)
        elif kind is MarkKind.LINK:
            attributes = frame.read_attributes()
            target = (attributes.get("href") or "").strip()
            line.close_inline(frame, kind, target, " ".join((attributes.get("title") or "").split()))
            if "#" in target and line.length - frame.cut < 12 and is_note_link(attributes):
                line.close_raised(frame, kind, note=True)
        elif kind is not None or tag in SPACED:
            line.close_inline(frame, kind, "", "")
        elif tag == "q" and frame.node is not None and not _has_own_quotes(frame.node):
            self._text("”", frame)

    def _close_cell(self, frame: Frame) -> None:
        attributes = frame.read_attributes()
        self.line.close_cell(
            header=frame.tag == "th",
            columns=min(max(_integer(attributes.get("colspan")) or 1, 1), 100),
            rows=min(max(_integer(attributes.get("rowspan")) or 1, 1), 1_000),
        )

    def _text(self, raw: str, frame: Frame) -> None:
        if not raw:
            return
        if frame.kind is Kind.PRE:
            self.line.add_verbatim(raw, frame)
            return
        if self.signs.escaped and "&" in raw and not self.line.code_depth:
            raw = html.unescape(raw)
        self.line.add(raw, frame)
        if self.breaks and not raw.isspace():
            self.breaks = 0

    def _break(self, frame: Frame) -> None:
        if frame.kind is Kind.PRE:
            self.line.add_verbatim("\n", frame)
            return
        self.line.add_break()
        self.breaks += 1
        if self.breaks >= 2 and not frame.row:
            self._flush(frame, closing=False)

    def _flush(self, frame: Frame, *, closing: bool = True) -> None:
        """End the block: what was gathered since the last end becomes one."""
        line = self.line
        if closing:
            self.breaks = 0
        home = line.home
        if line.pieces:
            kind = frame.kind
            text, marks, cells, links = line.take(kind)
            self._restart_inline(frame)
            if kind is Kind.PRE:
                text = text.strip("\n").rstrip()
                marks = ()
            if home is not None and text.strip():
                self.blocks.append(
                    Block(
                        index=len(self.blocks),
                        text=text,
                        kind=kind,
                        path=self._path(home),
                        link_chars=links,
                        marks=marks,
                        level=frame.level if kind in {Kind.HEADING, Kind.ITEM} else 0,
                        group=frame.group if kind in {Kind.ITEM, Kind.CELL} else None,
                        ordered=frame.ordered,
                        cells=cells,
                    )
                )
        while self.notes:
            node, outer = self.notes.pop(0)
            self.walk(node, outer)
            self._flush(outer)

    def _restart_inline(self, frame: Frame | None) -> None:
        """Inline elements still open go on in the next block, from its start."""
        while frame is not None and frame.tag not in BLOCK_TAGS:
            frame.cut = frame.at = 0
            frame = frame.parent

    def _shadow(self, node: LexborNode, parent: Frame) -> None:
        attributes = node.attributes
        if "shadowrootmode" not in attributes and "shadowroot" not in attributes:
            return
        self._flush(parent)
        # Its own content comes first; templates nested in it are met on the walk.
        for content in node.template_fragments()[:1]:
            self.walk(content, parent)

    def _textual(self, node: LexborNode, frame: Frame) -> bool:
        """Read a `<noscript>` kept as text, where it holds block markup or an image. False: its children are nodes."""
        child = node.child
        if child is None or child.tag != "-text" or child.next is not None:
            return False
        content = child.text_content or ""
        if not _MARKUP.search(content):
            if "<img" in content or "<iframe" in content:
                self._read_pictures(content, frame)
            return "<" in content
        self._walk_markup(content, frame)
        return True

    def _walk_markup(self, content: str, frame: Frame) -> None:
        tree = parse(content)
        if tree.body is not None and frame.depth < PATH_LIMIT:
            self.walk(tree.body, frame)

    def _read_pictures(self, content: str, frame: Frame) -> None:
        body = parse(content).body
        for node in body.css("img, iframe")[:4] if body is not None else ():
            self._read_whole(node, node.tag or "", frame)

    def _read_whole(self, node: LexborNode, tag: str, frame: Frame) -> None:
        """An image, an embed, a formula: what is not walked into."""
        if tag == "input":
            self.line.add_gap()
        elif tag == "math":
            self._formula(formulas.from_math(node, node.attributes), frame)
        elif tag == "script":
            if self.signs.formulas:
                self._formula(formulas.from_script(node, node.attributes), frame)
        elif tag in {"img", "picture"}:
            self._image(node, frame)
        else:
            attributes = node.attributes
            inner = attributes.get("srcdoc") or ""
            if inner and "<script" not in inner.lower():  # a frame with a program shows what that makes of it
                self._flush(frame)
                self._walk_markup(inner, frame)
                return
            embed = read_embed(node, attributes)
            if embed is not None:
                self._medium(MediumKind.EMBED, frame, embed)

    def _formula(self, found: formulas.Formula | None, frame: Frame) -> None:
        if found is not None:
            # MathML for screen readers alone stands in an element that readers do not see.
            outer = frame
            while outer.parent is not None and outer.tag not in BLOCK_TAGS:
                outer = outer.parent
            self.line.add_formula(found, outer)

    def _image(self, node: LexborNode, frame: Frame) -> None:
        inner = node if node.tag == "img" else node.css_first("img")
        if inner is None:
            return
        attributes = inner.attributes
        if self.signs.formulas or "latex" in (attributes.get("class") or ""):
            formula = formulas.from_image(attributes)
            if formula is not None:
                if formulas.source_beside(inner) is None:
                    self._formula(formula, frame)
                return
        image = read_image(node, attributes)
        alt = " ".join((attributes.get("alt") or "").split())
        if alt and len(alt) <= ALT_CHARS and self._reads_as_text(node, alt):
            address, title = (image.address, image.title) if image is not None else ("", "")
            self.line.add_image(alt, address if len(alt) > 2 else "", title, frame)
            return
        self.line.add_gap()
        if image is not None:
            self._medium(MediumKind.IMAGE, frame, image)

    def _reads_as_text(self, node: LexborNode, alt: str) -> bool:
        """Whether an image's words belong to the sentence it stands in: an emoji, a drop cap, a sign between words."""
        before, after = node.prev, node.next
        inside = before is not None and before.tag == "-text" and not (before.text_content or " ").isspace()
        goes_on = after is not None and after.tag == "-text" and not (after.text_content or " ").isspace()
        if len(alt) == 1 and alt.isalpha():
            follows = (after.text_content or " ")[0] if goes_on and after is not None else " "
            return follows.islower() and not self.line.pieces
        if not alt.isascii() and not any(char.isalnum() for char in alt):
            return inside or goes_on
        return inside and goes_on and bool(self.line.pieces) and not _SIGNBOARD.search(alt)

    def _medium(self, kind: MediumKind, frame: Frame, image: Image) -> None:
        before = len(self.blocks) + (1 if self.line.pieces else 0)
        last = self.media[-1] if self.media else None
        if len(self.media) >= MEDIA_LIMIT:
            return
        if last is not None and last.before == before and last.kind is kind and _same(last.address, image.address):
            return
        self.media.append(Medium(kind, before, self._path(frame), image.address, image.alt, image.title))

    def _element(self, frame: Frame) -> Element:
        if frame.element is None:
            attributes = frame.read_attributes()
            tokens: tuple[str, ...] = ()
            reason = ""
            if attributes:
                names = " ".join([name[:400] for key in NAMING if (name := attributes.get(key))])
                if names:
                    known = self.named.get(names)
                    if known is None:
                        tokens = token_words(names)
                        known = self.named[names] = tokens, self.hidden.reason(tokens, frame.tag)
                    tokens, reason = known
                reason = inline_hiding(attributes) or reason
                if reason and self._is_opened(attributes, tokens):
                    reason = ""
            if "-" in frame.tag:
                tokens += token_words(frame.tag)  # a custom element is named as a class would be: <amp-ad>
            if frame.tag == "dialog" and "open" not in attributes:
                reason = "closed dialog"
            frame.element = Element(frame.order, frame.tag, tokens, reason, frame.number)
        return frame.element

    def _is_opened(self, attributes: Mapping[str, str | None], tokens: tuple[str, ...]) -> bool:
        """Whether a reader opens a hidden element with a control of the text: a tab, the head of a fold."""
        if attributes.get("role") == "tabpanel":
            return True
        name = attributes.get("id")
        if not name or not _FURLED.isdisjoint(tokens):
            return False
        if self.controlled is None:
            tabs = self.tree.css(
                '[role="tab"][aria-controls], main button[aria-controls], article button[aria-controls]'
            )
            self.controlled = frozenset((one.attributes.get("aria-controls") or "") for one in tabs[:CONTROLS])
        return name in self.controlled

    def _path(self, home: Frame) -> tuple[Element, ...]:
        """The elements around `home`, root first; the middle of a very deep path is left out."""
        waiting: list[Frame] = []
        frame: Frame | None = home
        while frame is not None and frame.path is None:
            waiting.append(frame)
            frame = frame.parent
        path = frame.path if frame is not None and frame.path is not None else ()
        while waiting:
            frame = waiting.pop()
            if len(path) >= PATH_LIMIT:
                path = path[:_PATH_OUTER] + path[_PATH_OUTER + 1 :]
            path = (*path, self._element(frame))
            frame.path = path
        return path


def _integer(value: str | None) -> int | None:
    text = (value or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _has_own_quotes(node: LexborNode) -> bool:
    """Whether a `<q>` holds its quotation marks itself, or nothing."""
    text = (node.text(deep=True) or "").lstrip()
    return not text or text[0] in "\"'“”„«»‘’‚‹›「『"


def _same(one: str, other: str) -> bool:
    """Whether two addresses are one image in two sizes or one twice."""
    return one.partition("?")[0].rpartition("/")[2] == other.partition("?")[0].rpartition("/")[2]


NAMING = ("class", "id", "role", "itemprop", "aria-label", "data-testid")
_SIGNBOARD = re.compile(r"\b(?:logo|icon|avatar|photo|image|picture|banner|button)\b", re.IGNORECASE)
ALT_CHARS = 80  # a longer text describes a picture and is no part of a sentence
MEDIA_LIMIT = 5_000
CONTROLS = 500
_FURLED = frozenset(
    "menu nav navigation modal dialog popup dropdown search share cookie consent login overlay drawer submenu".split()
)
