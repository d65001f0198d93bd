"""Who wrote a page: all that its data, its markup or its byline name, in this order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from cleaner.metadata.bylines import byline
from cleaner.metadata.headlines import read_recipe
from cleaner.metadata.names import people
from cleaner.metadata.site import host_labels
from cleaner.metadata.sources import Sources
from cleaner.metadata.titles import letters_of
from cleaner.metadata.values import line, plain
from cleaner.metadata.visible import Visible, pieces
from cleaner.metadata.vocabulary import may_hold
from cleaner.segment import linked_data
from cleaner.segment.head import Head
from cleaner.segment.linked_data import Node

_AUTHORS = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "dc:creator", "parsely-author", "sailthru.author"),
    *("citation_author", "byl", "article.author", "og:article:author", "article-author", "creator", "dc.contributor"),
    *("og:author", "authors", "article:author_name", "cxenseparse:author", "vr:author", "twitter:misc:written by"),
)
_WRITTEN_BY = frozenset(
    "written by|author|by|escrito por|verfasst von|geschrieben von|écrit par|por|scritto da|geschreven door|autor|автор"
    "|skrevet av|yazan|作者|投稿者|redigé par|rédigé par|napisane przez|written|từ|ditulis oleh".split("|")
)
NEXT_LINES = 2  # behind a line that only says "By"


def read_authors(sources: Sources, sites: Iterable[str]) -> tuple[str, ...]:
    """The first source's names that are not the site's; the site's own where nobody else is named.

    Of a page with one recipe, whose name is the page's title, they are the recipe's own.
    """
    own = {letters_of(site) for site in sites}
    hosts = {letters_of(label) for label in host_labels(sources.url, least=2)}
    recipe = read_recipe(sources.head) or {}
    fallback = people(linked_data.names_of(recipe.get("author"), sources.head.graph))
    if any(not name.islower() or letters_of(name) not in hosts for name in fallback):
        return fallback  # anything but the account that a site publishes with
    main = sources.main
    stated = True
    for names in _sources(sources.head, sources.seen, main):
        persons = tuple(name for name in names if not _is_site(name, own, hosts))
        if persons:
            # JSON-LD that lists the paper beside a person means both.
            return _without_initials(names if stated else persons)
        stated = False
        fallback = fallback or names
    return fallback or _profile_names(sources.head, main)


def _is_site(name: str, own: set[str], hosts: set[str]) -> bool:
    """Whether a name is the site's or a company's. A person may have named a host: of two words it stays a person."""
    key = letters_of(name)
    if key in own or (key in hosts and " " not in name) or letters_of(name.rsplit(".", 1)[0]) in own | hosts:
        return " " not in name or key in own
    return _COMPANY.search(name) is not None


_COMPANY = re.compile(r"\b(?:Inc|LLC|Ltd|GmbH|Corp|Limited|Publishing|Verlag|S\.A)\b|Condé Nast")


def _profile_names(head: Head, main: Node) -> tuple[str, ...]:
    """The names in addresses of authors' pages, where the page gives no more: `/profile/ada-quay`."""
    author = main.get("author")
    listed = author if isinstance(author, list) else [author]
    given = [one.get("url") if isinstance(one, dict) else one for one in listed]
    addresses = [
        one for value in (*head.values("article:author"), *given) if isinstance(value, str) for one in value.split(",")
    ]
    found = (_PROFILE.search(address.strip()) for address in addresses)
    return _distinct(" ".join(map(str.capitalize, one[1].split("-"))) for one in found if one)


_PROFILE = re.compile(
    r"^https?://[^/]+/(?:[^/]+/)?(?:authors?|profiles?|editors?|people|staff|contributors?|by|reporters?|journalists?|autor(?:en)?)"
    r"/([a-z]{2,}(?:-[a-z]{2,}){1,3})/?$"
)


def _sources(head: Head, seen: Visible, main: Node) -> Iterator[tuple[str, ...]]:
    yield people(linked_data.names_of(main.get("author") or main.get("creator"), head.graph))
    for name in _AUTHORS:
        if name in head.meta:
            yield people(head.values(name))
    for number in "12":
        label = next(iter(head.values(f"twitter:label{number}")), "")
        if plain(label).casefold().rstrip(":") in _WRITTEN_BY:
            yield people(head.values(f"twitter:data{number}")[:1])
    yield _microdata(head, seen)
    yield from _markup_bylines(seen)
    yield from _text_bylines(seen)


def _microdata(head: Head, seen: Visible) -> tuple[str, ...]:
    """The authors of microdata. Of a thread, where everybody who wrote is marked, the first one began it."""
    if "author" in head.props:
        return people(head.props["author"])
    nodes = [node for prop in ("author", "creator") for node in seen.props[prop] if seen.belongs_to_article(node)]
    if not nodes:
        return ()
    beside = [node for node in nodes if _parent(node) == _parent(nodes[0])]
    return _distinct(name for node in beside for name in _microdata_names(node))


def _microdata_names(node: LexborNode) -> tuple[str, ...]:
    if value := node.attributes.get("content"):
        return people([value])
    named = node.css('[itemprop="name"]')
    if named:
        return people([one.attributes.get("content") or line(one.text(deep=True)) for one in named])
    return byline(pieces(node), marked=True)


def _markup_bylines(seen: Visible) -> Iterator[tuple[str, ...]]:
    """The names in elements that markup calls a byline, the plainly marked first; those together are a list."""
    found = list(seen.bylines())
    for wanted in (True, False):
        nodes = [node for plainly, node in found if plainly is wanted]
        for number, node in enumerate(nodes):
            names = byline(pieces(node), marked=True, handles=_names_user(node))
            if names:
                beside = [one for one in nodes[number + 1 :] if _are_one_byline(node, one)]
                yield _distinct((*names, *(name for one in beside for name in byline(pieces(one), marked=True))))


def _names_user(node: LexborNode) -> bool:
    """Whether markup leaves no doubt that an element is the name of a user."""
    attributes = node.attributes
    classes = (attributes.get("class") or "").lower().split()
    return (
        "author" in (attributes.get("rel") or "").split()
        or "username" in classes
        or ("fn" in classes and "url" in classes)
    )


def _without_initials(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without those that are the initials of another: what stands in place of a picture."""
    initials = {"".join(word[0] for word in name.split()) for name in names if " " in name}
    return tuple(name for name in names if name not in initials)


def _are_one_byline(one: LexborNode, other: LexborNode) -> bool:
    """Whether two elements are parts of one byline: of one parent, or alike in parents that have the same one."""
    if _parent(one) == _parent(other):
        return True
    kind, same = one.attributes.get("class"), other.attributes.get("class")
    a, b = one.parent, other.parent
    return a is not None and b is not None and one.tag == other.tag and kind == same and _parent(a) == _parent(b)


def _parent(node: LexborNode) -> int:
    return node.parent.mem_id if node.parent is not None else 0


def _text_bylines(seen: Visible) -> Iterator[tuple[str, ...]]:
    """The names of lines in the article's head that a word like "by" opens, or of the line behind such a word."""
    lines = [block.text for block in seen.lines]
    for number, text in enumerate(lines):
        if not may_hold("by", text):
            continue
        names = (
            byline("\n".join((text, *lines[number + 1 : number + NEXT_LINES])), marked=False) if _is_short(text) else ()
        )
        names = names or byline(text, marked=False)
        if names:
            yield names


def _is_short(text: str) -> bool:
    return len(text.split()) <= 2


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
