"""HTML to blocks: one iterative walk over selectolax's lexbor tree.

Block-level tags end a block; inline tags leave marks. Two inline elements that touch are spaced as
html-text spaces them. Lists, tables, code, quotes and captions keep their kind. Hidden elements are blocks
like any other: their `Element.hidden` says why a reader does not see them, and rules judge them.
`<noscript>` holding block markup and declarative shadow roots are read in place.

The walk never recurses and keeps at most PATH_LIMIT ancestors a block, so its time and memory stay linear
in the number of nodes for any nesting.
"""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from cleaner.segment.css import Hiding, hiding, inline_hiding
from cleaner.segment.frames import Frame, common, token_words
from cleaner.segment.tables import holds_data
from cleaner.segment.tidy import tidy
from cleaner.types import Block, Document, Element, Kind, Mark, MarkKind

BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "noscript ol optgroup p pre search section summary table tbody td template tfoot th thead title tr ul".split()
)
SKIPPED_TAGS = frozenset(
    "script style head svg math iframe object embed canvas audio video map select datalist textarea input "
    # Ruby annotations say how the word before them is read: they are no words of the text.
    "img picture source track param area base link meta col colgroup noframes frame applet rt rp rtc".split()
)
_KINDS = {
    "p": Kind.PARAGRAPH,
    "li": Kind.ITEM,
    "dt": Kind.ITEM,
    "dd": Kind.ITEM,
    "pre": Kind.PRE,
    "blockquote": Kind.QUOTE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
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
}
# Inline elements that set off what they hold; formatting inside a word (drop caps, sub, sup) is not one.
_SPACED = frozenset("a span label time small cite output data address input img".split())
_NO_SPACE_AFTER = tuple("([{«“‘„「『（")
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%»”’…،؛؟。、，！？」』）")

PATH_LIMIT = 64  # elements; real pages stay under 50, and deep traps must not cost memory
_PATH_OUTER = 16
_MARKUP = re.compile(r"<(?:p|div|article|section|h[1-6]|li|br|td)\b", re.IGNORECASE)


def parse(html: str) -> LexborHTMLParser:
    """The lexbor tree of a page. WO_EVENTS: with them, unclosed `<option>` costs n squared."""
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)


def segment(tree: LexborHTMLParser) -> Document:
    """The page's blocks in reading order."""
    walker = _Walker(hiding(tree))
    root = tree.root
    if root is not None:
        walker.walk(root)
    return Document(tuple(walker.blocks))


class _Walker:
    """Walks a tree and gathers blocks. One object a page."""

    def __init__(self, hidden: Hiding) -> None:
        self.blocks: list[Block] = []
        self.hidden = hidden
        self.order = 0
        self.pieces: list[str] = []
        self.length = 0
        self.gap = False  # white space is due before the next piece
        self.touching = False  # an inline element just ended, nothing stood between
        self.seam = False  # two elements touch: a space, unless a bracket or a stop clings
        self.breaks = 0
        self.marks: list[Mark] = []
        self.links = 0  # characters in links
        self.home: Frame | None = None  # innermost element that holds all of the block's text
        self.link_depth = 0

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
            elif tag in {"input", "img"}:
                self.gap = True
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
        """Open an element, or read it whole (shadow roots, textual noscript) and give back None."""
        if tag == "template":
            self._shadow(node, parent)
            return None
        if tag in BLOCK_TAGS:
            if not parent.row:
                self._flush(parent)
            elif tag in {"td", "th"}:
                self._cell()
            else:
                self.gap = True
        frame = self._open(node, tag, parent)
        if tag == "noscript" and self._textual(node, frame):
            return None
        if tag in _MARKS:
            frame.cut = self.length
            if tag == "a":
                self.link_depth += 1
        if self.touching and tag in _SPACED:
            self.seam = True
        self.touching = False
        return frame

    def _shape(self, frame: Frame) -> None:
        """Set kind, level and group from the tag."""
        tag = frame.tag
        kind = _KINDS.get(tag)
        if kind is not None and not (kind is Kind.PARAGRAPH and frame.kind in {Kind.ITEM, Kind.QUOTE, Kind.CAPTION}):
            frame.kind = kind
        if kind is Kind.HEADING:
            frame.level = int(tag[1])
        elif tag in {"ul", "ol", "dl", "menu"}:
            inner = frame.parent is not None and frame.parent.kind is Kind.ITEM
            frame.level = frame.level + 1 if inner else 1
            frame.group = frame.order
            frame.ordered = tag == "ol"
        elif tag == "table":
            frame.group = frame.order
            if frame.node is not None and not frame.row and holds_data(frame.node):
                frame.kind = Kind.CELL
            elif frame.kind is Kind.CELL:
                frame.kind = Kind.PARAGRAPH
        elif tag == "tr":
            frame.row = frame.kind is Kind.CELL
        elif tag in {"section", "article", "main", "nav", "aside", "footer", "header"} and frame.kind is Kind.HEADING:
            frame.kind = Kind.PARAGRAPH

    def _leave(self, frame: Frame) -> None:
        tag = frame.tag
        if tag in BLOCK_TAGS:
            if frame.row and tag != "tr":
                self.gap = True
            elif self.pieces:
                self._flush(frame)
            else:
                self.gap = self.touching = self.seam = False
                self.breaks = 0
            return
        kind = _MARKS.get(tag)
        if kind is not None:
            if tag == "a":
                self.link_depth -= 1
            if frame.cut < self.length and len(self.marks) < MARK_LIMIT:
                value = (self._attributes(frame).get("href") or "") if kind is MarkKind.LINK else ""
                self.marks.append(Mark(frame.cut, self.length, kind, value.strip()))
        if tag in _SPACED:
            self.touching = True

    def _text(self, raw: str, frame: Frame) -> None:
        if frame.kind is Kind.PRE:
            piece = tidy(raw)[0]
        elif raw.isspace():
            self.gap = True
            self.touching = False
            return
        else:
            piece = " ".join(raw.split())
            if not (piece.isascii() and piece.isprintable()):
                piece = " ".join(tidy(piece)[0].split())
            if not piece:
                self.gap = True
                self.touching = False
                return
            if raw[0].isspace():
                self.gap = True
            clings = piece[0] in _NO_SPACE_BEFORE or (self.pieces and self.pieces[-1].endswith(_NO_SPACE_AFTER))
            if self.length and (self.gap or (self.seam and not clings)):
                piece = " " + piece
            self.gap = raw[-1].isspace()
        if not piece:
            return
        self.touching = self.seam = False
        self.breaks = 0
        self.home = frame if self.home is None else common(self.home, frame)
        self.pieces.append(piece)
        self.length += len(piece)
        if self.link_depth:
            self.links += len(piece)

    def _break(self, frame: Frame) -> None:
        self.touching = False
        if frame.kind is Kind.PRE:
            self.pieces.append("\n")
            self.length += 1
            return
        self.gap = True
        self.breaks += 1
        if self.breaks >= 2 and not frame.row:
            self._flush(frame, closing=False)

    def _cell(self) -> None:
        if self.length:
            self.pieces.append(" |")
            self.length += 2
        self.gap = True

    def _flush(self, frame: Frame, *, closing: bool = True) -> None:
        """End the block: what was gathered since the last end becomes one."""
        self.gap = self.touching = self.seam = False
        self.breaks = 0 if closing else self.breaks
        home, pieces = self.home, self.pieces
        if not pieces:
            return
        marks, links = self.marks, self.links
        self.pieces, self.marks, self.home, self.length, self.links = [], [], None, 0, 0
        self._recut(frame)
        if home is None:
            return
        text = "".join(pieces)
        kind = frame.kind
        if kind is Kind.PRE:
            text = text.strip("\n").rstrip()
            marks = []
        elif kind is Kind.CELL:
            text = text.removesuffix(" |").strip()
        if not text.strip():
            return
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = tidy(text)[0]
        size = len(text)
        self.blocks.append(
            Block(
                index=len(self.blocks),
                text=text,
                kind=kind,
                path=self._path(home),
                link_chars=min(links, size),
                marks=tuple(_trimmed(mark, text) for mark in marks) if marks else (),
                level=frame.level if kind in {Kind.HEADING, Kind.ITEM} else 0,
                group=frame.group if kind in {Kind.ITEM, Kind.CELL} else None,
                ordered=frame.ordered,
            )
        )

    def _recut(self, frame: Frame | None) -> None:
        """Inline elements still open go on in the next block, from its start."""
        while frame is not None and frame.tag not in BLOCK_TAGS:
            frame.cut = 0
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
        """Read a `<noscript>` kept as text, where it holds block markup. False: its children are nodes."""
        child = node.child
        if child is None or child.tag != "-text" or child.next is not None:
            return False
        content = child.text_content or ""
        if not _MARKUP.search(content):
            return "<" in content
        tree = parse(content)
        if tree.body is not None and frame.depth < PATH_LIMIT:
            self.walk(tree.body, frame)
        return True

    def _attributes(self, frame: Frame) -> dict[str, str | None]:
        if frame.attributes is None:
            frame.attributes = frame.node.attributes if frame.node is not None else {}
        return frame.attributes

    def _element(self, frame: Frame) -> Element:
        if frame.element is None:
            attributes = self._attributes(frame)
            tokens: tuple[str, ...] = ()
            reason = ""
            if attributes:
                names = [name[:400] for key in NAMING if (name := attributes.get(key))]
                tokens = token_words(" ".join(names)) if names else ()
                reason = inline_hiding(attributes) or self.hidden.reason(tokens, frame.tag)
            if "-" in frame.tag:
                tokens += token_words(frame.tag)  # a custom element is named as a class would be: <amp-ad>
            if frame.tag == "dialog" and "open" not in attributes:
                reason = "closed dialog"
            frame.element = Element(frame.order, frame.tag, tokens, reason)
        return frame.element

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


def _trimmed(mark: Mark, text: str) -> Mark:
    """The mark within the text, without white space at its ends."""
    start, end = min(mark.start, len(text)), min(mark.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return mark if (start, end) == (mark.start, mark.end) else Mark(start, end, mark.kind, mark.value)


NAMING = ("class", "id", "role", "itemprop", "aria-label", "data-testid")
MARK_LIMIT = 2_000  # marks a block; a page of links in one paragraph must not grow without bound
