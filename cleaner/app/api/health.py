"""What the API knows of the parts it depends on, looked at twice a second, so that no request has to wait for it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from cleaner.app.api.problems import ProblemError
from cleaner.errors import CleanerError, QueueError, QueueFull
from cleaner.ledger.reading import ask, waiting_by_tenant
from cleaner.service.broker import connect, translated
from cleaner.service.context import World
from cleaner.service.queue import live_workers

LOOK_SECONDS = 0.5
COUNT_SECONDS = 1.0
MEMORY_SHARE = 0.9  # of maxmemory: RQ's workers need the rest to finish what they hold
RETRY_SECONDS = 10


@dataclass(slots=True)
class State:
    """The last look."""

    queue: str = "not asked yet"  # empty: it works
    store: str = "not asked yet"
    full: bool = False
    waiting: dict[str, int] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)  # since `waiting` was counted
    counted: float = float("-inf")


class Health:
    """Looks at the queue's server and the store, and refuses submissions that could not be worked on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._client = connect(world.config.redis_url, timeout=0.4)
        self.state = State()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Look once."""
        state = self.state
        try:
            with translated():
                memory = self._client.info("memory")
            state.queue = ""
            most = int(memory.get("maxmemory", 0))
            state.full = bool(most) and int(memory["used_memory"]) > most * MEMORY_SHARE
        except QueueError as error:
            state.queue = error.code.value
        try:
            if time.monotonic() - state.counted > COUNT_SECONDS:
                state.accepted = {}
                state.waiting = waiting_by_tenant(self._world.store.engine)
                state.counted = time.monotonic()
            else:
                ask(self._world.store.engine)
            state.store = ""
        except CleanerError as error:
            state.store = error.code.value

    def workers(self) -> dict[str, int]:
        """How many workers of each queue are alive, as far as the queue's server knows; empty while it is away."""
        try:
            return live_workers(self._client)
        except QueueError:
            return {}

    def admit(self, tenant: str, jobs: int = 1) -> None:
        """Pass if that many jobs can be taken.

        Raises QueueError while the queue's server is away, QueueFull (503) over the limit for all,
        ProblemError (429) over the limit for one key.
        """
        state, config = self.state, self._world.config
        if state.queue:
            raise QueueError("the queue's server does not answer", subject="redis", retry_after=RETRY_SECONDS)
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
