"""Every golden case: the body equals what is expected, and the reasons are those that were reviewed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks.explain import summary
from cleaner import CleanResult, clean_html, clean_text

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CASES = sorted((*FIXTURES.glob("pages/*/meta.toml"), *FIXTURES.glob("texts/*/meta.toml")))


def run(meta: Path) -> CleanResult:
    """The case as its `meta.toml` says a caller would hand it in."""
    note = tomllib.loads(meta.read_text("utf-8"))
    page = meta.parent / "source.html"
    if page.exists():
        return clean_html(page.read_bytes(), url=note.get("url"))
    text = (meta.parent / "source.txt").read_bytes().decode("utf-8")
    return clean_text(text, title=note.get("title"), url=note.get("url"))


@pytest.mark.parametrize("meta", CASES, ids=lambda m: f"{m.parent.parent.name}/{m.parent.name}")
def test_a_golden_case_gives_its_expected_body(meta: Path) -> None:
    """The clean body is exactly `expected.txt`."""
    assert (meta.parent / "expected.txt").read_text("utf-8").rstrip("\n") == run(meta).text


@pytest.mark.parametrize("meta", CASES, ids=lambda m: f"{m.parent.parent.name}/{m.parent.name}")
def test_a_golden_case_gives_its_reviewed_reasons(meta: Path) -> None:
    """What went, as which category and by which rule, is what `explain.json` records."""
    assert json.loads((meta.parent / "explain.json").read_text("utf-8")) == summary(run(meta))


@pytest.mark.parametrize("meta", CASES, ids=lambda m: f"{m.parent.parent.name}/{m.parent.name}")
def test_a_golden_case_gives_its_metadata(meta: Path) -> None:
    """Every metadata field that `meta.toml` names is found."""
    wanted = tomllib.loads(meta.read_text("utf-8")).get("metadata", {})
    found = run(meta).metadata
    date = found.published[:10] if found.published else None
    got = {"title": found.title, "author": found.author, "date": date, "site": found.site, "language": found.language}
    assert {key: wanted[key] for key in wanted} == {key: got[key] for key in wanted}
