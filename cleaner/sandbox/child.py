"""The child's side of the pool: its limits, its items, what it tells the parent.

A chunk comes in as a list of pairs: an item's number and the item. Messages to the parent are tuples:

    ("at", number, part)       an item was begun, or one of its parts; its limits begin anew
    ("done", ended)            a list of triples: number, outcome or None, the item's CleanerError or None
    ("settling",)              all items of the chunk are done, `settle` runs
    ("broken", error)          a CleanerError that ends the whole run
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
    """What a child does with its items: one is made in each child and lives as long as it.

    `holds`: whether the outcomes of a chunk are told to the parent only after `settle` has made them durable. Where it
    is False, each is told as soon as its item is done.
    """

    holds: bool

    def handle(self, item: Item_contra, beat: Beat) -> Outcome_co:
        """Do one item; its outcome, which is pickled on its way to the parent.

        An item of many parts calls `beat` with a name at the beginning of each ("at record 17"): the limits then hold
        for each part, and an error names the part. A `CleanerError` raised here is this item's failure, a MemoryError
        too; any other exception is told as an `internal` failure of the item.
        """

    def settle(self) -> None:
        """Make durable what the items of a chunk left. A `CleanerError` raised here ends the whole run."""


def serve(pipe: Connection, make: Callable[[Any], Handler[Any, Any]], setup: Any, limits: PageLimits) -> None:
    """Work on chunks from `pipe` under `limits` until the parent is gone or sends SIGTERM: a child's whole life.

    `make(setup)` makes the handler when the first chunk comes, so that its imports count for no item.
    """
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
