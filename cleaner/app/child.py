"""A process that a supervisor keeps alive."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Child:
    """A process that the supervisor keeps alive: its command, its process while it has one, how often it died."""

    name: str
    command: Sequence[str]
    stop_seconds: float  # from SIGTERM to kill -9
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0  # monotonic
    deaths: int = 0
    again: float = 0.0  # monotonic: not before


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a child that still runs, and everything in its process group, with SIGKILL; returns once it has ended."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
