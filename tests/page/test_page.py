"""A page: what is told of it, what is read of its lines, and what pages made of one text share."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.measure import Measures
from cleaner.page.page import (
    Page,
    build_page,
    by_line,
    derived,
    is_known_absent,
    line_fact,
    line_numbers,
    lines_where,
    note_absence,
    text_words,
    unknown_places,
)
from cleaner.segment import html
from cleaner.segment.text import segment
from cleaner.settings import Settings
from cleaner.types import Block, Mode

LINES = "One is here.\n# Two\nOne is here.\nTwo"


def page_of(text: str, facts: dict[Any, dict[Any, Any]] | None = None, **told: Any) -> Page:
    """The page of a text."""
    return build_page(segment(text)[0], Mode.TEXT, source=text, line_facts=facts, **told)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.a.example/x", "a.example"),
        ("https://a.example", "a.example"),
        ("https://WWW.A.example:80", "a.example"),
        ("https://wwww.a.example", "wwww.a.example"),
        ("a.example/x", ""),
        ("http://[a", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_page_has_its_addresses_host(url: str | None, host: str) -> None:
    """Without `www.`; nothing where there is none."""
    assert page_of("a", url=url).host == host


@pytest.mark.parametrize(
    ("told", "language"),
    [("en-GB", "en"), ("DE", "de"), ("pt-BR", "pt"), ("xx", "xx"), ("", "en"), (None, "en")],
)
def test_the_language_that_is_told_is_the_pages(told: str | None, language: str) -> None:
    """Where none is told it is guessed."""
    assert page_of("the one of them and to it", language=told).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Työt alkavat ensi keväänä, ja osa katosta vuotaa edelleen. Aukko on ollut siinä kaksi vuotta.", "fi"),
        ("Tööd algavad kevadel ja katus on ka katki, aga see ei ole veel kõik, mida teha tuleb.", "et"),
        ("Арбіри вирішили, що вже можна грати, якщо під час матчу не буде дощу. Це сказав і тренер.", "uk"),
        ("Матч начнётся в шесть, если дождя уже не будет. Это сказал и тренер, а он был там с утра.", "ru"),
        ("Hun sier at noen av dem må vente til neste år. Det blir ikke noe før snøen er borte.", "no"),
        ("Hun siger, at nogle af dem må vente til næste år. Det bliver ikke noget, før sneen er væk.", "da"),
        ("Toplantı iki yıl önce yapılan seçimin ardından ertelendi, ancak karar bu yıl çıktı.", "tr"),
    ],
)
def test_the_language_of_a_short_text_is_told_from_its_relatives(text: str, language: str) -> None:
    """By common words that its neighbours spell otherwise, where function words alone do not decide."""
    assert page_of(text).language == language


def test_what_is_told_of_a_page_is_on_it() -> None:
    """Its title is what is known of it where nothing more is; settings have their defaults."""
    page = page_of("a", title="T", url="https://a.example")
    assert (page.title, page.url, page.metadata.title, page.source) == ("T", "https://a.example", "T", "a")
    assert (page.settings, page.tallies, page.confidence) == (Settings(), (), None)
    other = page_of("a", title="T", metadata=page_of("b", title="U").metadata, settings=Settings(model=False))
    assert (other.metadata.title, other.settings.model) == ("U", False)


def test_only_lines_of_a_text_are_decoded() -> None:
    """The blocks are what a reader would see, and each says where its characters come from."""
    page = page_of("plain\n<b>one</b> two &amp; three\n<i>x</i>")
    assert [block.text for block in page.blocks] == ["plain", "one two & three", "x"]
    assert sorted(page.decoded) == [1, 2]
    assert page.decoded[1].span(0, 3) == (3, 10)  # the tag behind a word goes with it
    assert [m.words for m in page.measures] == [1, 3, 1]
    markup = "<p>&lt;b&gt;one&lt;/b&gt;</p>"
    shown = build_page(html.segment(html.parse(markup)), Mode.HTML, source=markup)
    assert ([block.text for block in shown.blocks], dict(shown.decoded)) == (["<b>one</b>"], {})


def test_lines_of_equal_text_and_kind_have_one_number() -> None:
    """Also in another page of the same text."""
    facts: dict[Any, dict[Any, Any]] = {}
    assert line_numbers(page_of(LINES, facts)) == (0, 1, 0, 2)
    assert line_numbers(page_of("Two\nThree\nOne is here.", facts)) == (2, 3, 0)
    assert text_words(page_of(LINES)) == {"one", "is", "here", "two"}


def test_a_line_is_asked_once_for_all_pages_of_a_text() -> None:
    """By the language that they are read in, in a page with equal lines and in one without."""
    asked: list[str] = []

    def shout(_: Page, block: Block, m: Measures) -> str:
        asked.append(block.text)
        return block.text.upper() * (m.words > 0)

    of_lines, of_line = by_line(shout), line_fact(shout)
    facts: dict[Any, dict[Any, Any]] = {}
    page = page_of(LINES, facts, language="en")
    assert of_lines(page) == of_lines(page) == ("ONE IS HERE.", "TWO", "ONE IS HERE.", "TWO")
    assert asked == ["One is here.", "Two", "Two"]  # a heading and a line
    assert of_lines(page_of("Two\nThree", facts, language="en")) == ("TWO", "THREE")
    assert (of_line(page, 3), of_line(page, 0)) == ("TWO", "ONE IS HERE.")
    assert asked == ["One is here.", "Two", "Two", "Three"]
    assert of_lines(page_of("Two\nThree", facts, language="de")) == ("TWO", "THREE")
    assert asked[4:] == ["Two", "Three"]
    assert of_line(page_of("Four", facts, language="de"), 0) == "FOUR"
    assert asked[6:] == ["Four"]
    assert line_fact(lambda one, *_: one.language)(page, 0) == "en"  # the page is told as well


def test_every_block_of_a_page_is_asked() -> None:
    """Few of them are alike, and equal ones may stand in other elements."""
    markup = "<p>a</p><div>a</div>"
    page = build_page(html.segment(html.parse(markup)), Mode.HTML, source=markup)
    assert by_line(lambda _, block, __: block.path[-1].tag)(page) == ("p", "div")


def test_lines_where_something_holds_are_told_by_index() -> None:
    """In order."""
    assert lines_where(lambda _, __, m: m.words > 1)(page_of(LINES)) == (0, 2)


def test_a_fact_of_a_page_is_found_once() -> None:
    """Also where it is nothing."""
    asked: list[Page] = []

    def note(page: Page) -> None:
        asked.append(page)

    fact, page = derived(note), page_of("a")
    fact(page)
    fact(page)
    assert asked == [page]


def test_a_place_of_each_unknown_key_is_given() -> None:
    """The last one; none where all are known."""
    assert list(unknown_places({"a": 1}, ["a", "b", "c", "b"])) == [3, 2]
    assert list(unknown_places({"a": 1, "b": 2}, ["a", "b", "b"])) == []
    assert list(unknown_places({}, [])) == []


def test_what_a_text_lacks_no_part_of_it_has() -> None:
    """By what was looked for and in which language; equal lines may have been told apart by their place."""
    facts: dict[Any, dict[Any, Any]] = {}
    note_absence(page_of("One.\nTwo.\nThree.", facts, language="en"), "it")
    assert is_known_absent(page_of("One.\nThree.", facts, language="en"), "it")
    assert is_known_absent(page_of("One.\nTwo.\nThree.", facts, language="en"), "it")
    assert not is_known_absent(page_of("One.\nFour.", facts, language="en"), "it")
    assert not is_known_absent(page_of("One.\nOne.", facts, language="en"), "it")
    assert not is_known_absent(page_of("One.", facts, language="de"), "it")
    assert not is_known_absent(page_of("One.", facts, language="en"), "that")
