"""Which boxes of a page are set apart from its article, by tag and by name, and which hold the article's own facts."""

from __future__ import annotations

import re
from functools import lru_cache

ROOTS = frozenset(("html", "body", "main"))
FOOTER = "footer"
ASIDE_TAGS = frozenset(("aside", "nav", "blockquote", "figure", "figcaption", "template", "dialog", "table", "form"))
_ASIDE = re.compile(
    r"comment|related|(?<![\w-])sidebar|(?<!elementor-)widget|(?<!post-)(?<!entry-)(?<!article-)(?<!story-)(?<!card-)footer|recent|popular|teaser|repl(?:y|ies)"
    r"|trending|most-?read|latest|recommend|recirc|carousel|promo(?!te)|more-(?:from|stories|news)|read-?(?:more|next)|up-?next|embed"
    r"|tweet|instagram|facebook|newsletter|subscri|infobox|timetable|schedule|event|reflist|references|gallery|caption|modal|popup|(?<![\w-])card(?![\w-])",
    re.IGNORECASE,
)
# A box of the article's own facts, whatever element it is.
_FACTS = re.compile(
    r"(?:post|entry|article|content|story|pst)[_-]{0,2}(?:meta|info|author|date|by|byline|details)(?![a-z])|by-?line|dateline",
    re.IGNORECASE,
)
_SAID_NOTHING = frozenset((FOOTER,))  # as a word of "post-footer"
_BUILT = frozenset((FOOTER, "widget"))


@lru_cache(maxsize=4_096)
def names_facts(words: tuple[str, ...]) -> bool:
    """Whether one of an element's names calls it the article's own facts: `post-meta`, `byline`."""
    return any(_FACTS.search(word) is not None for word in words)


@lru_cache(maxsize=4_096)
def names_aside(words: tuple[str, ...]) -> bool:
    """Whether one of an element's names sets it apart: `related-posts`, `newsletter`."""
    # A builder of pages calls every box of its own a widget.
    skipped = _BUILT if any("elementor" in word for word in words) else _SAID_NOTHING
    return any(_ASIDE.search(word) is not None for word in words if word not in skipped)


@lru_cache(maxsize=4_096)
def is_aside_class(classes: str, name: str) -> bool:
    """Whether the values of `class` and `id` set an element apart."""
    return _ASIDE.search(f"{classes} {name}") is not None


def is_facts_class(classes: str) -> bool:
    """Whether the value of `class` calls an element the article's own facts."""
    return _FACTS.search(classes) is not None
