"""What kind of page a page is."""

from __future__ import annotations

import pytest

from cleaner import clean_html, clean_text
from cleaner.types import PageKind

PROSE = (
    "<p>The council met on Tuesday to discuss the old harbour, and the people of the quay came to hear it all.</p>" * 8
)
POST = (
    '<div class="post" id="p{0}"><div class="postprofile"><a class="username" href="/u/{0}">user{0}</a></div>'
    '<div class="postbody"><p>Since the storm my lamp {0} no longer lights, and I do not know where to look next.</p>'
    "</div></div>"
)
PRODUCT = (
    '<meta property="og:type" content="product"><div class="product"><h1>Lamp</h1><span class="price">$29.95</span>'
    "<button class=add-to-cart>Add to cart</button><p>A lamp made of brass, which never rusts.</p></div>"
)


@pytest.mark.parametrize(
    ("markup", "url", "kind"),
    [
        (
            f"<article><h1>Harbour reopens</h1>{PROSE}</article>",
            "https://x.example/2024/03/harbour-road-reopens-at-last",
            PageKind.ARTICLE,
        ),
        (
            "<h1>Lamp</h1>" + "".join(map(POST.format, range(6))),
            "https://x.example/forum/viewtopic.php?t=4",
            PageKind.FORUM,
        ),
        (PRODUCT, "https://x.example/product/lamp", PageKind.PRODUCT),
    ],
)
def test_the_kind_of_a_page_comes_from_evidence(markup: str, url: str, kind: PageKind) -> None:
    """The likeliest kind is named, and the odds of all kinds sum to one."""
    result = clean_html(f"<html><body>{markup}</body></html>", url=url)
    assert result.page_kind is kind
    assert result.page_kinds[kind] == max(result.page_kinds.values())
    assert sum(result.page_kinds.values()) == pytest.approx(1, abs=0.001)


def test_a_text_is_no_kind_of_page() -> None:
    """Only pages have a kind."""
    result = clean_text("The council met on Tuesday.")
    assert result.page_kind is None
    assert result.to_dict()["page_kind"] is None
