"""What stays whole, what users ask for, and what a page sets twice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cleaner import CleanResult, Settings, clean_html
from cleaner.types import Category

PROSE = (
    "<p>The ferry to the outer islands will run twice a day from the first week of April, the harbour board decided on "
    "Tuesday evening after a meeting that lasted nearly four hours.</p>"
)
MORE = (
    "<p>Islanders had asked for a third departure in the afternoon, because the last boat leaves before the school bus "
    "arrives and children have to stay with relatives on the mainland.</p>"
)


def clean(inner: str, **options: object) -> CleanResult:
    """An article page around `inner`."""
    head = "<html><head><title>Ferry to run twice</title></head><body><main><article><h1>Ferry to run twice</h1>"
    return clean_html(f"{head}{PROSE}{inner}{MORE}</article></main></body></html>", settings=Settings(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "code", ["npm install ferry", '{\n  "a": 1\n}', "for b in boats:\n    sail(b)", "SELECT 1;", "x"]
)
def test_code_between_kept_text_stays(code: str) -> None:
    """One word or many lines."""
    assert code in clean(f"<pre><code>{code}</code></pre>").text


def test_code_in_a_menu_goes() -> None:
    """Only what stands in the text is explained by it."""
    assert "home | news" not in clean_html(f"<nav><pre>home | news</pre></nav><article>{PROSE}{MORE}</article>").text


@pytest.mark.parametrize("word", ["Contact", "Apply", "Overview"])
def test_a_menus_word_over_kept_text_is_a_heading(word: str) -> None:
    """In a menu it is a menu's word."""
    section = f"<h2>{word}</h2><p>Fill in form F12 and send it to the office together with a copy of your licence.</p>"
    assert f"\n{word}\n" in clean(section).text


def test_a_pull_quote_goes_and_a_quote_stays() -> None:
    """The first repeats the text, the second is text."""
    twice = clean("<aside class=pullquote><p>the harbour board decided on Tuesday evening</p></aside>")
    assert 1 == twice.text.count("decided on Tuesday evening")
    once = clean("<blockquote><p>Nobody has ever seen a goose as large as that one, and nobody will.</p></blockquote>")
    assert "as large as that one" in once.text


@pytest.mark.parametrize(
    ("options", "inner", "text", "there"),
    [
        ({}, "", "Ferry to run twice\n", False),
        ({"title_in_body": True}, "", "Ferry to run twice\n", True),
        ({}, "<figure><img src=a.jpg><figcaption>The pier in May</figcaption></figure>", "The pier in May", False),
        (
            {"captions": True},
            "<figure><img src=a.jpg><figcaption>The pier in May</figcaption></figure>",
            "The pier",
            True,
        ),
        ({}, "<table><tr><td>Alba</td><td>12</td></tr><tr><td>Brise</td><td>7</td></tr></table>", "Alba | 12", True),
        (
            {"tables": False},
            "<table><tr><td>Alba</td><td>12</td></tr><tr><td>Brise</td><td>7</td></tr></table>",
            "Alba",
            False,
        ),
    ],
)
def test_settings_say_what_is_body(options: Mapping[str, object], inner: str, text: str, there: bool) -> None:
    """The same for everybody by default, and a way out for who wants it."""
    assert there == (text in clean(inner, **options).text)


def test_a_title_that_goes_is_in_the_record() -> None:
    """As `title-repeat`."""
    assert Category.TITLE_REPEAT in {one.category for one in clean("").removed if one.text == "Ferry to run twice"}


def test_images_and_links_may_be_left_out_of_markdown() -> None:
    """And of HTML."""
    inner = "<p>See <a href=https://a.example/b>the plan</a> of the pier, which the board has drawn up.</p><img src=https://a.example/i.jpg>"
    shown, hidden = clean(inner), clean(inner, images=False, links=False)
    assert "](https://a.example/b)" in shown.markdown
    assert "![](https://a.example/i.jpg)" in shown.markdown
    assert "a.example" not in hidden.markdown + hidden.html


def test_comments_may_be_had_apart() -> None:
    """They are out of the body either way."""
    thread = "".join(
        f"<li class=comment><cite>{name}</cite> says:<p>Well done, all of you, this is what we have asked for.</p></li>"
        for name in ("Anna", "Ben", "Cleo")
    )
    below = f"<section id=comments><h3>3 comments</h3><ol class=commentlist>{thread}</ol></section>"
    page = f"<article>{PROSE}{MORE}</article>{below}"
    apart = clean_html(page, settings=Settings(comments="separate"))  # type: ignore[arg-type]
    assert "Well done" not in apart.text
    assert any("Well done" in comment for comment in apart.comments)
    assert () == clean_html(page).comments


def test_a_page_of_one_line_keeps_it() -> None:
    """A menu alone is still nothing."""
    assert "Simplest." == clean_html("<html><title>Test</title><body><p>Simplest.</p>").text
    assert "" == clean_html("<nav><a href=/a>Home</a> <a href=/b>News</a></nav>").text
