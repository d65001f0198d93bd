"""The small parts of the segmenter, each at the place where it decides: found by faults that nothing else noticed."""

from __future__ import annotations

import gzip
import io
import json
import tarfile

import pytest

from cleaner.segment import media
from cleaner.segment.budget import inspect, repair
from cleaner.segment.charsets import from_markup
from cleaner.segment.code import read_code
from cleaner.segment.css import hiding
from cleaner.segment.decode import decode
from cleaner.segment.decoded import decode_block
from cleaner.segment.elements import elements_by_order
from cleaner.segment.embedded import BROKEN_ROWS, LEAST_WORDS, embedded_blocks
from cleaner.segment.formulas import from_math, from_script
from cleaner.segment.html import parse, segment
from cleaner.segment.inline import Seam, seam_between
from cleaner.segment.linked_data import kinds, main_node, read
from cleaner.segment.sniff import Media, sniff, utf16_without_mark
from cleaner.segment.strip import strip_tags
from cleaner.segment.text import LUMP, source_spans
from cleaner.segment.text import segment as segment_text
from cleaner.segment.text_nodes import TextNodes
from cleaner.segment.tidy import MARK_RUN, limit_marks
from cleaner.settings import Limits
from cleaner.types import Block

PROSE = "The council met on Tuesday to discuss the old harbour, and the people of the quay came to hear it."


def blocks(html: str) -> list[str]:
    """The texts of a page's blocks."""
    return [block.text for block in segment(parse(html), html).blocks]


def media_of(html: str) -> list[tuple[str, str, str]]:
    """Kind, address and title of a page's media."""
    return [(one.kind.value, one.address, one.title) for one in segment(parse(html), html).media]


def first(html: str, css: str) -> tuple[object, dict[str, str | None]]:
    """An element of a page and its attributes."""
    node = parse(html).css_first(css)
    assert node is not None
    return node, node.attributes


# Linked data.


def test_a_type_is_named_without_its_vocabulary() -> None:
    """By an address, by a prefix, or plainly; several in a list."""
    given = ["https://schema.org/NewsArticle", "schema:Report", "BlogPosting", 5]
    assert list(kinds({"@type": given})) == ["newsarticle", "report", "blogposting"]


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "Article", "name": "a",}',
        '{"@type": "Article", "name": ["a",], "x": [1, 2, ]\n}',
        '{"@type": "Article", "name": "a", "text": "C:\\q"}',
        '<!-- {"@type": "Article", "name": "a"} -->',
    ],
)
def test_a_broken_block_is_mended(block: str) -> None:
    """A comma behind the last value, an escape that is none, a comment around it."""
    (node,) = read([block]).nodes
    assert list(kinds(node)) == ["article"]
    assert node["name"] in ("a", ["a"])


@pytest.mark.parametrize("page", ['"https://a.example/x#top"', '{"@id": "https://a.example/x/"}'])
def test_the_node_of_this_address_is_the_pages(page: str) -> None:
    """Of two articles the one whose page this is, however that is written."""
    graph = read(
        [
            '{"@type": "Article", "name": "other", "url": "https://a.example/y"}',
            f'{{"@type": "Article", "name": "this", "mainEntityOfPage": {page}}}',
        ]
    )
    node = main_node(graph, urls=["https://a.example/x"])
    assert node is not None
    assert node["name"] == "this"


# Text as data.


def test_prose_in_a_noscript_is_read() -> None:
    """Forum software puts its readable copy there, as text and as elements."""
    paragraphs = "".join(f"<p>{PROSE} {n}</p>" for n in range(4))
    expected = [f"{PROSE} {n}" for n in range(4)]
    assert (
        embedded_blocks(parse(f"<html><body><div id=app></div><noscript>{paragraphs}</noscript></body></html>"))
        == expected
    )
    written = paragraphs.replace("<", "&lt;")
    assert embedded_blocks(parse(f"<html><body><noscript>{written}</noscript></body></html>")) == expected


def test_a_state_is_read_where_it_begins() -> None:
    """As a whole script of JSON, with space before it, or where it is assigned to a global."""
    state = f'{{"post": {{"body": "{PROSE}"}}}}'
    whole = f'<script id="__NEXT_DATA__" type="application/json">\n  {state}</script>'
    assigned = f"<script>var a = 1; window.__STATE__ = {state};</script>"
    for script in (whole, assigned):
        assert embedded_blocks(parse(f"<body><div id=root></div>{script}</body>")) == [PROSE]


@pytest.mark.parametrize(("words", "read_"), [(LEAST_WORDS - 1, False), (LEAST_WORDS, True)])
def test_prose_has_a_dozen_words(words: int, read_: bool) -> None:
    """A shorter string is a label."""
    text = " ".join(["harbour"] * words)
    script = f'<script type="application/json">{{"note": "{text}", "id": "{"x" * 80}"}}</script>'
    assert bool(embedded_blocks(parse(f"<body>{script}</body>"))) == read_


@pytest.mark.parametrize(("broken", "found"), [(BROKEN_ROWS - 1, [PROSE]), (BROKEN_ROWS, [])])
def test_a_payload_of_broken_rows_is_given_up(broken: int, found: list[str]) -> None:
    """Each is read to its end in vain."""
    payload = "5:[}\n" * broken + f'6:["{PROSE}"]\n'
    assert (
        embedded_blocks(parse(f"<body><script>self.__next_f.push([1,{json.dumps(payload)}])</script></body>")) == found
    )


# Images and embeds.


def test_a_set_of_plain_addresses_gives_the_first() -> None:
    """Where there is neither a size nor a plain address."""
    node, attributes = first("<img srcset='/a.jpg, /b.jpg'>", "img")
    assert media.address_of(node, attributes) == "/a.jpg"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            "<lite-youtube videoid='a-B_9' title='Film'></lite-youtube>",
            ("https://www.youtube.com/watch?v=a-B_9", "Film"),
        ),
        (
            "<lite-youtube videoid='a_9' playlabel='Play it'></lite-youtube>",
            ("https://www.youtube.com/watch?v=a_9", "Play it"),
        ),
        ("<lite-youtube videoid='a b'></lite-youtube>", None),
        (
            "<iframe src='https://www.youtube.com/embed/x' aria-label='Film'></iframe>",
            ("https://www.youtube.com/embed/x", "Film"),
        ),
    ],
)
def test_a_player_shows_its_film(html: str, shown: tuple[str, str] | None) -> None:
    """Its number may hold hyphens and underscores and nothing that is no number; its label is its title."""
    node, attributes = first(html, "[videoid], iframe")
    found = media.read_embed(node, attributes)
    assert (found and (found.address, found.title)) == shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a/pic.jpg?w=1", "https://c.example/pic.jpg?w=2", True),
        ("/a/pic.jpg", "/a/other.jpg", False),
        ("/a/pic.jpg", "pic.jpg", True),
    ],
)
def test_one_image_in_two_sizes(one: str, other: str, same: bool) -> None:
    """By the last part of the path."""
    assert media.same_image(one, other) == same


def test_a_title_has_five_hundred_characters() -> None:
    """A longer one is cut there."""
    assert [len(media.collapse_space("x" * size)) for size in (499, 500, 501)] == [499, 500, 500]


def test_pictures_of_a_textual_noscript_are_shown() -> None:
    """The copy for readers without scripts holds the image, or the film, and nothing else."""
    image = "<body><p>a</p><noscript><img src=/pic.jpg width=600 height=400></noscript><p>b</p></body>"
    frame = "<body><p>a</p><noscript><iframe src=https://www.youtube.com/embed/x></iframe></noscript><p>b</p></body>"
    assert media_of(image) == [("image", "/pic.jpg", "")]
    assert media_of(frame) == [("embed", "https://www.youtube.com/embed/x", "")]
    assert blocks(image) == ["a", "b"]


def test_a_field_parts_words() -> None:
    """What stands on both sides of an input is not one word."""
    assert blocks("<p>one<input>two</p>") == ["one two"]


# Formulas and code.


@pytest.mark.parametrize("tex", ["\\[x^2\\]", "\\(x^2\\)", "$x^2$", "$$x^2$$", "{\\displaystyle x^2}", "x^2"])
def test_tex_loses_its_delimiters(tex: str) -> None:
    """Whatever the page wraps it in."""
    node, attributes = first(f"<body><script type='math/tex'>{tex}</script></body>", "script")
    formula = from_script(node, attributes)
    assert formula is not None
    assert formula.text == "x^2"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "x^(1/3)"),
        ("<mi>x</mi><annotation>y</annotation>", "x"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a + b)/c"),
    ],
)
def test_mathml_is_one_line(inner: str, line: str) -> None:
    """Annotations are no part of what is shown."""
    node, attributes = first(f"<math>{inner}</math>", "math")
    formula = from_math(node, attributes)
    assert formula is not None
    assert formula.text == line


@pytest.mark.parametrize(
    ("html", "text", "links"),
    [
        ("<pre>a<br>b</pre>", "a\nb", 0),
        ("<pre><a href=/x>one</a> two</pre>", "one two", 3),
        ("<pre><section>a</section><section>b</section></pre>", "a\nb", 0),
        ("<pre><span>a</span><span class=line>b</span></pre>", "ab", 0),
        ("<pre><section></section><section>b</section></pre>", "b", 0),
        ("<pre><div>a</div><div></div><div>b</div></pre>", "a\n\nb", 0),
        ("<pre>x<section></section><section></section>b</pre>", "x\nb", 0),
    ],
)
def test_code_is_read_line_by_line(html: str, text: str, links: int) -> None:
    """An empty line's element is a line, an empty section is none; characters of links are counted."""
    node, _ = first(html, "pre")
    code = read_code(node)
    assert code is not None
    assert (code.text, code.link_chars) == (text, links)


# Bytes and encodings.


def test_a_tape_archive_is_an_archive() -> None:
    """By the mark in its first header."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("a.html"), io.BytesIO())
    assert sniff(packed.getvalue()) is Media.ARCHIVE
    assert sniff(gzip.compress(b"a")) is Media.ARCHIVE


@pytest.mark.parametrize(("data", "name"), [(b"a\0", None), (b"a\0b\0", "utf-16le"), (b"\0a\0b", "utf-16be")])
def test_two_characters_tell_a_wide_encoding(data: bytes, name: str | None) -> None:
    """One is too few."""
    assert utf16_without_mark(data) == name


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be"])
def test_a_page_that_could_be_read_so_far_is_not_utf16(label: str) -> None:
    """The standard reads it as UTF-8."""
    assert from_markup(b"<meta charset=%s>" % label.encode()) == "utf-8"


def test_a_comment_may_end_at_once() -> None:
    """`<!-->` is a whole comment: what follows is read."""
    assert from_markup(b"<!--><meta charset=koi8-r>-->") == "koi8-r"


def test_what_does_not_fit_behind_a_mark_is_counted() -> None:
    """The mark decides, and what is broken is told."""
    text, encoding, warnings = decode(b"\xef\xbb\xbfab\xffcd")
    assert (text, encoding.source, encoding.replaced) == ("ab\ufffdcd", "bom", 1)
    assert warnings == ("1 characters are not utf-8",)


def test_a_weak_guess_does_not_outweigh_a_declared_utf8() -> None:
    """Bytes that might be anything stay UTF-8 where the page says so; else the guess is taken."""
    data = b"<p>\x90\xc1\x9e harbour"
    assert decode(b"<meta charset=utf-8>" + data)[1].name == "utf-8"
    assert decode(data)[1].name != "utf-8"


def test_mojibake_is_put_right_word_by_word() -> None:
    """Each character of the repaired text knows where it stood."""
    block = Block(0, "Il dit : Publicit\u00c3\u00a9 d\u00c3\u00a9j\u00c3\u00a0 vue")
    decoded = decode_block(block)
    assert decoded is not None
    read_, places = decoded.block.text, decoded.places
    assert read_ == "Il dit : Publicit\u00e9 d\u00e9j\u00e0 vue"
    assert [block.text[places[read_.index(word)]] for word in ("Il", "Pub", "d\u00e9j", "vue")] == [*"IPdv"]


# Budgets and style sheets.


def test_wide_spans_count_only_where_they_are_wide() -> None:
    """Many cells with ordinary spans are a table, many over hundreds of columns an attack."""

    def repairs(span: int) -> tuple[str, ...]:
        return inspect("<table>" + f"<tr><td colspan={span}>a</td></tr>" * 300 + "</table>", Limits()).repairs

    assert (repairs(2), len(repairs(900))) == ((), 1)


def test_references_without_marks_stay_as_they_are() -> None:
    """Only runs of combining marks are written out, and then what could be markup stays text."""
    plain = "&#97;" * 400 + "&#60;b&#62;"
    assert repair(plain, Limits())[0] == plain
    text, warnings = repair("&#97;" + "&#769;" * 400 + "&#60;b", Limits())
    assert "&lt;b" in text
    assert warnings == ("runs of combining marks shortened",)


def test_a_long_doctype_is_cut_and_told() -> None:
    """In one warning."""
    text, warnings = repair("<!DOCTYPE html " + "x" * 5_000 + "><p>a", Limits())
    assert (text, warnings) == ("<!DOCTYPE html><p>a", ("long doctype cut",))


def test_a_style_sheet_may_break_off() -> None:
    """A rule that never ends hides as one that does."""
    names = hiding(parse("<html><head><style>.a{color:red}.gone{display:none</style></head><body></body></html>")).names
    assert dict(names) == {".gone": "display:none by style sheet"}


def test_lines_of_pre_without_a_parser() -> None:
    """Its line ends break lines, pieces of one line are put together."""
    assert strip_tags("<pre>one <b>two</b> three\nfour</pre><p>five<b>six</b></p>") == [
        "one two three",
        "four",
        "fivesix",
    ]


@pytest.mark.parametrize("before", range(35))
def test_a_run_of_marks_is_found_wherever_it_begins(before: int) -> None:
    """One more than may be is dropped, as many as may be stay; also where fewer may be."""
    for most in (MARK_RUN, 4, 1):
        run = "x" * before + "a" + "\u0316" * most
        assert limit_marks(run + "b" * 40, most) == (run + "b" * 40, 0)
        assert limit_marks(run + "\u0316" + "b" * 40, most) == (run + "b" * 40, 1)


# Elements.


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("elementor-widget-heading", {"elementor-widget-heading", "elementor", "heading"}),
        ("with-sidebar", {"with-sidebar", "with"}),
        ("relatedPosts", {"relatedposts", "related", "posts"}),
    ],
)
def test_a_name_says_what_its_element_is(name: str, words: set[str]) -> None:
    """Not what it stands beside, nor what a page builder calls every element."""
    html = f"<p class={name}>a</p>"
    assert set(segment(parse(html), html).blocks[0].path[-1].tokens) == words


@pytest.mark.parametrize(
    ("one", "other", "seam"),
    [("a", "time", Seam.THINGS), ("a", "span", Seam.NAMED), ("span", "a", Seam.NAMED), ("span", "span", Seam.PLAIN)],
)
def test_what_touching_elements_are_to_one_another(one: str, other: str, seam: Seam) -> None:
    """Two things, one thing, none."""
    assert seam_between(one, {}, other, {}) is seam


# The page itself.


def test_elements_are_found_by_the_numbers_in_paths() -> None:
    """Whoever shows the page knows each block's element."""
    html = "<body><h1>a</h1><ul><li>b</li></ul><p>c</p></body>"
    elements = elements_by_order(parse(html), html)
    assert [elements[block.path[-1].order].tag for block in segment(parse(html), html).blocks] == ["h1", "li", "p"]


def test_marked_characters_are_wrapped_in_the_page() -> None:
    """In runs of one title, with the white space inside; what is not marked stays as it was."""
    tree = parse("<body><p id=x>one two three</p></body>")
    paragraph = tree.css_first("p")
    nodes = TextNodes(tree, {7: paragraph})
    assert nodes.find("one two three", [7]) == 0
    nodes.mark(3, 3, "first")
    nodes.mark(6, 2, "second")
    nodes.wrap("cut")
    assert (
        paragraph.inner_html
        == 'one <span class="cut" title="first">two</span> <span class="cut" title="second">th</span>ree'
    )


def test_a_text_that_stands_twice_is_found_behind_the_last_one_and_in_its_element() -> None:
    """Places count the letters of the whole page; an unknown element, no letters or what has passed gives none."""
    tree = parse("<body><p>one two</p><p id=x>two one two</p><p>two</p></body>")
    nodes = TextNodes(tree, {7: tree.css_first("#x"), 1: tree.body})
    assert [nodes.find("two", [1, 7]), nodes.find("two", [1, 7]), nodes.find("two", [1, 7])] == [6, 12, None]
    assert [nodes.find("two", [1, 99]), nodes.find("two", [1]), nodes.find(" ", [1])] == [15, None, None]
    assert nodes.find("one", [99]) is None


# A text's places.


def test_a_space_stands_for_the_first_of_several_and_an_empty_span_has_a_place() -> None:
    """Spans of the block's text are found in the source character by character."""
    source = "  a \t  b\u200b  c "
    (block,) = segment_text(source)[0].blocks
    assert (block.text, block.start) == ("a b\u200b c", 2)
    assert source_spans(source, block, [(1, 2), (1, 1), (2, 3), (4, 5)]) == [(3, 4), (3, 3), (7, 8), (9, 10)]


def test_what_comes_after_the_last_line_is_cut_at_line_ends_into_lumps() -> None:
    """Each as long as it must be, and all of the text in one of them."""
    line = "It rained on Monday, and nobody went out.\n"
    source = line * (3 * LUMP // len(line))
    document, whole = segment_text(source, 2)
    ends = [(block.start, block.end) for block in document.blocks[2:]]
    assert not whole
    assert [LUMP <= end - start < LUMP + len(line) for start, end in ends] == [True, True, False]
    assert ends[-1][1] == len(source) - 1
    assert all(source[start : end + 1].endswith(".\n") for start, end in ends)


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ("class='note'", True),
        ("class='wide NOTE'", True),
        ("id='pop'", True),
        ("class='head'", False),
        ("class='body'", True),
        ("class='note-text'", False),
        ("class='a-note b'", False),
        ("id='note'", False),
        ("class='pop'", False),
        ("role='note'", False),
        ("aria-label='note'", False),
    ],
)
def test_a_style_sheet_hides_whole_classes_and_ids_and_no_words_of_other_names(
    attributes: str, *, hidden: bool
) -> None:
    """`.note{display:none}` says nothing of a `note-text`."""
    sheet = "<style>.note{display:none} #pop{display:none} h2.head{display:none} div.body{display:none}</style>"
    page = f"{sheet}<div {attributes}><p>The ferry sails at nine.</p></div>"
    (block,) = segment(parse(page), page).blocks
    assert hidden is bool(block.hidden)


def test_shadow_roots_in_shadow_roots_end() -> None:
    """However many there are; the outermost are read."""
    page = "<body><p>Out.</p>" + "<div><template shadowrootmode='open'><p>In.</p>" * 2_000
    assert 60 < len(segment(parse(page), page).blocks) < 80
