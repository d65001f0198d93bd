"""Markdown and HTML say what was kept, in the structure it had."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from cleaner import clean_html, render
from cleaner.render.escapes import escape_line_start, escape_text
from cleaner.types import Document, Kind

URL = "https://courier.example/2024/ferry"


def written(html: str) -> tuple[str, str]:
    """A piece of HTML as Markdown and as HTML, all of it kept."""
    result = clean_html(f"<article><p>Before.</p>{html}<p>After.</p></article>", url=URL)
    decisions = [one._replace(cut=()) for one in result.decisions]
    markdown = render.markdown(result.document, decisions)
    return markdown.removeprefix("Before.\n\n").removesuffix("\n\nAfter.\n"), render.html(result.document, decisions)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <em>b <a href=/c>d</a></em> <a href=e><b>f</b></a>",
         f"a *b [d](https://courier.example/c)* [**f**]({URL[:29]}e)"),
        ("<p>see <a href='#s1'>S</a> <a href='javascript:x'>x</a>", "see [S](#s1) x"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d"),
        ("<ol><li>a<ol><li>b</ol></ol>", "1. a\n   1. b"),
        ("<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>", "1. a\n   1. b\n2. c"),
        ("<ol start=3><li><p>a<p>b<pre>x\ny</pre><li>c</ol>", "3. a\n\n   b\n\n   ```\n   x\n   y\n   ```\n\n4. c"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "**a**\n: b\n\n**c**\n: d"),
        ("<p>Quay 1<br>Harrow", "Quay 1  \nHarrow"),
        ("<p><del>12</del> 9 and <s>x</s>", "~~12~~ 9 and ~~x~~"),
        ("<p>~a~ and ~b c~ d, ~30 and ~40", "\\~a\\~ and \\~b c\\~ d, ~30 and ~40"),
        ("<p><a href=/big><img src=/i.jpg alt=Quay width=800></a>", f"[![Quay]({URL[:23]}/i.jpg)]({URL[:23]}/big)"),
        ("<p><a href=/w/i.jpg><img src=/i.jpg alt=Quay width=800></a>", f"![Quay]({URL[:23]}/i.jpg)"),
        ("<p><a href=#top><span><img src=/i.jpg alt=Quay width=800></span></a>", f"![Quay]({URL[:23]}/i.jpg)"),
        ("<p>1. The board", "1\\. The board"),
        ("<p>snake_case 5 * 3 [1] *so* a_ _b", "snake_case 5 * 3 [1] \\*so\\* a\\_ \\_b"),
        ("<p>where $w_{ij}$ and \\(*\\) cost $5", "where $w_{ij}$ and \\(*\\) cost $5"),
        ("<p>so <math alttext='a_1*b_2'></math> is", "so $a_1*b_2$ is"),
        ("<p>中文<b>「好」</b>说", "中文<strong>「好」</strong>说"),
        ("<pre class=language-py>a\n```\nb</pre>", "````py\na\n```\nb\n````"),
        ("<p>run <code>a`b</code>", "run ``a`b``"),
        ("<table><tr><th>A<th>B<tr><td><td>x|y</table>", "| A | B |\n| --- | --- |\n|  | x\\|y |"),
        ("<table><tr><td>k<td><a href=/c>v</a><tr><td>k<td>w</table>",
         "| k | [v](https://courier.example/c) |\n| --- | --- |\n| k | w |"),
        ("<figure><img src=/a.jpg alt=P title=T><figcaption>Cap</figcaption></figure>",
         '![P](https://courier.example/a.jpg "T")\nCap'),
        ("<iframe src='https://www.youtube.com/embed/x' title=Film></iframe>", "[Film](https://www.youtube.com/embed/x)"),
        ("<hr>", "---"),
        ("<div role=heading aria-level=2>Start</div>", "## Start"),
    ],
)  # fmt: skip
def test_markdown_is_what_a_reader_can_use(html: str, markdown: str) -> None:
    """Nested, numbered, resolved, and escaped only where it must be."""
    assert markdown == written(html)[0]


def test_a_cell_over_two_rows_makes_an_html_table() -> None:
    """A pipe table would lie."""
    markdown, html = written("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>")
    assert markdown.startswith('<table><tr><td rowspan="2">a</td>')
    assert '<td rowspan="2">a</td>' in html


def test_html_is_sanitised_and_keeps_structure() -> None:
    """No script survives; items keep numbers and powers their form."""
    html = written("<ol start=3><li>10<sup>2</sup><li><a href='javascript:x' onclick=y>c</a></ol><script>z</script>")[1]
    assert '<ol start="3">' in html
    assert "10<sup>2</sup>" in html
    assert "javascript" not in html
    assert "onclick" not in html


@pytest.mark.parametrize(
    "html",
    [
        "<h2>A #</h2><p>x # y",
        "<p>&lt;b&gt; &amp;amp; AT&amp;T",
        "<p><em>a</em><em>b</em> <strong><em>c</em></strong> <em>d <em>e</em></em>",
        "<ul><li><p>a</p><ul><li>b</li></ul></li><li><blockquote><p>c</p></blockquote></li></ul>",
        "<ul><li>a</li></ul><ul><li>b</li></ul>",
        "<p>a!<a href=/b>c</a> <code>``</code> [x](y)",
        "<ol><li>a<pre>b\n\nc</pre></li></ol>",
        "<p>+ a<br>- b<br>1) c<br>=== <br>&gt; d",
        "<p>**not** __bold__ ~~x~~ `y` \\* \\",
    ],
)
def test_rendered_markdown_is_the_html_again(html: str) -> None:
    """The text of every element, through markdown-it-py and back."""
    markdown, kept = written(html)
    again = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"Before.\n\n{markdown}\n\nAfter.")

    def words(document: Document) -> list[tuple[Kind, str]]:
        return [(block.kind, block.text) for block in document.blocks]

    assert words(clean_html(kept).document) == words(clean_html(again).document)


@pytest.mark.parametrize("line", ["- a", "+ a", "* a", "# a", "> a", "12. a", "1) a", "===", "---", "~~~", "[a]: b"])
def test_a_line_that_would_begin_something_is_escaped(line: str) -> None:
    """And its look-alikes are not."""
    assert "\\" in escape_line_start(line)
    for plain in ("-a", "#a", "1.a", "a - b", "2024 was"):
        assert plain == escape_line_start(plain)


def test_plain_text_is_left_alone() -> None:
    """Nothing is escaped for the sake of it."""
    plain = "It cost 12.50 (or 3-4 %), said A&B; see [1], x_y and 5 * 3 = 15! #1 ~ 2"
    assert plain == escape_text(plain)
