"""Cleaning twice changes nothing: a body judged again stays as it is."""

from __future__ import annotations

from itertools import cycle
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import corpora
from benchmarks.intact import OWN
from cleaner import clean_text
from cleaner.rules.packs import shipped_packs

LANGUAGES = ("en", "de", "fr", "es", "ru", "ja")
RESIDUE = tuple(
    line for pack in shipped_packs() if pack.language in LANGUAGES for phrase in pack.phrases for line in phrase.fires
)
BODY = tuple(
    line
    for path in sorted(OWN.glob("*.txt"))
    if path.stem[:2] in LANGUAGES
    for line in path.read_text("utf-8").splitlines()
    if line.strip()
)
PROSE = (
    "The council met on Tuesday evening to discuss the plan for the old harbour, and many of those who live in the "
    "streets behind it came to hear what would become of the place.",
    "Nobody could say on Tuesday what had been decided about the ferry, or whether anything had been decided at all by "
    "anyone who was there that night.",
    "Der Rat der Stadt hat am Dienstag beschlossen, dass die alte Brücke im Sommer gesperrt wird und dass die Bauern "
    "bis zum Herbst über die neue Straße fahren sollen.",
)
OTHER = ("May 3, 2024", "By Anna Keller", "1.2K", "Facebook", "*", "Reply", "Anna says:", "2 min read", "3 мая", "Home")
BROKEN = tuple(
    "\n".join((" ".join(words[:at]), " ".join(words[at:])))
    for words in (line.split() for line in (*BODY, *PROSE))
    if len(words) > 14
    for at in (4, 9)
)
LINES = st.one_of(*map(st.sampled_from, (RESIDUE, BODY, PROSE, OTHER, BROKEN)))


def texts() -> st.SearchStrategy[str]:
    """Lines of bodies and of residue in any order, mixture of languages and layout, some of them twice."""
    rows = st.lists(LINES, min_size=1, max_size=24)
    twice = st.tuples(rows, st.integers(0, 8)).map(lambda pair: pair[0] + pair[0][: pair[1]])
    ends = st.lists(st.sampled_from(["\n", "\n\n"]), min_size=1, max_size=5)
    return st.tuples(st.one_of(rows, twice), ends).map(lambda pair: join_lines(*pair))


def join_lines(rows: list[str], ends: list[str]) -> str:
    """The lines with the line ends after them, in turn."""
    return "".join(map(add, rows, cycle(ends)))


@given(texts())
@settings(max_examples=150, deadline=None)
def test_whatever_is_put_together_is_settled(text: str) -> None:
    """The body of a body is that body."""
    body = clean_text(text).text
    assert body == clean_text(body).text


@given(texts())
@settings(max_examples=60, deadline=None)
def test_later_rounds_keep_the_record_exact(text: str) -> None:
    """What any round took is in the record with its place, and restoring all gives the input back."""
    result = clean_text(text)
    assert all(text[one.start : one.end] == one.text for one in result.removed)
    assert text == result.restore([one.id for one in result.removed], layout="source")


CASES = [case for case in corpora.load("texts") if isinstance(case.data, str)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_golden_bodies_are_settled(case: corpora.Case) -> None:
    """The body of every golden text stays as it is, with what is known of it and without."""
    assert isinstance(case.data, str)
    known = {"title": case.title, "url": case.url}
    body = clean_text(case.data, **known).text
    assert body == clean_text(body, **known).text


def test_a_text_that_needs_a_second_round() -> None:
    """Of three copies the first look leaves two, for three may be built so; the second look sees a copy."""
    assert PROSE[0] == clean_text("\n\n".join(PROSE[:1] * 3)).text


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("other", ["Related", "Reply", "Home", "May 3, 2024"])
def test_blank_lines_between_all_lines_change_nothing(other: str, between: str) -> None:
    """A body has them whatever its source had; lines that end on a comma were a broken sentence without them only."""
    line = "The kettle sings at seven and the cat comes down the stair,"
    for rows in ([line, line, PROSE[0]], [line, line, other, PROSE[0]], [other, line, line, PROSE[0]]):
        body = clean_text(between.join(rows)).text
        assert body == clean_text(body).text


def test_a_sentence_that_ends_a_paragraph_after_a_cut_goes_in_the_same_cleaning() -> None:
    """A button's label was glued to a paragraph, and a note about links to the label."""
    told = "The form meets our standards for what a harbour has to say of its tides."
    body = clean_text("\n".join((*PROSE, f"{told} Learn moreOpens in new window", PROSE[0].replace("a", "o")))).text
    assert f"{told}\n" in body
    assert body == clean_text(body).text


def test_a_sentence_is_judged_in_the_body_that_is_left() -> None:
    """Two notes of what was heard make a speech; once a copy is gone one is left, and the text is no speech."""
    told = "of you, and I am told that everybody has their own. That is what I call progress. [applause]\n"
    line = f"Tonight there are forty-two\n{told}"
    body = clean_text(f"{line}\n{line}").text
    assert body == clean_text(body).text
    assert "[applause]" not in body
