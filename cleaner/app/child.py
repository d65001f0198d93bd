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
    """What is run, its process while there is one, and its deaths so far."""

    name: str
    command: Sequence[str]
    stop_seconds: float  # from SIGTERM to kill -9
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0  # monotonic
    deaths: int = 0
    again: float = 0.0  # monotonic: not before


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 of a child and what is below it in its session; waits for it."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
