"""What has been read of a page so far: its blocks and media, and the line that is being gathered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from selectolax.lexbor import LexborNode

from cleaner.segment import formulas
from cleaner.segment.code import read_code
from cleaner.segment.frames import Frame
from cleaner.segment.gather import Gathering
from cleaner.segment.kinds import shape_frame
from cleaner.segment.media import Image, read_image, reads_as_text, same_image
from cleaner.segment.paths import Paths
from cleaner.segment.signs import Signs
from cleaner.segment.tags import BLOCK_TAGS, SHAPING_TAGS
from cleaner.types import Block, Medium, MediumKind
from cleaner.types.members import CELL, HEADING, ITEM, PRE

ALT_CHARS = 80  # a longer text describes a picture and is no part of a sentence
MEDIA_LIMIT = 5_000
LINK_STEPS = 4  # elements between an image and the link it stands in

# Of every block; a named tuple's own way to be made takes twice as long.
make_block: Callable[[tuple[Any, ...]], Block] = partial(tuple.__new__, Block)


class Draft:
    """The blocks of a page in the making. One object a page; `Walker` says what comes next."""

    def __init__(self, paths: Paths, signs: Signs) -> None:
        self.blocks: list[Block] = []
        self.media: list[Medium] = []
        self.paths = paths
        self.signs = signs
        self.reads_whole = signs.any
        self.order = 0
        self.breaks = 0
        self.shadows = 0  # shadow roots around what is read
        self.line = Gathering()
        self.notes: deque[tuple[LexborNode, Frame]] = deque()  # side notes, due behind the block they stand in

    def walk(self, root: LexborNode, base: Frame | None = None) -> None:
        """Read all that is under `root`."""
        raise NotImplementedError

    def _open(self, node: LexborNode | None, tag: str, parent: Frame | None) -> Frame:
        self.order += 1
        frame = Frame(node, tag, parent, self.order)
        if node is not None and (tag in SHAPING_TAGS or (tag == "div" and self.signs.headings)):
            shape_frame(frame, self.signs.headings)
        return frame

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
            if kind is PRE:
                text = text.strip("\n").rstrip()
                marks = ()
            if home is not None and text.strip():
                level, group, ordered = frame.nesting
                self.blocks.append(
                    make_block(
                        (
                            len(self.blocks),
                            text,
                            kind,
                            self.paths.path(home),
                            links,
                            marks,
                            level if kind is HEADING or kind is ITEM else 0,
                            group if kind is ITEM or kind is CELL else None,
                            ordered,
                            None,
                            None,
                            cells,
                            "",
                        )
                    )
                )
        while self.notes:
            node, outer = self.notes.popleft()
            self.walk(node, outer)
            self._flush(outer)

    def _restart_inline(self, frame: Frame | None) -> None:
        """Inline elements still open go on in the next block, from its start."""
        while frame is not None and frame.tag not in BLOCK_TAGS:
            frame.cut = frame.at = 0
            frame = frame.parent

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
                kind=PRE,
                path=self.paths.path(home),
                link_chars=min(code.link_chars, len(code.text)),
                language=code.language,
            )
        )
        return True

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
        if alt and len(alt) <= ALT_CHARS and reads_as_text(node, alt, begun=bool(self.line.pieces)):
            address, title = (image.address, image.title) if image is not None else ("", "")
            self.line.add_image(alt, address if len(alt) > 2 else "", title, frame)
            return
        self.line.add_gap()
        if image is not None:
            self._medium(MediumKind.IMAGE, frame, image, _link_around(node))

    def _medium(self, kind: MediumKind, frame: Frame, image: Image, link: str = "") -> None:
        before = len(self.blocks) + (1 if self.line.pieces else 0)
        last = self.media[-1] if self.media else None
        if len(self.media) >= MEDIA_LIMIT:
            return
        if last is not None and last.before == before and last.kind is kind and same_image(last.address, image.address):
            return
        link = "" if same_image(link, image.address) else link
        self.media.append(Medium(kind, before, self.paths.path(frame), image.address, image.alt, image.title, link))


def _link_around(node: LexborNode) -> str:
    """The address of the link that an element stands in, or nothing."""
    around = node.parent
    for _ in range(LINK_STEPS):
        if around is None:
            break
        if around.tag == "a":
            address = (around.attributes.get("href") or "").strip()
            return "" if address.startswith("#") else address
        around = around.parent
    return ""
