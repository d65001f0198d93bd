"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import PIPE
from threading import Lock, Timer

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT = 300.0  # seconds
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
    """Run the command to its end, in a process of its own that a warm one forks.

    The locale is the poorest there is, so that nothing leans on it.
    """
    words = [*map(str, arguments)]
    pipes = [os.pipe() for _ in range(3)]
    (theirs_in, ours_in), (ours_out, theirs_out), (ours_err, theirs_err) = pipes
    asked = {"arguments": words, "folder": str(cwd or Path.cwd()), "environment": env(**environment)}
    with _warm_lock(), ThreadPoolExecutor(3) as threads:
        side = _warm_command()
        streams = [theirs_in, theirs_out, theirs_err]
        socket.send_fds(side, [json.dumps(asked).encode()], streams)
        for stream in streams:
            os.close(stream)
        answers = side.makefile("rb")
        child = int(answers.readline())
        fed = threads.submit(_feed, ours_in, stdin)
        read = [threads.submit(_drain, stream) for stream in (ours_out, ours_err)]
        watch = Timer(TIMEOUT, os.kill, (child, signal.SIGKILL))
        watch.start()
        code = int(answers.readline())
        watch.cancel()
        fed.result()
        out, err = (one.result() for one in read)
    return subprocess.CompletedProcess(words, code, out, err)


def run_fresh(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in an interpreter that has imported nothing yet."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, timeout=TIMEOUT, env=env(**environment), check=False
    )


@cache
def _warm_lock() -> Lock:
    return Lock()


@cache
def _warm_command() -> socket.socket:
    """The connection to the process that forks commands; it ends with this one."""
    with tempfile.TemporaryDirectory(prefix="cc") as folder, socket.socket(socket.AF_UNIX) as listener:
        path = f"{folder}/s"
        listener.bind(path)
        listener.listen(1)
        listener.settimeout(TIMEOUT)
        program = [sys.executable, str(Path(__file__).with_name("warm_command.py")), path]
        # Its streams are pipes, as a command's: Python looks at its start whether they can be sought in.
        warm = subprocess.Popen(program, env=env(), stdin=PIPE, stdout=PIPE, stderr=PIPE)
        side, _ = listener.accept()
    side.settimeout(None)
    atexit.register(lambda: (side.close(), warm.communicate(timeout=TIMEOUT)))
    return side


def _feed(stream: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(stream, "wb") as pipe:
        pipe.write(data)


def _drain(stream: int) -> bytes:
    with open(stream, "rb") as pipe:
        return pipe.read()


def start(*arguments: str | Path, **more: object) -> subprocess.Popen[bytes]:
    """Start the command with pipes."""
    pipes = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE, "env": env()}
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
