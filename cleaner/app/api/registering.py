"""Writing a batch into the ledger, a few hundred items to a transaction, and its chunks onto the queue."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice

from cleaner.app.api.problems import ProblemError
from cleaner.app.api.service import Service
from cleaner.errors import CleanerError, Code, InputError, QueueError, StoreError
from cleaner.ledger import idempotency, submission
from cleaner.ledger.idempotency import Remembered
from cleaner.ledger.records import Accepted, Item, JobKind, QueueName
from cleaner.service.logs import logger

ROWS = 250  # items in one transaction
HOLD_SECONDS = 3.0


def register(
    service: Service,
    tenant: str,
    items: Callable[[], Iterator[Item]],
    webhook: str | None,
    remembered: Remembered | None,
) -> str:
    """The id of the batch with all these items, committed.

    Raises InputError for a body without items, and what reading the body raises: then the batch holds
    what was read before, and nothing more will come.
    """
    store, chunk = service.world.store, service.world.config.chunk
    coming = items()
    first = next(coming, None)
    if first is None:
        raise InputError("the batch is empty")
    name = submission.open_batch(store.engine, tenant, store.clock(), webhook)
    position, part = 0, [first, *islice(coming, ROWS - 1)]
    try:
        with _holding(service, name, tenant, remembered):
            while part:
                service.health.admit(tenant, len(part))
                ticketed = _with_tickets(part, chunk)
                accepted = submission.add_items(store.engine, name, position, ticketed, store.clock())
                _dispatch(service, accepted, ticketed)
                position += len(part)
                part = list(islice(coming, ROWS))
    except BaseException as error:
        problem = {"code": str(Code.INTERNAL), "detail": "an unexpected error; the log has it"}
        if isinstance(error, CleanerError | ProblemError):
            problem = {"code": str(error.code), "detail": str(error)}
        submission.seal_batch(store.engine, name, tenant, store.clock(), problem=problem)
        raise
    submission.seal_batch(store.engine, name, tenant, store.clock(), remembered)
    return name


@contextmanager
def _holding(service: Service, name: str, tenant: str, remembered: Remembered | None) -> Iterator[None]:
    """Inside, the store is told every few seconds that this batch is being read: else others would take it for dead."""
    store, over = service.world.store, threading.Event()

    def hold() -> None:
        while not over.wait(HOLD_SECONDS):
            with suppress(StoreError):  # the next item meets it too
                submission.hold_batch(store.engine, name, store.clock())
                if remembered:
                    idempotency.hold(store.engine, tenant, remembered, store.clock())

    holder = threading.Thread(target=hold, name="hold-batch", daemon=True)
    holder.start()
    try:
        yield
    finally:
        over.set()
        holder.join()


def _with_tickets(items: list[Item], chunk: int) -> list[Item]:
    """The items with a ticket for every `chunk` pages and one for every URL."""
    ticket, pages = uuid.uuid4().hex, 0
    given = []
    for item in items:
        if item.job is None:
            given.append(item)
            continue
        if item.job.kind is JobKind.URL:
            given.append(replace(item, job=replace(item.job, ticket=uuid.uuid4().hex)))
            continue
        if pages == chunk:
            ticket, pages = uuid.uuid4().hex, 0
        pages += 1
        given.append(replace(item, job=replace(item.job, ticket=ticket)))
    return given


def _dispatch(service: Service, accepted: list[Accepted], items: list[Item]) -> None:
    fetches = {item.job.ticket for item in items if item.job and item.job.kind is JobKind.URL}
    tickets = dict.fromkeys(one.ticket for one in accepted if one.ticket)
    clean = [ticket for ticket in tickets if ticket not in fetches]
    fetch = [ticket for ticket in tickets if ticket in fetches]
    try:
        service.world.dispatcher.submit(QueueName.CLEAN, clean)
        service.world.dispatcher.submit(QueueName.FETCH, fetch)
    except QueueError as error:  # the rows are committed: the sweeper queues them
        logger().warning("not-queued", tickets=len(tickets), detail=str(error))
