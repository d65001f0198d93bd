"""The learned block model: its features, its artefact and its choice of blocks."""

import numpy as np

from cleaner import Settings, clean_html
from cleaner.model.blocks import artefact
from cleaner.model.blocks.choose import best_f1, even_odds
from cleaner.model.blocks.features import NAMES, features
from cleaner.model.blocks.lexicon import Lexicon
from cleaner.model.blocks.model import shipped
from cleaner.rules.page import Page, view
from cleaner.segment.html import parse, segment
from cleaner.types import Mode

HTML = """<html><head><title>The old harbour</title></head><body>
<nav><ul><li><a href=/a>World</a></li><li><a href=/b>Sport</a></li><li><a href=/c>Culture</a></li></ul></nav>
<article><h1>The old harbour</h1>
<p>The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind
it came to hear what would become of the place.</p>
<p>The mayor said that the plans would be shown in the library until the end of the month, and that nobody would
have to move before the spring.</p></article>
<footer><p>© 2024 The Harbour Times. All rights reserved.</p></footer></body></html>"""


def _page(html: str = HTML) -> Page:
    return view(segment(parse(html)), Mode.HTML, source=html)


def test_every_column_is_named_and_explained() -> None:
    """The feature matrix has one column for each name, names differ, and none is without a meaning."""
    names = [name for name, _ in NAMES]
    assert features(_page(), Lexicon()).matrix.shape[1] == len(names)
    assert len(set(names)) == len(names)
    assert all(meaning for _, meaning in NAMES)


def test_features_are_finite_on_odd_pages() -> None:
    """A page of one block, of equal blocks, of blocks without words still has figures."""
    for html in ("<p>a</p>", "<p>-</p><p>-</p>" * 9, "<div>" * 300 + "x", "<a href=x>y</a>" * 50, "x"):
        assert np.isfinite(features(_page(html), Lexicon()).matrix).all()


def test_the_shipped_model_tells_body_from_furniture() -> None:
    """Paragraphs of an article outweigh its menu and its footer."""
    page = _page()
    odds = shipped().judge(page).odds
    body = [b.index for b in page.blocks if b.text.startswith(("The council", "The mayor"))]
    rest = [b.index for b in page.blocks if b.text in {"World", "Sport", "Culture"} or "rights" in b.text]
    assert min(odds[body]) > 0 > max(odds[rest])


def test_an_artefact_survives_dump_and_load() -> None:
    """What is dumped and loaded judges as before, and its bytes are the same again."""
    fitted = shipped().fitted
    packed = artefact.dump(fitted)
    again = artefact.load(packed)
    assert packed == artefact.dump(again)
    rows = features(_page(), fitted.lexicon).matrix.astype(np.float32)
    assert fitted.trees(rows).tolist() == again.trees(rows).tolist()


def test_odds_do_not_depend_on_what_ran_before() -> None:
    """The same page gets the same figures, alone or after another."""
    first = shipped().judge(_page()).odds.tolist()
    shipped().judge(_page("<p>another page</p>"))
    assert first == shipped().judge(_page()).odds.tolist()


def test_the_best_choice_beats_keeping_all_and_half() -> None:
    """One sure block among unlikely ones: the expected F1 is that of keeping the sure one alone."""
    odds, words = np.array([6.0, -6.0, -6.0]), np.array([100.0, 10.0, 10.0])
    assert 0.99 < best_f1(odds, words) <= 1.0
    assert even_odds(1.0) == 0.0
    assert even_odds(0.5) < even_odds(0.9) < 0


def test_a_removal_says_why() -> None:
    """The removal record of a menu entry names rules with evidence, the model's among them."""
    result = clean_html(HTML, settings=Settings(metadata=False))
    verdicts = {v.rule: v.evidence for v in result.decisions[0].verdicts}
    assert "World" in [r.text for r in result.removed]
    assert "model" in verdicts["MDL001"]


def test_the_model_can_be_switched_off() -> None:
    """Without the model no verdict is its."""
    result = clean_html(HTML, settings=Settings(metadata=False, model=False))
    assert "MDL001" not in {v.rule for d in result.decisions for v in d.verdicts}
