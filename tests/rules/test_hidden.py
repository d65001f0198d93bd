"""Hidden text goes where it is a trick or furniture, not where parts of a page are shown one after the other."""

from __future__ import annotations

import pytest

from cleaner import clean_html
from cleaner.types import Decision

WAYS = ("display:none", "opacity:0", "font-size:0")
SENTENCE = "The kettle holds two litres and boils them in less than four minutes on any plate."
PROSE = "".join(
    f"<p>The council met on {day} to discuss the harbour, and the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday", "Friday", "Sunday")
)
SHOP = (
    '<html><head><meta property="og:type" content="product"><script type="application/ld+json">'
    '{{"@type":"Product","offers":{{"@type":"Offer","price":"24.00"}}}}</script></head><body><main class="product">'
    "<h1>Kettle</h1><div class=price>$24.00</div><button class=add-to-cart>Add to cart</button>{}</main></body></html>"
)


def verdicts(markup: str, text: str, url: str | None = None) -> Decision:
    """The decision on the block with this text."""
    result = clean_html(markup, url=url)
    return next(d for b, d in zip(result.document.blocks, result.decisions, strict=True) if text in b.text)


def final(decision: Decision) -> bool:
    """Whether hidden text went without appeal."""
    return any(v.rule == "HID001" and v.final for v in decision.verdicts)


@pytest.mark.parametrize("way", WAYS)
def test_hidden_text_of_an_article_goes_without_appeal(way: str) -> None:
    """One hidden line in an article is a trick or furniture."""
    page = f'<article><h1>Harbour</h1>{PROSE}<p style="{way}">{SENTENCE}</p>{PROSE}</article>'
    assert final(verdicts(page, "kettle", "https://x.example/2024/03/harbour-reopens-after-the-storm"))


def test_hidden_text_of_a_shop_is_weighed() -> None:
    """What a tab hides of a product is read on a click."""
    page = SHOP.format(f'<div><p>{SENTENCE}</p></div><div style="display:none"><p>It weighs 900 grams.</p></div>')
    assert not final(verdicts(page, "900 grams", "https://shop.example/product/kettle"))


@pytest.mark.parametrize(("count", "wanted"), [(2, True), (3, False)])
def test_many_transparent_elements_fade_in(count: int, wanted: bool) -> None:
    """Scripts show what scrolls into view; one or two such lines are a trick."""
    faded = "".join(f'<div style="opacity:0"><p>Part {i} of the story is told here.</p></div>' for i in range(count))
    page = f"<article><h1>Harbour</h1>{PROSE * 4}{faded}</article>"
    assert final(verdicts(page, "Part 1", "https://x.example/2024/03/harbour-reopens-after-the-storm")) is wanted
