"""What each kind of kept markup becomes, in all three languages; nothing is judged here."""

from __future__ import annotations

import pytest

from cleaner import clean_text, render
from cleaner.render.front_matter import front_matter
from cleaner.render.grids import entries
from cleaner.segment import html as segmenter
from cleaner.types import Category, Decision, Document, Kind, Verdict

URL = "https://c.example/a/b"
REL = 'rel="noopener nofollow noreferrer"'


def document_of(markup: str) -> Document:
    """The document of a page at URL."""
    return segmenter.segment(segmenter.parse(markup), markup, URL)


def decisions_of(document: Document, cut: dict[int, tuple[tuple[int, int], ...]]) -> list[Decision]:
    """Everything stays but these characters of these blocks."""
    return [Decision(block.index, cut.get(block.index, ()), 1.0, ()) for block in document.blocks]


def written(
    markup: str, cut: dict[int, tuple[tuple[int, int], ...]] | None = None, *, images: bool = True, links: bool = True
) -> tuple[str, str, str]:
    """Markdown, HTML and text of what stays."""
    document = document_of(markup)
    decisions = decisions_of(document, cut or {})
    more = {"images": images, "links": links}
    return (
        render.markdown(document, decisions, **more),
        render.html(document, decisions, **more),
        render.text(document, decisions),
    )


@pytest.mark.parametrize(
    ("markup", "markdown", "html", "text"),
    [
        ("<h3>Head</h3><p>a<b>b</b> <i>c</i> <code>d</code> <del>e</del> x<sub>2</sub></p>",
         "### Head\n\na**b** *c* `d` ~~e~~ x2\n",
         "<h3>Head</h3>\n<p>a<strong>b</strong> <em>c</em> <code>d</code> <del>e</del> x<sub>2</sub></p>",
         "Head\n\nab c d e x2"),
        ("<p><a href='x?y=1&z=2' title='T \"q\"'>link</a> <a href='#top'>top</a> <a href='javascript:a(1)'>bad</a>",
         '[link](https://c.example/a/x?y=1&z=2 "T \\"q\\"") [top](#top) bad\n',
         f'<p><a href="https://c.example/a/x?y=1&amp;z=2" title="T &quot;q&quot;" {REL}>link</a> '
         f'<a href="#top" {REL}>top</a> bad</p>',
         "link top bad"),
        ("<p>one<br>two</p>", "one  \ntwo\n", "<p>one<br>two</p>", "one\ntwo"),
        ("<h2>one<br>two</h2>", "## one two\n", "<h2>one<br>two</h2>", "one two"),
        ("<pre class=language-py>if a:\n    b</pre>", "```py\nif a:\n    b\n```\n",
         '<pre><code class="language-py">if a:\n    b</code></pre>', "if a:\n    b"),
        ("<pre>a &lt; b</pre>", "```\na < b\n```\n", "<pre><code>a &lt; b</code></pre>", "a < b"),
        ("<ol start=4><li>a<li value=9>b</ol>", "4. a\n9. b\n",
         '<ol start="4"><li value="4">a</li>\n<li value="9">b</li></ol>', "a\n\nb"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c\n",
         "<ul><li><p>a</p>\n<p>b</p></li>\n<li>c</li></ul>", "a\n\nb\n\nc"),
        ("<ul><li>a<ul><li>b<ul><li>c</ul></ul></ul>", "- a\n  - b\n    - c\n",
         "<ul><li><p>a</p>\n<ul><li><p>b</p>\n<ul><li>c</li></ul></li></ul></li></ul>", "a\n\nb\n\nc"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n",
         "<ul><li>a</li></ul>\n<ul><li>b</li></ul>", "a\n\nb"),
        ("<table><caption>Cap</caption><tr><th>A<th>B<tr><td colspan=2>wide<tr><td>1<td>2</table>",
         "Cap\n\n| A | B |\n| --- | --- |\n| wide |  |\n| 1 | 2 |\n",
         "<table><caption>Cap</caption><tbody><tr><th>A</th><th>B</th></tr>"
         '<tr><td colspan="2">wide</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
         "Cap\n\nA | B\n\nwide\n\n1 | 2"),
        ("<figure><img src=/i.jpg alt='A \"t\"' title=Ti><figcaption>Cap words</figcaption></figure><p>After</p>",
         '![A "t"](https://c.example/i.jpg "Ti")\nCap words\n\nAfter\n',
         '<figure><img src="https://c.example/i.jpg" alt="A &quot;t&quot;" title="Ti">\n'
         "<figcaption>Cap words</figcaption></figure>\n<p>After</p>",
         "Cap words\n\nAfter"),
        ("<p>Before</p><hr><p>After</p>", "Before\n\n---\n\nAfter\n",
         "<p>Before</p>\n<hr>\n<p>After</p>", "Before\n\nAfter"),
        ("<p>x</p><iframe src='https://www.youtube.com/embed/x' title=Film></iframe><p>y</p>",
         "x\n\n[Film](https://www.youtube.com/embed/x)\n\ny\n",
         f'<p>x</p>\n<p><a href="https://www.youtube.com/embed/x" {REL}>Film</a></p>\n<p>y</p>', "x\n\ny"),
        ("<blockquote><p>q1</p><p>q2</p></blockquote>", "> q1\n>\n> q2\n",
         "<blockquote><p>q1</p>\n<p>q2</p></blockquote>", "q1\n\nq2"),
        ("<dl><dt>t<dd>d1<dd>d2<dt>u<dd>e</dl>", "**t**\n: d1\n: d2\n\n**u**\n: e\n",
         "<dl><dt>t</dt>\n<dd>d1</dd>\n<dd>d2</dd>\n<dt>u</dt>\n<dd>e</dd></dl>", "t\n\nd1\n\nd2\n\nu\n\ne"),
        ("<p>E = <math alttext='a^2'></math></p>", "E = $a^2$\n", "<p>E = $a^2$</p>", "E = a^2"),
        ("<p>10<sup>2</sup> and note<sup>[1]</sup></p>", "10² and note\\[1\\]\n",
         "<p>10<sup>2</sup> and note[1]</p>", "10² and note[1]"),
        ("<p>inline <img src=/e.png alt=smile> end</p>", "inline ![smile](https://c.example/e.png) end\n",
         '<p>inline <img src="https://c.example/e.png" alt="smile"> end</p>', "inline smile end"),
        ("<p><b>a</b><b>b</b></p>", "<strong>a</strong><strong>b</strong>\n",
         "<p><strong>a</strong><strong>b</strong></p>", "ab"),
        ("<p>word<em>part</em>word and <strong> spaced </strong>x</p>", "word*part*word and **spaced** x\n",
         "<p>word<em>part</em>word and <strong>spaced</strong> x</p>", "wordpartword and spaced x"),
    ],
)  # fmt: skip
def test_kept_markup_in_three_languages(markup: str, markdown: str, html: str, text: str) -> None:
    """The same blocks, with their structure where the language has one."""
    assert written(markup) == (markdown, html, text)


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        # Emphasis: nested, touching, inside words, beside signs
        ("<p><b><i>a</i> b</b> c</p>", "**_a_ b** c"),
        ("<p><b>a <i>b</i></b> c</p>", "**a _b_** c"),
        ("<p><i>a <i>b</i> c</i></p>", "*a _b_ c*"),
        ("<p><b>a</b>b <i>!</i>c</p>", "**a**b <em>\\!</em>c"),
        ("<p>\U0001f642<b>a</b> a<b>\U0001f642</b>b</p>", "\U0001f642**a** a<strong>\U0001f642</strong>b"),
        ("<p>a<b>(b)</b>c</p>", "a<strong>(b)</strong>c"),
        ("<p>a <b>b</b>, <i>c</i>.</p>", "a **b**, *c*."),
        ("<p>a<i>b</i></p>", "a*b*"),
        ("<p><i>b</i>_ c</p>", "*b*\\_ c"),
        ("<p>(<i>b</i>)</p>", "(*b*)"),
        ("<p>\u00a1<b>b</b></p>", "\u00a1**b**"),
        ("<p>a<b>\u00a1b</b></p>", "a<strong>\u00a1b</strong>"),
        ("<p>a<b>$5</b></p>", "a<strong>$5</strong>"),
        ("<p>a <b>!b</b></p>", "a **!b**"),
        ("<p><b>b!</b>c</p>", "<strong>b\\!</strong>c"),
        ("<p><i>a <b>b</b></i></p>", "_a **b**_"),
        ("<p><i><b>a</b> c</i>d</p>", "<em>**a** c</em>d"),
        ("<p>d<i><b>a</b> c</i></p>", "d<em>**a** c</em>"),
        ("<p>_<i><b>a</b> c</i></p>", "\\_<em>**a** c</em>"),
        ("<p><b>a</b> <i><b>c</b></i></p>", "**a** _**c**_"),
        ("<p><del>a</del>b<del>c</del></p>", "~~a~~b~~c~~"),
        ("<p><del>a</del><del>b</del></p>", "<del>a</del><del>b</del>"),
        ("<p>\u4e2d<b>\u6587</b>\u5b57</p>", "\u4e2d**\u6587**\u5b57"),
        # Brackets count in a link's words and in an image's, not beside them
        ("<p><a href=/x>a [b]</a> [c] d</p>", "[a \\[b\\]](https://c.example/x) [c] d"),
        ("<p>x</p><img src=/i.jpg alt='a [b] *c*'><p>y</p>",
         "x\n\n![a \\[b\\] \\*c\\*](https://c.example/i.jpg)\n\ny"),
        ("<p><b>[a] b</b> [c] d</p>", "**[a] b** [c] d"),
        ("<p>a <img src=/i.jpg alt='b [c] d' title=T> e</p>",
         'a ![b \\[c\\] d](https://c.example/i.jpg "T") e'),
        ("<p>a <img src='javascript:x' alt=b> c</p>", "a c"),
        ("<p>* <b>x</b> *</p>", "\\* **x** *"),
        # Code
        ("<p><code>a<br>b</code></p>", "```\na\nb\n```"),
        ("<p><code>a</code><br><code>b</code></p>", "`a`  \n`b`"),
        ("<p>x <code>`</code> <code>``a</code></p>", "x `` ` `` ``` ``a ```"),
        ("<pre>a```b</pre>", "````\na```b\n````"),
        # Lines that would begin something
        ("<p>a<br>- b<br># c</p>", "a  \n\\- b  \n\\# c"),
        ("<h1>a</h1><h6>b</h6>", "# a\n\n###### b"),
        ("<h2># a</h2><p># b</p>", "## # a\n\n\\# b"),
        # Figures
        ("<figure><blockquote>Said</blockquote><figcaption>Who</figcaption></figure><p>x</p>", "> Said\n\nWho\n\nx"),
        ("<p>x</p><figure><ul><li>a</ul><p>b</p></figure>", "x\n\n- a\n\nb"),
        ("<figure><img src='javascript:x' alt=A><figcaption>c</figcaption></figure><p>x</p>", "c\n\nx"),
        ("<figure><img src=/1.jpg alt=A><img src=/2.jpg alt=B><figcaption>c</figcaption></figure><p>x</p>",
         "![A](https://c.example/1.jpg)\n\n![B](https://c.example/2.jpg)\nc\n\nx"),
        # Lists
        ("<p>x</p><ul><li><hr>a</li></ul>", "x\n\n- ***\n\n  a"),
        ("<ul><ul><li>a</ul><li>b</ul>", "- - a\n- b"),
        ("<ol start=-3><li>a</ol>", "- a"),
        ("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul><ul><li>d</ul>", "- a\n\n* b\n\n- c\n\n* d"),
        ("<ol><li value=0>a</ol>", "0. a"),
        ("<menu><li>a</menu>", "- a"),
        ("<li>a</li><p>x</p>", "- a\n\nx"),
        ("<ol><li>a<p>b</p></li></ol><ol><li>c</ol><ol><li>d</ol>", "1. a\n\n   b\n\n1) c\n\n1. d"),
        ("<blockquote><blockquote>a</blockquote>b</blockquote>", "> > a\n>\n> b"),
        # Definitions: a term that is bold, code or two lines long is not made bold again
        ("<dl><dt><b>t</b><dd>d</dl>", "**t**\n: d"),
        ("<dl><dt><pre>t</pre><dd>d</dl>", "```\nt\n```\n: d"),
        ("<dl><dt>a<br>b<dd>d</dl>", "a  \nb\n: d"),
        ("<dl><dt>a<dt>b<dd>d</dl>", "**a**\n**b**\n: d"),
        # Tables
        ("<table><tr><td>1<td>2<td>3<tr><td colspan=2>w<td>4</table>",
         '<table><tr><td>1</td><td>2</td><td>3</td></tr><tr><td colspan="2">w</td><td>4</td></tr></table>'),
        ("<table><tr><td colspan=2>h<td>i<tr><td>1<td>2<td>3</table>",
         "| h |  | i |\n| --- | --- | --- |\n| 1 | 2 | 3 |"),
        ("<table><tr><td>a<td>b|c<tr><td>d</table>", "| a | b\\|c |\n| --- | --- |\n| d |  |"),
        ("<table><tr><td>1<br>2<td>x<tr><td>3<td>4</table>", "| 1 2 | x |\n| --- | --- |\n| 3 | 4 |"),
        ("<p>E <math display=block alttext='a^2'></math></p>", "E $$a^2$$"),
    ],
)  # fmt: skip
def test_markdown_of_what_stands_in_one_another(markup: str, markdown: str) -> None:
    """Each sign where a reader of CommonMark reads it as such, and tags where none would be."""
    assert written(markup)[0] == f"{markdown}\n"


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("<p><a href='http://d.example/'>a</a></p>", f'<p><a href="http://d.example/" {REL}>a</a></p>'),
        ("<p><a href='mailto:a@d.example'>a</a></p>", f'<p><a href="mailto:a@d.example" {REL}>a</a></p>'),
        ("<table><caption><p>a</p><p><b>b</b></p></caption><tr><td>1<td>2<tr><td>3<td>4</table>",
         "<table><caption>a</caption><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
         "\n<p><strong>b</strong></p>"),
        ("<ul><ul><li>a</ul><li>b</ul>", "<ul><li><ul><li>a</li></ul></li>\n<li>b</li></ul>"),
        ("<p><a href='tel:+431'>a</a></p>", f'<p><a href="tel:+431" {REL}>a</a></p>'),
        ("<menu><li>a</menu>", "<ul><li>a</li></ul>"),
        ("<dl><dt>a<br><br>b<dd>c</dl>", "<dl><dt>a\nb</dt>\n<dd>c</dd></dl>"),
        ("<ol start=-3><li>a</ol>", '<ol start="-3"><li value="-3">a</li></ol>'),
        ("<dl><dt>a<br>b<dd>d</dl>", "<dl><dt>a<br>b</dt>\n<dd>d</dd></dl>"),
    ],
)  # fmt: skip
def test_html_of_what_stands_in_one_another(markup: str, html: str) -> None:
    """As it was written, made safe."""
    assert written(markup)[1] == html


def test_an_image_in_a_figure_goes_with_what_stands_around_the_figure() -> None:
    """Or in it: its caption alone does not decide, on whichever side of it that stands, but where there is no more."""
    inner = "<p>One</p><figure><img src=/i.jpg alt=A><p>inner words</p></figure>"
    before = "<p>One</p><figure><figcaption>c</figcaption><img src=/i.jpg alt=A></figure>"
    for markup, size in ((inner, 11), (before, 1)):
        assert "![A]" in written(markup, {1: ((0, size),)})[0]
        assert ("![A]" in written(markup, {0: ((0, 3),)})[0]) is (markup == inner)
    assert "![A]" in written("<figure><img src=/i.jpg alt=A><p>inner words</p></figure>", {})[0]
    assert "![A]" in written("<figure><img src=/i.jpg alt=A><figcaption>c</figcaption></figure>", {})[0]


def test_links_and_images_can_be_left_out() -> None:
    """Their words stay."""
    link = "<p><a href='/x' title=T>link</a> words</p>"
    assert written(link, links=False) == ("link words\n", "<p>link words</p>", "link words")
    picture = "<p>One.</p><figure><img src=/i.jpg alt=A><figcaption>Cap</figcaption></figure><p>Two.</p>"
    assert "![" in written(picture)[0]
    assert "<img" in written(picture)[1]
    assert "![" not in written(picture, images=False)[0]
    assert "<img" not in written(picture, images=False)[1]
    table = "<table><tr><td rowspan=2><a href=/x>a</a><td>b<tr><td>c</table>"
    assert "<a href" in written(table)[0]
    assert "<a href" not in written(table, links=False)[0]


@pytest.mark.parametrize(
    ("markup", "spans", "markdown"),
    [
        ("<p>alpha <b>beta gamma</b> delta <a href=/q>eps</a></p>", ((6, 11),),
         "alpha **gamma** delta [eps](https://c.example/q)"),
        ("<p>alpha <b>beta</b> delta</p>", ((6, 11),), "alpha delta"),
        ("<p>alpha <b>beta</b> delta</p>", ((0, 6),), "**beta** delta"),
        ("<p>alpha <b>beta</b> delta</p>", ((10, 16),), "alpha **beta**"),
        ("<p>alpha <b>beta</b> delta</p>", ((0, 8), (12, 16)), "**ta** d"),
        ("<p>alpha <b>beta</b> delta</p>", ((5, 10),), "alpha delta"),
        ("<p>alpha <b>beta</b> delta</p>", ((6, 10),), "alpha delta"),
        ("<p>alpha <b>beta</b> delta</p>", ((0, 5),), "**beta** delta"),
        ("<p>alpha <b>beta</b> delta</p>", ((11, 16),), "alpha **beta**"),
        ("<p>alpha <b>beta</b> delta</p>", ((0, 16),), ""),
        ("<p>alpha <b>beta</b> delta</p>", ((0, 5), (6, 16)), ""),
        ("<p>one<br>two<br>three</p>", ((4, 8),), "one  \nthree"),
        ("<pre>a  b\nc</pre>", ((0, 2),), "```\n b\nc\n```"),
        ("<table><tr><td>aa<td>bb<tr><td>c<td>d</table>", ((0, 3),), "|  | bb |\n| --- | --- |\n| c | d |"),
    ],
)  # fmt: skip
def test_marks_and_cells_move_with_what_is_left_of_a_block(
    markup: str, spans: tuple[tuple[int, int], ...], markdown: str
) -> None:
    """Whichever side of a mark is cut; what was all cut is not there, nor is its mark."""
    assert written(markup, {0: spans})[0].rstrip("\n") == markdown


def test_a_rule_stands_only_between_two_kept_blocks() -> None:
    """Where one side went, nothing is told apart any more."""
    markup = "<p>One</p><hr><p>Two</p>"
    assert "---" in written(markup)[0]
    assert written(markup, {0: ((0, 3),)})[0] == "Two\n"
    assert written(markup, {1: ((0, 3),)})[0] == "One\n"


def test_an_image_goes_with_the_block_it_shares_most_elements_with() -> None:
    """Not with the nearest one of another part of the page."""
    markup = "<div><p>Near</p><img src=/i.jpg alt=A></div><section><p>Far</p></section>"
    assert "![A]" in written(markup)[0]
    assert "![A]" in written(markup, {1: ((0, 3),)})[0]
    assert "![A]" not in written(markup, {0: ((0, 4),)})[0]


def test_a_caption_that_went_as_one_is_shown_under_its_picture() -> None:
    """A text has no pictures; Markdown and HTML have. What went for another reason stays out."""
    markup = "<p>One</p><figure><img src=/i.jpg alt=A><figcaption>Cap</figcaption></figure><p>Two</p>"
    document = document_of(markup)
    for category, there in ((Category.CAPTION, True), (Category.SPAM, False)):
        said = Verdict(1, "CAP001", category, -4.0, "", group="CAP")
        decisions = [
            Decision(block.index, ((0, 3),) if block.index == 1 else (), -1.0, (said,) if block.index == 1 else ())
            for block in document.blocks
        ]
        assert ("Cap" in render.markdown(document, decisions)) is there
        assert ("Cap" in render.html(document, decisions)) is there
        assert "Cap" not in render.text(document, decisions)
        assert "Cap" not in render.markdown(document, decisions, images=False)


def test_text_is_in_normal_form() -> None:
    """A letter and its mark are one character."""
    assert written("<p>cafe\u0301</p>")[2] == "caf\u00e9"


def test_nothing_kept_is_nothing_written() -> None:
    """No empty line either."""
    assert written("<p>gone</p>", {0: ((0, 4),)}) == ("", "", "")


def test_front_matter_holds_what_there_is() -> None:
    """A line each between two rules; what is empty is left out, what YAML does not allow is escaped."""
    values = {"title": "a: b", "tags": ["x", "y"], "none": None, "empty": "", "list": [], "pair": (), "count": 0}
    assert front_matter(values) == '---\ntitle: "a: b"\ntags: ["x", "y"]\ncount: 0\n---\n\n'
    assert front_matter({}) == "---\n---\n\n"
    assert front_matter({"a": "b\u2028c\ud800d\x7f"}) == '---\na: "b\\u2028c\ufffdd\\u007f"\n---\n\n'


def test_a_row_whose_cells_are_not_known_is_read_by_its_bars() -> None:
    """Each cell with its own text and no marks."""
    document = document_of("<table><tr><td>a<td>b<tr><td>c<td>d</table>")
    row = next(piece for piece in render.pieces(document, decisions_of(document, {})) if piece.block.kind is Kind.CELL)
    bare = entries(row._replace(cells=()))
    assert [(one.text, one.marks, one.cell.columns, one.cell.rows) for one in bare] == [
        ("a", (), 1, 1),
        ("b", (), 1, 1),
    ]
    assert [one.text for one in entries(row)] == ["a", "b"]


def test_a_texts_own_quote_is_a_quote_in_html() -> None:
    """And its Markdown is the text as it stands."""
    result = clean_text("> a quote of somebody\n\nIt rained on Monday.")
    assert result.html == "<blockquote>&gt; a quote of somebody</blockquote>\n<p>It rained on Monday.</p>"
    assert result.markdown == "> a quote of somebody\n\nIt rained on Monday.\n"
