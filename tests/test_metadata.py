"""Metadata are read from where pages put them, and lies are not believed."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean_html
from cleaner.metadata import from_text, read_metadata, read_page
from cleaner.metadata.bylines import byline
from cleaner.metadata.dates import normalise
from cleaner.metadata.moments import Role, line_moments
from cleaner.metadata.names import people
from cleaner.metadata.text import outlet
from cleaner.metadata.titles import Candidate, Source, choose
from cleaner.page.page import build_page
from cleaner.segment.html import parse
from cleaner.types import Block, Category, Decision, Document, Metadata, Mode, Verdict

FAR = "2100-01-01"
PROSE = "<p>The ferry crosses the harbour twice a day and nobody knows for how long it will go on.</p>" * 2


def read(head: str, body: str = "", url: str | None = "https://harbour-post.example/n/1") -> Metadata:
    """The metadata of a page with this head and body."""
    return read_metadata(parse(f'<html lang="en"><head>{head}</head><body>{body}</body></html>'), url, FAR)


def linked(**fields: object) -> str:
    """A block of JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


def test_linked_data_is_read_first() -> None:
    """An article's node gives author, dates, description, image and tags."""
    found = read(
        linked(
            **{"@type": "NewsArticle"},
            headline="Ferry line closes",
            author=[{"@type": "Person", "name": "Ada Quay"}, {"@type": "Person", "name": "Ben Pier"}],
            datePublished="2024-03-01T08:00:00+01:00",
            dateModified="2024-03-02",
            publisher={"@type": "Organization", "name": "Harbour Post"},
            description="The end of a line.",
            image={"url": "/ferry.jpg"},
            keywords=["ferry", "harbour"],
        ),
        "<h1>Ferry line closes</h1>",
    )
    assert (
        Metadata(
            title="Ferry line closes",
            authors=("Ada Quay", "Ben Pier"),
            published="2024-03-01T08:00:00+01:00",
            published_raw="2024-03-01T08:00:00+01:00",
            modified="2024-03-02",
            modified_raw="2024-03-02",
            site="Harbour Post",
            language="en",
            description="The end of a line.",
            image="https://harbour-post.example/ferry.jpg",
            tags=("ferry", "harbour"),
        )
        == found
    )


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "Article", "author": {"name": "Ada Quay"}, "headline": "x",}',
        '<!-- {"@type": "Article", "author": "Ada Quay"} -->',
        '//<![CDATA[\n{"@type": "Article", "author": "Ada Quay"}\n//]]>',
        '{"@type": "Article", "description": "two\nlines \\d", "author": "Ada Quay"}',
        '[{"@type": "Organization", "name": "x"}, {"@graph": [{"@type": ["Article"], "author": {"@id": "#a"}},'
        ' {"@type": "Person", "@id": "#a", "name": "Ada Quay"}]}]',
    ],
)
def test_broken_linked_data_is_mended(broken: str) -> None:
    """Commas too many, comments around, raw line ends, wrong escapes, graphs with references."""
    assert "Ada Quay" == read(f'<script type="application/ld+json">{broken}</script>').author


def test_hopeless_linked_data_is_left() -> None:
    """Unclosed or bottomless blocks give nothing and take no time."""
    for block in ('{"@type":"Article","author":[' + '{"name":"a",' * 50_000, "[" * 50_000, '{"a":' * 50_000):
        assert "t" == read(f'<title>t</title><script type="application/ld+json">{block}</script>').title


def test_an_index_of_articles_is_not_its_articles() -> None:
    """Of many articles on a page only one with the page's own headline counts."""
    nodes = [{"@type": "Article", "headline": f"Story {i}", "author": f"Writer {i}"} for i in range(6)]
    assert read(linked(**{"@graph": nodes}), "<h1>News</h1>").author is None
    assert "Writer 4" == read(linked(**{"@graph": nodes}), "<h1>Story 4</h1>").author


def test_meta_elements_fill_what_linked_data_leaves() -> None:
    """OpenGraph, Dublin Core and plain meta."""
    found = read(
        '<meta property="og:title" content="Old ferries | Harbour Post">'
        '<meta property="og:site_name" content="Harbour Post">'
        '<meta name="DC.creator" content="Ada Quay"><meta property="article:published_time" content="2024-03-01">'
        '<meta name="keywords" content="ferry, harbour, Ferry"><link rel="canonical" href="/n/1">'
        '<meta property="og:image" content="javascript:alert(1)">'
    )
    assert ("Old ferries", "Ada Quay", "2024-03-01") == (found.title, found.author, found.published)
    assert (("ferry", "harbour"), "https://harbour-post.example/n/1", None) == (
        found.tags,
        found.canonical_url,
        found.image,
    )


@pytest.mark.parametrize(
    ("body", "author", "published"),
    [
        ('<h1>T</h1><p class="byline">By <a rel="author">Ada Quay</a> on March 1, 2024</p>', "Ada Quay", "2024-03-01"),
        ('<h1>T</h1><span itemprop="author" itemscope><b itemprop="name">Ada Quay</b></span>'
         '<time itemprop="datePublished" datetime="2024-03-01">1 March</time>', "Ada Quay", "2024-03-01"),
        ("<div><h1>A title of some length</h1><p>Written by</p><p>Ada Quay</p><p>1 March 2024</p></div>",
         "Ada Quay", "2024-03-01"),
        ('<h1>T</h1><p>x</p><aside><a rel="author">Eve Other</a><time datetime="2020-01-02">x</time></aside>'
         '<aside class="related"><time datetime="2019-01-02">y</time></aside>', None, None),
    ],
)  # fmt: skip
def test_bylines_are_read_from_the_page(body: str, author: str | None, published: str | None) -> None:
    """From marked elements, microdata and the lines by the headline; not from asides."""
    found = read("<title>T</title>", body)
    assert (author, published) == (found.author, found.published)


def test_the_url_dates_a_page_as_a_last_resort() -> None:
    """A date in the path is believed where nothing else is dated."""
    assert "2024-03-01" == read("", url="https://harbour-post.example/2024/03/01/ferry").published


def test_forged_dates_are_refused() -> None:
    """Titles give no dates, control characters no fields, and a future beyond the bound no date."""
    found = read("<title>x\r\n2026-01-01 INFO admin logged in \x1b[2J</title>")
    assert found.published is None
    assert not re.search("[\x00-\x1f]", found.title or "")
    tree = parse('<meta property="article:published_time" content="2031-01-01">')
    assert (None, "2031-01-01") == (
        read_metadata(tree, None, "2030-12-31").published,
        read_metadata(tree, None, FAR).published,
    )


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-01T08:30:00.123Z", "2024-03-01T08:30:00+00:00"),
        ("20240301", "2024-03-01"),
        ("1709280000", "2024-03-01T08:00:00+00:00"),
        ("Fri, 01 Mar 2024 08:30:00 +0100", "2024-03-01T08:30:00+01:00"),
        ("March 1st, 2024 at 3:05 pm", "2024-03-01T15:05:00"),
        ("1. März 2024", "2024-03-01"),
        ("1er mars 2024", "2024-03-01"),
        ("1 de marzo de 2024", "2024-03-01"),
        ("1 марта 2024 г.", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024년 3월 1일", "2024-03-01"),
        ("01.03.2024", "2024-03-01"),
        ("03/01/2024", "2024-03-01"),
        ("31/01/2024", "2024-01-31"),
        ("31.02.2024", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("2024-03-01\x1b[2J", None),
        ("May the 4th", None),
        ("", None),
    ],
)
def test_dates_in_many_forms(raw: str, iso: str | None) -> None:
    """To ISO 8601, or to nothing."""
    assert iso == normalise(raw, FAR)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Updated: Oct 01, 2014, 08.30 AM IST Published: SEPTEMBER 28, 2014 16:09 IST",
         [("2014-10-01T08:30:00", Role.MODIFIED), ("2014-09-28T16:09:00", Role.PUBLISHED)]),
        ("Veröffentlicht am 5. März 2024, aktualisiert am 6. März 2024, 18:40 Uhr",
         [("2024-03-05", Role.PUBLISHED), ("2024-03-06T18:40:00", Role.MODIFIED)]),
        ("Publié le 5 mars 2024 à 10h12 - Mis à jour le 6 mars 2024",
         [("2024-03-05T10:12:00", Role.PUBLISHED), ("2024-03-06", Role.MODIFIED)]),
        ("2024年3月5日 10時12分 公開 2024年3月6日 更新",
         [("2024-03-05T10:12:00", Role.PUBLISHED), ("2024-03-06", Role.MODIFIED)]),
        ("입력 2024.03.05 오후 3:05 수정 2024.03.06 09:10",
         [("2024-03-05T15:05:00", Role.PUBLISHED), ("2024-03-06T09:10:00", Role.MODIFIED)]),
        ("5 marca 2024, 10:12 (aktualizacja: 6 marca 2024)",
         [("2024-03-05T10:12:00", Role.UNNAMED), ("2024-03-06", Role.MODIFIED)]),
        ("10:12, 5 March 2024", [("2024-03-05T10:12:00", Role.UNNAMED)]),
        ("Retrieved 5 March 2024", [("2024-03-05", Role.OTHER)]),
        ("This story is from March 5, 2024", [("2024-03-05", Role.PUBLISHED)]),
        ("5 มีนาคม 2567", [("2024-03-05", Role.UNNAMED)]),
        ("listopad 2024", []),
        ("version 12.2.2, 40 pages", []),
    ],
)  # fmt: skip
def test_a_date_has_its_own_hour_and_label(line: str, found: list[tuple[str, Role]]) -> None:
    """Neither the hour nor the label of another date of the line."""
    assert found == [(one.iso, one.role) for one in line_moments(line, "", FAR)]


def test_a_month_is_read_in_the_language_of_the_page() -> None:
    """October in Croatian is November in Polish."""
    assert ("2024-10-05", "2024-11-05") == (
        normalise("5. listopad 2024", FAR, "hr"),
        normalise("5 listopad 2024", FAR, "pl"),
    )


PROSE = "<p>The council met on Tuesday and decided to open the old harbour road again before the winter.</p>" * 3
HEADED = "<main><article><h1>The road is open</h1>{0}" + PROSE + "{1}</article>{2}</main>"


@pytest.mark.parametrize(
    "body",
    [
        HEADED.format("<p>The festival will be held on 14 July 2024 at the north pier.</p>", "", ""),
        HEADED.format("<p>Am 3. Februar 1951 wurde Erla Moos in Hafen geboren und ging bald zur See.</p>", "", ""),
        HEADED.format("<table><tr><th>Day</th></tr><tr><td>1 May 2025</td></tr></table>", "", ""),
        HEADED.format("", "<blockquote class='tweet'>A boat. <a href='/x'>February 18, 2014</a></blockquote>", ""),
        HEADED.format("", "", "<section class='latest'><h3>Latest</h3><time datetime='2024-06-20'>x</time></section>"),
        HEADED.format("", "", "<ol class='comments'><li><article><footer><time datetime='2024-03-06'>x</time></footer>"
                              "</article></li></ol>"),
        HEADED.format("", "", "<ul><li><h4>Other road</h4><span class='date'>5 March 2024</span></li></ul>"),
        HEADED.format("<p>Updated 6 March 2024, 10:12</p>", "", ""),
        HEADED.format("<p>Valid until 6 March 2024</p>", "", ""),
    ],
)  # fmt: skip
def test_a_page_that_names_no_date_of_publication_has_none(body: str) -> None:
    """Prose, tables, embeds, teasers, comments, changes and terms date no page."""
    assert read("<title>The road is open</title>", body).published is None


@pytest.mark.parametrize(
    ("fact", "published", "modified"),
    [
        ("<p>Published 5 March 2024</p>", "2024-03-05", None),
        ("<p class='meta'>Updated 6 March 2024 | Published 5 March 2024</p>", "2024-03-05", "2024-03-06"),
        ("<p>By Ada Quay, 5 March 2024, 10:12</p>", "2024-03-05T10:12:00", None),
        ("<p>Updated <time datetime='2024-03-06'>6 March</time></p><p>Published <time datetime='2024-03-05'>5 March"
         "</time></p>", "2024-03-05", "2024-03-06"),
        ("<time class='entry-date published updated' datetime='2024-03-05'>5 March</time>", "2024-03-05", None),
        ("<ul><li>Ada Quay</li><li>5. März 2024</li></ul>", "2024-03-05", None),
        ("<div class='elementor-widget elementor-widget-post-info'>5 March 2024</div>", "2024-03-05", None),
        ("<div class='node--promoted'>5 March 2024</div>", "2024-03-05", None),
        ("<footer><p>5 March 2024</p></footer>", "2024-03-05", None),
    ],
)  # fmt: skip
def test_the_head_of_an_article_dates_it(fact: str, published: str | None, modified: str | None) -> None:
    """A line of its own or a marked element under the headline."""
    found = read("<title>The road is open</title>", HEADED.format(fact, "", ""))
    assert (published, modified) == (found.published, found.modified)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("March 5, 2024 by Lena Marsh", ("Lena Marsh",)),
        ("Monday March 4, 2024 10:05 am PDT by\nJuli Clove", ("Juli Clove",)),
        ("Par Lena Marsh, publié le 5 mars 2024 à 10h12", ("Lena Marsh",)),
        ("Por Lena Marsh 5 de marzo de 2024", ("Lena Marsh",)),
        ("Von Anna von Beispiel, Redakteurin", ("Anna von Beispiel",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("投稿者 山田例子", ("山田例子",)),
        ("作者：王小明 2024-03-05 来源：新华网", ("王小明",)),
        ("Story by Lena Marsh. Photos by Tom Reed", ("Lena Marsh",)),
        ("Photos by\nTom Reed\nWords by\nLena Marsh", ("Lena Marsh",)),
        ("Anna Beispiel\nBernd Muster Holm\nClara Probe", ("Anna Beispiel", "Bernd Muster Holm", "Clara Probe")),
        ("By\nAda Quay\nand\nBen Pier\n5 min read", ("Ada Quay", "Ben Pier")),
        ("Anna Example\nCEO", ("Anna Example",)),
        ("by Anna Example @annaex", ("Anna Example",)),
        ("Saibal Dasgupta / TNN / Updated: Oct 9, 2019, 11:05 IST\nShare\nText Size", ("Saibal Dasgupta",)),
        ("By Ada Quay for the Harbour Post", ("Ada Quay",)),
        ("Por Jussara Teles — Vila das Pedras", ("Jussara Teles",)),
        ("Posted by\nadmin\non March 5, 2024", ()),
        ("By Staff Writer", ()),
        ("Themen bearbeiten", ()),
        ("Photo: Tom Reed", ()),
        ("Monday", ()),
        ("Jane Doe is a writer who lives in Bremen", ()),
        ("Von Lena Marsh, Hamburg", ("Lena Marsh",)),
        ("By Lena Marsh, Ben Pier", ("Lena Marsh", "Ben Pier")),
    ],
)  # fmt: skip
def test_bylines_give_names_and_nothing_else(text: str, names: tuple[str, ...]) -> None:
    """No days, months, labels, roles, papers, handles, credits and controls."""
    assert names == byline(text, marked=True)


def test_a_line_without_an_opening_word_names_nobody_unless_it_is_marked() -> None:
    """Any two words with capitals may be a name."""
    assert ((), ("Ada Quay",)) == (byline("Ada Quay", marked=False), byline("Ada Quay", marked=True))


@pytest.mark.parametrize(
    ("field", "head", "value"),
    [
        ("description", "<meta name=description content='&lt;p&gt;su&amp;eacute;dois&lt;/p&gt;'>", "suédois"),
        ("description", "<meta name=description content='The &lt;div&gt; element'>", "The <div> element"),
        ("title", "<meta property='og:title' content='Ada &amp;amp; Ben'>", "Ada & Ben"),
        ("section", "<meta property='article:section' content='Harbour'>", "Harbour"),
        ("tags", "<meta name=keywords content='ferry, &amp;eacute;t&eacute;'>", ("ferry", "été")),
        ("authors", "<meta name='twitter:misc:Written by' content='Ada Quay'>", ("Ada Quay",)),
        ("authors", "<meta name=author value='Ada Quay'>", ("Ada Quay",)),
        ("authors", "<meta property='article:author' content='https://paper.example/profile/ada-quay'>", ("Ada Quay",)),
        ("site", "<title>Ferries - Harbour Post</title>", "Harbour Post"),
    ],
)  # fmt: skip
def test_values_are_read_as_a_reader_would_read_them(field: str, head: str, value: object) -> None:
    """Entities and escaped markup resolved; a site's name where two places of the page agree on it."""
    body = '<header><a href="/">Harbour Post</a></header><h1>Ferries</h1>' if field == "site" else ""
    assert value == getattr(read(head, body), field)


def test_teasers_have_authors_of_their_own() -> None:
    """`rel=author` in a list of other articles is passed over."""
    line = '<span class="byline"><a rel="author" href="/e">Eve Other</a></span>'
    teaser = f'<li><a href="/t">Story about boats</a> {line}</li>'
    body = f'<div class="trending"><ul>{teaser * 3}</ul></div>' + HEADED.format(
        '<div class="byline">by <a rel="author" href="/a">Ada Quay</a></div>', "", ""
    )
    assert ("Ada Quay",) == read("<title>The road is open</title>", body).authors


def test_author_joins_all_authors() -> None:
    """The field of one string stays for who reads it."""
    assert ("Ada Quay, Ben Pier", None) == (Metadata(authors=("Ada Quay", "Ben Pier")).author, Metadata().author)
    assert "Ada Quay" == clean_html("<meta name=author content='Ada Quay'><p>x</p>").to_dict()["metadata"]["author"]


POLISH = (
    "<p>Prom na dalekie wyspy będzie kursował dwa razy dziennie od pierwszego tygodnia kwietnia, zdecydował zarząd"
    " portu we wtorek wieczorem po czterogodzinnym posiedzeniu.</p>"
)
ENGLISH = (
    "<p>The ferry to the islands will run twice a day from April, the board of the harbour said on Tuesday.</p>" * 2
)


@pytest.mark.parametrize(
    ("declared", "body", "language"),
    [
        ("en", POLISH, "pl"),
        ("pl", POLISH, "pl"),
        ("de", ENGLISH, "en"),
        ("en-GB", ENGLISH, "en-GB"),
        ("", ENGLISH, "en"),
        ("de", "<p>Radio Hamburg 103.6, Studio A, Speersort 10, Postfach 20095</p>", "de"),
    ],
)
def test_a_language_attribute_is_believed_unless_the_text_contradicts_it(
    declared: str, body: str, language: str
) -> None:
    """Function words and spelling outvote what a template forgot to change."""
    assert language == clean_html(f"<html lang='{declared}'><body><h1>x</h1>{body}</body></html>").metadata.language


def test_slashes_follow_the_language() -> None:
    """Month first in American English, day first elsewhere."""
    assert ("2024-03-01", "2024-01-03") == (normalise("03/01/2024", FAR, "en-US"), normalise("03/01/2024", FAR, "fr"))


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """No text raises, and what comes back is ISO 8601 within the bounds."""
    found = normalise(text, FAR)
    assert found is None or re.match(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?$", found)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ada Quay and Ben Pier", ("Ada Quay", "Ben Pier")),
        ("Ada Quay, Ben Pier, Cem Dok", ("Ada Quay", "Ben Pier", "Cem Dok")),
        ("Ada Quay, Senior Editor", ("Ada Quay",)),
        ("Ada Quay | March 1, 2024", ("Ada Quay",)),
        ("Von Ada Quay", ("Ada Quay",)),
        ("ada@harbour.example", ()),
        ("admin", ()),
        ("https://harbour.example/ada", ()),
        ("Read more posts", ()),
    ],
)
def test_names_are_freed_of_what_stands_around_them(value: str, names: tuple[str, ...]) -> None:
    """Labels, roles, dates, addresses and placeholders are no names."""
    assert names == people([value])


@pytest.mark.parametrize(
    ("candidates", "sites", "lines", "title"),
    [
        ([("Old ferries - Harbour Post", Source.SEARCH)], ["Harbour Post"], [], "Old ferries"),
        ([("Old ferries, new ferries", Source.SHOWN), ("Old ferries | Harbour Post", Source.SEARCH)], [],
         ["Old ferries, new ferries"], "Old ferries, new ferries"),
        ([("War and Peace | Chapter 3", Source.SEARCH)], ["Harbour Post"], [], "War and Peace | Chapter 3"),
        ([("RFC 9999 - Ferry signalling", Source.SEARCH)], [], [], "RFC 9999 - Ferry signalling"),
        ([("Old ferries — News from the quay", Source.SEARCH)], [], ["Old ferries"], "Old ferries"),
        ([("Harbour Post: Old ferries", Source.SEARCH)], [], ["Old ferries"], "Old ferries"),
        ([("Old ferries-Politics｜Harbour Post", Source.SEARCH)], ["Harbour Post"], [], "Old ferries-Politics"),
        ([("Harbour Institute", Source.SHOWN), ("Notice on ferries：Harbour Institute", Source.SEARCH)], [],
         ["Harbour Institute", "Notice on ferries"], "Notice on ferries"),
        ([("A", Source.SHOWN), ("B", Source.STATED), ("B", Source.SEARCH), ("B", Source.SEARCH)], [], [], "B"),
        ([("A", Source.SHOWN), ("B", Source.SEARCH), ("B", Source.SEARCH), ("B", Source.SEARCH)], [], [], "A"),
        ([], [], [], None),
    ],
)  # fmt: skip
def test_titles_lose_the_site_and_follow_the_headline(
    candidates: list[tuple[str, Source]], sites: list[str], lines: list[str], title: str | None
) -> None:
    """The tail goes where a name of the site, or the headline without it, stands elsewhere on the page."""
    assert title == choose([Candidate(*one) for one in candidates], sites, [(line, True) for line in lines])


@given(st.text(alphabet="<>/=\"' abcmetaitlhscrp{}[]:,@0219-", max_size=300))
def test_any_markup_can_be_read(markup: str) -> None:
    """Reading never raises."""
    read_page(parse(markup), "http://[", FAR)


def text_page(*rows: tuple[str, Category | None]) -> tuple[Metadata, list[Decision]]:
    """The metadata of a text of these lines, those with a category cut by it."""
    blocks = tuple(Block(index=i, text=text, start=0, end=len(text)) for i, (text, _) in enumerate(rows))
    decisions = [
        Decision(i, ((0, len(text)),) if category else (), -3.0 if category else 1.0,
                 (Verdict(i, "X", category, -3.0, "e"),) if category else ())
        for i, (text, category) in enumerate(rows)
    ]  # fmt: skip
    return from_text(build_page(Document(blocks), Mode.TEXT), decisions), decisions


def test_a_text_tells_its_metadata_by_the_lines_cut() -> None:
    """Title, byline with date, tags and origin; lines that stayed tell nothing."""
    found, _ = text_page(
        ("Old ferries", Category.TITLE_REPEAT),
        ("By Ada Quay | 1 March 2024", Category.BYLINE),
        ("The ferries are old and nobody knows who will pay.", None),
        ("By Eve Other", None),
        ("Tags: ferry, harbour", Category.TAGS),
        ("This article first appeared on Harbour Post.", Category.SYNDICATION),
    )
    assert ("Old ferries", "Ada Quay", "2024-03-01") == (found.title, found.author, found.published)
    assert (("ferry", "harbour"), "Harbour Post") == (found.tags, found.first_published)


@pytest.mark.parametrize(
    ("note", "where"),
    [
        ("Originally published at https://harbour.example/a.", "https://harbour.example/a"),
        ("Dieser Artikel erschien zuerst bei der Hafenpost.", "Hafenpost"),
        ("Cet article est paru dans Le Port", "Le Port"),
        ("First published by the Harbour Post and is republished here.", "Harbour Post"),
        ("本文首发于《海港报》", "海港报"),
        ("first published elsewhere", None),
    ],
)
def test_the_outlet_of_a_note_of_origin(note: str, where: str | None) -> None:
    """The name behind the preposition, in several languages, or the address."""
    assert where == outlet(note)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # A part of the title that page and data call the headline is the title, whatever stands alone beside it.
        ("<title>Cup of the four hills | Row over ski jumpers</title>",
         f"{linked(**{'@type': 'Article'}, headline='Row over ski jumpers')}"
         "<h2>Cup of the four hills</h2><h1>Row over ski jumpers</h1>", "Row over ski jumpers"),
        # A name with a colon in it is one name; a project and what it is for are one title.
        ("<title>std::size_t</title>", "<h1>std::size_t</h1>", "std::size_t"),
        ("<title>quay/ferry: Timetables for small boats</title>", "<p>Timetables for small boats</p>",
         "quay/ferry: Timetables for small boats"),
        # The section of the site, where the page names it.
        ("<title>Ferry line closes-Transport | Harbour Post</title><meta name='article:section' content='Transport'>"
         "<meta property='og:site_name' content='Harbour Post'>", "", "Ferry line closes"),
        # What the data call the headline is whole, with the dash or the bar in it; what others put behind it goes.
        ("<title>Ferry line closes - latest</title><meta property='og:title' content='Ferry line closes'>",
         f"{linked(**{'@type': 'NewsArticle'}, headline='Ferry line closes - latest')}<h1>Ferry line closes</h1>",
         "Ferry line closes - latest"),
        ("<title>After the storm: ferry line closes | Islands News | Quay</title>",
         f"{linked(**{'@type': 'NewsArticle'}, headline='After the storm: ferry line closes')}"
         "<h1>Ferry line closes</h1>", "After the storm: ferry line closes"),
        # Where the site's name ends a title, the other end that is the headline is the title, else it may be the site.
        ("<title>Pier Quartet - Blue water lyrics | Quaysongs</title><meta property='og:site_name' content='Quaysongs'>"
         "<meta property='og:title' content='Pier Quartet - Blue water'>",
         "<h2>Pier Quartet</h2><h1>Blue water</h1>", "Blue water"),
        ("<title>Shared traits - The quay handbook</title>",
         "<div class='menu-bar'><h1 class='menu-title'>The quay handbook</h1></div><h2>Shared traits</h2>",
         "Shared traits"),
        # A button in a headline is none of its words, the size of a thing is.
        ("<title>runtime - Rust</title>", "<h1>Module runtime <button>Copy item path</button></h1>", "Module runtime"),
        ("<title>Shelf, white, 30x57</title>", "<h1>Shelf, white, <button>30x57</button></h1>", "Shelf, white, 30x57"),
    ],
)  # fmt: skip
def test_a_title_is_the_headline(head: str, body: str, title: str) -> None:
    """Site and section go; what only looks like a site's name stays."""
    assert title == read(head, body + "<p>Text.</p>").title


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ('<div><h1>T one</h1><aside class="post-meta"><time datetime="2024-03-01">1 March</time></aside></div>',
         "2024-03-01"),
        ("<h1>T one</h1><p>Essay - Published: 2024.03.01 | ships | harbours | ferries | timetables |</p>",
         "2024-03-01"),
        ('<h1>T one</h1><p class="post-meta">Ada Quay 01 Mar 2024 Harbour Reviews 7 Comments</p>', "2024-03-01"),
        ('<div style="display:none"><h1>T one</h1><p>Ada Quay • Mar 1, 2024</p></div>', "2024-03-01"),
        (f"<h1>T one</h1>{PROSE}<ul><li>#1 quay, Mar 1, 2024</li><li>#2 pier, Mar 4, 2024</li></ul>", "2024-03-01"),
        ('<article><h1>T one</h1><aside><ul class="entry-meta"><li class="entry-date">1 March 2024</li></ul></aside>'
         f"{PROSE}</article>", "2024-03-01"),
        # Look-alikes: a date in a margin that is no fact of the article, or on a page without one.
        (f"<article><h1>T one</h1><aside><ul><li>1 March 2024</li></ul></aside>{PROSE}</article>", None),
        ('<div><h1>T one</h1></div><aside><ul class="entry-meta"><li class="entry-date">1 March 2024</li></ul></aside>',
         None),
        # Look-alikes: an aside that is none of the article's, a sentence, a schedule, another post, a member's day.
        ('<div><h1>T one</h1><aside class="more"><time datetime="2024-03-01">1 March</time></aside></div>', None),
        ("<h1>T one</h1><p>The report, published: 1 March 2024, has made many people in town think again.</p>", None),
        ('<h1>T one</h1><div class="schedule__title">Friday, March 1, 2024</div>', None),
        (f"<h1>T one</h1>{PROSE}<ul><li>#12 quay, Mar 1, 2024</li><li>#13 pier, Mar 4, 2024</li></ul>", None),
        ("<ul><li>#1 joined Mar 1, 2024</li></ul>", None),
    ],
)  # fmt: skip
def test_dates_are_read_where_pages_put_them(body: str, published: str | None) -> None:
    """Boxes of the article's own facts, labels, hidden copies of the head, first posts; and nowhere else."""
    assert published == read("<title>T one</title>", body).published


def test_a_meta_name_of_the_site_s_own_dates_a_page() -> None:
    """`w-published-date` says what it says; `publisher` and `release` say something else."""
    assert "2024-03-01" == read('<meta name="w-published-date" content="2024-03-01">').published
    assert (
        read('<meta name="publisher" content="2024-03-01"><meta name="release" content="2024-03-01">').published is None
    )


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        ('<nav class="pst-by"><span itemprop="author" itemscope><b itemprop="name">Ada Quay</b></span></nav>',
         ("Ada Quay",)),
        ('<div class="author-box"><h4 class="author-box__name">Ada Quay</h4></div>', ("Ada Quay",)),
        ('<span class="byline">by <a rel="author" class="url fn n">adaquay</a></span>', ("adaquay",)),
        ('<span class="posted">Posted by Ada Quay at March 1, 2024 11:15 AM</span>', ("Ada Quay",)),
        ('<p class="byline">By Ada Quay, MS, RDN</p>', ("Ada Quay",)),
        ('<p class="byline">By Ada Quay, DVM, FOMA</p>', ("Ada Quay",)),
        ('<div><span class="author-name">AQ</span><span class="author-name">Ada Quay</span></div>', ("Ada Quay",)),
        ('<p class="byline">Ada Quay<br>Connect Directly</p>', ("Ada Quay",)),
        # Look-alikes: a function of a library, a teaser with its author, a writer whose family is called Last.
        ('<p><a class="fn">shutdown</a></p>', ()),
        ('<div class="card-author-wrapper"><h3>How to grow and earn</h3><p>Ada Quay</p></div>', ()),
        ('<p class="byline">By Jonathan Last</p>', ("Jonathan Last",)),
    ],
)  # fmt: skip
def test_authors_are_whole_and_alone(body: str, authors: tuple[str, ...]) -> None:
    """Names in boxes of whatever element, users' names, no degrees, initials or controls."""
    assert authors == read("<title>T one</title>", f"<div><h1>T one</h1>{body}</div>").authors


def test_a_recipe_is_by_its_cook_not_by_the_account_that_published_it() -> None:
    """An account named as the host says nothing that a byline does not say better; any other name stays."""
    card = '<h1>Harbour pie</h1><p class="recipe-author">By <a rel="author">Ada Quay</a></p>'
    recipe = {"@type": "Recipe", "name": "Harbour pie"}
    url = "https://quaykitchen.example/pie"
    for named, author in (("quaykitchen", "Ada Quay"), ("Quay Kitchen", "Quay Kitchen"), ("benpier", "benpier")):
        page = linked(**recipe, author={"@type": "Person", "name": named})
        assert author == read(page, card, url).author
    assert "quaykitchen" == read(linked(**recipe, author={"name": "quaykitchen"}), "<h1>Harbour pie</h1>", url).author
