"""Texts without residue stay whole: verse, dialogue, diaries, minutes, recipes, law, liturgy in 27 languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.intact import OWN
from cleaner import clean_text
from cleaner.measure import words

TEXTS = sorted(OWN.glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_nothing_goes(path: Path) -> None:
    """Every word of the text stands in its body, in order."""
    source = path.read_text("utf-8")
    assert words(source) == words(clean_text(source).text)
