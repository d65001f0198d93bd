"""Accepting single jobs: those of the same few milliseconds share a transaction, and then a chunk.

A job is answered for when its row is committed. Its ticket goes on the queue at once while little is
going on, and is shared with what comes in the next quarter of a second while much is.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from cleaner.errors import CleanerError, QueueError
from cleaner.ledger.records import Accepted, JobKind, QueueName
from cleaner.ledger.submission import Submission, submit
from cleaner.service.context import ServiceContext
from cleaner.service.logs import logger
from cleaner.service.queue import new_ticket
from cleaner.service.tracing import record_places

WINDOW = 0.25  # seconds in which submissions share a chunk while the queue is busy


@dataclass(slots=True)
class Open:
    """The ticket that submissions get just now, and how many have it. At `due` it goes onto the queue."""

    ticket: str
    due: float  # monotonic
    pages: int = 0
    places: dict[int, str] = field(default_factory=dict)  # in their traces, by the jobs' numbers


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that is not committed yet, the future of its answer, and its place in a trace."""

    submission: Submission
    future: asyncio.Future[Accepted | CleanerError]
    place: str | None


class Intake:
    """Writes all single submissions of this process, those that come together in one transaction.

    `run` must be running for `submit` to return.
    """

    def __init__(self, context: ServiceContext) -> None:
        self._context = context
        self._waiting: list[Waiting] = []
        self._wake = asyncio.Event()
        self._open: Open | None = None
        self._dispatched = 0.0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._dispatches: set[asyncio.Task[None]] = set()

    async def submit(self, submission: Submission) -> Accepted:
        """Submit one job and return what became of it, once that is committed.

        Raises Quarantined, InputError (its Idempotency-Key came with another request) or StoreError.
        """
        future: asyncio.Future[Accepted | CleanerError] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(submission, future, self._context.tracer.place()))
        self._wake.set()
        answer = await future
        if isinstance(answer, CleanerError):
            raise answer
        return answer

    async def run(self) -> None:
        """Commit what waits, group by group, until cancelled."""
        while True:
            await self._until_due()
            self._wake.clear()
            group = self._waiting[: self._context.config.chunk]
            del self._waiting[: len(group)]
            if self._waiting:
                self._wake.set()
            if group:
                await self._commit(group)
            if self._open and (time.monotonic() >= self._open.due or self._open.pages >= self._context.config.chunk):
                self._dispatch_open()

    async def close(self) -> None:
        """Put the open ticket on the queue."""
        if self._open and self._open.pages:
            self._dispatch_open()
        await asyncio.gather(*self._dispatches)
        self._thread.shutdown()

    async def _until_due(self) -> None:
        left = None if self._open is None else max(self._open.due - time.monotonic(), 0)
        try:
            await asyncio.wait_for(self._wake.wait(), left)
        except TimeoutError:
            return

    async def _commit(self, group: Sequence[Waiting]) -> None:
        loop = asyncio.get_running_loop()
        if self._open is None:
            self._open = Open(new_ticket(single=True), max(time.monotonic(), self._dispatched + WINDOW))
        ticketed = [self._with_ticket(one.submission, self._open.ticket) for one in group]
        try:
            answers = await loop.run_in_executor(
                self._thread, submit, self._context.store.engine, ticketed, self._context.store.clock()
            )
        except CleanerError as error:
            answers = [error] * len(group)
        fetches: dict[str, dict[int, str]] = {}
        for one, answer in zip(group, answers, strict=True):
            if isinstance(answer, Accepted) and answer.ticket:
                place = {answer.seq: one.place} if one.place else {}
                if one.submission.job.kind is JobKind.URL:
                    fetches[answer.ticket] = place
                else:
                    self._open.pages += 1
                    self._open.places |= place
            if not one.future.done():
                one.future.set_result(answer)
        self._dispatch(QueueName.FETCH, fetches)
        if not self._open.pages:
            self._open = None

    def _with_ticket(self, submission: Submission, ticket: str) -> Submission:
        if submission.job.kind is JobKind.URL:
            ticket = new_ticket(single=True)
        return replace(submission, job=replace(submission.job, ticket=ticket))

    def _dispatch_open(self) -> None:
        assert self._open is not None
        filled, self._open = self._open, None
        self._dispatched = time.monotonic()
        self._dispatch(QueueName.CLEAN, {filled.ticket: filled.places})

    def _dispatch(self, queue: QueueName, tickets: Mapping[str, Mapping[int, str]]) -> None:
        """Put tickets (with the places of their jobs) on the queue while the next group is being committed."""
        if tickets:
            task = asyncio.get_running_loop().create_task(self._queue_tickets(queue, tickets))
            self._dispatches.add(task)
            task.add_done_callback(self._dispatches.discard)

    async def _queue_tickets(self, queue: QueueName, tickets: Mapping[str, Mapping[int, str]]) -> None:
        try:
            if any(tickets.values()):
                await asyncio.to_thread(record_places, self._context.redis, tickets)
            await asyncio.to_thread(self._context.dispatcher.submit, queue, list(tickets))
        except QueueError as error:  # the rows are committed: the sweeper queues them
            logger().warning("not-queued", tickets=len(tickets), detail=str(error))
