"""What each small function of the page makes of inputs on both sides of everything it decides by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tables import groups, outcomes

from cleaner.measure import fold, read, word_count
from cleaner.page import body, kind, outline, shape, threads
from cleaner.page.broken import broken_paragraphs, broken_sentences
from cleaner.page.language import contradicting_language, guess_language
from cleaner.page.literals import Joined
from cleaner.page.page import Page, build_page
from cleaner.segment import html
from cleaner.segment.text import segment
from cleaner.types import Element, Mode

FOLDER = Path(__file__).with_name("parts")


def page_of(markup: str, url: str | None = None) -> Page:
    """The page that markup makes."""
    return build_page(html.segment(html.parse(markup), markup), Mode.HTML, url=url, source=markup)


def text_of(text: str) -> Page:
    """The page that a text makes."""
    return build_page(segment(text)[0], Mode.TEXT, source=text)


def of_address(url: str) -> object:
    """The signs in an address."""
    return sorted(sign for sign in kind.signs_of(page_of("", url)) if sign.startswith("address"))


def of_signs(markup: str) -> object:
    """The signs of a page but those of its address that are not plain: without those ending in 0."""
    return sorted(s for s in kind.signs_of(page_of(markup)) if not s.endswith("-0") and not s.startswith("address"))


def of_kinds(markup: str) -> object:
    """The three likeliest kinds of a page, with their odds, and whether it may be a list."""
    page = page_of(markup)
    odds = kind.page_kinds(page)
    return [(one.value, share) for one, share in odds.items()][:3], round(sum(odds.values()), 2), kind.may_be_list(page)


def of_line(text: str) -> object:
    """The key of a line, its text behind marks, its capitals, and its shapes."""
    words = word_count(text)
    shapes = {
        "open": shape.ends_open(text),
        "headline": shape.headline_like(text, words),
        "name": shape.name_like(text),
        "list": shape.list_like(text, words),
    }
    return (
        shape.line_key(fold(text)),
        shape.without_lead_marks(fold(text)),
        round(shape.capitalised_share(text), 2),
        [name for name, holds in shapes.items() if holds],
    )


def of_extent(text: str) -> object:
    """Where a text's prose stands, what is its head and tail, and whether it is a list."""
    page = text_of(text)
    where = shape.extent(page)
    indices = range(where.blocks)
    return (
        (where.first, where.last, where.count, where.blocks),
        [i for i in indices if where.in_head(i)],
        [i for i in indices if where.in_tail(i)],
        list(where.edges),
        shape.last_written(page),
        shape.is_list(page),
    )


def of_breaks(text: str) -> object:
    """The runs of a text's broken sentences, and those that are paragraphs."""
    page = text_of(text)
    runs = list(dict.fromkeys(broken_sentences(page).values()))
    return [(run.start, run.stop) for run in runs], [(run.start, run.stop) for run in broken_paragraphs(page)]


def of_body(markup: str) -> object:
    """A page's body, its sentences, its lists of links, and the elements of readers' comments."""
    page = page_of(markup)
    found = body.body_of(page)
    tags = [node.element.tag for node in outline.outline(page).nodes]
    return (
        found and (tags[found.place], found.first, found.end, found.words, round(found.share, 3)),
        body.sentences_of(page).every[-1],
        [(run.start, run.stop) for run in body.link_lists(page)],
        [tags[node.element.order - 1] for node in threads.named_threads(page)],
        [tags[node.element.order - 1] for node in threads.comment_elements(page)],
    )


def of_outline(markup: str) -> object:
    """The elements that hold text, what repeats, what wraps the page, and what holds its first and last block."""
    page = page_of(markup)
    tree = outline.outline(page)
    last = len(page.blocks) - 1
    return (
        [(node.element.tag, node.parent, node.depth, node.first, node.end) for node in tree.nodes],
        [(unit.parent, unit.members) for unit in outline.repeated_units(page)],
        sorted(outline.wrappers_of(page)),
        (tree.common(0, last), tree.words_in(0, last), tree.ancestors(last)) if last >= 0 else None,
    )


def of_key(given: tuple[str, Sequence[str]]) -> object:
    """What an element shares with those like it."""
    return outline.key_of(Element(1, given[0], tuple(given[1]), "", None))


def of_language(given: tuple[str, str]) -> object:
    """The language of a text, and the one that contradicts the declared one."""
    declared, text = given
    texts = [(line, read(line)) for line in text.split("\n")]
    return guess_language(texts), contradicting_language(declared, texts)


def of_literals(given: tuple[Sequence[str], Sequence[str]]) -> object:
    """Which literals stand in lines, which lines hold one of them, and whether a later text of these lines agrees."""
    lines, wanted = given
    literals = tuple(wanted)
    joined = Joined.of(lines)
    later = Joined.of(lines[1:], joined)
    return joined.present(literals), joined.lines_with(literals), later.present(literals), later.within is joined


READERS: dict[str, Callable[[Any], object]] = {
    "addresses": of_address,
    "bodies": of_body,
    "breaks": of_breaks,
    "content": lambda folded: shape.content_words(folded, frozenset({"that", "with"})),
    "continued": shape.continues_word,
    "extents": of_extent,
    "keys": of_key,
    "kinds": of_kinds,
    "languages": of_language,
    "lines": of_line,
    "literals": of_literals,
    "numbers": lambda text: list(shape.lines_without_numbers(text_of(text))),
    "outlines": of_outline,
    "signs": of_signs,
}


@pytest.mark.parametrize(("file", "name", "lines"), groups(FOLDER))
def test_every_input_of_a_group_is_read_as_reviewed(file: str, name: str, lines: list[str]) -> None:
    """On both sides of each limit, of each name and of each character that counts."""
    assert lines == outcomes(FOLDER, READERS, file, lines), name
