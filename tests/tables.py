"""Tables of small inputs, each with all that comes of it: `parts/*.txt` beside the tests that read them, reviewed.

A file is named after what reads it. A line `# name` begins a group; every further line is an input as Python writes
it, ` => `, and the outcome. After a change that is meant, `WRITE_TABLES=1 pytest tests/segment` writes
what comes now: read the diff.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

GROUP = re.compile(r"^# ([^\n]*)\n(.*?)(?=^# |\Z)", re.MULTILINE | re.DOTALL)
ARROW = " => "
LONG = 300  # characters of a string that are shown whole

Readers = Mapping[str, Callable[[Any], object]]


def groups(folder: Path) -> list[Any]:
    """File, name and lines of each group, as parameters of a test."""
    return [
        pytest.param(file.stem, name, lines.split("\n"), id=f"{file.stem}: {name}")
        for file in sorted(folder.glob("*.txt"))
        for name, lines in GROUP.findall(file.read_text("utf-8"))
    ]


def describe(read: Callable[[Any], object], line: str) -> str:
    """A line with what comes of its input; one without an input as it is."""
    given = line.partition(ARROW)[0].strip()
    # An expression and not a literal, so that `"x" * 81` need not be written out.
    return f"{given}{ARROW}{_show(read(eval(given)))}" if given else ""


def _show(value: object) -> str:
    if isinstance(value, str) and len(value) > LONG:
        return f"{len(value)} characters: {value[:40]!r} ... {value[-40:]!r}"
    return repr(value)


def outcomes(folder: Path, readers: Readers, file: str, lines: list[str]) -> list[str]:
    """The lines of a group with what comes of them now; with WRITE_TABLES set, they are put into the file."""
    found = [describe(readers[file], line) for line in lines]
    if os.environ.get("WRITE_TABLES"):
        path = folder / f"{file}.txt"
        path.write_text(path.read_text("utf-8").replace("\n".join(lines), "\n".join(found)), "utf-8")
    return found
