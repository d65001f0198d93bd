"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "cleaner.app.cli")
PROSE = (
    "The harbour reopened on Monday, the council said, after a winter of repairs that cost four million euros. "
    "Ferries run again from noon, and the fish market follows on Thursday."
)
TEXT = f"Harbour reopens\n\n{PROSE}\n\nShare this article\n"
PAGE = (
    "<!doctype html><html><head><title>Harbour reopens</title></head><body>"
    "<nav><a href=/>Home</a> <a href=/n>News</a></nav>"
    f"<article><h1>Harbour reopens</h1><p>{PROSE}</p><p>{PROSE.replace('harbour', 'marina')}</p></article>"
    "<footer><a href=/i>Imprint</a></footer></body></html>"
)


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end. The locale is the poorest there is, so that nothing leans on it."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=300,
        env=env(**environment),
        check=False,
    )


def start(*arguments: str | Path, **more: object) -> subprocess.Popen[bytes]:
    """Start the command with pipes."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": env()}
    return subprocess.Popen([*COMMAND, *map(str, arguments)], **{**pipes, **more})  # type: ignore[call-overload]  # tests choose


def env(**environment: str) -> dict[str, str]:
    """This process's environment without settings of ours, in the C locale."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CLEANER_")}
    return {**kept, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT), **environment}


def pages(folder: Path, count: int) -> Path:
    """A directory of so many pages, each with a body of its own, in two levels."""
    for number in range(count):
        path = folder / f"d{number % 3}" / f"page{number:03}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.replace("Monday", f"day {number}"), encoding="utf-8")
    return folder
