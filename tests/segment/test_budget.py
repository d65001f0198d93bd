"""Hostile markup is measured, repaired or stripped in linear time, and its text is kept."""

import time
from collections.abc import Callable
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment import budget
from cleaner.segment.angles import angles, may_have_heavy_tag
from cleaner.segment.budget import inspect, repair, strip_tags
from cleaner.settings import Limits

LIMITS = Limits()
SMALL = Limits(tags=50, depth=20, attributes=10, attribute_chars=100, parse_chars=5_000)


def nested(tag: str, count: int) -> str:
    """`count` elements inside each other, with text in the innermost."""
    return f"<{tag}>" * count + "deep words" + f"</{tag}>" * count


SHAPES: dict[str, Callable[[int], str]] = {
    "nested divs": lambda n: nested("div", n),
    "nested bold": lambda n: nested("b", n),
    "attributes": lambda n: "<div " + " ".join(f"a{i}=1" for i in range(n)) + ">x</div>",
    "attributes that hold an end": lambda n: "<div " + " ".join(f"a{i}='>'" for i in range(n)) + ">x</div>",
    "attributes that hold tags": lambda n: "<div " + " ".join(f'a{i}= "<b>"' for i in range(n)) + ">x</div>",
    "options": lambda n: "<select>" + "<option>x" * n,
    "doctype slashes": lambda n: "<!DOCTYPE html " + "/" * n + "\n><p>x</p>",
    "less-than": lambda n: "<p>" + "<" * n,
    "comments opened": lambda n: "<!--" * n,
    "comments": lambda n: "<!-- x -->" * n,
    "quotes opened": lambda n: '<a b="' * n,
    "one quote, many tags": lambda n: "<p>x</p>" * n + "<a b='",
    "closing only": lambda n: "</" * n,
    "templates opened": lambda n: "<template>x" * n,
    "scripts opened": lambda n: "<script><!--<script>" * n,
    "marks": lambda n: "<p>a" + "\u0323" * n,
    "references": lambda n: "<p>a" + "&#803;" * n,
    "entities": lambda n: "<p>" + "&amp" * n,
    "columns": lambda n: "<table>" + "<tr><td colspan=1000>x" * n,
    "lines": lambda n: "<p>" + "\n" * n,
    "roots": lambda n: "<html a=1><body b=2>x" * n,
}


def whole(text: str) -> None:
    """All passes over `text`."""
    inspect(text, LIMITS)
    repair(text, LIMITS)
    strip_tags(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_passes_are_linear(shape: str) -> None:
    """Four times the input takes at most some four times as long, with room for a busy machine."""
    small, large = SHAPES[shape](15_000), SHAPES[shape](60_000)
    least = {small: 9.0, large: 9.0}
    for _ in range(8):  # a busy machine only ever adds to a time: the best of several looks is the passes' own
        for text in (small, large):
            start = time.process_time()
            whole(text)
            least[text] = min(least[text], time.process_time() - start)
        if least[large] < 10 * least[small] + 0.05:
            break
    assert least[large] < 10 * least[small] + 0.05


@pytest.mark.parametrize(
    ("text", "over"),
    [
        (nested("div", 20), ()),
        (nested("div", 21), ("more than 20 open elements",)),
        (nested("i", 21), ("more than 20 open elements",)),
        ("<p>x" * 50, ()),
        ("<p>x" * 51, ("more than 50 tags",)),
        ("<div/>" * 21, ("more than 20 open elements",)),
        ("<br-x>" * 21, ("more than 20 open elements",)),
        ("<li-x>" * 21, ("more than 20 open elements",)),
        ("<menu>" * 21, ("more than 20 open elements",)),
        ("<div></x></3></ div>" * 21, ("more than 20 open elements",)),
        ("<svg>" + "<path/>" * 40 + "</svg>", ()),
        ("<svg>" + "<div/>" * 30, ("more than 20 open elements",)),
        ("<br>" * 49, ()),
        ("<!--" + "<div>" * 30 + "-->", ()),
        ("<script>" + "<div>" * 30 + "</script>", ()),
        ("x" * 5_000, ()),
        ("x" * 5_001, ("more than 5000 characters",)),
        ("<script>" + "x" * 6_000 + "</script>", ()),
    ],
)
def test_each_budget_is_exact(text: str, over: tuple[str, ...]) -> None:
    """At the limit a page is parsed, one above it is not; what parsers do not nest is not counted."""
    assert over == inspect(text, SMALL).over


def test_too_many_attributes_are_dropped() -> None:
    """The first ones stay, in order; the text behind the tag is kept."""
    text = "<p " + " ".join(f"a{i}={'v' * 900}" for i in range(12)) + ">kept</p>"
    limits = Limits(attributes=10)
    assert ("12 attributes on a tag > 10",) == inspect(text, limits).repairs
    repaired, warnings = repair(text, limits)
    assert ("a9=" in repaired, "a10=" in repaired, "kept" in repaired, 1) == (True, False, True, len(warnings))
    assert () == inspect(repaired, limits).repairs


@pytest.mark.parametrize("value", ['">"', "'>'", ' ">"', '"<b>"', "'\"<i a=\"'"])
def test_attributes_are_counted_past_a_bracket_in_a_value(value: str) -> None:
    """Lexbor looks each attribute up among the ones before it: 120,000 of them would take it a minute."""
    text = "<p " + " ".join(f"a{i}={value}" for i in range(4_000)) + ">kept</p>"
    assert 1 == len(inspect(text, LIMITS).repairs)
    repaired, _ = repair(text, LIMITS)
    assert (True, False, True) == ("a999=" in repaired, "a1000=" in repaired, "kept" in repaired)


@given(
    st.lists(
        st.sampled_from(
            "<div> </div> <p> <b> </b> </x> <li-x> <br> <svg> </svg> <path/> <td> </td> <a b='>'> <i c=\" </3> > ' \" ="
            " <!--> <!-- --> <style> </style> <a <x=' <i\t=\"></div> <script> </script> <menu>"
            " <a d e f g h i j k l m n> text"
            " <title> </title> <? <! > <textarea/> </textarea> <plaintext> <noframes> </noframes>".split(" ")
        ),
        max_size=60,
    )
)
def test_the_cheap_counts_miss_nothing(pieces: list[str]) -> None:
    """What a scan tag by tag finds too deep or too heavy, the brackets and quotes alone found suspicious."""
    text, page = " ".join(pieces), angles(" ".join(pieces))
    with patch.object(budget, "LONG_TAG_CHARS", 20):
        exact = budget._Scan(Limits(attributes=10, attribute_chars=15)).over(text)
    assert exact.depth <= page.depth
    assert exact.tags <= page.opening
    if "attribute" in "".join(exact.repairs):
        assert may_have_heavy_tag(page, 20, 10, 15)


def test_a_long_value_is_blanked() -> None:
    """An inline image as long as a book does not count towards the page, and what follows is parsed."""
    text = '<img alt="a" src="data:' + "A" * 200_000 + '"><p>kept</p>'
    repaired, _ = repair(text, LIMITS)
    assert '<img alt="a" src=""><p>kept</p>' == repaired
    assert (True, 1) == (inspect(text, Limits(parse_chars=100_000)).fits, len(inspect(text, LIMITS).repairs))


def test_ordinary_pages_are_not_touched() -> None:
    """Nothing to repair: the same string comes back."""
    text = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/x.dtd"><p class="a b">x &#1055;</p>'
    assert (text, ()) == repair(text, LIMITS)
    assert ((), ()) == (inspect(text, LIMITS).over, inspect(text, LIMITS).repairs)


def test_runs_of_marks_are_cut_in_the_source() -> None:
    """Marks beyond the budget go, whether written out or as references."""
    for text in ("<p>q" + "\u0323" * 1_000, "<p>q" + "&#803;" * 1_000):
        assert inspect(text, LIMITS).repairs
        assert "<p>q" + "\u0323" * 30 == repair(text, LIMITS)[0]


def test_a_long_doctype_becomes_the_plain_one() -> None:
    """A doctype of slashes stalls patterns elsewhere."""
    text, _ = repair("<!DOCTYPE html " + "/" * 10_000 + "\n><p>x", LIMITS)
    assert "<!DOCTYPE html><p>x" == text


def test_absurd_column_spans_become_single_columns() -> None:
    """Many cells a thousand columns wide would be written out as that many cells."""
    text, _ = repair("<td colspan=1000>" * 100, LIMITS)
    assert "<td colspan=1>" * 100 == text


def test_stripping_keeps_the_visible_text_in_lines() -> None:
    """Blocks are lines, inline markup leaves no trace, cells are joined, code keeps its lines."""
    page = (
        "<!DOCTYPE html><html><head><title>gone</title><style>p{}</style><script>a<b; '</p>'</script></head><body>"
        "<!-- gone <p> --><h1>Head &amp; shoulders</h1><p>One <b>bold</b> word,<br>a new\n line.</p>"
        "<pre>a = 1\nb = 2</pre><table><tr><td>x<td>y</tr></table><ul><li>i<li>j</ul>"
        "<template>gone</template><select><option>gone</select><a title='a > b'>link</a> &lt;tag&gt; 3 < 4"
    )
    assert [
        "Head & shoulders",
        "One bold word,",
        "a new line.",
        "a = 1",
        "b = 2",
        "x | y",
        "i",
        "j",
        "link <tag> 3 < 4",
    ] == strip_tags(page)


def test_text_is_kept_where_markup_is_broken() -> None:
    """Templates that never end hide nothing; shadow roots are shown; huge references are no characters."""
    assert ["before", "inside"] == strip_tags("<p>before<template><p>inside")
    assert ["shown"] == strip_tags('<x-a><template shadowrootmode="open">shown</template></x-a>')
    assert ["a\ufffdb"] == strip_tags("<p>a&#" + "9" * 6_000 + ";b")
    assert ["tail"] == strip_tags("<script><!--<script>x</script>y--></script>tail")


@given(st.text(alphabet="<>/!-='\" \nabdivscriptpte&#;0x\u0323", max_size=300))
def test_no_markup_breaks_the_passes(text: str) -> None:
    """Nothing raises, and no line of the result is empty or holds a line end."""
    inspect(text, SMALL)
    repair(text, SMALL)
    assert all(line and "\n" not in line for line in strip_tags(text))


@given(st.lists(st.text(alphabet="abcdefgh ijk", min_size=1, max_size=30).filter(str.strip), max_size=20))
def test_words_between_tags_survive(words: list[str]) -> None:
    """Every paragraph of a well-formed page comes out, in order."""
    page = "".join(f'<div class="a"><p>{text}</p></div>' for text in words)
    assert [" ".join(text.split()) for text in words] == strip_tags(page)


@pytest.mark.parametrize(
    "part",
    [
        "<div </div>", "<div a='></div>'>", "<div><!-- </div> -->", "<div><!-- ></div> -->", "<div><? </div>",
        "<div><! </div>", "<div></1 </div>", "<div><script></div></script>", "<div><style></div></style>",
        "<div><textarea></div></textarea>", "<div><title></div></title>",
        "<div><script><!--<script></script>--></div></script>",
    ],
)  # fmt: skip
def test_end_tags_that_are_none_make_no_page_shallow(part: str) -> None:
    """In comments, scripts, values and other tags: what looks flat may be as deep as it is long."""
    assert inspect((part + "x" * 80) * 1_100, Limits()).over == ("more than 1000 open elements",)


def test_many_comments_and_scripts_with_markup_are_no_depth() -> None:
    """What a page may hold of them is read without counting tag by tag."""
    page = "<p>a <b>b</b><!-- <div>c</div> --><script>d('<i>e</i>')</script>" * 400
    assert angles(page).depth < Limits().depth
