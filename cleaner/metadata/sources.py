"""All that a page says of itself, in one value: its head, what a reader sees, its node of JSON-LD, its address."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.metadata.visible import Visible
from cleaner.segment.head import Head
from cleaner.segment.linked_data import Node


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the fields of a page's metadata are read from."""

    head: Head
    seen: Visible
    main: Node  # of JSON-LD: what the page is about; empty where nothing says so
    url: str | None
    language: str  # BCP 47 as the page declares it, or nothing
    max_date: str  # ISO 8601: later dates are not believed
