"""Handlers for the pool's tests; children import them by name."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from cleaner.errors import Malformed, StoreError
from cleaner.sandbox.child import Beat


@dataclass
class Deeds:
    """Does what an item says; `holds` is what the pool asks for."""

    holds: bool
    full: bool = False

    def handle(self, item: str, beat: Beat) -> str:
        """One deed."""
        match item.partition(":")[0]:
            case "sleep":
                time.sleep(60)
            case "spin":
                while True:
                    pass
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "exit":
                os._exit(3)
            case "eat":
                return str(len(bytearray(1 << 40)))
            case "refuse":
                raise Malformed("as asked", subject="item")
            case "bug":
                raise KeyError("unforeseen")
            case "parts":
                for number in range(5):
                    time.sleep(1)
                    beat(f"at part {number}")
            case "stuck-part":
                beat("at part 7")
                time.sleep(60)
        return f"{item} done"

    def settle(self) -> None:
        """Nothing to do, unless the disk is full."""
        if self.full:
            raise StoreError("no space left", subject="store")


def make(holds: bool) -> Deeds:
    """A handler for one child."""
    return Deeds(holds)


def full(holds: bool) -> Deeds:
    """A handler that cannot make its work durable."""
    return Deeds(holds, full=True)


def never(_setup: bool) -> Deeds:
    """A handler that no child lives to see."""
    os._exit(7)
