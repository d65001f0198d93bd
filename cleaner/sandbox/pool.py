"""Work in child processes that may die: every item has its limits, the culprit is named, the rest go on.

A parent feeds chunks of items to its children and hears which item each is at. A child that uses up its
CPU or memory, hangs or crashes costs that one item: it fails with its reason, the others of its chunk are
given to a fresh child. Only kernel limits and a kill from outside stop C code, so nothing here relies on
the child's own cooperation.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from cleaner.errors import CleanerError, WorkerLost
from cleaner.sandbox.child import Handler, serve
from cleaner.sandbox.limits import PageLimits

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

STARTUP_SECONDS = 60.0  # for a child's imports on a busy machine
SETTLE_SECONDS = 120.0  # for making a chunk durable: a store may wait 30 s for its lock
_STARTUP_DEATHS = 3  # in a row, after which nothing would ever work
_TERM_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Finished(Generic[Item, Outcome]):
    """An item's end: its place in the input (from 0), the item, and its outcome or the error that it failed with."""

    number: int
    item: Item
    outcome: Outcome | None
    error: CleanerError | None


@dataclass(slots=True)
class _Child:
    process: BaseProcess
    pipe: Connection
    pending: dict[int, Any] = field(default_factory=dict)
    current: int | None = None
    part: str = ""
    deadline: float = math.inf
    timed_out: bool = False
    ready: bool = False


class Pool(Generic[Item, Outcome]):
    """Child processes that work on items, each with one handler, made by `make(setup)` in the child.

    `make` and `setup` are pickled. `processes`: how many children at most; `chunk`: how many items one is given at a
    time; `limits`: of each item, the defaults where None; `preload`: modules that all children share, imported once.
    """

    def __init__(
        self,
        make: Callable[[Any], Handler[Item, Outcome]],
        setup: Any,
        *,
        processes: int = 1,
        chunk: int = 16,
        limits: PageLimits | None = None,
        preload: tuple[str, ...] = (),
    ) -> None:
        self._make = make
        self._setup = setup
        self._processes = processes
        self._chunk = chunk
        self._limits = limits or PageLimits()
        self._context = multiprocessing.get_context("forkserver")
        # The server imports once what every child needs; a replacement is there in milliseconds.
        self._context.set_forkserver_preload([*preload])
        self._children: list[_Child] = []
        self._again: deque[tuple[int, Any]] = deque()
        self._deaths = 0

    def run(self, items: Iterable[Item], *, ahead: int | None = None) -> Iterator[Finished[Item, Outcome]]:
        """Do all items; each as it ends, in any order. Items are taken from the iterable as they are needed.

        `ahead` bounds how far a number may run before the oldest unfinished one, for callers that put
        results back in order. Close the iterator to stop early: the children are ended with it.

        Raises:
            CleanerError: a child could not settle its work, or no child starts at all (`WorkerLost`).
        """
        waiting = _Feed(items, ahead)
        try:
            while True:
                self._feed(waiting)
                if not any(child.pending for child in self._children):
                    return
                for child in self._listen():
                    yield from self._receive(child, waiting)
        finally:
            self.close()

    def close(self) -> None:
        """End all children: with SIGTERM, and with SIGKILL who has not ended a second later."""
        for child in self._children:
            child.process.terminate()
        limit = time.monotonic() + _TERM_SECONDS
        for child in self._children:
            child.process.join(max(0.0, limit - time.monotonic()))
            if child.process.is_alive():
                child.process.kill()
                child.process.join()
            child.pipe.close()
        self._children.clear()

    def _feed(self, waiting: _Feed) -> None:
        idle = [child for child in self._children if not child.pending]
        while idle or len(self._children) < self._processes:
            chunk = self._next_chunk(waiting)
            if not chunk:
                return
            child = idle.pop() if idle else self._start()
            child.pending = dict(chunk)
            child.current = None
            child.deadline = time.monotonic() + (SETTLE_SECONDS if child.ready else STARTUP_SECONDS)
            try:
                child.pipe.send(chunk)
            except OSError:
                continue  # it died between two chunks; `_hear` finds that out and gives the chunk on

    def _next_chunk(self, waiting: _Feed) -> list[tuple[int, Any]]:
        if self._again:
            # Singly, so that a chunk with several culprits does not come back whole each time.
            return [self._again.popleft()]
        return waiting.take(self._chunk)

    def _start(self) -> _Child:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._make, self._setup, self._limits)
        process = self._context.Process(target=serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        child = _Child(process, ours)
        self._children.append(child)
        return child

    def _listen(self) -> list[_Child]:
        """The children that have something to say; those over their time are killed and will say so."""
        first = min(child.deadline for child in self._children)
        heard = wait([child.pipe for child in self._children], max(0.0, min(first - time.monotonic(), 3600.0)))
        now = time.monotonic()
        for child in self._children:
            if now >= child.deadline and child.pipe not in heard:
                child.timed_out = True
                child.deadline = math.inf
                child.process.kill()
        return [child for child in self._children if child.pipe in heard]

    def _receive(self, child: _Child, waiting: _Feed) -> Iterator[Finished[Item, Outcome]]:
        try:
            kind, *rest = child.pipe.recv()
        except (EOFError, OSError):
            yield from self._replace_dead(child, waiting)
            return
        if kind == "at":
            child.ready = True
            self._deaths = 0
            child.current, child.part = rest
            child.deadline = time.monotonic() + self._limits.wall_seconds
        elif kind == "done":
            for number, outcome, error in rest[0]:
                item = child.pending.pop(number)
                waiting.mark_done(number)
                yield Finished(number, item, outcome, error)
            child.current = None
            child.deadline = time.monotonic() + SETTLE_SECONDS if child.pending else math.inf
        elif kind == "settling":
            child.current = None
            child.deadline = time.monotonic() + SETTLE_SECONDS
        else:
            raise rest[0]

    def _replace_dead(self, child: _Child, waiting: _Feed) -> Iterator[Finished[Item, Outcome]]:
        self._children.remove(child)
        child.process.join()
        child.pipe.close()
        if child.current is None:
            self._deaths += 1
            if self._deaths >= _STARTUP_DEATHS:
                raise WorkerLost(f"no worker process stays alive ({_ending(child)})", exit=child.process.exitcode)
        elif child.current in child.pending:
            item = child.pending.pop(child.current)
            waiting.mark_done(child.current)
            yield Finished(child.current, item, None, self._error_of(child))
        self._again.extend(child.pending.items())

    def _error_of(self, child: _Child) -> CleanerError:
        where = f" {child.part}" if child.part else ""
        if child.timed_out:
            return self._limits.wall_error(where)
        if child.process.exitcode == -signal.SIGXCPU:
            return self._limits.cpu_error(where)
        return WorkerLost(f"the worker process died{where} ({_ending(child)})", exit=child.process.exitcode)


class _Feed:
    """Numbered items, never more than `ahead` beyond the oldest unfinished one."""

    def __init__(self, items: Iterable[Any], ahead: int | None) -> None:
        self._items = enumerate(items)
        self._ahead = ahead
        self._open: dict[int, None] = {}  # in order of their numbers
        self._next = 0

    def take(self, count: int) -> list[tuple[int, Any]]:
        if self._ahead is not None and self._open:
            count = min(count, next(iter(self._open)) + self._ahead - self._next)
        taken = list(islice(self._items, max(0, count)))
        for number, _ in taken:
            self._open[number] = None
            self._next = number + 1
        return taken

    def mark_done(self, number: int) -> None:
        self._open.pop(number, None)


def _ending(child: _Child) -> str:
    code = child.process.exitcode
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
