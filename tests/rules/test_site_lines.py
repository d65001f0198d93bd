"""Lines of sites in 35 languages, each set into a short article of its language: the line goes, the article stays."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from cleaner import clean_text

FOLDER = Path(__file__).parent / "site_lines"
PARTS = " ¶ "  # between a line and those that stand under it
AT_THE_TOP, BETWEEN = {"R9"}, {"R1", "R11", "R12"}  # kinds that stand elsewhere than behind the text

ARTICLES: dict[str, list[str]] = {
    language.strip(): body.strip().split("\n")
    for language, _, body in (
        one.partition("\n") for one in (FOLDER / "articles.txt").read_text("utf-8").split("== ")[1:]
    )
}
LINES = [line.split("\t") for line in (FOLDER / "lines.txt").read_text("utf-8").splitlines()]
GROUPS = [(key, [line for _, _, line in group]) for key, group in groupby(LINES, key=lambda one: (one[0], one[1]))]


def text_with(kind: str, language: str, line: str) -> str:
    """The article of a language with a site's line, and what stands under it, where its kind stands."""
    body, set_in = ARTICLES[language], line.split(PARTS)
    at = 0 if kind in AT_THE_TOP else 3 if kind in BETWEEN else len(body)
    return "\n\n".join(body[:at] + set_in + body[at:])


@pytest.mark.parametrize("language", ARTICLES)
def test_an_article_stays_whole(language: str) -> None:
    """Nothing of it is a site's."""
    text = "\n\n".join(ARTICLES[language])
    assert clean_text(text).text == text


@pytest.mark.parametrize(("key", "lines"), GROUPS, ids=["-".join(key) for key, _ in GROUPS])
def test_lines_of_a_site_go_from_an_article(key: tuple[str, str], lines: list[str]) -> None:
    """All lines of a kind in a language, each in a text of its own."""
    kind, language = key
    whole = "\n\n".join(ARTICLES[language])
    assert [line for line in lines if clean_text(text_with(kind, language, line)).text != whole] == []
