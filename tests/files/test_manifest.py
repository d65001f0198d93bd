"""The manifest survives a kill and keeps two runs apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import StoreError
from cleaner.files.manifest import Line, Manifest


def test_lines_read_back(tmp_path: Path) -> None:
    """The last line of an input counts; odd names come back as they were."""
    with Manifest(tmp_path) as manifest:
        manifest.append(Line("a.html", "a.txt", "h", status="failed", error={"code": "x", "message": "y"}))
        manifest.append(Line("a.html", "a.txt", "h", removed=3, ratio=0.25, labels=("paywall",)))
        manifest.append(Line("\udcff\n.html", options="o"))
    with Manifest(tmp_path) as manifest:
        found = manifest.lines()
    assert ["a.html", "\udcff\n.html"] == list(found)
    assert ("ok", 3, 0.25, ["paywall"]) == (
        found["a.html"].status, found["a.html"].removed, found["a.html"].ratio, found["a.html"].labels
    )  # fmt: skip


@pytest.mark.parametrize("torn", ['{"input": "b.html", "out', '{"input": "b.html"}', "x" * 200_000, ""])
def test_a_torn_last_line_is_cut(tmp_path: Path, torn: str) -> None:
    """What has no line end was not finished; the next line does not run into it."""
    with Manifest(tmp_path) as manifest:
        manifest.append(Line("a.html"))
    with (tmp_path / "manifest.jsonl").open("a") as stream:
        stream.write(torn)
    with Manifest(tmp_path) as manifest:
        manifest.append(Line("c.html"))
        assert ["a.html", "c.html"] == list(manifest.lines())


def test_foreign_lines_are_passed_over(tmp_path: Path) -> None:
    """A newer release's fields, and lines that are nothing of ours."""
    (tmp_path / "manifest.jsonl").write_text('{"input": "a", "new": 1}\n[1]\nnonsense\n{"x": 1}\n')
    with Manifest(tmp_path) as manifest:
        assert {"a": Line("a")} == manifest.lines()


def test_two_runs_do_not_mix(tmp_path: Path) -> None:
    """The second is refused while the first lives, and welcome after."""
    with Manifest(tmp_path), pytest.raises(StoreError, match="another run"):
        Manifest(tmp_path)
    Manifest(tmp_path).close()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A typed error."""
    with pytest.raises(StoreError):
        Manifest(tmp_path / "none")
