"""Which element of a page holds its body."""

from __future__ import annotations

import pytest

from cleaner import clean_html
from cleaner.page.body import Body, body_of
from cleaner.page.page import build_page
from cleaner.segment import html as segmenter
from cleaner.types import Mode

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PROSE = "".join(
    f"<p>The council met on {day} to discuss the harbour, and the people came to hear it.</p>" for day in DAYS
)
LINKS = "".join(f"<li><a href=/n/{i}>Bread will cost more on {day}</a></li>" for i, day in enumerate(DAYS))


def body(markup: str) -> Body | None:
    """The body of a page."""
    return body_of(build_page(segmenter.segment(segmenter.parse(markup)), Mode.HTML))


def test_the_body_is_the_element_around_the_sentences() -> None:
    """The headline before it and the list behind it are outside."""
    found = body(f"<main><h1>Harbour</h1><div>{PROSE}</div><ul>{LINKS}</ul></main>")
    assert found is not None
    assert (found.first, found.end, found.share) == (1, 6, 1.0)


def test_sections_of_one_text_are_one_body() -> None:
    """Like siblings that hold sentences too belong to it."""
    found = body("<main>" + "".join(f"<section><h2>{d}</h2>{PROSE}</section>" for d in DAYS[:3]) + "</main>")
    assert found is not None
    assert (found.first, found.end) == (0, 18)


NOTICE = "".join(
    f"<p>The society is a body of volunteers and lives on what its {who} give every year.</p>"
    for who in ("members", "friends", "readers", "heirs", "guests", "neighbours")
)


@pytest.mark.parametrize(
    "furniture",
    ["<footer>{}</footer>", "<aside>{}</aside>", "<nav>{}</nav>", "<form>{}</form>", "<div class=footer>{}</div>",
     "<div id=sidebar>{}</div>", "<section class='cookie-banner'>{}</section>"],
)  # fmt: skip
def test_sentences_of_furniture_make_no_body_beside_a_text(furniture: str) -> None:
    """A chapter's two sentences over its table of contents are its body, however long the notice in the footer is."""
    contents = f"<div><ul>{LINKS}</ul></div>"
    found = body(f"<div class=x><h1>Harbour</h1>{PROSE}{contents}</div>{furniture.format(NOTICE)}")
    assert found is not None
    assert (found.first, found.end, found.share) == (0, 11, 1.0)


@pytest.mark.parametrize("name", ["sidebar-content", "content--with-sidebar", "no-footer", "post-footer-hidden"])
def test_a_name_that_holds_the_name_of_furniture_is_not_furniture(name: str) -> None:
    """An article's column may be named after what stands beside it."""
    links = f"<ul>{LINKS * 4}</ul>"
    found = body(f"<div class='{name}'>{PROSE}</div><div class=y>{NOTICE[: len(NOTICE) // 2]}</div>{links}")
    assert found is not None
    assert (found.first, found.end) == (0, 5)


def test_a_page_that_is_all_footer_has_its_body_there() -> None:
    """Where nothing else is written, the footer is what there is."""
    assert body(f"<footer>{PROSE}</footer><p>Home</p>") is not None


def test_a_page_of_links_has_no_body() -> None:
    """Links are no sentences."""
    assert body(f"<main><ul>{LINKS}</ul></main>") is None


def test_headlines_beside_a_body_go_and_those_inside_stay_for_others_to_judge() -> None:
    """A list of links outside of the body is no part of it, whatever the element is called."""
    outside = clean_html(f"<main><h1>Harbour</h1><div class=x>{PROSE}</div><div class=y><ul>{LINKS}</ul></div></main>")
    assert "Bread" not in outside.text
    inside = clean_html(
        f"<main><h1>Harbour</h1><div>{PROSE}<ul>{LINKS}</ul>{PROSE.replace('council', 'board')}</div></main>"
    )
    assert not [one for one in inside.removed if one.rule == "BDY001"]
