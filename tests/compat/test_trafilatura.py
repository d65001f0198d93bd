"""A program that calls trafilatura goes on with one import changed, or is told what it may not ask."""

from __future__ import annotations

import inspect
import json
from types import SimpleNamespace
from typing import Any

import pytest
import trafilatura

from cleaner.compat import trafilatura as ours
from cleaner.compat.trafilatura import Document, UnsupportedArgument, bare_extraction, extract
from cleaner.errors import CleanerError

PROSE = (
    "The harbour reopened on Monday, the council said, after a winter of repairs that cost four million euros. "
    "Ferries run again from noon, and the fish market follows on Thursday."
)
PAGE = (
    '<!doctype html><html lang="en"><head><title>Harbour reopens</title><meta name="author" content="Ann Lee">'
    '<meta property="article:published_time" content="2025-03-04T10:00:00Z">'
    '<meta property="og:site_name" content="Packet">'
    '<link rel="canonical" href="https://example.org/harbour"></head><body><nav><a href=/>Home</a></nav>'
    f"<article><h1>Harbour reopens</h1><p>{PROSE}</p><p><a href=/m>The marina</a> <b>{PROSE.lower()}</b></p>"
    "<table><tr><th>Berth</th><th>Length</th></tr><tr><td>North</td><td>120 m</td></tr></table></article></body></html>"
)


@pytest.mark.parametrize("name", ["extract", "bare_extraction"])
def test_the_signatures_are_trafilaturas(name: str) -> None:
    """The same parameters in the same order with the same defaults; `config` alone has no object to stand for it."""

    def of(module: Any) -> list[tuple[str, Any]]:
        parameters = inspect.signature(getattr(module, name)).parameters.values()
        plain = [p for p in parameters if p.kind is not inspect.Parameter.VAR_KEYWORD]
        return [(p.name, None if p.name == "config" else p.default) for p in plain]

    assert of(trafilatura) == of(ours)


@pytest.mark.parametrize("form", ["txt", "markdown", "json", "html"])
def test_both_give_the_same_form(form: str) -> None:
    """A string that holds the prose; JSON reads back with the same keys for the text."""
    found = [module.extract(PAGE, url="https://example.org/a", output_format=form) for module in (trafilatura, ours)]
    for one in found:
        assert isinstance(one, str)
        assert PROSE in (json.loads(one)["text"] if form == "json" else one)
    if form == "json":
        assert {"text", "comments"} <= json.loads(found[1]).keys()


def test_the_document_has_trafilaturas_names() -> None:
    """And, where both are right, its values; None where a page has no body, as there."""
    theirs, mine = (module.bare_extraction(PAGE, with_metadata=True) for module in (trafilatura, ours))
    assert isinstance(mine, Document)
    for name in ("title", "author", "date", "sitename", "url", "hostname", "language"):
        assert getattr(mine, name) == getattr(theirs, name) or (name, getattr(theirs, name)) == ("language", None)
    assert set(mine.as_dict()) <= set(theirs.as_dict())
    assert mine.as_dict() == bare_extraction(PAGE, as_dict=True)
    assert (None, None) == (extract("<html></html>"), bare_extraction("<html></html>"))


def test_each_argument_that_is_taken_acts() -> None:
    """None of them is only there for show."""
    plain = extract(PAGE)
    assert plain is not None
    assert ("North" in plain, "North" in str(extract(PAGE, include_tables=False))) == (True, False)
    assert "**" in str(extract(PAGE, include_formatting=True))
    assert "](" in str(extract(PAGE, output_format="markdown", include_links=True))
    assert "](" not in str(extract(PAGE, output_format="markdown"))
    assert str(extract(PAGE, with_metadata=True)).startswith('---\ntitle: "Harbour reopens"\n')
    assert "2025-03-04" == json.loads(str(extract(PAGE, output_format="json", with_metadata=True)))["date"]
    assert "r7" == json.loads(str(extract(PAGE, output_format="json", with_metadata=True, record_id="r7")))["id"]
    assert (None, plain) == (extract(PAGE, target_language="de"), extract(PAGE, target_language="en"))
    assert extract(PAGE, url_blacklist={"https://example.org/harbour"}) is None
    assert bare_extraction(PAGE, author_blacklist={"Ann Lee"}, as_dict=True)["author"] is None  # type: ignore[index]  # a dict
    assert extract(PAGE.replace("article:published_time", "x"), only_with_metadata=True) is None
    assert bare_extraction(PAGE, date_extraction_params={"max_date": "2025-01-01"}, as_dict=True)["date"] is None  # type: ignore[index]  # the same
    assert plain == extract(SimpleNamespace(data=PAGE.encode()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("output_format", "xmltei"), ("tei_validation", True), ("deduplicate", True), ("max_tree_size", 9),
        ("prune_xpath", "//p"), ("settingsfile", "a.cfg"), ("config", object()), ("options", object()),
        ("date_extraction_params", {"original_date": True}), ("no_such_argument", 1),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_by_name(name: str, value: Any) -> None:
    """A typed error of ours that is a TypeError too."""
    with pytest.raises(UnsupportedArgument) as raised:
        extract(PAGE, **{name: value})
    assert (name, True, True) == (
        raised.value.subject,
        isinstance(raised.value, TypeError),
        isinstance(raised.value, CleanerError),
    )


def test_a_tree_is_refused() -> None:
    """It is not the page any more that its parser read."""
    with pytest.raises(UnsupportedArgument, match="filecontent"):
        extract(42)
