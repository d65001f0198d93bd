"""Elements that close themselves are whole on pages an XML serialiser wrote, and nowhere else."""

from __future__ import annotations

import time

import pytest

from cleaner import clean_html
from cleaner.segment.self_closed import expand_self_closed

_XML = '<html><head><meta charset="utf-8"/>{}</head><body>{}</body></html>'
_SENTENCES = "<p>The council met on Tuesday to discuss the old harbour, and many people came to hear it.</p>" * 2


@pytest.mark.parametrize("name", ["iframe", "script", "i", "a", "textarea", "title", "em", "svg:path", "DIV"])
def test_an_element_that_closes_itself_gets_an_end(name: str) -> None:
    """Whatever its name, and with its attributes."""
    page = _XML.format("", f'<p>One</p><{name} class="x" /><p>Two</p>')
    assert f'<{name} class="x"></{name}><p>Two</p>' in expand_self_closed(page)


@pytest.mark.parametrize(
    "page",
    [
        '<meta charset="utf-8"><p>One<i/>two</p>',  # an open void element: no XML
        "<p>One<i/>two</p>",  # no void element tells anything
        '<meta charset="utf-8"/><p>One<br/>two<img src="a"/></p>',  # void elements need no end
        '<meta charset="utf-8"/><script>var a = "<i/>";</script><style>a:after { content: "<b/>" }</style>',
        '<meta charset="utf-8"/><p title="a < b / > c">One</p>',
        '<meta charset="utf-8"/><script>var a = "<i/>";',  # a script that never ends
    ],
)
def test_other_markup_stays_as_it_is(page: str) -> None:
    """Character for character."""
    assert page == expand_self_closed(page)


def test_what_follows_an_empty_iframe_is_read() -> None:
    """As HTML the rest of the page would be its text."""
    page = _XML.format(
        "", f"<article>{_SENTENCES}<iframe src='/ad'/>{_SENTENCES.replace('Tuesday', 'Friday')}</article>"
    )
    assert "Friday" in clean_html(page).text


@pytest.mark.parametrize("piece", ["<i ", "<br ", "<script/", "<i/>", '<i a="', "<script>"])
def test_time_is_linear(piece: str) -> None:
    """Half a million characters of tags that never end take far less than a second of the processor."""
    start = time.process_time()
    expand_self_closed("<br/>" + piece * (500_000 // len(piece)))
    assert time.process_time() - start < 5
