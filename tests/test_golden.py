"""Every golden case: the body is the expected one, and the reasons are those that were reviewed.

Texts must come out exactly. Pages are judged by a learned model, so a page must hold every `kept` snippet and none of
the `removed` ones that `fixtures/known.toml` does not name, and reach the word F1 pinned there (1 unless named).
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks import corpora
from benchmarks.explain import summary
from benchmarks.scoring import word_score
from cleaner import CleanResult

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
KNOWN = tomllib.loads((FIXTURES / "known.toml").read_text("utf-8"))
PAGES = sorted(FIXTURES.glob("pages/*/meta.toml"))
TEXTS = sorted(FIXTURES.glob("texts/*/meta.toml"))


def case_id(meta: Path) -> str:
    """`pages/slug` or `texts/slug`."""
    return f"{meta.parent.parent.name}/{meta.parent.name}"


def run(meta: Path) -> CleanResult:
    """The case as its `meta.toml` says a caller would hand it in."""
    return corpora.run(corpora.golden_case(meta.parent))


@pytest.mark.parametrize("meta", TEXTS, ids=case_id)
def test_a_text_gives_its_expected_body(meta: Path) -> None:
    """The clean body is exactly `expected.txt`."""
    assert (meta.parent / "expected.txt").read_text("utf-8").rstrip("\n") == run(meta).text


@pytest.mark.parametrize("meta", PAGES, ids=case_id)
def test_a_page_gives_its_expected_body(meta: Path) -> None:
    """No `kept` snippet is lost, no `removed` one leaks, but for what known.toml names; and its F1 holds."""
    note = tomllib.loads(meta.read_text("utf-8"))
    known = KNOWN.get(meta.parent.name, {})
    body = run(meta).text
    lost = [piece for piece in note["kept"] if piece not in body]
    leaked = [piece for piece in note["removed"] if piece in body]
    f1 = word_score(body, (meta.parent / "expected.txt").read_text("utf-8")).f1
    assert known.get("lost", []) == lost
    assert known.get("leaked", []) == leaked
    assert f1 >= known.get("f1", 1.0)


@pytest.mark.parametrize("meta", [*PAGES, *TEXTS], ids=case_id)
def test_a_case_gives_its_reviewed_reasons(meta: Path) -> None:
    """What went, as which category and by which rule, is what `explain.json` records."""
    assert json.loads((meta.parent / "explain.json").read_text("utf-8")) == summary(run(meta))


@pytest.mark.parametrize("meta", [*PAGES, *TEXTS], ids=case_id)
def test_a_case_gives_its_metadata(meta: Path) -> None:
    """Every metadata field that `meta.toml` names is found."""
    wanted = tomllib.loads(meta.read_text("utf-8")).get("metadata", {})
    found = run(meta).metadata
    date = found.published[:10] if found.published else None
    got = {"title": found.title, "author": found.author, "date": date, "site": found.site, "language": found.language}
    assert {key: wanted[key] for key in wanted} == {key: got[key] for key in wanted}
