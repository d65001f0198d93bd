"""What hatch_build.py compiles and leaves plain; `.ci/image` builds it and compares its results with plain Python's."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import hatch_build
from cleaner import clean
from cleaner.voters import block_model, line_model

ROOT = Path(__file__).parents[1]


class PutInPlaceError(Exception):
    """Raised by what stands in a model's place."""


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (block_model, "shipped_block_model", "<p>Words.</p>"),
        (line_model, "shipped_line_model", "Words of a text."),
    ],
)
def test_benchmarks_can_put_another_model_in_place(
    rule: ModuleType, name: str, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scores of pages a model has not seen come from models put in its place; compiled, a call would not notice."""

    def stand_in() -> None:
        raise PutInPlaceError

    monkeypatch.setattr(rule, name, stand_in)
    with pytest.raises(PutInPlaceError):
        clean(source)


def test_every_plain_module_is_a_module() -> None:
    """The list of what is left plain names no module that is gone."""
    stems = {path.stem for pattern in hatch_build.COMPILED for path in ROOT.glob(pattern)}
    assert set() == hatch_build.PLAIN - stems
