"""The site's name: what the head declares, or what two places of the page agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from cleaner.metadata.titles import LEAST_NAME, letters_of, parts
from cleaner.metadata.values import line, plain
from cleaner.metadata.visible import Visible
from cleaner.segment import linked_data
from cleaner.segment.head import Head
from cleaner.segment.linked_data import Node

NAME_WORDS = 7  # the longest name of a site
FOOT = 25  # last blocks of a page among which its line of rights is looked for
RIGHTS_CHARS = 400  # of such a line
LOGO_LINKS = 3
LABEL_CHARS = 4  # letters of a host's label that may be a name

_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_LESSER = ("dc.publisher", "publisher", "copyright")
_RIGHTS = re.compile(
    r"(?:©|copyright)\s*(?:©\s*)?(?:(?:19|20)\d\d\s*(?:[-–—]\s*(?:(?:19|20)\d\d|present)\s*)?)?,?\s*(?:by\s)?"
    r"([^\W\d_][^.,|©\n•·]{1,60}?)(?:\s(?:19|20)\d\d)?\s*(?=[.,|•·]|\ball rights\b|$)",
    re.IGNORECASE,
)
_FEED = re.compile(r"\s*[»|–-]?\s*(?:rss|atom|feed|comments? feed|posts?)(?:\s(?:2\.0|feed|rss))?\s*$", re.IGNORECASE)


def declared_site(head: Head, main: Node) -> str | None:
    """The name of the site that meta or JSON-LD give, or None."""
    named = (linked_data.text_of(node.get("name")) for node in head.graph.nodes if "website" in linked_data.kinds(node))
    publisher = linked_data.text_of(head.graph.resolve(main.get("publisher"))) if main else None
    sources = (*head.values(*_SITES), next(named, None), publisher, *head.values(*_LESSER))
    return next(filter(None, map(plain, sources)), None)


def shown_names(head: Head, seen: Visible, url: str | None) -> list[str]:
    """What the page shows as names of its site: the logo's text, the holder of rights, feeds, words of the host."""
    found: list[str] = []
    for node in seen.homes[:LOGO_LINKS]:
        image = node.css_first("img[alt]")
        found += [line(node.text(deep=True)), line((image.attributes.get("alt") or "") if image is not None else "")]
    for block in seen.document.blocks[-FOOT:]:
        signed = len(block.text) < RIGHTS_CHARS and ("©" in block.text or "opyright" in block.text)
        rights = _RIGHTS.search(block.text) if signed else None
        if rights:
            found.append(line(rights[1]))
    found += [_FEED.sub("", plain(title)) for title in head.feeds]
    return [
        name
        for name in found
        if len(letters_of(name)) >= LEAST_NAME and len(name.split()) <= NAME_WORDS and letters_of(name) not in _NO_NAMES
    ] + list(host_labels(url))


_NO_NAMES = frozenset(
    "home homepage startseite accueil inicio logo skiptocontent backtohome start menu rss feed main главная index"
    " zurstartseite allrightsreserved".split()
)


def host_labels(url: str | None, least: int = LABEL_CHARS) -> Iterator[str]:
    """The labels of the URL's host that have `least` characters and may be a name."""
    with suppress(ValueError):
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
        labels = host.split(".")
        yield from (label for label in (host, *labels[:-1], ".".join(labels[-2:])) if len(label) >= least)


def agreed_site(title: str, names: list[str]) -> str | None:
    """The part of the document's title that the page shows as the site's name elsewhere, or a name that it shows twice.

    None where nothing agrees.
    """
    known = [letters_of(name) for name in names]
    for part in parts(title):
        if letters_of(part) in known and len(part.split()) <= NAME_WORDS:
            return part
    for name in names:
        if known.count(letters_of(name)) > 1 and not name.islower():
            return name
    return None
