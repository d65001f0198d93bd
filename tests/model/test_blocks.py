"""The learned block model: its features, its artefact, its reasons and its choice of blocks."""

from dataclasses import fields

import numpy as np
import pytest

from cleaner import Settings, clean_html
from cleaner.model.blocks import artefact
from cleaner.model.blocks.explanation import GROUPS, PHRASES, group_of
from cleaner.model.blocks.features import NAMES, features
from cleaner.model.blocks.grid import grid, grid_of
from cleaner.model.blocks.lexicon import Lexicon, short_terms
from cleaner.model.blocks.model import shipped_block_model
from cleaner.model.blocks.page_head import read_head
from cleaner.model.blocks.tokens import tokens
from cleaner.page.page import Page, build_page
from cleaner.segment.html import parse, segment
from cleaner.threshold import MIN_KEPT_PROBABILITY, best_f1, even_odds
from cleaner.types import Document, Mode

HTML = """<html><head><title>The old harbour</title></head><body>
<nav><ul><li><a href=/a>World</a></li><li><a href=/b>Sport</a></li><li><a href=/c>Culture</a></li></ul></nav>
<article><h1>The old harbour</h1>
<p>The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind
it came to hear what would become of the place.</p>
<p>The mayor said that the plans would be shown in the library until the end of the month, and that nobody would
have to move before the spring.</p></article>
<footer><p>© 2024 The Harbour Times. All rights reserved.</p></footer></body></html>"""
ODD = ("<p>a</p>", "<p>-</p><p>-</p>" * 9, "<div>" * 300 + "x", "<a href=x>y</a>" * 50, "x", "<h1>x</h1>" * 3)


def _page(html: str = HTML) -> Page:
    return build_page(segment(parse(html)), Mode.HTML, source=html)


def test_every_column_is_named_and_explained() -> None:
    """The feature matrix has one column for each name, names differ, and none is without a meaning."""
    assert features(_page(), Lexicon()).shape[1] == len(NAMES)
    assert len({name for name, _ in NAMES}) == len(NAMES)
    assert all(meaning for _, meaning in NAMES)


@pytest.mark.parametrize("html", ODD, ids=range(len(ODD)))
def test_figures_are_finite_on_odd_pages(html: str) -> None:
    """A page of one block, of equal blocks, of blocks without words still has figures."""
    judged = shipped_block_model().judge(_page(html))
    assert np.isfinite(judged.rows).all()
    assert np.isfinite(judged.odds).all()


def test_a_page_without_blocks_has_no_figures() -> None:
    """Nothing in, nothing out."""
    assert len(shipped_block_model().judge(_page("")).odds) == 0


def test_the_shipped_model_tells_body_from_furniture() -> None:
    """Paragraphs of an article outweigh its menu and its footer."""
    page = _page()
    odds = shipped_block_model().judge(page).odds
    body = [b.index for b in page.blocks if b.text.startswith(("The council", "The mayor"))]
    rest = [b.index for b in page.blocks if b.text in {"World", "Sport", "Culture"} or "rights" in b.text]
    assert min(odds[body]) > max(odds[rest])


def test_an_artefact_survives_dump_and_load() -> None:
    """What is dumped and loaded judges as before, and its bytes are the same again."""
    fitted = shipped_block_model().fitted
    packed = artefact.dump(fitted)
    again = artefact.load(packed)
    assert packed == artefact.dump(again)
    rows = features(_page(), fitted.lexicon)
    assert fitted.trees(rows).tolist() == again.trees(rows).tolist()


def test_the_artefact_is_small_and_cannot_run_code() -> None:
    """Under 5 MB, and read without pickle."""
    packed = artefact.dump(shipped_block_model().fitted)
    assert len(packed) < 5_000_000
    assert b"pickle" not in packed


def test_odds_do_not_depend_on_what_ran_before() -> None:
    """The same page gets the same figures, alone or after another."""
    first = shipped_block_model().judge(_page()).odds.tolist()
    shipped_block_model().judge(_page("<p>another page</p>"))
    assert first == shipped_block_model().judge(_page()).odds.tolist()


def test_rows_are_judged_alike_in_small_and_large_batches() -> None:
    """A block's sum does not depend on how many blocks are judged with it."""
    trees = shipped_block_model().fitted.trees
    rows = np.tile(features(_page(), Lexicon()), (300, 1))
    assert trees(rows[:7]).tolist() == trees(rows)[:7].tolist()


def test_the_best_choice_beats_keeping_all_and_half() -> None:
    """One sure block among unlikely ones: the expected F1 is that of keeping the sure one alone."""
    odds, words = np.array([6.0, -6.0, -6.0]), np.array([100.0, 10.0, 10.0])
    assert 0.99 < best_f1(odds, words) <= 1.0
    assert even_odds(1.0) == 0.0
    assert even_odds(0.5) < even_odds(0.9) < 0


def test_unlikely_blocks_stay_out_of_the_least_sure_page() -> None:
    """However low the expected F1 of a page that has a body, the threshold stays at MIN_KEPT_PROBABILITY."""
    assert even_odds(MIN_KEPT_PROBABILITY) == even_odds(2 * MIN_KEPT_PROBABILITY)


def test_sums_over_elements_are_sums_over_their_blocks() -> None:
    """The root's sum is that of the page; a list's that of its entries."""
    laid = grid(_page().blocks)
    inside = laid.inside(np.ones((1, len(laid.home))))[0]
    assert inside[0] == len(laid.home)
    lists = [at for at, element in enumerate(laid.elements) if element.tag == "ul"]
    assert [inside[at] for at in lists] == [3.0]


@pytest.mark.parametrize(
    "body",
    [
        "<main><p>One.<p>Two.</main>",
        "<ul><li>a<li>b<p>c</ul><section><h2>d</h2></section>",
        "<p>One<span class=sidenote>apart</span> goes on.</p><p>Two.</p>",
    ],
)
def test_arrays_from_the_outline_are_those_from_the_blocks(body: str) -> None:
    """Whether or not a page's outline has one root and each element once."""
    page = _page(f"<html><body>{body}</body></html>")
    parted = build_page(Document(page.blocks + page.blocks[:1]), Mode.HTML)
    for one in (page, parted):
        ours, plain = grid_of(one), grid(one.blocks)
        for name in (field.name for field in fields(plain)):
            assert np.all(getattr(ours, name) == getattr(plain, name)), name


def test_a_feature_of_the_page_is_told_as_one() -> None:
    """Whatever else its name holds."""
    of_page = [name for name, _ in NAMES if name.startswith("page_")]
    assert len(of_page) > 10
    assert {"page"} == {group_of(name) for name in of_page}


def test_every_group_of_reasons_has_words() -> None:
    """Each feature belongs to a group and each group has a phrase."""
    assert {group_of(name) for name, _ in NAMES} <= {name for name, _ in GROUPS} == set(PHRASES)


def test_a_removal_says_why() -> None:
    """The removal record of a menu entry names rules with evidence, the model's among them, with its figures."""
    result = clean_html(HTML, settings=Settings(metadata=False))
    verdicts = {v.rule: v.evidence for v in result.decisions[0].verdicts}
    assert "World" in [r.text for r in result.removed]
    assert verdicts["MDL001"].startswith("1 words, ")
    assert "model -" in verdicts["MDL001"]


def test_the_model_can_be_switched_off() -> None:
    """Without the model no verdict is its."""
    result = clean_html(HTML, settings=Settings(metadata=False, model=False))
    assert "MDL001" not in {v.rule for d in result.decisions for v in d.verdicts}


def test_the_head_is_read_from_markup_and_data() -> None:
    """Title, kind marks and the body of JSON-LD come from the page's head; broken data says nothing."""
    html = (
        "<title>Old Harbour &amp; Quay</title><meta property='og:type' content='article'>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "one two three four"}</script>'
        '<script type="application/ld+json">{broken</script>'
    )
    head = read_head(html, "https://forum.example.com/t/some-topic-12")
    assert head.title == ("old", "harbour", "quay")
    assert head.body == ("one", "two", "three", "four")
    assert {"og:article", "ld:newsarticle", "host:forum", "dir:t"} <= set(head.marks)


WORDS = ("one two three four", "", "three one two three", " ".join(["one", "two", "three"] * 12))


def test_words_are_counted_as_block_by_block() -> None:
    """Numbers for a whole page give each block's distinct words, and its share of words among some, as sets do."""
    said = tokens([one.split(" ") for one in WORDS])
    apart = [one.split(" ") for one in WORDS]
    some = ("two", "four", "unseen")
    assert [len(set(one)) for one in apart] == said.kinds().tolist()
    assert [sum(word in some for word in one) for one in apart] == said.sums(said.flags(some)).tolist()


def test_runs_of_three_words_are_found_within_blocks() -> None:
    """Every run of a short block is asked for, every third of a long one, and none across two blocks."""
    shares = tokens([one.split(" ") for one in WORDS]).trigram_share(
        ["zero", "two", "three", "four", "one", "two", "three"]
    )
    assert shares.tolist() == [1.0, 0.0, 0.5, 1.0]


def test_a_block_weighs_its_words_its_pairs_and_its_whole() -> None:
    """The arrays of the lexicon give what its tables say, term by term, scaled by the root of their number."""
    short = {"one": 1.0, "one two": 0.5, "=one two": 0.25, "two": -2.0}
    lexicon = Lexicon(long={"one": 3.0}, short=short, heads={"=one two": 1.0})
    prints = ["one two", "two", "x", " ".join(["one"] * 50)]
    said = tokens([one.split(" ") for one in prints])
    numbers = lexicon.numbers(said)
    expected = [sum(short.get(term, 0.0) for term in short_terms(one.split(" "))) for one in prints[:3]]
    expected = [expected[0] / 2, expected[1], expected[2], 40 * 3.0 / 40**0.5]
    assert expected == lexicon.of_blocks(said, numbers, prints).tolist()
    assert [0.5, 0.0] == lexicon.of_headings(said, numbers, prints, np.array([0, 2])).tolist()


def test_ancestors_hand_down_the_highest_and_the_sum() -> None:
    """What doubling finds is what a walk up from each element finds."""
    laid = grid(_page("<div><ul><li>a</li><li>b <p>c</p></li></ul><section><h2>d</h2></section></div>").blocks)
    values = np.array([(7 * at) % 5 for at in range(len(laid.elements))], dtype=np.float64)
    paths = []
    for at in range(len(values)):
        path = [at]
        while path[-1]:
            path.append(int(laid.parent[path[-1]]))
        paths.append(path)
    assert [max(values[path]) for path in paths] == laid.highest(values).tolist()
    assert [sum(values[path]) for path in paths] == laid.along(values).tolist()
    assert [len(path) - 1 for path in paths] == laid.depth.tolist()
