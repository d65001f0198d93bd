"""Writing a batch into the ledger: read to its end first, then a few hundred items to a transaction, then queued.

Whatever a body can be refused for is found before its first row is written, and nothing is queued before its last one:
what is refused has taken nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice

from cleaner.app.api.service import Service
from cleaner.app.api.submissions import Maker
from cleaner.errors import InputError, QueueError, StoreError, TooLarge
from cleaner.ledger import batches, idempotency
from cleaner.ledger.idempotency import Remembered
from cleaner.ledger.records import Item, JobKind, QueueName
from cleaner.service.logs import logger
from cleaner.service.queue import new_ticket
from cleaner.service.tracing import WHOLE, record_places

ROWS = 250  # items in one transaction
HOLD_SECONDS = 3.0
MAX_INVALID = 10_000  # items that cannot be used: a body of more is not what it is taken for
Items = Callable[[Maker], Iterator[Item]]  # read from the beginning at each call


def register(
    service: Service,
    tenant: str,
    items: Items,
    webhook: str | None,
    remembered: Remembered | None,
) -> str:
    """Make a batch of these items, all of it or nothing; returns its id once everything is committed.

    Raises InputError for a body without items, TooLarge for one with too many, ProblemError (429), QueueFull,
    StoreError, and what reading the body raises: nothing of it will be worked on.
    """
    store = service.context.store
    maker = service.maker(tenant)
    with _keep_claims(service, "", tenant, remembered):
        jobs = _count(items(replace(maker, keeps=False)), service.context.config.batch_items)
    service.health.admit(tenant, jobs)
    name = batches.open_batch(store.engine, tenant, store.clock(), webhook)
    try:
        with _keep_claims(service, name, tenant, remembered):
            tickets = _write(service, name, items(maker))
        batches.seal_batch(store.engine, name, tenant, store.clock(), remembered)
    except BaseException:
        with suppress(StoreError):  # else the sweeper seals it, and what it holds is work like other work
            batches.drop_batch(store.engine, name, store.clock())
        raise
    for queue, names in tickets.items():
        _dispatch(service, queue, names)
    return name


def _count(items: Iterator[Item], limit: int) -> int:
    """How many jobs these items are. Raises InputError for none at all, TooLarge for too many of either kind."""
    jobs = invalid = 0
    for item in items:
        jobs, invalid = jobs + (item.job is not None), invalid + (item.job is None)
        if jobs + invalid > limit:
            raise TooLarge(f"the batch has over {limit} items", limit=limit)
        if invalid > MAX_INVALID:
            said = (item.problem or {}).get("detail", "")
            raise TooLarge(f"over {MAX_INVALID} items cannot be used, the last one: {said}", limit=MAX_INVALID)
    if not jobs + invalid:
        raise InputError("the batch is empty")
    return jobs


def _write(service: Service, batch: str, items: Iterator[Item]) -> dict[QueueName, list[str]]:
    """The tickets of these items, which now stand in the ledger. Raises StoreError."""
    store, chunk = service.context.store, service.context.config.chunk
    tickets: dict[QueueName, list[str]] = {queue: [] for queue in QueueName}
    position = 0
    while part := list(islice(items, ROWS)):
        ticketed = _with_tickets(part, chunk)
        accepted = batches.add_items(store.engine, batch, position, ticketed, store.clock())
        fetches = {item.job.ticket for item in ticketed if item.job and item.job.kind is JobKind.URL}
        for ticket in dict.fromkeys(one.ticket for one in accepted if one.ticket):
            tickets[QueueName.FETCH if ticket in fetches else QueueName.CLEAN].append(ticket)
        position += len(part)
    return tickets


@contextmanager
def _keep_claims(service: Service, name: str, tenant: str, remembered: Remembered | None) -> Iterator[None]:
    """Inside, the store is told every few seconds that this batch (where it has a name yet) and this key are held.

    Else others would take them for those of a process that died.
    """
    store, over = service.context.store, threading.Event()

    def hold() -> None:
        while not over.wait(HOLD_SECONDS):
            with suppress(StoreError):  # the next item meets it too
                if name:
                    batches.hold_batch(store.engine, name, store.clock())
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
    ticket, pages = new_ticket(), 0
    given = []
    for item in items:
        if item.job is None:
            given.append(item)
            continue
        if item.job.kind is JobKind.URL:
            given.append(replace(item, job=replace(item.job, ticket=new_ticket())))
            continue
        if pages == chunk:
            ticket, pages = new_ticket(), 0
        pages += 1
        given.append(replace(item, job=replace(item.job, ticket=ticket)))
    return given


def _dispatch(service: Service, queue: QueueName, tickets: list[str]) -> None:
    place = service.context.tracer.place()
    try:
        if place:
            record_places(service.context.redis, {ticket: {WHOLE: place} for ticket in tickets})
        service.context.dispatcher.submit(queue, tickets)
    except QueueError as error:  # the rows are committed: the sweeper queues them
        logger().warning("not-queued", tickets=len(tickets), detail=str(error))
