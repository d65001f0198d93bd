"""What a page says about itself: JSON-LD, OpenGraph, Dublin Core and other meta, microdata, its headline and byline.

Every field has its sources in order of trust; the first that gives something believable wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from cleaner.metadata import titles
from cleaner.metadata.dates import normalise
from cleaner.metadata.facts import Facts, read_facts
from cleaner.metadata.gather import Gathered, gather, line, lone_dates, marked_bylines, marked_dates, near_heading
from cleaner.metadata.names import people
from cleaner.segment import linked_data
from cleaner.segment.linked_data import Node
from cleaner.types import Metadata

TAGS = 30
TAG_CHARS = 60
URL_CHARS = 2_000

_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
    "citation_title",
)
_AUTHORS = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "dc:creator", "parsely-author", "sailthru.author"),
    *("citation_author", "byl", "article.author", "og:article:author", "article-author", "creator", "dc.contributor"),
)
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate"),
    *("publish-date", "publish_date", "pubdate", "parsely-pub-date", "sailthru.date", "article.published", "date"),
    *(
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "dcterms.issued",
        "dc.date.created",
        "displaydate",
    ),
    *(
        "citation_publication_date",
        "citation_date",
        "article_date_original",
        "published-date",
        "published",
        "created",
        "cxenseparse:recs:publishtime",
    ),
)
_MODIFIED = (
    *(
        "article:modified_time",
        "og:updated_time",
        "og:article:modified_time",
        "datemodified",
        "lastmod",
        "last-modified",
    ),
    *("dcterms.modified", "dc.date.modified", "revised", "modified", "article:modified", "updated_time"),
)
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail")
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher", "copyright")
_KEYWORDS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "citation_keywords")
_LANGUAGES = ("content-language", "og:locale", "dc.language", "dcterms.language", "language")

_WRITTEN_BY = frozenset(("written by", "author", "by", "escrito por", "verfasst von", "geschrieben von", "écrit par"))
_BY = re.compile(
    r"(?:(?:written|posted|published|words|story|authored) )?by\b:?\s*|(?:authors?|von|por|par):?\s+", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}$")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2])[/-]?(0?[1-9]|[12]\d|3[01])(?=[/\-_.]|$)")


def read_metadata(tree: LexborHTMLParser, url: str | None, max_date: str) -> Metadata:
    """What the page in `tree`, fetched from `url` (absent: unknown), says about itself. Never raises.

    Dates after `max_date` (ISO 8601) are not believed. Values are one line of tidy text each.
    """
    return read_page(tree, url, max_date)[0]


def read_page(tree: LexborHTMLParser, url: str | None, max_date: str) -> tuple[Metadata, Facts]:
    """The metadata of the page in `tree` as `read_metadata` gives it, and the facts that labels are judged by."""
    got = gather(tree)
    headings = [line(node.text(deep=True)) for node in got.headings[: titles.HEADINGS]]
    main = linked_data.main_node(got.graph, (got.title, *headings, *_meta(got, "og:title")), (url or "",)) or {}
    return _metadata(got, main, headings, url, max_date), read_facts(got, main)


def _metadata(got: Gathered, main: Node, headings: list[str], url: str | None, max_date: str) -> Metadata:
    canonical = _url(got.links.get("canonical") or next(_meta(got, "og:url"), ""), url)
    language = _language(got, main)
    site = _site(got, main)
    title = _title(got, main, headings, site, url)
    published_raw, published = _first_date(_published(got, main, canonical or url, title or ""), max_date, language)
    modified_raw, modified = _first_date(_modified(got, main), max_date, language)
    if published and modified and modified[:10] < published[:10]:
        modified_raw = modified = None
    return Metadata(
        title=title,
        author=_author(got, main, site, title or ""),
        published=published,
        published_raw=published_raw,
        modified=modified,
        modified_raw=modified_raw,
        site=site,
        language=language or None,
        description=_first_line((*_meta(got, *_DESCRIPTIONS), linked_data.text_of(main.get("description")) or "")),
        image=_url(next(_meta(got, *_IMAGES), "") or _image(main), url),
        tags=_tags(got, main),
        canonical_url=canonical,
    )


def _meta(got: Gathered, *names: str) -> Iterator[str]:
    for name in names:
        yield from got.meta.get(name, ())


def _first_line(values: tuple[str, ...]) -> str | None:
    return next((text for text in map(line, values) if text), None)


def _title(got: Gathered, main: Node, headings: list[str], site: str | None, url: str | None) -> str | None:
    given = [line(title) for title in _meta(got, *_TITLES)]
    headline = line(linked_data.text_of(main.get("headline")))
    sites = [site or "", *_meta(got, "og:site_name", "application-name")]
    with suppress(ValueError):
        sites += [part for part in (urlsplit(url or "").hostname or "").split(".") if len(part) > 3]
    candidates = (given[0] if given else "", got.title, *given[1:3], headline)
    return titles.choose(headings, candidates, sites)


def _author(got: Gathered, main: Node, site: str | None, title: str) -> str | None:
    """The first names that are not the site's; the site's own where nobody else is named."""
    own = (site or "").casefold()
    fallback = None
    for names in _author_sources(got, main, title):
        persons = [name for name in names if name.casefold() != own]
        if persons:
            return ", ".join(persons)
        fallback = fallback or next(iter(names), None)
    return fallback


def _author_sources(got: Gathered, main: Node, title: str) -> Iterator[tuple[str, ...]]:
    yield people(linked_data.names_of(main.get("author") or main.get("creator"), got.graph))
    yield people(list(_meta(got, *_AUTHORS)))
    for number in "12":
        label = next(_meta(got, f"twitter:label{number}"), "")
        if label.strip().lower() in _WRITTEN_BY:
            yield people(list(_meta(got, f"twitter:data{number}"))[:1])
    # Microdata of a thread names everybody who wrote in it; the first one began it.
    yield people([*got.props.get("author", ()), *got.props.get("creator", ())][:1])
    for text in marked_bylines(got):
        yield people([text])
    near = near_heading(got, title)
    for text, following in zip(near, (*near[1:], ""), strict=False):
        told = _BY.match(text)
        if told:
            yield people([text[told.end() :] or following])


def _published(got: Gathered, main: Node, url: str | None, title: str) -> Iterator[str | None]:
    for key in ("datePublished", "uploadDate", "dateCreated", "datePosted"):
        yield linked_data.text_of(main.get(key))
    yield from _meta(got, *_PUBLISHED)
    yield from got.props.get("datepublished", ())
    yield from got.props.get("datecreated", ())
    for node in got.graph.nodes:
        if linked_data.rank(node) <= linked_data.PAGE:
            yield linked_data.text_of(node.get("datePublished"))
    yield from marked_dates(got)
    yield from near_heading(got, title)
    in_url = _URL_DATE.search(url or "")
    if in_url:
        yield "-".join(in_url.groups())
    yield from lone_dates(got)


def _modified(got: Gathered, main: Node) -> Iterator[str | None]:
    yield linked_data.text_of(main.get("dateModified"))
    yield from _meta(got, *_MODIFIED)
    yield from got.props.get("datemodified", ())


def _first_date(values: Iterator[str | None], max_date: str, language: str) -> tuple[str | None, str | None]:
    """The first value that is a date one may believe, as found and as ISO 8601."""
    for value in values:
        found = normalise(value, max_date, language)
        if found and value:
            return value.strip(), found
    return None, None


def _site(got: Gathered, main: Node) -> str | None:
    publisher = got.graph.resolve(main.get("publisher")) if main else None
    sites = (node for node in got.graph.nodes if "website" in linked_data.kinds(node))
    named = next((linked_data.text_of(node.get("name")) for node in sites), None)
    return _first_line(
        (*_meta(got, *_SITES[:3]), named or "", linked_data.text_of(publisher) or "", *_meta(got, *_SITES[3:]))
    )


def _language(got: Gathered, main: Node) -> str:
    for value in (got.language, *_meta(got, *_LANGUAGES), linked_data.text_of(main.get("inLanguage")) or ""):
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


def _tags(got: Gathered, main: Node) -> tuple[str, ...]:
    found: dict[str, str] = {}
    keywords = main.get("keywords")
    listed = keywords if isinstance(keywords, list) else [keywords]
    sources = (list(_meta(got, name)) for name in _KEYWORDS)
    for values in ([one for one in listed if isinstance(one, str)], *sources):
        for value in values:
            for tag in value.split(","):
                text = line(tag)
                if 0 < len(text) <= TAG_CHARS:
                    found.setdefault(text.casefold(), text)
        if found:
            break
    return tuple(found.values())[:TAGS]
