"""Long polls: one look at the store serves everybody who waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from cleaner.errors import StoreError
from cleaner.ledger.reading import statuses
from cleaner.store import Store

LOOK_SECONDS = 0.05
SLOW_LOOK_SECONDS = 0.25
MAX_WAIT = 60.0  # seconds


class Waiting:
    """Lets requests wait for jobs to end, with one question to the store for all that wait."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiters: dict[int, set[asyncio.Future[None]]] = {}
        self._wake = asyncio.Event()
        self._ending = False

    async def until_final(self, seq: int, seconds: float) -> None:
        """Return when the job has ended, the time is over, or this process is to end."""
        if self._ending:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.setdefault(seq, set()).add(future)
        self._wake.set()
        try:
            await asyncio.wait_for(future, min(seconds, MAX_WAIT))
        except TimeoutError:
            return
        finally:
            waiters = self._waiters.get(seq, set())
            waiters.discard(future)
            if not waiters:
                self._waiters.pop(seq, None)

    async def until(self, done: Callable[[], bool], seconds: float) -> None:
        """Return when `done`, asked in a thread now and then, says so, the time is over, or this process is to end."""
        deadline = asyncio.get_running_loop().time() + min(seconds, MAX_WAIT)
        while not self._ending and not await asyncio.to_thread(done):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await asyncio.sleep(min(SLOW_LOOK_SECONDS, left))

    def end(self) -> None:
        """Let everybody who waits go with what is known: this process is to end."""
        self._ending = True
        for waiters in self._waiters.values():
            for future in waiters:
                if not future.done():
                    future.set_result(None)

    async def run(self) -> None:
        """Ask the store for the jobs that somebody waits for, again and again, until cancelled."""
        while True:
            if not self._waiters:
                self._wake.clear()
                await self._wake.wait()
            try:
                found = await asyncio.to_thread(statuses, self._store.engine, list(self._waiters))
            except StoreError:
                found = {}
            for seq, status in found.items():
                if status.final:
                    for future in self._waiters.get(seq, set()):
                        if not future.done():
                            future.set_result(None)
            await asyncio.sleep(LOOK_SECONDS)
