"""The rule that docs/recipes.md shows is one."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from textwrap import dedent

import pytest

from tests.rules.test_examples import test_docstring_has_four_parts as check_docstring
from tests.rules.test_examples import test_fires as check_fires
from tests.rules.test_examples import test_silent as check_silent

PAGE = Path(__file__).parents[2] / "docs" / "recipes.md"


def test_the_module_of_the_recipe_is_a_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds what the examples of every rule are held to."""
    (shown,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "__init__.py").touch()
    (tmp_path / "shown" / "record_numbers.py").write_text(dedent(shown), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (one,) = importlib.import_module("shown.record_numbers").RULES
    check_docstring(one)
    for example in one.fires:
        check_fires(one, example)
    for example in one.silent:
        check_silent(one, example)
