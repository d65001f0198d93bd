"""Everything that steers a cleaning, as one frozen value. Nothing here reads the environment."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from cleaner.types import Category


class Profile(StrEnum):
    """How readily text is cut."""

    CONSERVATIVE = "conservative"
    BALANCED = "balanced"
    STRICT = "strict"


class Extractor(StrEnum):
    """When trafilatura is asked for its opinion on a page."""

    AUTO = "auto"  # where the other evidence leaves the page unsure
    ALWAYS = "always"
    NEVER = "never"


class Comments(StrEnum):
    """What becomes of readers' comments under a text. A forum's posts are its text and no comments."""

    DROP = "drop"
    KEEP = "keep"
    SEPARATE = "separate"  # out of the body, in a field of their own


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets before parsing. Over one of them a page goes through the linear tag-stripper.

    Headroom: of 2,348 real pages the largest had 1.63 MB and 10,112 elements.
    """

    max_bytes: int = 10_000_000  # bytes; more is refused by the shell, never parsed
    parse_chars: int = 5_000_000  # characters
    tags: int = 60_000  # start tags
    depth: int = 1_000  # open elements
    attributes: int = 1_000  # on one tag
    attribute_chars: int = 64_000  # in one attribute value; longer values are blanked
    blocks: int = 30_000  # of a page; more than any real page has elements
    mark_run: int = 30  # combining marks in a row before NFC
    lines: int = 20_000  # of a text; what follows is read in lumps of many lines


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of one cleaning. Equal settings on equal bytes give equal results.

    `disabled` switches categories off, `disabled_rules` single rules by code or code prefix.
    `packs` are validated phrase packs of the user's own (see `cleaner.rules.packs`).
    `max_date` bounds the dates that are believed; it is an argument, never the clock.
    What is body on a page is told in docs/body.md; `title_in_body` and `captions` put in what is left out by default,
    `tables` leaves tables out, `images` and `links` leave them out of Markdown and HTML.
    """

    profile: Profile = Profile.BALANCED
    disabled: frozenset[Category] = frozenset()
    disabled_rules: frozenset[str] = frozenset()
    extractor: Extractor = Extractor.AUTO
    model: bool = True
    metadata: bool = True
    max_date: str = "2100-01-01"
    limits: Limits = field(default_factory=Limits)
    packs: tuple[Any, ...] = ()
    title_in_body: bool = False
    captions: bool = False
    tables: bool = True
    images: bool = True
    links: bool = True
    comments: Comments = Comments.DROP

    @property
    def switched_off(self) -> frozenset[Category]:
        """The categories of which nothing is cut."""
        return self.disabled | {Category.COMMENTS} if self.comments == Comments.KEEP else self.disabled

    def digest(self) -> str:
        """Hex SHA-256 (first 16 digits) over every option; stored beside each result."""
        plain = asdict(self)
        plain["disabled"] = sorted(c.value for c in self.disabled)
        plain["disabled_rules"] = sorted(self.disabled_rules)
        text = json.dumps(plain, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
