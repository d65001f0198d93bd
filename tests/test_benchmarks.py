"""Benchmarks that no test runs still fit the helpers that they use."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from service_process import RunningService

PATHS = sorted((Path(__file__).parent.parent / "benchmarks").glob("service_*.py"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_benchmark_starts_the_service_with_arguments_that_it_has(path: Path) -> None:
    """Six of them had ended with a TypeError since the service's processes became named arguments."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "RunningService":
            assert not any(isinstance(one, ast.Starred) for one in node.args), ast.unparse(node)
            named = {one.arg: None for one in node.keywords if one.arg}
            inspect.signature(RunningService).bind(*node.args, **named)
