"""A result knows what made it: one digest over all that decides it, in `versions`, `--resume` and a job's identity."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner import Settings
from cleaner.app.cleaning import Options
from cleaner.versions import CORE, core_digest, core_files, digest_files, versions

PACKAGE = Path(cleaner.__file__).parent
FILES = [name for name, _ in core_files(PACKAGE)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package's core."""
    place = tmp_path_factory.mktemp("core") / "cleaner"
    for name in FILES:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / name, place / name)
    return place


@pytest.fixture(scope="module")
def digest(copy: Path) -> str:
    """The digest of the copy as it was made."""
    return digest_files(copy)


@pytest.mark.parametrize("name", FILES)
def test_one_byte_of_any_core_file_gives_another_digest(copy: Path, digest: str, name: str) -> None:
    """Models, weights, labels, guard and decide as well as rules: none may change behind a stored result."""
    whole = (copy / name).read_bytes() or b"\0"
    (copy / name).write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    changed = digest_files(copy)
    (copy / name).write_bytes((PACKAGE / name).read_bytes())
    assert changed != digest
    assert name != FILES[-1] or digest_files(copy) == digest


def test_everything_that_a_cleaning_imports_or_reads_is_in_the_digest() -> None:
    """A page and a text are cleaned in a fresh process that notes each file it opens below the package."""
    program = """
import json, sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
import cleaner
cleaner.clean_html(b"<html><body><p>It rained on Monday, and nobody went out.</p></body></html>", url="http://a.example/")
cleaner.clean_text("It rained on Monday.\\nFollow us on Facebook", language="en")
print(json.dumps(sorted(opened)))
"""
    run = subprocess.run([sys.executable, "-B", "-c", program], capture_output=True, text=True, check=True, timeout=300)
    opened = {Path(name.replace("/__pycache__/", "/")) for name in json.loads(run.stdout.splitlines()[-1])}
    below = {str(path.relative_to(PACKAGE)) for path in opened if path.is_relative_to(PACKAGE)}
    below = {name.split(".")[0] + ".py" if name.endswith(".pyc") else name for name in below}
    # The package's front door, the errors' texts, and this digest itself carry a result; they do not decide it.
    beside = {"__init__.py", "errors.py", "versions.py"}
    assert {name for name in below if not name.endswith(".so")} - set(FILES) - beside == set()


def test_every_name_in_the_list_is_there() -> None:
    """A module that moves takes its place in the list along."""
    assert [name for name in CORE if not (PACKAGE / name).exists()] == []


def test_the_digest_stands_in_versions_and_in_what_resume_compares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another core: other `versions`, another digest of a batch's options, so that `--resume` cleans anew."""
    assert versions(Settings())["core"] == core_digest()
    before = Options().digest(), Options().cleaning_digest()
    versions.cache_clear()
    monkeypatch.setattr("cleaner.versions.core_digest", lambda: "0" * 16)
    try:
        assert versions(Settings())["core"] == "0" * 16
        assert not set(before) & {Options().digest(), Options().cleaning_digest()}
    finally:
        versions.cache_clear()


def test_a_submission_to_another_core_is_another_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version that is part of a job's key changes with the core."""
    submissions = pytest.importorskip("cleaner.app.api.submissions")
    before = submissions.version()
    versions.cache_clear()
    submissions.version.cache_clear()
    monkeypatch.setattr("cleaner.versions.core_digest", lambda: "0" * 16)
    try:
        assert submissions.version() != before
    finally:
        versions.cache_clear()
        submissions.version.cache_clear()
