"""The core compiled by mypyc and the same core in plain Python decide alike."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import hatch_build
from cleaner import clean
from cleaner.voters import block_model, line_model

ROOT = Path(__file__).parents[1]
# The digest of every decision with its evidence, over all fixtures.
DIGEST = """
import hashlib, sys
from pathlib import Path
import cleaner.measure
from cleaner import clean
seen = hashlib.sha256()
for path in sorted(Path(sys.argv[1]).glob("*/*/source.*")):
    result = clean(path.read_bytes(), url="https://example.org/a/" + path.parent.name)
    seen.update(repr((result.decisions, result.to_dict())).encode())
print(cleaner.measure.__file__.rpartition(".")[2], seen.hexdigest())
"""


def digest(home: Path) -> list[str]:
    """The kind of file the core under `home` runs from, and its digest."""
    ran = subprocess.run(
        [sys.executable, "-c", DIGEST, str(ROOT / "fixtures")], cwd=home, capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


@pytest.mark.skipif(not hatch_build.fresh(), reason="nothing is compiled here: python hatch_build.py")
def test_compiled_and_plain_decide_alike(tmp_path: Path) -> None:
    """Every decision, score, reason and record on the fixtures, digests of rules included, is the same."""
    sources_only = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")
    shutil.copytree(ROOT / "cleaner", tmp_path / "cleaner", ignore=sources_only)
    plain, compiled = digest(tmp_path), digest(ROOT)
    assert "py" == plain[0] != compiled[0]
    assert plain[1] == compiled[1]


class PutInPlaceError(Exception):
    """Raised by what stands in a model's place."""


@pytest.mark.parametrize(("rule", "source"), [(block_model, "<p>Words.</p>"), (line_model, "Words of a text.")])
def test_benchmarks_can_put_another_model_in_place(
    rule: ModuleType, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scores of pages a model has not seen come from models put in its place; compiled, a call would not notice."""

    def stand_in() -> None:
        raise PutInPlaceError

    monkeypatch.setattr(rule, "shipped", stand_in)
    with pytest.raises(PutInPlaceError):
        clean(source)


def test_every_plain_module_is_a_module() -> None:
    """The list of what is left plain names no module that is gone."""
    stems = {path.stem for pattern in hatch_build.COMPILED for path in ROOT.glob(pattern)}
    assert set() == hatch_build.PLAIN - stems
