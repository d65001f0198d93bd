"""The ends of jobs, as the ledger takes them: one line in the log for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaner.errors import Code
from cleaner.ledger import reading, worker_side
from cleaner.ledger.records import Finish, Job
from cleaner.service.logs import logger
from cleaner.store import Store


def finish_jobs(store: Store, jobs: Mapping[int, Job], finishes: Sequence[Finish]) -> set[int]:
    """End these jobs (`jobs` by their numbers) in one transaction; the numbers of those that were open until now."""
    now = store.clock()
    ended = worker_side.finish(store.engine, finishes, now)
    for end in finishes:
        if end.seq in ended:
            _log_end(jobs[end.seq], end, now)
    return ended


def count_death(store: Store, seq: int, cause: Code) -> bool:
    """Count a worker's death at this job; True if that was its end."""
    now = store.clock()
    if not worker_side.count_death(store.engine, seq, cause, now):
        return False
    job = reading.find_number(store.engine, seq)
    if job is not None:
        _log_end(job, Finish(seq, job.status, error=job.error), now)
    return True


def _log_end(job: Job, end: Finish, now: float) -> None:
    outcome = end.outcome or {}
    logger().info(
        "job",
        job=job.id,
        tenant=job.tenant,
        kind=job.kind.value,
        url=job.url,
        status=end.status.value,
        code=(end.error or {}).get("code"),
        result=outcome.get("status"),
        source=end.source,
        attempts=job.attempts,
        waited=round((job.started or now) - job.created, 3),
        seconds=round(now - job.created, 3),
    )
