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
    context = this_context()
    cleaning.count_death(context, ticket)
    jobs = worker_side.take(context.store.engine, ticket, context.store.clock())
    ended = cleaning.clean_jobs(context, ticket, [job for job in jobs if job.queue is QueueName.CLEAN])
    notes.clear(context.redis, ticket)
    context.tracer.flush()
    return ended


def fetch_page(ticket: str) -> int:
    """How many of the ticket's URLs (one, as a rule) were fetched, put off or failed."""
    context = this_context()
    cleaning.count_death(context, ticket)
    jobs = worker_side.take(context.store.engine, ticket, context.store.clock())
    places = places_of(context.redis, ticket) if context.tracer.on else {}
    for job in jobs:
        if job.queue is QueueName.FETCH:
            notes.note(context.redis, ticket, job.seq)
            place = places.get(job.seq) or places.get(WHOLE)
            with bound_contextvars(job=job.id), context.tracer.span("fetch", place, job=job.id):
                fetching.fetch_job(context, this_fetcher(), job)
    notes.clear(context.redis, ticket)
    context.tracer.flush()
    return len(jobs)


def deliver_hook(name: str) -> int:
    """1 if there was a delivery of this name to attempt."""
    return delivery.deliver_hook(this_context(), this_fetcher(), name)
