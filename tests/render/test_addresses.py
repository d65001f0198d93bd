"""Addresses as links and images show them, and how Markdown writes them."""

from __future__ import annotations

import pytest

from cleaner.render.addresses import resolve
from cleaner.render.escapes import escape_text, target, title

BASE = "https://c.example/a/b"


@pytest.mark.parametrize(
    ("address", "base", "found"),
    [
        ("x", BASE, "https://c.example/a/x"),
        (" x ", BASE, "https://c.example/a/x"),
        ("//d.example/x", BASE, "https://d.example/x"),
        ("#top", BASE, "#top"),
        ("#", BASE, ""),
        ("#a", BASE, "#a"),
        ("x?a:b", "", "x?a:b"),
        ("", BASE, ""),
        ("   ", BASE, ""),
        ("mailto:a@c.example", BASE, "mailto:a@c.example"),
        ("tel:+431", BASE, "tel:+431"),
        ("HTTPS://c.example/", BASE, "https://c.example/"),
        ("javascript:x", BASE, ""),
        ("java\nscript:x", BASE, ""),
        ("data:text/html,x", "", ""),
        ("http://[x", BASE, ""),
        ("ftp://c.example/x", BASE, ""),
        ("x/y?a:b", "", "x/y?a:b"),
        ("//d.example/x", "", ""),
        ("javascript:x", "", ""),
        ("a\x7fb", "", "ab"),
    ],
)
def test_only_addresses_that_a_reader_can_follow_are_left(address: str, base: str, found: str) -> None:
    """Absolute against the page's address; nothing that runs or that another reader cannot reach."""
    assert resolve(address, base) == found


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/a b", "/a%20b"),
        ("/a<b>c", "/a%3Cb%3Ec"),
        ("/a\\b\nc", "/a%5Cb%0Ac"),
        ("/a(b)", "/a(b)"),
        ("/a(b", "/a%28b"),
        ("/a)b(", "/a%29b%28"),
        ("/a?b=1&copy;2&c=3", "/a?b=1&amp;copy;2&c=3"),
    ],
)
def test_a_target_holds_nothing_that_would_end_it(address: str, written: str) -> None:
    """Brackets that come in pairs are read as they are."""
    assert target(address) == written


def test_a_title_is_quoted() -> None:
    """With a space before it; nothing for none."""
    assert title("") == ""
    assert title('say "a\\b" &amp; c') == ' "say \\"a\\\\b\\" &amp;amp; c"'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\\*b", "a\\\\\\*b"),
        ("a\\b", "a\\b"),
        ("a * b", "a * b"),
        ("* b", "* b"),
        ("a *", "a *"),
        ("*a", "\\*a"),
        ("a_b", "a_b"),
        ("_a", "\\_a"),
        ("a_", "a\\_"),
        ("a _ b", "a _ b"),
        ("a [b] c", "a [b] c"),
        ("[b](c)", "\\[b\\](c)"),
        ("[b][c]", "\\[b\\]\\[c\\]"),
        ("see [b]", "see \\[b\\]"),
        ("a < b", "a < b"),
        ("<b>", "\\<b>"),
        ("</b>", "\\</b>"),
        ("<!-- x", "\\<!-- x"),
        ("AT&T", "AT&T"),
        ("&amp;", "\\&amp;"),
        ("&#38;", "\\&#38;"),
        ("&#x26;", "\\&#x26;"),
        ("~~a~~", "\\~\\~a\\~\\~"),
        ("a!b", "a!b"),
        ("![a](b)", "\\!\\[a\\](b)"),
        ("`a`", "\\`a\\`"),
        ("$a_b$ and *c*", "$a_b$ and \\*c\\*"),
        ("$5 and *c* $6", "$5 and \\*c\\* $6"),
        ("\\(a*b\\) *c*", "\\(a*b\\) \\*c\\*"),
    ],
)
def test_only_what_markdown_would_misread_is_escaped(text: str, written: str) -> None:
    """Pairs of look-alikes: one is read as it stands, the other is not."""
    assert escape_text(text) == written


def test_where_more_text_follows_an_edge_is_no_edge() -> None:
    """A star, a backslash or an exclamation mark at the end may meet what stands behind it."""
    assert escape_text("a *") == "a *"
    assert escape_text("a *", last=False) == "a \\*"
    assert escape_text("* a", first=False) == "\\* a"
    assert escape_text("a\\") == "a\\"
    assert escape_text("a\\", last=False) == "a\\\\"
    assert escape_text("a!") == "a!"
    assert escape_text("a!", last=False) == "a\\!"
    assert escape_text("* a $x_1$ b *") == "* a $x_1$ b *"
    assert escape_text("a *$x_1$* b") == "a \\*$x_1$\\* b"
    assert escape_text("$a_1$ [b] c", linked=True) == "$a_1$ \\[b\\] c"
    assert escape_text("a [b] c", linked=True) == "a \\[b\\] c"
