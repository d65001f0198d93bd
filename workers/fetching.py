"""One URL: politeness first, then the fetch, then over to the cleaning queue. Nothing here sleeps."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from cleaner.errors import (
    CleanerError,
    FetchError,
    FetchTimeout,
    HostNotFound,
    HttpStatus,
    QueueError,
    RobotsDenied,
    TransferBroken,
)
from cleaner.ledger import worker_side
from cleaner.ledger.inputs import keep
from cleaner.ledger.records import Finish, Job, JobStatus, QueueName
from cleaner.service import notes
from cleaner.service.context import ServiceContext
from cleaner.service.queue import SINGLE, new_ticket
from cleaner.service.tracing import record_places
from cleaner.web.fetch import Fetcher
from cleaner.web.fetched import Fetched, NotModified, Validators
from cleaner.web.politeness import Politeness, Wait
from cleaner.web.robots import RedisRobotsCache, Robots
from cleaner.web.target import judge_url
from workers.endings import finish_jobs
from workers.problems import problem_of

ATTEMPTS = 4  # fetches of one URL, the first included
# A name that is not there is nearly always a wrong one; one more try forgives a resolver its slip.
NAME_ATTEMPTS = 2
BACKOFF = (5.0, 30.0, 120.0)  # seconds before each further one, unless the server says
HEALING = frozenset({408, 425, 429, 500, 502, 503, 504})


def fetch_job(context: ServiceContext, fetcher: Fetcher, job: Job) -> None:
    """Bring one URL a step further: fetched and handed on, put off, or failed with a typed error."""
    store, url, host = context.store, job.url or "", ""
    politeness = Politeness(context.redis, limit=context.config.host_concurrency, delay=context.config.host_delay)
    try:
        host = judge_url(url, fetcher.guard).host  # as the dialler reads it, so that one host has one name
        delay = Robots(fetcher, RedisRobotsCache(context.redis)).require(url) if context.config.robots else None
        lease = politeness.acquire(host, delay)
        if isinstance(lease, Wait):
            now = store.clock()
            worker_side.postpone(store.engine, job.seq, now + lease.seconds, now, counted=False)
            return
        try:
            last = worker_side.last_fetch(store.engine, job)
            got = fetcher.fetch(url, Validators(**last.fetched["validators"]) if last and last.fetched else None)
        finally:
            with suppress(QueueError):  # the lease runs out by itself
                politeness.release(lease)
    except CleanerError as error:
        if isinstance(error, QueueError) or error.facts.get("transient"):
            raise  # the queue or the store is away: no page's fault, and the ticket is run again
        _fail_or_wait(context, job, error, politeness, host)
        return
    notes.count(context.redis, {"fetches|ok": 1})
    if isinstance(got, NotModified):
        assert last is not None  # only what `last` says can stand unmodified
        _as_before(context, job, last)
    else:
        _hand_over(context, job, got)


def _hand_over(context: ServiceContext, job: Job, got: Fetched) -> None:
    """Keep the original and pass the job on; straight to a worker where none has much to do."""
    store = context.store
    original = keep(store.originals, got.body)
    single = (job.ticket or "").startswith(SINGLE)
    at_once = single or context.dispatcher.depth(QueueName.CLEAN) < context.config.workers
    ticket = new_ticket(single=single) if at_once else None
    mine = worker_side.hand_over(
        store.engine, job.seq, original, fetched=_record(got), ticket=ticket, now=store.clock()
    )
    place = context.tracer.place()
    if mine and ticket and place:
        record_places(context.redis, {ticket: {job.seq: place}})
    if mine and ticket:
        context.dispatcher.submit(QueueName.CLEAN, [ticket])


def _as_before(context: ServiceContext, job: Job, last: Job) -> None:
    """The page stands as it was fetched last: so does what it was cleaned to, by the same cleaner."""
    end = Finish(job.seq, JobStatus.SUCCEEDED, None, last.content_hash, last.source, last.outcome)
    finish_jobs(context.store, {job.seq: job}, [end])
    notes.count(context.redis, {"fetches|not-modified": 1})


def _fail_or_wait(context: ServiceContext, job: Job, error: CleanerError, politeness: Politeness, host: str) -> None:
    store, now = context.store, context.store.clock()
    notes.count(context.redis, {f"errors|{error.code.value}": 1})
    if job.attempts >= _attempts(error):
        finish_jobs(store, {job.seq: job}, [Finish(job.seq, JobStatus.FAILED, error=problem_of(error))])
        return
    wait = BACKOFF[min(job.attempts, len(BACKOFF)) - 1]
    asked = error.facts.get("retry_after")
    if isinstance(asked, int | float):
        wait = max(wait, politeness.pause(host, float(asked)))
    worker_side.postpone(store.engine, job.seq, now + wait, now)


def _attempts(error: CleanerError) -> int:
    """How often a URL is tried that ends like this."""
    if isinstance(error, HostNotFound):
        return NAME_ATTEMPTS
    return ATTEMPTS if _may_heal(error) else 1


def _may_heal(error: CleanerError) -> bool:
    """Whether trying again later can help. A refused connection or a silent resolver often heals, redirects do not."""
    if isinstance(error, HttpStatus):
        return error.facts.get("status") in HEALING
    if isinstance(error, RobotsDenied):
        return bool(error.facts.get("temporary"))
    if type(error) is FetchError:
        return "redirects" not in error.facts
    return isinstance(error, FetchTimeout | TransferBroken)


def _record(got: Fetched) -> dict[str, Any]:
    return {
        "final_url": got.final_url,
        "status": got.status,
        "mode": got.mode.value,
        "charset": got.charset,
        "content_type": got.content_type,
        "bytes": got.fetched_bytes,
        "hops": [hop.url for hop in got.hops],
        "marked_end": got.marked_end,
        "validators": asdict(got.validators) if got.validators else None,
    }
