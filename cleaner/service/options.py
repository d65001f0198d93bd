"""A submission's options as they travel in the ledger, and the core's settings they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner import CleanResult, Settings, clean_html, clean_text
from cleaner.pipeline import clean
from cleaner.segment.sniff import sniff
from cleaner.settings import Comments, Profile
from cleaner.types import Category, Mode

# Fields of `Settings` that say what belongs to a body and its renderings; they travel under their own names.
SHAPE = ("title_in_body", "captions", "tables", "images", "links", "comments")


def settings_of(options: Mapping[str, Any], packs: tuple[Any, ...] = ()) -> Settings:
    """The settings these options ask for. Raises ValueError for a word that is no profile or category.

    `packs` are the operator's own phrase packs.
    """
    shape = {name: options[name] for name in SHAPE if name in options}
    if "comments" in shape:
        shape["comments"] = Comments(shape["comments"])
    return Settings(
        profile=Profile(options.get("profile", Profile.BALANCED.value)),
        disabled=frozenset(Category(word) for word in options.get("disable", ())),
        disabled_rules=frozenset(options.get("disable_rules", ())),
        packs=packs,
        **shape,
    )


def markdown_of(result: CleanResult, options: Mapping[str, Any]) -> str:
    """The result's Markdown, with its metadata before it where the options ask for that."""
    return (result.front_matter if options.get("front_matter") else "") + result.markdown


def clean_with(
    content: bytes,
    mode: Mode | None,
    options: Mapping[str, Any],
    url: str | None = None,
    packs: tuple[Any, ...] = (),
) -> CleanResult:
    """What the core makes of these bytes; `mode` None lets it tell a page from a text.

    `url` is where the bytes came from, unless the options name another `source_url`.
    """
    settings = settings_of(options, packs)
    at = options.get("source_url") or url
    charset = options.get("charset")
    # A PDF that is sent as a page is no page: the core says what it is.
    if mode is Mode.HTML and sniff(content).cleanable:
        return clean_html(content, url=at, charset=charset, settings=settings)
    title, language = options.get("title"), options.get("language")
    if mode is Mode.TEXT and charset == "utf-8":  # it came as a JSON string: there is nothing to detect
        text = content.decode("utf-8", "surrogatepass")
        return clean_text(text, title=title, url=at, language=language, settings=settings)
    return clean(content, title=title, url=at, language=language, charset=charset, settings=settings)
