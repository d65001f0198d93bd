"""The walk over a page's tree, node by node in the order of the page, without recursion."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from cleaner.segment import formulas
from cleaner.segment.draft import Draft
from cleaner.segment.frames import Frame
from cleaner.segment.inline import SPACED, is_note_link, names_note
from cleaner.segment.kinds import integer
from cleaner.segment.media import Image, read_embed
from cleaner.segment.paths import PATH_LIMIT
from cleaner.segment.signs import SIDE_NOTE
from cleaner.segment.tags import BLOCK_TAGS, MARKS, RAISED, READ_WHOLE, SKIPPED_TAGS
from cleaner.types import MarkKind, MediumKind
from cleaner.types.members import LINK, PRE

_PERHAPS_READ = frozenset({"noscript", "hr", "pre"})
_MARKUP = re.compile(r"<(?:p|div|article|section|h[1-6]|li|br|td)\b", re.IGNORECASE)


def parse(html: str) -> LexborHTMLParser:
    """The lexbor tree of a page. WO_EVENTS: with them, unclosed `<option>` costs n squared."""
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)


class Walker(Draft):
    """Walks a tree and gathers blocks and media."""

    def walk(self, root: LexborNode, base: Frame | None = None) -> None:
        """Visit every node under `root` once, in document order."""
        frame = self._open(root, root.tag or "template", base)
        frame.cut = frame.at = 0
        bottom = frame
        line = self.line
        node = root.child
        while node is not None:
            tag = node.tag
            if tag == "-text":
                raw = node.text_content or ""
                # Most texts are the white space between two tags.
                if raw.isspace() and frame.kind is not PRE:
                    line.add_space(raw)
                else:
                    self._text(raw, frame)
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
            elif tag in READ_WHOLE:
                self._read_whole(node, tag, frame)
            following = node.next
            while following is None and frame is not bottom:
                self._leave(frame)
                assert frame.node is not None and frame.parent is not None  # noqa: PT018 - only the bottom has neither
                following = frame.node.next
                frame = frame.parent
            node = following
        self._leave(bottom)

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
            return None if (tag in _PERHAPS_READ or self.reads_whole) and self._try_read_whole(node, frame) else frame
        frame = self._open(node, tag, parent)
        kind = MARKS.get(tag)
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

    def _is_set_apart(self, node: LexborNode, frame: Frame) -> bool:
        """Read a formula, pass its drawn copy over, or put a side note off to the end of the block."""
        attributes = frame.read_attributes()
        if SIDE_NOTE.search(attributes.get("class") or ""):
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
        kind = MARKS.get(tag)
        if kind in RAISED:
            attributes = frame.read_attributes()
            note = names_note(attributes) or any(
                mark.kind is MarkKind.LINK and mark.start >= frame.cut and "#" in mark.value for mark in line.marks[-4:]
            )
            line.close_raised(frame, kind, note=note)
        elif kind is LINK:
            attributes = frame.read_attributes()
            target = (attributes.get("href") or "").strip()
            title = attributes.get("title")
            line.close_inline(frame, kind, target, " ".join(title.split()) if title else "")
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
            columns=min(max(integer(attributes.get("colspan")) or 1, 1), 100),
            rows=min(max(integer(attributes.get("rowspan")) or 1, 1), 1_000),
        )

    def _text(self, raw: str, frame: Frame) -> None:
        if not raw:
            return
        if frame.kind is PRE:
            self.line.add_verbatim(raw, frame)
            return
        if self.signs.escaped and "&" in raw and not self.line.code_depth:
            raw = html.unescape(raw)
        self.line.add(raw, frame)
        if self.breaks and not raw.isspace():
            self.breaks = 0

    def _break(self, frame: Frame) -> None:
        if frame.kind is PRE:
            self.line.add_verbatim("\n", frame)
            return
        self.line.add_break()
        self.breaks += 1
        if self.breaks >= 2 and not frame.row:
            self._flush(frame, closing=False)

    def _shadow(self, node: LexborNode, parent: Frame) -> None:
        attributes = node.attributes
        if "shadowrootmode" not in attributes and "shadowroot" not in attributes:
            return
        self._flush(parent)
        if self.shadows >= PATH_LIMIT:
            return
        self.shadows += 1
        # Its own content comes first; templates nested in it are met on the walk.
        for content in node.template_fragments()[:1]:
            self.walk(content, parent)
        self.shadows -= 1

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


def _has_own_quotes(node: LexborNode) -> bool:
    """Whether a `<q>` holds its quotation marks itself, or nothing."""
    text = (node.text(deep=True) or "").lstrip()
    return not text or text[0] in "\"'“”„«»‘’‚‹›「『"
