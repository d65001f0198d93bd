"""What a result tells of its input: removals, flags, labels, coverage, encoding, metadata."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.types.words import Category, Label


@dataclass(frozen=True, slots=True)
class Removed:
    """Text that was cut. Its `id` is stable for the same input and settings; pass it to `restore`.

    `start` and `end` are offsets in the decoded input (text mode), or in the block's text (HTML mode).
    """

    id: str
    block: int
    start: int
    end: int
    text: str
    category: Category
    rule: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """Text that looked like boilerplate and was kept, with the reason that kept it.

    Where one rule took more than three tenths of a text's sentences, the first of them stands here as not `kept`.
    """

    block: int
    text: str
    category: Category
    rule: str
    score: float
    evidence: str
    kept_because: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its evidence and strength 0..1."""

    label: Label
    strength: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the input a result holds: shares 0..1 of its words and of its sentences, copies aside."""

    words: float = 1.0
    sentences: float = 1.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes were decoded: WHATWG name, where it came from, and how sure that is (0..1)."""

    name: str
    source: str  # "bom", "header", "meta", "detected", "default", "given"
    confidence: float
    replaced: int = 0  # characters that could not be decoded


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the input says about itself. Dates are ISO 8601, `*_raw` as found. None means absent."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_raw: str | None = None
    modified: str | None = None
    modified_raw: str | None = None
    site: str | None = None
    section: str | None = None
    language: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    first_published: str | None = None  # where it first appeared: an outlet or a URL

    @property
    def author(self) -> str | None:
        """All authors in one string, or None."""
        return ", ".join(self.authors) or None
