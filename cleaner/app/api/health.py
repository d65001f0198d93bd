"""What the API knows of the parts it depends on, looked at twice a second, so that no request has to wait for it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from cleaner.app.api.problems import ProblemError
from cleaner.errors import CleanerError, QueueError, QueueFull
from cleaner.ledger import reading
from cleaner.service.broker import QueueFault, ask, connect
from cleaner.service.context import ServiceContext
from cleaner.service.logs import logger
from cleaner.service.queue import live_workers

LOOK_SECONDS = 0.5
COUNT_SECONDS = 1.0
MEMORY_SHARE = 0.9  # of maxmemory: RQ's workers need the rest to finish what they hold
RETRY_SECONDS = 10


@dataclass(slots=True)
class State:
    """What the last look at the queue's server and the store has found."""

    queue: str = "not asked yet"  # empty: it takes work; else a `QueueFault`
    silent: int = 0  # looks in a row that the queue's server left unanswered
    store: str = "not asked yet"
    full: bool = False
    workers: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)  # since `waiting` was counted
    counted: float = float("-inf")


class Health:
    """Looks at the queue's server and the store, and refuses submissions that could not be worked on."""

    def __init__(self, context: ServiceContext) -> None:
        self._context = context
        self._client = connect(context.config.redis_url, timeout=0.4)
        self.state = State()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Look once; what has changed since the last look is logged."""
        state = self.state
        before = {"queue": state.queue, "store": state.store}
        words = {"queue": self._look_at_queue(), "store": self._look_at_store()}
        for part, now in (("queue", state.queue), ("store", state.store)):
            if now != before[part]:
                level = "warning" if now else "info"
                getattr(logger(), level)(f"{part}-{'unavailable' if now else 'available'}", detail=words[part])

    def _look_at_queue(self) -> str:
        state = self.state
        try:
            memory = ask(self._client)
        except QueueError as error:
            fault = str(error.facts.get("reason", error.code.value))
            state.silent = state.silent + 1 if fault == QueueFault.SILENT else 0
            if state.silent == 1 and not state.queue:
                return ""  # once is a busy machine or disk; what is submitted meanwhile is queued by the sweeper
            state.queue = fault
            return error.message
        state.silent = 0
        most = int(memory.get("maxmemory", 0))
        state.queue, state.full = "", bool(most) and int(memory["used_memory"]) > most * MEMORY_SHARE
        return ""

    def _look_at_store(self) -> str:
        state = self.state
        try:
            if time.monotonic() - state.counted > COUNT_SECONDS:
                state.accepted = {}
                state.waiting = reading.waiting_by_tenant(self._context.store.engine)
                state.counted = time.monotonic()
            else:
                reading.ask(self._context.store.engine)
        except CleanerError as error:
            state.store = str(error.facts.get("reason", error.code.value))
            return str(error)
        state.store = ""
        return ""

    def workers(self) -> dict[str, int]:
        """How many workers of each queue are alive, as the queue's server said last; empty while it counts as away."""
        try:
            self.state.workers = live_workers(self._client)
        except QueueError:
            return dict(self.state.workers) if not self.state.queue else {}
        return dict(self.state.workers)

    def admit(self, tenant: str, jobs: int = 1) -> None:
        """Count so many jobs of a tenant as accepted, if they can be taken.

        Raises QueueError while the queue's server cannot take work, QueueFull where it is short of memory or more jobs
        would wait than may for all (both 503), ProblemError (429) where more would wait than may for one key.
        """
        state, config = self.state, self._context.config
        if state.queue:
            raise QueueError(f"the queue's server cannot work: {state.queue}", retry_after=RETRY_SECONDS)
        if state.full:
            raise QueueFull("the queue's server is nearly out of memory", retry_after=RETRY_SECONDS)
        open_jobs = sum(state.waiting.values()) + sum(state.accepted.values())
        if open_jobs + jobs > config.queue_limit:
            raise QueueFull(f"{open_jobs} jobs wait, the limit is {config.queue_limit}", retry_after=RETRY_SECONDS)
        mine = state.waiting.get(tenant, 0) + state.accepted.get(tenant, 0)
        if tenant and mine + jobs > config.key_queue_limit:
            raise ProblemError(
                429,
                "too-many-waiting",
                f"{mine} of your jobs wait, the limit is {config.key_queue_limit}",
                headers={"retry-after": str(RETRY_SECONDS)},
            )
        state.accepted[tenant] = state.accepted.get(tenant, 0) + jobs
