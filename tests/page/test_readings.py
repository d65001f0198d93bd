"""The blocks of a page are read together, once, and as each would be read alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Settings, clean_html
from cleaner.measure import measure, read
from cleaner.page import readings
from cleaner.page.kind import _found
from cleaner.page.literals import Joined
from cleaner.page.readings import read_all
from cleaner.page.shape import key_of_line, line_key
from cleaner.types import Block

LINES = (
    "The ferry’s last run: 12 May 2024…", "", "  two  spaces ", "ALL CAPITALS, 3 of them", "snake_case and “quotes”",
    "Fähre fährt", "市議会は月曜日に開かれた。", "one\nline\tof code", "The ferry’s last run: 12 May 2024…", "—",
)  # fmt: skip
PAGE = (
    "<article>" + "".join(f"<p>The council met on day {n} to discuss the harbour.</p>" for n in range(9)) + "</article>"
)


def test_lines_read_together_are_as_each_read_alone() -> None:
    """Plain ones, foreign ones, empty ones, equal ones."""
    assert read_all(LINES) == [read(line) for line in LINES]
    assert read_all(()) == []


def test_a_character_that_should_not_be_there_parts_no_line() -> None:
    """The one that stands between the lines while they are read."""
    lines = ["one\0two", "three"]
    assert read_all(lines) == [read(line) for line in lines]


@given(st.lists(st.text(st.sampled_from("aB1_ -’…é字\n."), max_size=12), max_size=8))
def test_any_lines_read_together_are_as_each_read_alone(lines: list[str]) -> None:
    """Whatever they are made of."""
    assert read_all(lines) == [read(line) for line in lines]


def test_a_page_is_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """No block of a page in ASCII is folded and parted into words alone, whoever asks for its words."""
    alone: list[str] = []
    together: list[int] = []
    plainly = readings._read_plain

    def counted(texts):
        together.append(len(texts))
        return plainly(texts)

    monkeypatch.setattr(readings, "read", lambda text: alone.append(text) or read(text))
    monkeypatch.setattr(readings, "_read_plain", counted)
    clean_html(PAGE, settings=Settings(metadata=False))
    assert together == [9]
    assert alone == []


@given(st.lists(st.sampled_from(["aab", "aa", "a", "b", " ", '"', "x"]), max_size=12))
def test_what_begins_with_a_literal_is_found_as_by_the_expression(pieces: list[str]) -> None:
    """Overlapping beginnings, beginnings that lead nowhere, several in a row."""
    source, pattern = "".join(pieces), re.compile(r'aa\s{0,2}"?(b?[a-b])')
    assert list(_found(source, "aa", pattern)) == pattern.findall(source)


def test_every_beginning_is_tried() -> None:
    """The first, one right behind it, and one inside of it."""
    pattern = re.compile("aa(b)")
    assert list(_found("aab aaaab aax aab", "aa", pattern)) == ["b", "b", "b"]


@given(st.lists(st.text(st.sampled_from("abc d"), max_size=30), max_size=4))
def test_a_look_at_some_grams_misses_no_literal(lines: list[str]) -> None:
    """Short and long ones."""
    wanted = ("a", "ab c", "abcabcabcabc", "d abc ab ca bc", "aaaaaaaaaaaaaaaaaaaa", "bc")
    text = "\n".join(lines)
    assert Joined.of(lines).present(wanted) == tuple(one for one in wanted if one in text)


@given(st.text(st.sampled_from("aB1_ -’…é字½①#\n."), max_size=12))
def test_the_key_of_a_measured_line_is_that_of_its_words(text: str) -> None:
    """Whatever stands in it."""
    m = measure(Block(0, text), read(text), frozenset())
    assert key_of_line(m) == line_key(m.folded)
