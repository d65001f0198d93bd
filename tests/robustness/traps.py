"""Small hostile inputs of our own, so that every row is tested where the corpus is not. `keep` must survive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

SENTENCES = (
    "The council met on Tuesday evening to discuss the plan for the old harbour, and many came to hear it.",
    "Nobody could say on Friday what had been decided about the ferry, or whether it would sail before the spring.",
    "The masons had to be paid twice in the first year of the works, for the first money was lost on its way.",
    "Two of the roofs were taken by the storm in winter, and the tiles lay about in the streets behind the quay.",
)
KEEP = ("keepalpha", "keepomega")


def article(inner: str = "", head: str = "") -> str:
    """A page whose article has the markers before and behind `inner`."""
    alpha = "".join(f"<p>{one} And so it was written, keepalpha.</p>" for one in SENTENCES)
    omega = "".join(f"<p>Later on, as it is told: {one} That was all, keepomega.</p>" for one in SENTENCES)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour plan</title>{head}</head><body>'
        f"<main><article><h1>Harbour plan</h1>{alpha}{inner}{omega}</article></main></body></html>"
    )


def page(body: str) -> str:
    """A page of nothing but this."""
    return f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>"


# Name -> input and the markers it must keep. Those of P2 are small and stall a parser or an extractor.
STALLS: Mapping[str, Callable[[], str]] = {
    "g06 doctype slashes": lambda: "<!DOCTYPE html " + "/" * 100_000 + "\n>" + article()[15:],
    "f09 a million marks": lambda: article("<p>a" + "".join(chr(0x300 + i * 37 % 70) for i in range(300_000)) + "</p>"),
    "marks as references": lambda: article("<p>a" + "&#803;" * 100_000 + "</p>"),
    "a14 attributes": lambda: article("<div " + " ".join(f"a{i}=1" for i in range(50_000)) + "></div>"),
    "a15 classes": lambda: article('<div class="' + " ".join(f"c{i}" for i in range(100_000)) + '"><p>x</p></div>'),
    "a29 wide cells": lambda: article("<table>" + "<tr><td colspan=1000>a</td></tr>" * 5_000 + "</table>"),
    "spans": lambda: article("<p>" + "<span>x</span>" * 50_000 + "</p>"),
    "a17 unclosed links": lambda: article("".join(f"<a href={i}>x" for i in range(20_000)) + "</a>"),
    "a18 misnested": lambda: article("<b><p>" * 10_000 + "x" + "</b></p>" * 10_000),
    "a38 many bodies": lambda: article("".join(f"<html a{i}=1><body b{i}=1>x" for i in range(10_000))),
    "h32 links": lambda: article(
        "<ul>" + "".join(f"<li><a href=/{i}>Category {i}</a>" for i in range(10_000)) + "</ul>"
    ),
}
OVER: Mapping[str, Callable[[], str]] = {
    "a01 nested divs": lambda: article("<div>" * 100_000 + "<p>keepdeep</p>" + "</div>" * 100_000),
    "a22 options": lambda: article(
        "<select>" + "".join(f"<option value={i}>opt {i}" for i in range(200_000)) + "</select>"
    ),
    "a04 nested bold": lambda: article("<b>" * 70_000 + "x" + "</b>" * 70_000),
    "g02 less-than": lambda: article("<p>" + "<" * 500_000 + "</p>"),
}
TRAPS: Mapping[str, Callable[[], str]] = {
    "a03 600 divs": lambda: article("<div>" * 600 + "<p>keepdeep</p>" + "</div>" * 600),
    "a03 900 divs": lambda: article("<div>" * 900 + "<p>keepdeep</p>" + "</div>" * 900),
    "a13 a long attribute": lambda: article('<div data-x="' + "A" * 4_000_000 + '"></div>'),
    "h17 a data URI": lambda: article('<img src="data:image/png;base64,' + "AAAA" * 1_000_000 + '">'),
    "a comment that never ends": lambda: article("<!-- " + "x " * 1_000).replace("keepomega", "gone"),
    "g08 comments": lambda: article("<!-- x -->" * 50_000),
    "g21 scripts in comments": lambda: article("<script><!--<script>evilcode</script>evilcode--></script>"),
}
