"""What the sources of a page call it, for `titles` to choose among."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cleaner.metadata import titles
from cleaner.metadata.sources import Sources
from cleaner.metadata.titles import Candidate, Source
from cleaner.metadata.values import plain
from cleaner.metadata.visible import Visible, heading_text
from cleaner.segment import linked_data
from cleaner.segment.head import Head
from cleaner.segment.linked_data import Node
from cleaner.types import Kind
from cleaner.types.members import CELL_OR_ITEM

ALONE_CHARS = 200  # of a line that may be a title
ALONE_WORDS = 2  # of such a line that is no heading
ALONE_BLOCKS = 400
EDGE = 4  # first and last characters by which a line is passed over quickly
RECIPE_AGREEMENT = 0.25  # words that a recipe's name shares with its page's titles

_OPEN_GRAPH = ("og:title",)
_CARDS = ("twitter:title",)
_SECTIONS = ("article:section", "section", "content_category")
_FURTHER = ("dc.title", "dcterms.title", "sailthru.title", "parsely-title", "citation_title", "title")


def read_title(sources: Sources, sites: list[str]) -> str | None:
    """The page's title, or None. `sites` are names of its site. Of a page with one recipe it is the recipe's name."""
    candidates = list(_titles(sources, sites))
    recipe = read_recipe(sources.head)
    if recipe is not None:
        name = plain(linked_data.text_of(recipe.get("name")))
        if any(titles.agreement(name, text) >= RECIPE_AGREEMENT for text, _ in candidates):
            return name
    section = plain(next(iter(sources.head.values(*_SECTIONS)), ""))
    # What the page's data call its headline is whole: what others put behind it is not a part of it.
    stated = ((one.text, True) for one in candidates if one.source in {Source.STATED, Source.STATED_OTHER})
    return titles.choose(candidates, sites, chain(_texts_that_stand_alone(sources.seen, candidates), stated), section)


def _titles(sources: Sources, sites: list[str]) -> Iterator[Candidate]:
    """What the page's sources call it; of its headings the one most like what the others say is the headline."""
    head, main = sources.head, sources.main
    stated = plain(linked_data.text_of(main.get("headline") or main.get("name")))
    searched = [plain(value) for values in _SEARCHED for value in head.values(*values)[:1]] + [plain(head.title)]
    headings = list(_headlines(sources.seen, sites))
    alike = [max((titles.agreement(text, one) for one in (stated, *searched) if one), default=0.0) for text in headings]
    best = alike.index(max(alike)) if alike and max(alike) >= titles.AGREEMENT else 0 if len(headings) == 1 else -1
    for number, text in enumerate(headings):
        yield Candidate(text, Source.SHOWN if number == best else Source.OTHER_SHOWN)
    if stated and linked_data.rank(main) <= linked_data.THING:
        news = any("news" in kind for kind in linked_data.kinds(main))
        yield Candidate(stated, Source.STATED if news else Source.STATED_OTHER)
    for text in searched:
        yield Candidate(text, Source.SEARCH)


_SEARCHED = (_OPEN_GRAPH, _CARDS, _FURTHER)


def _headlines(seen: Visible, sites: list[str]) -> Iterator[str]:
    """The texts of the headings of the first rank that are no name of the site and no link to its start."""
    names = {titles.letters_of(site) for site in sites if site}
    found: set[str] = set()
    for node in seen.headings:
        text = heading_text(node) if node.tag == "h1" else ""
        key = titles.letters_of(text)
        if key and key not in names and key not in found and not seen.is_logo(node) and len(found) < titles.HEADINGS:
            found.add(key)
            yield text


def _texts_that_stand_alone(seen: Visible, candidates: list[Candidate]) -> Iterator[tuple[str, bool]]:
    """The texts that stand alone on the page and may be part of a candidate: headings, and lines that are no link."""
    said = "\n".join(text for text, _ in candidates).casefold()
    for block in seen.document.blocks[:ALONE_BLOCKS]:
        text = block.text
        if len(text) > ALONE_CHARS or block.kind in CELL_OR_ITEM:
            continue
        if text[:EDGE].casefold() not in said or text[-EDGE:].casefold() not in said:
            continue
        if block.kind is Kind.HEADING or (not block.link_chars and len(text.split()) >= ALONE_WORDS):
            yield text, block.kind is Kind.HEADING


def read_recipe(head: Head) -> Node | None:
    """The recipe of a page that has one and no more."""
    recipes = [node for node in head.graph.nodes if "recipe" in linked_data.kinds(node) and node.get("name")]
    return recipes[0] if len({plain(linked_data.text_of(one.get("name"))) for one in recipes}) == 1 else None
