"""A restart without a gap: one child after the other, each successor at work before its predecessor is ended.

All APIs accept from one socket, which the supervisor holds, so that no connection is refused meanwhile. A successor
that ends or does not get ready is given up, and what runs stays.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from cleaner.app.child import Child, kill_group
from cleaner.service.logs import logger

READY_SECONDS = 60.0


@dataclass(slots=True)
class _Step:
    """One child's replacement: `successor` gets ready, then `leaving` is ended."""

    child: Child
    successor: subprocess.Popen[bytes]
    ready: int  # the pipe's end to read from
    deadline: float
    leaving: subprocess.Popen[bytes] | None = None


class Rolling:
    """Replaces children one after the other, a step with each call of `tend`.

    `start` starts a process for a child; the process writes to the descriptor it is given once it takes work.
    """

    def __init__(self, start: Callable[[Child, int], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._waiting: list[Child] = []
        self._step: _Step | None = None

    def begin(self, children: Sequence[Child]) -> None:
        """Replace these in their order. Where that is under way already, all come once more after it."""
        self._waiting += [child for child in children if child not in self._waiting]
        logger().info("restart-begins", children=[child.name for child in self._waiting])

    def tend(self) -> None:
        """Take the step that is due, if there is one. Returns at once."""
        if self._step is None:
            if self._waiting:
                self._step = self._first_step(self._waiting.pop(0))
        elif self._step.leaving is None:
            self._await_successor(self._step)
        else:
            self._await_end(self._step, self._step.leaving)

    def processes(self) -> list[subprocess.Popen[bytes]]:
        """Those under way that are no child's `process`: a successor, or whoever is leaving."""
        if self._step is None:
            return []
        return [self._step.leaving or self._step.successor]

    def _first_step(self, child: Child) -> _Step:
        ready, told = os.pipe()
        os.set_blocking(ready, False)
        try:
            process = self._start(child, told)
        finally:
            os.close(told)
        return _Step(child, process, ready, time.monotonic() + READY_SECONDS)

    def _await_successor(self, step: _Step) -> None:
        try:
            told = os.read(step.ready, 1)
        except BlockingIOError:
            if time.monotonic() < step.deadline:
                return
            told = b""
        os.close(step.ready)
        if not told:
            self._give_up(step)
            return
        step.leaving, step.child.process = step.child.process, step.successor
        step.child.started = time.monotonic()
        step.deadline = time.monotonic() + step.child.stop_seconds
        if step.leaving is not None:
            with suppress(ProcessLookupError):
                step.leaving.terminate()
            return
        self._finish(step)

    def _await_end(self, step: _Step, leaving: subprocess.Popen[bytes]) -> None:
        if leaving.poll() is None and time.monotonic() > step.deadline:
            kill_group(leaving)
        if leaving.poll() is not None:
            self._finish(step)

    def _finish(self, step: _Step) -> None:
        logger().info("restarted", child=step.child.name, pid=step.successor.pid)
        self._step = None
        if not self._waiting:
            logger().info("restart-ended")

    def _give_up(self, step: _Step) -> None:
        code = step.successor.poll()
        kill_group(step.successor)
        logger().error("restart-failed", child=step.child.name, code=code, kept=[c.name for c in self._waiting])
        self._step, self._waiting = None, []
