"""What a page says about itself: JSON-LD, OpenGraph, Dublin Core and other meta, microdata, its headline and byline.

Every field has its sources in order of trust; the first that gives something believable wins, and a field that
nothing believable speaks for stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from cleaner.metadata.authors import read_authors
from cleaner.metadata.facts import Facts, read_facts
from cleaner.metadata.headlines import read_title
from cleaner.metadata.publication import read_dates
from cleaner.metadata.site import agreed_site, declared_site, host_labels, shown_names
from cleaner.metadata.sources import Sources
from cleaner.metadata.values import line, plain
from cleaner.metadata.visible import Visible, find_visible, heading_text
from cleaner.segment import html as html_segmenter
from cleaner.segment import linked_data
from cleaner.segment.head import Head, read_head
from cleaner.segment.linked_data import Node
from cleaner.types import Document, Metadata

TAGS = 30
TAG_CHARS = 60
URL_CHARS = 2_000
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail")
_SECTIONS = ("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:taxonomy", "category")
_KEYWORDS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "citation_keywords")
_LANGUAGES = ("content-language", "og:locale", "dc.language", "dcterms.language", "language")

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}$")


def read_metadata(tree: LexborHTMLParser, url: str | None, max_date: str) -> Metadata:
    """What the page in `tree`, fetched from `url` (absent: unknown), says about itself. Never raises.

    Dates after `max_date` (ISO 8601) are not believed. Values are one line of tidy text each.
    """
    return read_page(tree, url, max_date)[0]


def read_page(
    tree: LexborHTMLParser, url: str | None, max_date: str, document: Document | None = None
) -> tuple[Metadata, Facts]:
    """The metadata of the page in `tree` as `read_metadata` gives it, and the facts that labels are judged by.

    `document` are its blocks, where they have been cut already.
    """
    head = read_head(tree)
    seen = find_visible(tree, document or html_segmenter.segment(tree))
    texts = (plain(head.title), *(heading_text(node) for node in seen.headings), *head.values("og:title"))
    main = linked_data.main_node(head.graph, texts, (url or "",)) or {}
    sources = Sources(head, seen, main, url, _language(head, main), max_date)
    return _metadata(sources), read_facts(head, main)


def _metadata(sources: Sources) -> Metadata:
    head, seen, main, url = sources.head, sources.seen, sources.main, sources.url
    declared = declared_site(head, main)
    names = shown_names(head, seen, url)
    title = read_title(sources, [declared or "", *names])
    site = declared or agreed_site(plain(head.title), names)
    seen.settle(title or "")
    canonical = _url(head.links.get("canonical") or next(iter(head.values("og:url")), ""), url)
    published, modified = read_dates(replace(sources, url=canonical or url))
    return Metadata(
        title=title,
        authors=read_authors(sources, (site or "", *host_labels(url))),
        published=published.iso if published else None,
        published_raw=published.raw if published else None,
        modified=modified.iso if modified else None,
        modified_raw=modified.raw if modified else None,
        site=site,
        section=_section(head, seen, main),
        language=sources.language or None,
        description=_first((linked_data.text_of(main.get("description")), *head.values(*_DESCRIPTIONS))),
        image=_url(_image(main) or next(iter(head.values(*_IMAGES)), ""), url),
        tags=_tags(head, seen, main),
        canonical_url=canonical,
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next(filter(None, map(plain, values)), None)


def _section(head: Head, seen: Visible, main: Node) -> str | None:
    given = main.get("articleSection") or main.get("recipeCategory")
    marked = (line(node.text(deep=True)) for node in seen.props["articlesection"][:1])
    return _first((linked_data.text_of(given), *head.values(*_SECTIONS), *marked))


def _language(head: Head, main: Node) -> str:
    for value in (head.language, *head.values(*_LANGUAGES), linked_data.text_of(main.get("inLanguage")) or ""):
        tag = value.strip().split(",")[0]
        if _LANGUAGE.match(tag):
            primary, *rest = tag.replace("_", "-").split("-")
            return "-".join((primary.lower(), *rest))
    return ""


def _image(main: Node) -> str:
    image = main.get("image")
    first = image[0] if isinstance(image, list) and image else image
    address = first.get("url") or first.get("contentUrl") if isinstance(first, dict) else first
    return address if isinstance(address, str) else ""


def _url(address: str, base: str | None) -> str | None:
    """`address` as an absolute http(s) URL, or None."""
    text = address.strip()
    if not text or len(text) > URL_CHARS or any(char.isspace() or ord(char) < 32 for char in text):
        return None
    try:
        whole = urljoin(base or "", text)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in {"http", "https"} and parts.netloc else None


def _tags(head: Head, seen: Visible, main: Node) -> tuple[str, ...]:
    """The keywords of the first source that has any, each once."""
    keywords = main.get("keywords")
    listed = keywords if isinstance(keywords, list) else [keywords]
    marked = [line(node.text(deep=True)) for node in seen.tags if seen.belongs_to_article(node)]
    sources = ([one for one in listed if isinstance(one, str)], *(head.values(name) for name in _KEYWORDS), marked)
    for values in sources:
        found: dict[str, str] = {}
        for value in values:
            for tag in re.split(r"[,;、，]", plain(value)):
                text = line(tag).strip("# ")
                if 0 < len(text) <= TAG_CHARS:
                    found.setdefault(text.casefold(), text)
        if found:
            return tuple(found.values())[:TAGS]
    return ()
