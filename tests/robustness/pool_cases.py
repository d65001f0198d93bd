"""What the pool's children do with hostile inputs in the tests; they import it by name."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cleaner import clean
from cleaner.sandbox.child import Beat


@dataclass(frozen=True)
class Ended:
    """How an input ended: its status, its body, what it cost (seconds of wall time, MiB at the most)."""

    state: str
    text: str = ""
    seconds: float = 0.0
    mib: float = 0.0


class Handler:
    """Cleans named bytes."""

    holds = False

    def handle(self, item: tuple[str, bytes], _beat: Beat) -> Ended:
        """Clean one input."""
        status = Path("/proc/self/status")
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        begun = time.perf_counter()
        result = clean(item[1])
        assert isinstance(result.html, str)
        spent = time.perf_counter() - begun
        peak = next((int(x.split()[1]) for x in status.read_text().splitlines() if x.startswith("VmHWM")), 0)
        return Ended(result.status.value, result.text, spent, peak / 1024)

    def settle(self) -> None:
        """Nothing is held."""


def make(_setup: None) -> Handler:
    """The handler of a child."""
    return Handler()
