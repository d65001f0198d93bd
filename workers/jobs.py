"""What runs in a work-horse: load, hand to the core or the fetcher, store, report. Nothing of its own.

The store is committed first and the status second; both can be done twice without harm.
"""

from __future__ import annotations

from structlog.contextvars import bound_contextvars

from cleaner.ledger import worker_side
from cleaner.ledger.records import QueueName
from cleaner.service import notes
from cleaner.service.context import this_context, this_fetcher
from cleaner.service.tracing import WHOLE, places_of
from workers import cleaning, delivery, fetching


def clean_chunk(ticket: str) -> int:
    """How many of the ticket's pages were brought to an end."""
    world = this_context()
    cleaning.count_death(world, ticket)
    jobs = worker_side.take(world.store.engine, ticket, world.store.clock())
    ended = cleaning.clean_jobs(world, ticket, [job for job in jobs if job.queue is QueueName.CLEAN])
    notes.clear(world.redis, ticket)
    world.tracer.flush()
    return ended


def fetch_page(ticket: str) -> int:
    """How many of the ticket's URLs (one, as a rule) were fetched, put off or failed."""
    world = this_context()
    cleaning.count_death(world, ticket)
    jobs = worker_side.take(world.store.engine, ticket, world.store.clock())
    places = places_of(world.redis, ticket) if world.tracer.on else {}
    for job in jobs:
        if job.queue is QueueName.FETCH:
            notes.note(world.redis, ticket, job.seq)
            place = places.get(job.seq) or places.get(WHOLE)
            with bound_contextvars(job=job.id), world.tracer.span("fetch", place, job=job.id):
                fetching.fetch_job(world, this_fetcher(), job)
    notes.clear(world.redis, ticket)
    world.tracer.flush()
    return len(jobs)


def deliver_hook(name: str) -> int:
    """1 if there was a delivery of this name to attempt."""
    return delivery.deliver_hook(this_context(), this_fetcher(), name)
