"""One table of markup and the blocks it becomes: kind, level, text, and which blocks are one list or table."""

from __future__ import annotations

import pytest

from cleaner.segment.html import parse, segment


def written(html: str) -> list[str]:
    """Each block as `kind level text`, the level where there is one, with a letter for its list or table."""
    letters: dict[int, str] = {}
    lines = []
    for block in segment(parse(html), html).blocks:
        letter = "" if block.group is None else f" {letters.setdefault(block.group, chr(65 + len(letters)))}"
        level = f" {block.level}" if block.level else ""
        hidden = f" ({block.hidden})" if block.hidden else ""
        lines.append(f"{block.kind.value}{level}{letter}{hidden}: {block.text}")
    return lines


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<h1>a</h1><h2>b</h2><h6>c</h6>", ["heading 1: a", "heading 2: b", "heading 6: c"]),
        ("<div role=heading aria-level=4>a</div>", ["heading 4: a"]),
        ("<p>a</p>text<p>b</p>", ["paragraph: a", "paragraph: text", "paragraph: b"]),
        ("<div>a<div>b</div>c</div>", ["paragraph: a", "paragraph: b", "paragraph: c"]),
        ("<div>a<span>b</span> <b>c</b></div>", ["paragraph: ab c"]),
        ("<p> a   b\n c </p>", ["paragraph: a b c"]),
        ("<p>a&nbsp;b&#8203;c</p>", ["paragraph: a bc"]),
        ("<p>a <!-- c --> b</p>", ["paragraph: a b"]),
        ("<p>a<p>b", ["paragraph: a", "paragraph: b"]),
        ("<p>a</p><p></p><p> </p><p>b</p>", ["paragraph: a", "paragraph: b"]),
        ("<p>a<br>b</p>", ["paragraph: a b"]),
        ("<p>a<br><br>b</p>", ["paragraph: a", "paragraph: b"]),
        ("<p>a<q>b</q></p>", ["paragraph: a\u201cb\u201d"]),
        ("<p>a<sup>2</sup></p>", ["paragraph: a\u00b2"]),
        ("<ruby>\u6f22<rt>kan</rt></ruby>", ["paragraph: \u6f22"]),
        ("<main><article><section><p>a</p></section></article></main>", ["paragraph: a"]),
        # Lists
        ("<ul><li>a<li>b</ul>", ["item 1 A: a", "item 1 A: b"]),
        ("<ul><li>a<ul><li>b</ul>c</ul>", ["item 1 A: a", "item 2 B: b", "item 1 A: c"]),
        ("<ul><li>a<ol><li>b<ul><li>c</ul></ol></ul>", ["item 1 A: a", "item 2 B: b", "item 3 C: c"]),
        ("<ol><li>a</li></ol><ul><li>b</li></ul>", ["item 1 A: a", "item 1 B: b"]),
        ("<ul><li><h3>a</h3><p>b</p></ul>", ["heading 3: a", "item 1 A: b"]),
        ("<dl><dt>a<dd>b</dl>", ["item 1 A: a", "item 1 A: b"]),
        ("<li>a</li><li>b</li>", ["item: a", "item: b"]),
        # Tables: of data, of a layout, one in the other
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["cell A: a | b", "cell A: c | d"]),
        ("<table><caption>c</caption><thead><tr><th>a<th>b</thead><tbody><tr><td>1<td>2</tbody></table>",
         ["paragraph: c", "cell A: a | b", "cell A: 1 | 2"]),
        ("<table><tr><td colspan=2>a<tr><td>b<td>c</table>", ["cell A: a", "cell A: b | c"]),
        ("<table><tr><td><p>A long paragraph of a layout.</p><p>b</p></table>",
         ["paragraph: A long paragraph of a layout.", "paragraph: b"]),
        ("<table><tr><td>a<td><table><tr><td>x<td>y<tr><td>z<td>w</table></table>",
         ["paragraph: a", "cell A: x | y", "cell A: z | w"]),
        # What is read as it stands, and what is set off
        ("<pre>a\n  b</pre>", ["pre: a\n  b"]),
        ("<p>a<pre>b</pre>c", ["paragraph: a", "pre: b", "paragraph: c"]),
        ("<blockquote>a<p>b</p></blockquote>", ["quote: a", "quote: b"]),
        ("<figure><img src=/a.jpg><figcaption>a</figcaption></figure>", ["caption: a"]),
        ("<details><summary>a</summary><p>b</p></details>", ["paragraph: a", "paragraph: b"]),
        ("<address>a</address>", ["paragraph: a"]),
        ("<nav><a href=/1>a</a><a href=/2>b</a></nav>", ["paragraph: a b"]),
        # What a reader does not see, and what is no text
        ("<p hidden>a</p><p>b</p>", ["paragraph (hidden attribute): a", "paragraph: b"]),
        ("<p style='display:none'>a</p>", ["paragraph (display:none): a"]),
        ("<script>a</script><style>b</style><p>c</p>", ["paragraph: c"]),
        ("<template><p>a</p></template><p>b</p>", ["paragraph: b"]),
        ("<noscript><p>a</p></noscript><p>b</p>", ["paragraph: a", "paragraph: b"]),
        ("<select><option>a<option>b</select>", []),
        ("<textarea>a</textarea><p>b</p>", ["paragraph: b"]),
        ("<svg><text>a</text></svg><p>b</p>", ["paragraph: b"]),
        ("<iframe>a</iframe><p>b</p>", ["paragraph: b"]),
        ("<label>a</label><input value=b>", ["paragraph: a"]),
    ],
)  # fmt: skip
def test_markup_becomes_blocks(html: str, blocks: list[str]) -> None:
    """In reading order, nothing twice, nothing lost that a reader would see."""
    assert written(html) == blocks
