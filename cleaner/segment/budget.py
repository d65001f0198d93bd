"""What a page would cost a parser, counted before parsing, and the cheap repairs.

Parsers are quadratic in some shapes of markup (80,000 nested divs take lexbor two minutes, 50,000 attributes on one
tag 24 s). Small excesses are repaired in the source; a page over the budgets of size, tags or depth is never parsed but
goes through `strip_tags`, which keeps its text. All passes are linear and never raise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from cleaner.segment.angles import Angles, angles, may_have_heavy_tag
from cleaner.segment.scan import ATTRIBUTE, IMPLIED, VOID, names, tokens
from cleaner.segment.strip import strip_tags
from cleaner.segment.tidy import limit_marks, may_hold_run
from cleaner.settings import Limits

__all__ = ["Budget", "inspect", "repair", "strip_tags"]

LONG_TAG_CHARS = 8_000  # a shorter tag holds at most some 2,700 attributes, which cost little
DOCTYPE_CHARS = 1_000  # the longest of the standards has 150
DOCTYPE_SLASHES = 50  # trafilatura's pattern is quadratic in them
WIDE_SPANS = 20  # cells over 100 columns or more; trafilatura writes each out as that many cells
RUN_OF_REFERENCES = 30  # numeric character references in a row that may be combining marks
ROOT_TAGS = 20  # repeats of <html> and <body>; each adds its attributes to the first
STACK_LOOK = 64  # open elements an end tag is looked for in; deeper ones are taken as stray

# A parser opens these again inside whatever follows, until their end tag comes.
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
_FOREIGN = frozenset(("svg", "math"))
# Inside svg and math, `/>` closes; these lead back to HTML, where it does not.
_BACK_TO_HTML = names(
    "foreignobject desc annotation-xml mi mo mn ms mtext blockquote body center dd div dl dt embed h1 h2 h3 h4"
    " h5 h6 head hr img li listing menu meta ol p pre ruby span sub sup table ul var"
)

_DOCTYPE = re.compile(r"[\s\ufeff]{0,200}<!doctype[^>]*", re.IGNORECASE)
_WIDE_SPAN = re.compile(r"(colspan\s*=\s*[\"']?\s*)\d{3,}", re.IGNORECASE)
_REFERENCES = re.compile(rf"&#[xX]?[0-9a-fA-F]{{1,8}};?(?:&#[xX]?[0-9a-fA-F]{{1,8}};?){{{RUN_OF_REFERENCES},}}")


@dataclass(frozen=True, slots=True)
class Budget:
    """The measured sizes of a page. `tags` and `depth` are upper bounds where the cheap count was enough.

    `over` names the budgets that forbid parsing, each with its figure; `repairs` those that `repair` puts right.
    """

    chars: int
    tags: int = 0
    depth: int = 0  # open elements at once
    over: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether the page may be parsed (after `repair`, where there are repairs)."""
        return not self.over


def inspect(text: str, limits: Limits) -> Budget:
    """The sizes of `text`, measured in linear time; most pages need their brackets and quotes counted only."""
    page = angles(text)
    opening = page.opening
    depth = page.depth if opening > limits.depth else opening
    budget = Budget(len(text), opening, depth)
    unsure = depth > limits.depth or opening > limits.tags or len(text) > limits.parse_chars
    if unsure or may_have_heavy_tag(page, LONG_TAG_CHARS, limits.attributes, limits.attribute_chars):
        budget = _Scan(limits).over(text)
    repairs = (*budget.repairs, *_source_excesses(text, page))
    return replace(budget, repairs=repairs)


def _source_excesses(text: str, page: Angles) -> list[str]:
    found = []
    doctype = _DOCTYPE.match(text)
    if doctype and (len(doctype[0]) > DOCTYPE_CHARS or doctype[0].count("/") > DOCTYPE_SLASHES):
        found.append(f"{len(doctype[0])} characters of doctype")
    if not text.isascii() and may_hold_run(text) and limit_marks(text)[1]:
        found.append("long runs of combining marks")
    elif page.references > RUN_OF_REFERENCES and any(
        limit_marks(unescape(run[0]))[1] for run in _REFERENCES.finditer(text)
    ):
        found.append("long runs of combining marks as character references")
    spans = page.raw.lower().count(b"colspan") if page.cells > WIDE_SPANS else 0
    if spans > WIDE_SPANS and len(_WIDE_SPAN.findall(text)) > WIDE_SPANS:
        found.append(f"more than {WIDE_SPANS} cells over a hundred columns")
    return found


class _Scan:
    """Counts tag by tag: the open elements as a stack, formatting elements apart, as a parser would hold them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stack: list[str] = []
        self.formatting = 0
        self.foreign = 0  # height of the stack below the outermost svg or math; 0 outside

    def over(self, text: str) -> Budget:
        """The budget of `text`; stops at the first limit that forbids parsing."""
        limits = self.limits
        tags = depth = roots = attributes = chars = spare = 0
        done = 0
        for before, _, stop, name, begin, end in tokens(text):
            spare += before - done  # comments, and what stands in scripts and styles: parsed in linear time
            done = stop
            if not name:
                continue
            if name[0] == "/":
                self.close(name[1:])
                continue
            tags += 1
            self.open(name, text[end - 1] == "/")
            roots += name in {"html", "body"}
            depth = max(depth, len(self.stack) + self.formatting)
            if end - begin > LONG_TAG_CHARS:
                sizes_here = [len(found[1]) for found in ATTRIBUTE.finditer(text, begin, end) if found[1]]
                attributes = max(attributes, len(sizes_here))
                chars = max(chars, *sizes_here, 0)
                spare += sum(size for size in sizes_here if size > limits.attribute_chars)
            if tags > limits.tags or depth > limits.depth:
                break
        sizes = (
            (len(text) - spare, limits.parse_chars, "characters"),
            (tags, limits.tags, "tags"),
            (depth, limits.depth, "open elements"),
        )
        excess = (
            (attributes, limits.attributes, "attributes on a tag"),
            (chars, limits.attribute_chars, "characters in an attribute"),
            (roots, ROOT_TAGS, "html and body tags"),
        )
        over = tuple(f"more than {limit} {what}" for size, limit, what in sizes if size > limit)
        repairs = tuple(f"{size} {what} > {limit}" for size, limit, what in excess if size > limit)
        return Budget(len(text), tags, depth, over, repairs)

    def open(self, name: str, self_closed: bool) -> None:
        if name in _FORMATTING:
            self.formatting += 1
            return
        if self.foreign:
            if name in _BACK_TO_HTML:
                self.foreign = 0
            elif self_closed:
                return
        elif name in _FOREIGN:
            self.foreign = len(self.stack) + 1
        if name not in VOID and name not in IMPLIED:
            self.stack.append(name)

    def close(self, name: str) -> None:
        if name in _FORMATTING:
            self.formatting -= self.formatting > 0
        elif name in self.stack[-STACK_LOOK:]:
            while self.stack.pop() != name:
                pass
            if len(self.stack) < self.foreign:
                self.foreign = 0


def repair(text: str, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """`text` with the excesses put right that `Budget.repairs` names, and a sentence for each kind of repair.

    Attributes beyond the budget are dropped, over-long values blanked, a long doctype becomes the plain one, marks
    beyond the run are dropped, absurd column spans become single columns.
    """
    warnings = []
    doctype = _DOCTYPE.match(text)
    if doctype and (len(doctype[0]) > DOCTYPE_CHARS or doctype[0].count("/") > DOCTYPE_SLASHES):
        text = "<!DOCTYPE html" + text[doctype.end() :]
        warnings.append("long doctype cut")
    text, marks = limit_marks(text, limits.mark_run)
    before = len(text)
    text = _REFERENCES.sub(lambda run: _limit_references(run[0], limits.mark_run), text)
    if marks or len(text) != before:
        warnings.append("runs of combining marks shortened")
    if len(_WIDE_SPAN.findall(text)) > WIDE_SPANS:
        text = _WIDE_SPAN.sub(r"\g<1>1", text)
        warnings.append("absurd column spans dropped")
    text, cut = _tame_tags(text, limits)
    if cut:
        warnings.append(f"{cut} tags with too many or too long attributes cut")
    return text, tuple(warnings)


def _limit_references(run: str, most: int) -> str:
    """A run of numeric references, written out where it holds more than `most` marks in a row."""
    kept, dropped = limit_marks(unescape(run), most)
    return kept.replace("&", "&amp;").replace("<", "&lt;") if dropped else run


def _tame_tags(text: str, limits: Limits) -> tuple[str, int]:
    out: list[str] = []
    done = roots = cut = 0
    for _, start, stop, name, begin, end in tokens(text):
        if name in {"html", "body"}:
            roots += 1
            if roots > ROOT_TAGS:
                out.append(text[done:start])
                done, cut = stop, cut + 1
                continue
        if end - begin > LONG_TAG_CHARS:
            kept = _tame_attributes(text, begin, end, limits)
            if kept is not None:
                out += (text[done:begin], kept)
                done, cut = end, cut + 1
    return ("".join((*out, text[done:])), cut) if cut else (text, 0)


def _tame_attributes(text: str, begin: int, end: int, limits: Limits) -> str | None:
    """The attributes between `begin` and `end` within the budget, or None where they are."""
    kept: list[str] = []
    changed = False
    for found in ATTRIBUTE.finditer(text, begin, end):
        attribute = found[1]
        if not attribute:
            continue
        if len(kept) == limits.attributes:
            changed = True
            break
        if len(attribute) > limits.attribute_chars:
            changed = True
            attribute = attribute[: limits.attribute_chars].split("=", 1)[0].rstrip() + '=""'
        kept.append(attribute)
    return " " + " ".join(kept) if changed else None
