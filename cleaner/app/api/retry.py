"""Inputs of jobs that ended, submitted again as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaner.app.api.registering import register
from cleaner.app.api.service import Service
from cleaner.app.api.submissions import Maker, version
from cleaner.errors import InputError
from cleaner.ledger import reading
from cleaner.ledger.records import Item, Job, JobKind, JobStatus, NewJob

PAGE = 200  # items read at once


def retry_job(service: Service, name: str, tenant: str) -> NewJob:
    """A new job with the input and options of one that failed or was cancelled, ready to be submitted.

    Raises NotFound, Gone, and InputError for a job that is open or succeeded: there is nothing to try again.
    """
    job = reading.find_job(service.context.store.engine, name, tenant)
    if job.status not in {JobStatus.FAILED, JobStatus.CANCELLED}:
        raise InputError(f"it is {job.status.value}", subject="job")
    return _new_job(job, service.context.config.max_age)


def retry_batch(service: Service, name: str, tenant: str) -> str:
    """Submit what failed or was cancelled in a batch again, as a new batch; returns its id.

    Raises NotFound, Gone, and InputError where nothing has failed or was cancelled.
    """
    engine = service.context.store.engine
    batch = reading.find_batch(engine, name, tenant)
    max_age = service.context.config.max_age

    def items(_: Maker) -> Iterator[Item]:
        for status in (JobStatus.FAILED, JobStatus.CANCELLED):
            after = -1
            while found := reading.batch_items(engine, batch.id, status=status.value, after=after, limit=PAGE):
                after = found[-1].position
                yield from (Item(_new_job(one.job, max_age), echo=one.echo) for one in found if one.job)

    if not batch.failed and not batch.cancelled:
        raise InputError("nothing in it failed or was cancelled", subject="batch")
    return register(service, tenant, items, None, None)


def _new_job(job: Job, max_age: float) -> NewJob:
    new = NewJob(
        kind=job.kind,
        content=job.input or "",
        input=job.input,
        url=job.url,
        options=job.options,
        echo=job.echo,
        tenant=job.tenant,
        version=version(),
        max_age=max_age,
    )
    return replace(new, content=job.url or "", input=None) if job.kind is JobKind.URL else new
