"""A text's Markdown stays the Markdown that the text may be, and nothing in it acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner import clean_text
from cleaner.render.escapes import escape_active

HARMLESS = re.compile(r"(?:https?:|mailto:|[^:]*$)", re.IGNORECASE)
READER = MarkdownIt("commonmark", {"html": True})
READER.validateLink = lambda _: True  # a reader without a guard of its own


class Acts(HTMLParser):
    """Collects what acts: tags that Markdown does not make, handlers, addresses of another scheme."""

    MADE = frozenset("p a img em strong code pre ul ol li h1 h2 h3 h4 h5 h6 blockquote hr br".split())

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        if tag not in self.MADE:
            self.found.append(tag)
        for name, value in attrs:
            scheme = re.sub(r"[\s\x00-\x20]", "", value or "")
            if name.startswith("on") or (name in {"href", "src"} and not HARMLESS.match(scheme)):
                self.found.append(f"{tag} {name}={value}")


def acting(markdown: str) -> list[str]:
    """What acts in the page that a reader makes of it."""
    seen = Acts()
    seen.feed(READER.render(markdown))
    seen.close()
    return seen.found


ACTIVE = [
    "[here](javascript:alert(1))",
    "[here]( javascript:alert(1) )",
    "[here](<javascript:alert(1)>)",
    "[here](JaVaScRiPt&#58;alert(1))",
    "[here](javascript\\:alert(1))",
    "[here](data:text/html;base64,PHNjcmlwdD4=)",
    "![here](vbscript:x)",
    "[here][r]\n\n[r]: javascript:alert(1)",
    "[r]\n\n[r]:\njavascript:alert(1)",
    "[r]\n\n   [r]: <javascript:alert(1)> 'title'",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "\\\\<img src=x onerror=alert(1)>",
    "a \\\\[here](javascript:alert(1))",
    "[here\\\\](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<!-- a --><iframe src=x>",
    "<a href='javascript:x'\nonclick=y>",
]


@pytest.mark.parametrize("text", ACTIVE)
def test_what_would_act_is_characters(text: str) -> None:
    """The test can fail: unescaped it acts."""
    assert acting(text)
    assert acting(escape_active(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "# A heading\n\n- one\n- *two*\n\n> quoted `code` and 1 < 2 > 0",
        '[a page](https://example.org/a_b?c=1#d) and ![a picture](/wall.jpg "Title")',
        "[mail](mailto:me@example.org), [below](#part), [near](other.html), [up](../index.html)",
        "[r]: https://example.org/r\n\nSee [r] and [1], f(x)[0](y) aside.",
        "<https://example.org/x> is an address, 1<2 is a sum, and so is a <3",
        "[port](http://example.org:8080/x)",
        "\\<b> and [c\\](javascript:d) are escaped already",
    ],
)
def test_markdown_that_leads_to_pages_is_left_as_it_is(text: str) -> None:
    """Scraped texts are Markdown often enough."""
    assert escape_active(text) == text


@given(
    st.lists(
        st.sampled_from([*"[]()<>!&\\:/\n \t'\"`*#", "a", "x=", "javascript:", "&#58;", "on", "href=", "]:", "]("])
    )
)
def test_no_text_acts(parts: list[str]) -> None:
    """Whatever is put together from the signs that Markdown reads."""
    assert acting(escape_active("".join(parts))) == []


def test_the_markdown_of_a_cleaned_text_does_not_act() -> None:
    """The way that a text goes."""
    body = "The council met on Monday and talked for three hours about the harbour wall, {} it said."
    text = "\n\n".join(body.format(one) for one in ACTIVE)
    assert acting(clean_text(text).markdown) == []
    assert "javascript:" in clean_text(text).text
