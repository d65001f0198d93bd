"""The golden cases themselves are well-formed: a wrong fixture must not pass for a wrong rule."""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from cleaner.types import Category

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = {"pages": "source.html", "texts": "source.txt"}
REQUIRED = {"kind", "language", "url", "why", "categories", "removed", "kept", "metadata"}
OPTIONAL = {"title"}
METADATA = {"title", "author", "date", "site", "language"}
FILES = {"expected.txt", "meta.toml"}
LATER = {"explain.json"}  # written by the program, reviewed by a person

CASES = sorted(path for group in SOURCES for path in (FIXTURES / group).iterdir() if path.is_dir())
BROWSERS_READ_AS = {"iso-8859-1": "windows-1252", "shift_jis": "cp932"}  # the WHATWG encoding labels
every_case = pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")


def meta_of(case: Path) -> dict[str, Any]:
    """Return the notes of a case."""
    return tomllib.loads((case / "meta.toml").read_text(encoding="utf-8"))


def expected_of(case: Path) -> str:
    """Return the body a case expects."""
    return (case / "expected.txt").read_bytes().decode("utf-8")


def source_of(case: Path) -> str:
    """Return the decoded input of a case; a page names its own encoding."""
    data = (case / SOURCES[case.parent.name]).read_bytes()
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:1024]) if case.parent.name == "pages" else None
    label = declared[1].decode("ascii").lower() if declared else "utf-8"
    return data.decode(BROWSERS_READ_AS.get(label, label))


def collapsed(text: str) -> str:
    """Return a text in NFC with each run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@every_case
def test_a_case_has_its_files_and_no_others(case: Path) -> None:
    """A case is a source, an expected body and its notes."""
    found = {path.name for path in case.iterdir()}
    assert FILES | {SOURCES[case.parent.name]} == found - LATER
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case.name)


@every_case
def test_notes_have_the_required_keys_and_only_known_ones(case: Path) -> None:
    """A misspelt key would silently switch a check off."""
    meta = meta_of(case)
    assert set() == REQUIRED - set(meta)
    assert set() == set(meta) - REQUIRED - OPTIONAL
    assert set() == set(meta["metadata"]) - METADATA
    assert set() == set(meta["categories"]) - {category.value for category in Category}
    assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", meta["language"])
    assert re.match(r"https?://[^/]*\bexample\.(com|org|net)(/|$)", meta["url"])
    assert all(meta[key] for key in ("kind", "why"))
    date = meta["metadata"].get("date", "2000-01-01")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", date)


@every_case
def test_the_expected_body_is_in_normal_form(case: Path) -> None:
    """NFC, one blank line between blocks, no white space at the ends of lines, one final newline."""
    body = expected_of(case)
    assert unicodedata.normalize("NFC", body) == body
    assert "\r" not in body
    assert "\n\n\n" not in body
    lines = body.split("\n")
    assert [line.rstrip() for line in lines] == lines
    if body:
        assert body.endswith("\n")
        assert not body.startswith("\n")
        assert not body.endswith("\n\n")


@every_case
def test_the_expected_body_comes_from_the_source(case: Path) -> None:
    """No word of a body is invented: each stands in its source."""
    source = html.unescape(source_of(case)) if case.parent.name == "pages" else source_of(case)
    known = set(re.findall(r"\w+", unicodedata.normalize("NFC", re.sub(r"<[^>]+>", "", source))))
    known |= set(re.findall(r"\w+", unicodedata.normalize("NFC", source)))
    known |= set(re.findall(r"\w+", unicodedata.normalize("NFC", re.sub(r"<[^>]+>", " ", source))))
    assert set() == set(re.findall(r"\w+", expected_of(case))) - known


@every_case
def test_kept_strings_stand_in_the_body(case: Path) -> None:
    """The hard negatives of a case are part of its expected body."""
    body = expected_of(case)
    kept = meta_of(case)["kept"]
    assert not [string for string in kept if string not in body]
    assert bool(body) == bool(kept)
    assert len(kept) <= 5


@every_case
def test_removed_strings_stand_in_the_source_and_not_in_the_body(case: Path) -> None:
    """What a case says is removed was there, and is gone."""
    source = html.unescape(source_of(case)) if case.parent.name == "pages" else source_of(case)
    removed = meta_of(case)["removed"]
    assert not [string for string in removed if collapsed(string) not in collapsed(source)]
    assert not [string for string in removed if string in expected_of(case)]
    assert len(removed) <= 5


def test_there_are_enough_cases() -> None:
    """Thirty-two pages and forty-four texts, in at least fifteen languages."""
    texts = [case for case in CASES if case.parent.name == "texts"]
    assert len(CASES) - len(texts) >= 32
    assert len(texts) >= 44
    assert len({meta_of(case)["language"].split("-")[0] for case in texts}) >= 15
    long_bodies = [case for case in texts if len(expected_of(case).split()) >= 150]
    assert len(long_bodies) >= 12


def test_at_least_eight_texts_are_clean_already() -> None:
    """Doing nothing is a skill too: these texts must come back as they are."""
    clean = [case for case in CASES if case.parent.name == "texts" and not meta_of(case)["categories"]]
    assert len(clean) >= 8
    for case in clean:
        assert collapsed(source_of(case)) == collapsed(expected_of(case))
