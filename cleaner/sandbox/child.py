"""The child's side of the pool: its limits, its items, what it tells the parent.

Messages: `at` (the item begun, and at which part), `done` (ended items with outcome or error), `settling`,
`broken` (an error that ends the run).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from cleaner.errors import CleanerError
from cleaner.sandbox.limits import PageLimits, allow_cpu, enter_child

Item_contra = TypeVar("Item_contra", contravariant=True)
Outcome_co = TypeVar("Outcome_co", covariant=True)


Beat = Callable[[str], None]  # "at record 17": an item of many parts has its limits for each part


class Handler(Protocol[Item_contra, Outcome_co]):
    """What a child does with its items.

    Where it `holds`, an item is reported only after `settle` has made its chunk durable.
    """

    holds: bool

    def handle(self, item: Item_contra, beat: Beat) -> Outcome_co:
        """Do one item. A `CleanerError` is its failure."""

    def settle(self) -> None:
        """End of a chunk. A `CleanerError` here ends the whole run."""


def serve(pipe: Connection, make: Callable[[Any], Handler[Any, Any]], setup: Any, limits: PageLimits) -> None:
    """A child's whole life: chunks in, messages out, until the parent is gone or says stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    enter_child(limits)
    handler: Handler[Any, Any] | None = None
    try:
        while True:
            chunk = pipe.recv()
            fresh = handler is None
            handler = handler or make(setup)
            _work(pipe, handler, chunk, limits)
            if fresh:
                # Words and models are loaded now and stay; to go through them again and again took a tenth of the time.
                gc.collect()
                gc.freeze()
    except (EOFError, OSError):
        return  # the parent has gone
    except CleanerError as error:
        pipe.send(("broken", error))


def _work(pipe: Connection, handler: Handler[Any, Any], chunk: list[tuple[int, Any]], limits: PageLimits) -> None:
    done: list[tuple[int, Any, CleanerError | None]] = []
    for number, item in chunk:

        def beat(part: str = "", number: int = number) -> None:
            allow_cpu(limits.cpu_seconds)
            pipe.send(("at", number, part))

        beat()
        try:
            done.append((number, handler.handle(item, beat), None))
        except CleanerError as error:
            done.append((number, None, error))
        except MemoryError:
            # What is left of this process is not to be trusted; the rest of the chunk gets a fresh one.
            pipe.send(("done", [(number, None, limits.memory_error())]))
            os._exit(0)
        except Exception as error:  # noqa: BLE001 - a worker's outermost frame: one item must not end the run
            done.append((number, None, CleanerError(f"{type(error).__name__}: {error}")))
        if not handler.holds:
            pipe.send(("done", done))
            done = []
    pipe.send(("settling",))
    handler.settle()
    pipe.send(("done", done))
