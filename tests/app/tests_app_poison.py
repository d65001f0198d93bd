"""A batch worker that dies, hangs or eats memory at inputs of certain names; children import it."""

from __future__ import annotations

import os
import signal
import time

from cleaner.app.batch_worker import Outcome, Setup, Task, Worker
from cleaner.sandbox.child import Beat


class Poisoned(Worker):
    """Does what real hostile pages have done to parsers."""

    def handle(self, task: Task, beat: Beat) -> Outcome:
        """Clean, unless the name says otherwise."""
        if "kill" in task.found.relative:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in task.found.relative:
            time.sleep(60)
        if "eat" in task.found.relative:
            bytearray(1 << 42)
        return super().handle(task, beat)


def make(setup: Setup) -> Poisoned:
    """The handler of a child."""
    return Poisoned(setup)
