"""When a page was published and changed, by its data, by what it shows, by its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from cleaner.metadata.dates import normalise
from cleaner.metadata.moments import Moment, Role, visible_moments
from cleaner.metadata.sources import Sources
from cleaner.segment import linked_data
from cleaner.segment.head import Head
from cleaner.segment.linked_data import Node

_PUBLISHED = tuple(
    "article:published_time og:article:published_time og:published_time datepublished publishdate publish-date"
    " publish_date pubdate parsely-pub-date sailthru.date article.published date dc.date dc.date.issued dcterms.date"
    " dcterms.created dcterms.issued dc.date.created displaydate citation_publication_date citation_date"
    " citation_online_date article_date_original published-date published created cxenseparse:recs:publishtime"
    " article:published publication_date last_published_date date_published article:post_date".split()
)
_MODIFIED = tuple(
    "article:modified_time og:updated_time og:article:modified_time datemodified lastmod last-modified"
    " dcterms.modified dc.date.modified revised modified article:modified updated_time date.updated".split()
)
# Names of meta that sites made for themselves.
_NAMED_PUBLISHED = re.compile(r"(?:publish(?:ed)?|publication|posted|release)[-_.: ]?(?:date|time|on|at)(?![a-z])")
_URL_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d\d)([/-])(?P<m>0?[1-9]|1[0-2])\2(?P<d>0?[1-9]|[12]\d|3[01])(?=[/\-_.]|$)"
    r"|(?<!\d)(?P<year>20[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:(?=[/\-_.]|$)|(?:[01]\d|2[0-3])[0-5]\d[0-5]?\d*)"  # alone, or with the hour in a number of the site's
)
_DAY_FIRST = frozenset("uk au nz ie in za sg my ng ke gh pk lk hk".split())  # hosts whose English writes the day first


def read_dates(sources: Sources) -> tuple[Moment | None, Moment | None]:
    """When the page was published and when it was changed; None where it does not say.

    What its data say goes first, then what it shows, then the day in its address.
    """
    head, main, max_date = sources.head, sources.main, sources.max_date
    spoken = _date_language(sources.language, sources.url)
    published = _read_first(_publication_dates(head, main), Role.PUBLISHED, spoken, max_date)
    modified = _read_first(_modification_dates(head, main), Role.MODIFIED, spoken, max_date)
    if published is None or modified is None:
        shown = list(visible_moments(sources.seen, spoken, max_date))
        modified = modified or next((one for one in shown if one.role is Role.MODIFIED), None)
        published = published or next((one for one in shown if one.role is Role.PUBLISHED), None)
        published = published or next((one for one in shown if one.role is Role.UNNAMED), None)
    if published is None and modified is None:
        published = _read_first(_in_url(sources.url), Role.PUBLISHED, spoken, max_date)
    if published and modified and modified.iso[:10] < published.iso[:10]:
        modified = None
    return published, modified


def _in_url(url: str | None) -> Iterator[str]:
    """The day that an address is filed under."""
    for found in _URL_DATE.finditer(url or ""):
        yield "-".join(part for part in found.group("y", "m", "d", "year", "month", "day") if part)


def _date_language(language: str, url: str | None) -> str:
    """The language that dates are read in: English is British where the host's country writes the day first."""
    host = next(iter(_hosts(url)), "")
    return "en-GB" if language.lower() in {"en", ""} and host.rsplit(".", 1)[-1] in _DAY_FIRST else language


def _hosts(url: str | None) -> Iterator[str]:
    try:
        yield urlsplit(url or "").hostname or ""
    except ValueError:
        return


def _publication_dates(head: Head, main: Node) -> Iterator[str | None]:
    for key in ("datePublished", "uploadDate", "dateCreated", "datePosted"):
        yield linked_data.text_of(main.get(key))
    yield from head.values(*_PUBLISHED)
    for name, values in head.meta.items():
        if _NAMED_PUBLISHED.search(name):
            yield from values
    yield from head.props.get("datepublished", ())
    yield from head.props.get("datecreated", ())
    for node in head.graph.nodes:
        if linked_data.rank(node) <= linked_data.PAGE:
            yield linked_data.text_of(node.get("datePublished"))


def _modification_dates(head: Head, main: Node) -> Iterator[str | None]:
    yield linked_data.text_of(main.get("dateModified"))
    yield from head.values(*_MODIFIED)
    yield from head.props.get("datemodified", ())


def _read_first(values: Iterable[str | None], role: Role, language: str, max_date: str) -> Moment | None:
    """The first value that is a date one may believe."""
    for value in values:
        iso = normalise(value, max_date, language)
        if iso and value:
            return Moment(value.strip(), iso, role)
    return None
