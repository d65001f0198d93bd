"""Paragraphs that a program broke into lines are whole again, and lines that a poet broke stay."""

from __future__ import annotations

import textwrap

import pytest

from cleaner import clean_text

ENGLISH = (
    "The well-known mother-in-law of the vice-president went to the check-in desk with a state-of-the-art suitcase. "
    "She had twenty-two e-mails about the long-term plan, and the editor-in-chief of the left-wing paper met her in "
    "the old so-called tea-room at half-past nine."
)
GERMAN = (
    "Der CDU-Politiker traf die Schleswig-Holsteinische Regierung in der Karl-Marx-Straße. Die Ost-West-Beziehungen "
    "und die E-Mail-Adressen der Web-2.0-Firma waren ein Thema, und der Vor- und Nachteil wurde erklärt."
)
SECOND = "It was a cold day in the old town by the sea, and nobody went out but the dogs and the postman, who had to."


def wrap(width: int, *paragraphs: str) -> str:
    """The paragraphs as a program fills them, with blank lines between."""
    return "\n\n".join("\n".join(textwrap.wrap(one, width)) for one in paragraphs)


@pytest.mark.parametrize("width", range(46, 84))
def test_a_word_parted_at_its_hyphen_is_whole_again(width: int) -> None:
    """At any width, also where a line is short as the next word is long: `Schleswig-` / `Holsteinische` is one word."""
    paragraphs = (ENGLISH, GERMAN, SECOND)
    assert "\n\n".join(paragraphs) == clean_text(wrap(width, *paragraphs)).text


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("der Vor-", "und Nachteil", "der Vor- und Nachteil"),
        ("all short-", "and long-term plans", "all short- and long-term plans"),
        ("the COVID-", "19 ward", "the COVID-19 ward"),
        ("from 1990-", "1995 on", "from 1990-1995 on"),
        ("stood vis-", "a-vis", "stood vis-a-vis"),
        ("it was cold -", "or so he said", "it was cold - or so he said"),
    ],
)
def test_a_hyphen_at_a_line_end(first: str, second: str, whole: str) -> None:
    """Inside a word and a number it joins; one that stands for a shared end keeps its space, and so does a dash."""
    filler = (
        "Nothing else is to be read in these lines, of which each is as long as a line of sixty can be made to be here"
    )
    body = textwrap.wrap(" ".join([filler] * 4), 60)
    lines = [*body[:-1], f"{'x' * (58 - len(first))} {first}", f"{second} {'y' * 40}", "and no more."]
    assert f" {whole} yyy" in clean_text("\n".join(lines)).text


@pytest.mark.parametrize("width", [63, 90])
def test_of_few_lines_all_must_look_cut(width: int) -> None:
    """Two short paragraphs with a word parted between their lines are enough."""
    assert f"{ENGLISH}\n\n{SECOND}" == clean_text(wrap(width, ENGLISH, SECOND)).text


@pytest.mark.parametrize(
    "verse",
    [
        "the goose that came to town by rail\nand left again before the dawn\nhad nothing but a pot of ale",
        "the ferry left the quay too late for me\nso I stood still and looked at all the sea\n"
        "and thought of what my mother used to be\nand then went home and had a cup of tea.",
        "a heron stood upon the weir at six\nits feet were wet, its feathers grey as bricks\n"
        "it caught a frog and then\nit caught a fish",
    ],
)
def test_lines_of_verse_are_not_joined(verse: str) -> None:
    """Lines of about one length that begin with small letters, as some poets write them."""
    assert verse.split("\n") == [line for line in clean_text(verse).text.split("\n") if line]
