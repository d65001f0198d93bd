"""Every rule's examples, from the catalogue."""

from __future__ import annotations

import pytest

from cleaner.decide import Weights
from cleaner.page.page import Page, build_page
from cleaner.pipeline import judge
from cleaner.rules.registry import Example, Rule
from cleaner.segment import html, text
from cleaner.segment.thin import add_embedded_text
from cleaner.types import Mode, Stage, Verdict
from cleaner.voters.catalogue import all_rules

RULES = [one for one in all_rules() if one.code != "TRF001"]


def page_of(example: Example) -> Page:
    """The page of an example's source."""
    if example.mode is Mode.HTML:
        tree = html.parse(example.source)
        document = add_embedded_text(html.segment(tree), tree)
    else:
        document, _ = text.segment(example.source)
    return build_page(document, example.mode, title=example.title, url=example.url, source=example.source)


def verdicts(one: Rule, example: Example) -> tuple[Page, list[Verdict]]:
    """What one rule says of an example; rules of the last stage after all others."""
    page = page_of(example)
    if one.stage is Stage.CONTEXT:
        page = judge(page, Weights())
        return page, [v for t in page.tallies for v in t.verdicts if v.rule == one.code]
    return page, list(one.judge(page))


@pytest.mark.parametrize(
    ("one", "example"),
    [pytest.param(r, e, id=f"{r.code}-{n}") for r in RULES for n, e in enumerate(r.fires)],
)
def test_fires(one: Rule, example: Example) -> None:
    """A rule speaks about the blocks its example names, under its own code, with evidence."""
    page, found = verdicts(one, example)
    spoken = [page.blocks[v.block].text for v in found if v.block is not None]
    for piece in example.on:
        assert any(said.startswith(piece) or piece in said for said in spoken), (piece, spoken)
    assert bool(example.on) == bool(found)
    assert {one.code} == {v.rule for v in found} or not found
    assert all(v.evidence for v in found)


@pytest.mark.parametrize(
    ("one", "example"),
    [pytest.param(r, e, id=f"{r.code}-{n}") for r in RULES for n, e in enumerate(r.silent)],
)
def test_silent(one: Rule, example: Example) -> None:
    """A rule says nothing strong about its counter-examples."""
    _, found = verdicts(one, example)
    assert [] == [(v.block, v.evidence) for v in found if abs(v.weight) >= 1]


@pytest.mark.parametrize("one", RULES, ids=lambda r: r.code)
def test_docstring_has_four_parts(one: Rule) -> None:
    """A rule says what it finds, why, with an example and a source."""
    assert one.doc.startswith("Finds")
    assert [] == [part for part in ("Why:", "Example:", "Source:") if part not in one.doc]
