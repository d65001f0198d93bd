"""A clock that tests set."""

from __future__ import annotations


class Clock:
    """Seconds since the epoch; each reading is one second later."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        """The next second."""
        self.now += 1.0
        return self.now
