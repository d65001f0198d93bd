"""Short texts of many kinds, of which every line stays but those that `whole_texts.txt` marks with a dash."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import clean_text


def texts() -> list[tuple[str, list[str]]]:
    """The name and the marked lines of each text."""
    whole = Path(__file__).with_name("whole_texts.txt").read_text("utf-8")
    parts = [part.split("\n", 1) for part in whole.split("=== ")[1:]]
    return [(name, body.strip("\n").split("\n")) for name, body in parts]


@pytest.mark.parametrize(("name", "lines"), texts(), ids=[name for name, _ in texts()])
def test_every_line_stays_but_the_marked(name: str, lines: list[str]) -> None:
    """A diary, a timetable, a help page, a law, a play: what looks like furniture is the text's own."""
    source = "\n".join(line[2:] for line in lines)
    kept = " ".join(clean_text(source).text.split())
    gone = [line for line in lines if line.strip() and " ".join(line[2:].split()) not in kept]
    assert gone == [line for line in lines if line.startswith("- ")], name
