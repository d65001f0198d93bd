"""What a page's markup says survives in blocks: marks, breaks, notes, formulas, code, cells, items, media."""

from __future__ import annotations

import pytest

from cleaner.segment.html import parse, segment
from cleaner.segment.mojibake import decode_twice
from cleaner.types import Block, Kind, MarkKind, MediumKind


def blocks(html: str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML."""
    return segment(parse(html), html).blocks


def texts(html: str) -> list[str]:
    """Their texts."""
    return [block.text for block in blocks(html)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>in 1971<sup><a href='#fn:1'>1</a></sup> and", "in 1971 [1] and"),
        ("<p>we know of<sup id=fnref:T><a href='#fn:T'>1</a></sup>.", "we know of [1]."),
        ("<p>the money<a href='#footnote-3' class=footnote>3</a> would", "the money [3] would"),
        ("<p>a claim<sup>2</sup> is", "a claim [2] is"),
        ("<p>closed.<sup class=reference><a href='#cite_note-1'>[1]</a></sup> So", "closed.[1] So"),
        ("<p>100<sup>2</sup> and 10<sup>-3</sup>", "100² and 10⁻³"),
        ("<p>40 m<sup>2</sup> of land", "40 m² of land"),
        ("<p>x<sup>n+1</sup> and 2<sup>n</sup>", "x^(n+1) and 2^n"),
        ("<p>the 19<sup>th</sup> and 1<sup>er</sup>, M<sup>me</sup> Acme<sup>TM</sup>", "the 19th and 1er, Mme AcmeTM"),
        ("<p>H<sub>2</sub>O and 10<sub>2</sub>", "H2O and 10_2"),
        ("<p>See <a href='#s1'>1</a>, <a href='#s2'>2</a>", "See 1, 2"),
    ],
)
def test_figures_and_notes_never_run_together(html: str, text: str) -> None:
    """A raised figure is a power or a note's mark, and neither changes the number it stands at."""
    assert [text] == texts(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><span style=a>pre</span><span style=b>sen</span><span lang=en>tation</span>", "presentation"),
        ("<p><span class=s1>19</span><span class=s2>85</span>", "1985"),
        ("<p><span>Sep 3, 2025</span><span>12 mins</span>", "Sep 3, 2025 12 mins"),
        ("<p><span>Share</span><span>Tweet</span>", "Share Tweet"),
        ("<p><a href=/a>news</a><a href=/b>sport</a>", "news sport"),
        ("<p><code><span>f(</span><span>delay</span><span>=2)</span></code>", "f(delay=2)"),
        ("<p>$<span>12</span><span>.50</span>", "$12.50"),
        ("<p>港务局<span lang=EN-US>4</span><span>月开会</span>", "港务局4月开会"),
        ("<p>开往外岛的渡轮，\n每天两班", "开往外岛的渡轮，每天两班"),
        ("<p>the ferry\nleaves", "the ferry leaves"),
        ("<p><a>新闻</a>\n<a>体育</a>", "新闻 体育"),
        ("<p>Unter&shy;nehmen und&#8203; Boot&#8288;e", "Unternehmen und Boote"),
        ("<p>می&zwnj;خواهم", "می\u200cخواهم"),
        ("<p>oar<wbr>weed", "oarweed"),
        ("<p><img alt=T src=t.gif>he keeper", "The keeper"),
        ("<p>said <img alt='👍' src=a.svg> to it", "said 👍 to it"),
        ("<p>rated <img alt='4 of 5' src=a.png>.", "rated 4 of 5."),
        ("<p>Site by <img alt='Acme logo' src=a.png>", "Site by"),
        ("<p>He said <q>no</q> twice", "He said “no” twice"),
        ("<p>Tom &amp;amp; Ann: &amp;quot;no&amp;quot;", 'Tom & Ann: "no"'),
        ("<p>Write <code>&amp;amp;</code> and &amp;amp;", "Write &amp; and &amp;"),
    ],
)
def test_words_are_not_broken_and_not_glued(html: str, text: str) -> None:
    """Spaces stand where the page shows them."""
    assert [text] == texts(html)


@pytest.mark.parametrize(
    ("html", "text", "language"),
    [
        ("<pre><code class=language-js>a = 1;\n  b()\n</code></pre>", "a = 1;\n  b()", "js"),
        ("<pre class=language-rust><code><div class=token-line>fn a() {</div><div class=token-line>  b</div>",
         "fn a() {\n  b", "rust"),
        ("<pre><code><span class=token-line>a<br></span><span class=token-line><span></span><br></span>b</code></pre>",
         "a\n\nb", ""),
        ("<figure class='highlight bash'><table><tr><td class=gutter><pre>1\n2</pre><td class=code><pre>cd x<br>ls"
         "</table></figure>", "cd x\nls", "bash"),
        ("<div class='highlight'><table class=rouge-table><tr><td class='rouge-gutter gl'><pre class=lineno>1\n</pre>"
         "<td class=rouge-code><pre>x = 1\n</pre></table></div>", "x = 1", ""),
        ("<div class=CodeMirror><div><div class=CodeMirror-linenumber>1</div><pre class=CodeMirror-line>a</pre></div>"
         "<div><div class=CodeMirror-linenumber>2</div><pre class=CodeMirror-line>  b</pre></div></div>", "a\n  b", ""),
        ("<div class='syntaxhighlighter python'><table><tr><td class=gutter><div class=line>1</div><td class=code>"
         "<div class=line><code>def</code> <code>f():</code></div><div class=line><code>&nbsp;&nbsp;</code><code>pass"
         "</code></div></table></div>", "def f():\n  pass", "python"),
        ("<pre><button>Copy</button><ol><li>a</li><li>b</li></ol></pre>", "a\nb", ""),
        ("<p><code>cd boat<br>make</code></p>", "cd boat\nmake", ""),
    ],
)  # fmt: skip
def test_code_is_one_block_without_numbers(html: str, text: str, language: str) -> None:
    """Whichever highlighter set it."""
    assert [(Kind.PRE, text, language)] == [(block.kind, block.text, block.language) for block in blocks(html)]


def test_prose_in_a_box_named_highlight_is_no_code() -> None:
    """Nor is a page that never closes its `<pre>`."""
    assert [Kind.PARAGRAPH] == [b.kind for b in blocks("<div class=highlight><p>Bring a coat.</p></div>")]
    assert 3 == len(blocks("<pre>a<h2>Title</h2><p>b</p>"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<math><semantics><mi>E</mi><annotation encoding=application/x-tex>E=mc^2</annotation></semantics></math>",
         "E=mc^2"),
        ("<math alttext='f:X\\to Y'><mi>f</mi></math>", "f:X\\to Y"),
        ("<span class=katex><span class=katex-mathml><math><semantics><mi>a</mi><annotation encoding=application/x-tex>"
         "a_1</annotation></semantics></math></span><span class=katex-html>a1</span></span>", "a_1"),
        ("<span class=MathJax_Preview>x</span><span class=MathJax>x2</span><script type='math/tex'>x^2</script>",
         "x^2"),
        ("<span data-latex='\\frac{1}{2}'>half</span>", "\\frac{1}{2}"),
        ("<img class=latex alt='x^2' src=/latex.php?x>", "x^2"),
        ("<math><msqrt><mi>x</mi></msqrt></math>", "√x"),
        ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>", "(a + b)/2"),
        ("<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "x_i^2"),
    ],
)  # fmt: skip
def test_a_formula_is_told_once(html: str, text: str) -> None:
    """By its TeX where the page has it, else in one readable line."""
    assert [f"Let {text} be"] == texts(f"<p>Let {html} be")


def test_cells_keep_their_place() -> None:
    """An empty cell is a cell; the row's text names the others."""
    row = blocks("<table><tr><th>A<th>B<th>C<tr><td><td colspan=2>x<br>y</table>")[1]
    assert "x y" == row.text
    assert [(0, 0, 1), (0, 3, 2)] == [(cell.start, cell.end, cell.columns) for cell in row.cells]


def test_items_know_their_numbers() -> None:
    """`start`, `value` and `reversed` count."""
    html = "<ol start=3><li>a<li value=7>b<li>c</ol><ol reversed><li>x<li>y</ol>"
    numbers = [next(e.number for e in block.path if e.tag == "li") for block in blocks(html)]
    assert [3, 7, 8, 2, 1] == numbers


def test_line_breaks_are_marks() -> None:
    """Rules go on seeing one line; several breaks end the paragraph."""
    first, second = blocks("<p>Quay 1<br>Harrow<br><br>Next")
    assert ("Quay 1 Harrow", "Next") == (first.text, second.text)
    assert [(6, 7)] == [(mark.start, mark.end) for mark in first.marks if mark.kind is MarkKind.BREAK]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<img src='data:image/gif;base64,R0' data-src=/a.jpg alt=x>", "/a.jpg"),
        ("<img src=/s.jpg srcset='/s.jpg 400w, /l.jpg 1600w'>", "/l.jpg"),
        ("<picture><source srcset='/a.webp 400w, /b.webp 1600w'><img src=/c.jpg></picture>", "/b.webp"),
        ("<img alt=''><noscript><img src=/n.jpg></noscript>", "/n.jpg"),
        ("<img src=/pixel.gif width=1 height=1>", None),
        ("<img src=/a.png class='author avatar'>", None),
        ("<img src=/a.png width=16 height=16>", None),
    ],
)
def test_the_real_image_is_found(html: str, address: str | None) -> None:
    """The largest source; no placeholder, pixel, portrait or icon."""
    document = segment(parse(f"<article><p>Before</p>{html}<p>After</p></article>"))
    assert ([address] if address else []) == [medium.address for medium in document.media]


def test_videos_and_rules_stand_between_blocks() -> None:
    """An advertisement's frame does not."""
    html = (
        "<p>a<iframe src='https://www.youtube.com/embed/x' title=T></iframe><p>b<hr><p>c"
        "<iframe src='https://ad.doubleclick.net/x'></iframe>"
    )
    assert [(MediumKind.EMBED, 1, "T"), (MediumKind.RULE, 2, "")] == [
        (medium.kind, medium.before, medium.title) for medium in segment(parse(html)).media
    ]


def test_a_side_note_stands_behind_its_paragraph() -> None:
    """The sentence goes on unbroken."""
    html = "<p>Built in 1971<span class=sidenote>It closed.</span> and repaired.</p>"
    assert ["Built in 1971 and repaired.", "It closed."] == texts(html)


def test_a_tab_panel_is_no_hidden_text() -> None:
    """Nor is what a button of the article opens; a hidden menu stays hidden."""
    html = (
        "<article><div role=tabpanel hidden><p>a</div><button aria-controls=f>F</button><div id=f hidden><p>b</div>"
        "</article>"
        "<div id=m class=menu hidden><p>c</div>"
    )
    assert {"a": "", "b": "", "F": "", "c": "hidden attribute"} == {b.text: b.hidden for b in blocks(html)}


def test_text_that_was_encoded_twice_is_put_right() -> None:
    """Where that is the rule on the page; a lone `Ã©` in a text about encodings stays."""
    spanish = "El automóvil más usado según la administración del miércoles por la mañana"
    assert (spanish, 6) == decode_twice(spanish.encode().decode("cp1252"))
    about = "Writing é as Ã© is a sign of it, says François Müller in Köln über Ärger"
    assert (about, 0) == decode_twice(about)
