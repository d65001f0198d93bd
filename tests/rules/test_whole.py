"""What stays whole, what users ask for, and what a page sets twice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cleaner import CleanResult, Settings, clean_html
from cleaner.settings import Extractor
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


QUESTION = (
    "Does anybody know whether the new timetable leaves time to change to the bus at the pier, or must we wait an hour "
    "in the rain?"
)
ANSWER = (
    "<p>I took it last week and had eleven minutes, which is enough if you sit near the front and do not carry a "
    "bicycle with you.</p>"
)


def thread(quoted: str, *off: str) -> str:
    """What the rules alone leave of a thread whose second post holds `quoted`, a copy of the first post's question."""
    posts = (
        f"{PROSE}<p>{QUESTION}</p>",
        f"{quoted}{ANSWER}",
        "<p>Thank you, that helps, though my knee is bad and I shall need every one of these minutes to get there.</p>",
    )
    rows = "".join(f"<div class=row><div><a href=/u/{n}>anna{n}</a></div><div>{one}</div></div>" for n, one in
                   enumerate(posts))  # fmt: skip
    page = f"<html><head><title>Ferry times</title></head><body><h1>Ferry times</h1><div>{rows}</div></body></html>"
    return clean_html(page, settings=Settings(model=False, extractor=Extractor.NEVER, disabled_rules=off)).text


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote><p>{}</p></blockquote>",
        "<blockquote class=bbCodeBlock><div><a href=#p1>anna said:</a></div><div>{}</div></blockquote>",
        "<aside class=quote><blockquote><p>{}</p></blockquote></aside>",
        "<blockquote class=UserQuote><div>{}</div></blockquote>",
        "<div><div><blockquote>{}</blockquote></div></div>",
        "<div class=bbcode_quote><div>anna wrote on Monday:</div><blockquote>{}</blockquote></div>",
    ],
)
def test_a_post_keeps_what_it_quotes(markup: str) -> None:
    """In the markup of five makers of forums; a copy of an earlier post, it would go otherwise."""
    assert 2 == thread(markup.format(QUESTION)).count("change to the bus")
    assert 1 == thread(markup.format(QUESTION), "KPT004").count("change to the bus")


def test_a_post_that_is_a_quotation_keeps_what_it_quotes() -> None:
    """So some makers of forums write every post."""
    quoted = f"<div class=bbCodeQuote><div>anna said:</div><aside><blockquote>{QUESTION}</blockquote></aside></div>"
    post = f"<form><blockquote class=messageText>{quoted}{ANSWER}"
    assert 2 == thread(post).count("change to the bus")
    assert 1 == thread(post, "KPT004").count("change to the bus")


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote class=twitter-tweet><p>{}</p></blockquote>",
        "<blockquote class=pullquote><p>{}</p></blockquote>",
        "<div class=signature><blockquote>{}</blockquote></div>",
        "<blockquote><a href=/t/1>{}</a></blockquote>",
        "<aside><blockquote>{}</blockquote></aside>",
    ],
)
def test_what_is_no_quotation_in_a_post_is_not_held_by_it(markup: str) -> None:
    """Posts of another site, words set large, a signature, a link, something beside the text."""
    assert 1 == thread(markup.format(QUESTION)).count("change to the bus")


def shown(first: str, second: str, *off: str) -> int:
    """How often a page that holds a text in these two makes gives it back."""
    text = f"<p>{QUESTION}</p>{ANSWER}"
    page = f"<main><h1>Ferry times</h1>{first.format(text)}{MORE}{second.format(text)}</main>"
    return clean_html(page, settings=Settings(disabled_rules=off)).text.count("change to the bus")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{}", "<div class=mobile><div>{}</div></div>"),
        ("<div class=intro><div>{}</div></div>", "<div class=intro>{}</div>"),
        ("<section><div>{}</div></section>", "<section>{}</section>"),
        ("<div>{}</div>", "<div><article><div>{}</div></article></div>"),
        ("<header>{}</header>", "<div><div>{}</div></div>"),
    ],
)
def test_a_text_that_a_page_shows_twice_stays_once(first: str, second: str) -> None:
    """For a wide screen and a narrow one, or each page and all of them."""
    assert 1 == shown(first, second)


@pytest.mark.parametrize("markup", ["{}", "<section>{}</section>", "<div><div>{}</div></div>", "<article>{}</article>"])
def test_a_text_that_stands_twice_in_parts_built_alike_stays_twice(markup: str) -> None:
    """Steps and terms repeat by right."""
    assert 2 == shown(markup, markup)


def test_a_text_shown_three_times_stays() -> None:
    """What stands so often is meant."""
    assert 3 == shown("{}", "<div>{0}</div><div><div>{0}</div></div>")
