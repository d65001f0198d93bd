"""The README's example of what the demo prints, word for word."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(r"<!-- demo -->\n```\n(.*?)```\n<!-- /demo -->", re.DOTALL)


def lines_of(text: str) -> list[str]:
    """The lines of a text without the space at their ends."""
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def test_the_demo_ends_as_the_readme_shows_it() -> None:
    """Rules and weights change: what a reader sees first is what the program says today."""
    example = "fixtures/texts/seed-like-003/source.txt"
    assert f"cleaner clean {example} --explain" in (ROOT / "scripts/demo").read_text("utf-8")
    command = [sys.executable, "-m", "cleaner.app.cli", "clean", example, "--explain"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    shown = SHOWN.search((ROOT / "README.md").read_text("utf-8"))
    assert shown is not None
    assert lines_of(done.stderr) == lines_of(shown[1])
