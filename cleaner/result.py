"""What a cleaning gives back, and how removals are put back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from functools import partial
from typing import Any, Literal

from cleaner import render
from cleaner.coverage import cover
from cleaner.record import removal_id, removals
from cleaner.types import (
    Coverage,
    Decision,
    Document,
    Encoding,
    Flagged,
    Labelled,
    Metadata,
    Mode,
    PageKind,
    Removed,
    Status,
)
from cleaner.types.lazy import LazySequence

Layout = Literal["body", "source"]


class RemovalRecord(LazySequence[Removed]):
    """The removals that decisions made, in reading order; equal to a tuple of the same.

    Put together when first read: who wants the body alone does not wait for the evidence to be put into words.
    """

    __slots__ = ()

    def __init__(self, source: str, document: Document, decisions: tuple[Decision, ...]) -> None:
        super().__init__(partial(removals, source, document, decisions))


@dataclass(frozen=True, slots=True)
class CleanResult:
    """One input's clean body and everything that explains it.

    `text` is the normal form and `content_hash` the SHA-256 of its UTF-8 bytes. `removed` holds every piece
    that went, `flagged` what looked like boilerplate and stayed. `reasons` says why the status is not ok.
    `versions` names the code, rules, model and settings that produced it. `page_kinds` holds the odds 0..1 of each
    kind of page, most likely first; it is empty for a text. `confidence` is the word F1 0..1 that pages like this one
    reached, of sources the model had not seen; None where no model judged.
    """

    source: str
    mode: Mode
    document: Document
    decisions: tuple[Decision, ...]
    status: Status
    text: str
    content_hash: str
    reasons: tuple[str, ...] = ()
    labels: tuple[Labelled, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    removed: Sequence[Removed] = ()
    flagged: Sequence[Flagged] = ()
    warnings: tuple[str, ...] = ()
    encoding: Encoding | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    comments: tuple[str, ...] = ()  # with `Settings(comments="separate")`: what readers wrote, in reading order
    images: bool = True  # whether Markdown and HTML show images
    links: bool = True
    page_kinds: Mapping[PageKind, float] = field(default_factory=dict)
    confidence: float | None = None

    @property
    def markdown(self) -> str:
        """The clean body as Markdown."""
        return render.markdown(self.document, self.decisions, images=self.images, links=self.links)

    @property
    def html(self) -> str:
        """The clean body as sanitised HTML."""
        return render.html(self.document, self.decisions, images=self.images, links=self.links)

    @property
    def front_matter(self) -> str:
        """The metadata, hash, status and coverage as a YAML block between `---` lines, to stand before the Markdown.

        `result.front_matter + result.markdown` is a document that static site generators and note programs read.
        """
        known = {**plain(self.metadata), "author": self.metadata.author}
        known |= {"content_hash": self.content_hash, "status": self.status.value, "coverage": plain(self.coverage)}
        return render.front_matter(known)

    @property
    def page_kind(self) -> PageKind | None:
        """The kind of page this most likely is, or None for a text."""
        return next(iter(self.page_kinds), None)

    @property
    def coverage(self) -> Coverage:
        """The shares of the input's words and sentences that the body holds, copies and hidden text aside."""
        return cover(self.document, self.decisions)

    def restore(self, ids: Collection[str], layout: Layout = "body") -> str:
        """The body rendered anew with the removals of these ids kept.

        `layout="source"` (text mode) gives the input with every other removal cut out instead, so that
        restoring all ids gives the input character for character. Raises KeyError for an unknown id and
        ValueError for the source layout of a page.
        """
        known = {one.id: one for one in self.removed}
        back = {known[one].id for one in ids}
        if layout == "source":
            if self.mode is not Mode.TEXT:
                raise ValueError("only a text has a source layout; a page's markup is not text")
            return _without(self.source, [r for r in self.removed if r.id not in back])
        spans: dict[int, list[tuple[int, int]]] = {}
        for decision in self.decisions:
            for number, span in enumerate(decision.cut):
                if removal_id(decision.block, number) not in back:
                    spans.setdefault(decision.block, []).append(span)
        decisions = [d._replace(cut=tuple(spans.get(d.block, ()))) for d in self.decisions]
        return render.text(self.document, decisions)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the source, the blocks and the verdicts, ready for JSON."""
        return {
            "status": self.status.value,
            "mode": self.mode.value,
            "content_hash": self.content_hash,
            "text": self.text,
            "metadata": {**plain(self.metadata), "author": self.metadata.author},
            "coverage": plain(self.coverage),
            "page_kind": {"kind": self.page_kind, "odds": dict(self.page_kinds)} if self.page_kinds else None,
            "labels": [plain(one) for one in self.labels],
            "confidence": self.confidence,
            "reasons": list(self.reasons),
            "warnings": list(self.warnings),
            "removed": [plain(one) for one in self.removed],
            "flagged": [plain(one) for one in self.flagged],
            **({"comments": list(self.comments)} if self.comments else {}),
            "encoding": plain(self.encoding) if self.encoding else None,
            "versions": dict(self.versions),
        }


def plain(value: Any) -> Any:
    """A dataclass as JSON-ready dicts, lists and strings."""
    return _plain(asdict(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _without(source: str, gone: list[Removed]) -> str:
    parts, at = [], 0
    for one in sorted(gone, key=lambda r: r.start):
        parts.append(source[at : max(at, one.start)])
        at = max(at, one.end)
    parts.append(source[at:])
    return "".join(parts)
