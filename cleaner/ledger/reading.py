"""Looking at the ledger: jobs, batches and their items, lists, depths and ages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from operator import attrgetter
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, Row, Select, bindparam, func, inspect, select

from cleaner.errors import Gone, NotFound
from cleaner.ledger.records import Batch, BatchItem, Job, JobKind, JobStatus, QueueName, batch_name, job_name
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES, HOST_STATS, JOBS, OPEN_JOB, QUARANTINE, TOMBSTONES, TOTALS
from cleaner.store.engine import reading

POSITION_LIMIT = 1_000  # counting further costs more than the number is worth
_FIELDS = tuple(f.name for f in fields(Job))
_values = attrgetter(*_FIELDS)
# What every poll asks, made once: making them anew took more time than SQLite's answers.
_NAMED_JOB = select(JOBS).where(JOBS.c.key == bindparam("key"), JOBS.c.generation == bindparam("generation"))
_BEFORE = (
    select(JOBS.c.seq)
    .where(
        OPEN_JOB,
        JOBS.c.queue == bindparam("queue"),
        JOBS.c.status == JobStatus.QUEUED,
        JOBS.c.seq < bindparam("seq"),
    )
    .limit(POSITION_LIMIT)
)
_COUNT_BEFORE = select(func.count()).select_from(_BEFORE.subquery())


@dataclass(frozen=True, slots=True)
class Depth:
    """How many jobs of one status a queue has, and how many seconds ago the oldest of them came in."""

    queue: QueueName
    status: JobStatus
    jobs: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Refused:
    """An input in quarantine: its key, since when (seconds since 1970) and why.

    `job` is the public name of its newest job, `locator` where the input came from, `tenant` who sent it; all None once
    the job has expired.
    """

    key: str
    since: float
    reason: str
    job: str | None
    locator: str | None
    tenant: str | None

    def plain(self) -> dict[str, Any]:
        """Its fields by their names, for JSON."""
        return asdict(self)


def job_of(row: Row[Any]) -> Job:
    """The job in a row that has every column of the table `jobs`."""
    plain = dict(zip(_FIELDS, _values(row), strict=True))
    for name, read in (("kind", JobKind), ("queue", QueueName), ("status", JobStatus)):
        plain[name] = read(plain[name])
    return Job(**plain)


def find_job(engine: Engine, name: str, tenant: str | None = None) -> Job:
    """The job of this public name; with a `tenant` only where it is that tenant's.

    Raises:
        NotFound: there never was one, or it is another tenant's.
        Gone: it has expired.
    """
    with reading(engine) as connection:
        return _select_job(connection, name, tenant)


def find_number(engine: Engine, seq: int) -> Job | None:
    """The job of this number (`Job.seq`), or None where it has expired or was erased."""
    with reading(engine) as connection:
        row = connection.execute(select(JOBS).where(JOBS.c.seq == seq)).one_or_none()
    return job_of(row) if row is not None else None


def totals(engine: Engine) -> dict[JobStatus, int]:
    """How many jobs have ended since the store was made, by each final status; expired jobs count."""
    with reading(engine) as connection:
        found = {row.status: row.jobs for row in connection.execute(select(TOTALS))}
    return {status: found.get(status.value, 0) for status in JobStatus if status.final}


def find_batch(engine: Engine, name: str, tenant: str | None = None) -> Batch:
    """The batch of this id. Raises NotFound and Gone as `find_job` does."""
    with reading(engine) as connection:
        row = connection.execute(select(BATCHES).where(BATCHES.c.id == batch_name(name))).one_or_none()
        if row is None:
            _raise_missing(connection, name, tenant)
    if tenant is not None and row.tenant != tenant:
        raise NotFound("no such batch", subject=name)
    return Batch(**row._asdict())


def inputs(engine: Engine) -> set[str]:
    """The keys of all originals that jobs name, whether these have ended or not.

    Empty where nobody ever submitted a job to this store, as one that only batches filled.
    """
    with reading(engine) as connection:
        if not inspect(connection).has_table(JOBS.name):
            return set()
        return set(connection.scalars(select(JOBS.c.input).where(JOBS.c.input.is_not(None)).distinct()))


def statuses(engine: Engine, seqs: list[int]) -> dict[int, JobStatus]:
    """The status of each of these jobs, by number; those that are not there any more are left out."""
    with reading(engine) as connection:
        rows = connection.execute(select(JOBS.c.seq, JOBS.c.status).where(JOBS.c.seq.in_(seqs)))
        return {row.seq: JobStatus(row.status) for row in rows}


def find_waiting(engine: Engine, name: str, tenant: str | None = None) -> tuple[Job, int | None]:
    """The job of this public name, and how many jobs of its queue wait before it.

    The number is None where the job does not wait, or where it would be `POSITION_LIMIT` or more. Raises NotFound and
    Gone as `find_job` does.
    """
    with reading(engine) as connection:
        job = _select_job(connection, name, tenant)
        if job.status is not JobStatus.QUEUED:
            return job, None
        count = connection.scalar(_COUNT_BEFORE, {"queue": job.queue, "seq": job.seq}) or 0
    return job, count if count < POSITION_LIMIT else None


def batch_items(
    engine: Engine, batch: str, *, status: str | None = None, after: int = -1, limit: int = 100
) -> list[BatchItem]:
    """At most `limit` items of a batch in the order they came, from the first behind position `after` on.

    `status` leaves only those whose job has this status, or with "invalid" those that were refused.
    """
    where = (BATCH_ITEMS.c.batch == batch) & (BATCH_ITEMS.c.position > after)
    if status == "invalid":
        where &= BATCH_ITEMS.c.seq.is_(None)
    elif status:
        where &= JOBS.c.status == status
    query = (
        select(BATCH_ITEMS.c.position, BATCH_ITEMS.c.problem, BATCH_ITEMS.c.echo.label("item_echo"), JOBS)
        .select_from(BATCH_ITEMS.outerjoin(JOBS, JOBS.c.seq == BATCH_ITEMS.c.seq))
        .where(where)
        .order_by(BATCH_ITEMS.c.position)
        .limit(limit)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [BatchItem(r.position, job_of(r) if r.seq is not None else None, r.problem, r.item_echo) for r in rows]


def batch_seqs(engine: Engine, batch: str) -> list[int]:
    """The numbers of those open jobs of a batch that belong to no other batch."""
    other = BATCH_ITEMS.alias()
    shared = select(other.c.seq).where(other.c.seq == BATCH_ITEMS.c.seq, other.c.batch != batch).exists()
    query = select(BATCH_ITEMS.c.seq).join(JOBS, JOBS.c.seq == BATCH_ITEMS.c.seq)
    query = query.where(BATCH_ITEMS.c.batch == batch, OPEN_JOB, ~shared)
    with reading(engine) as connection:
        return list(connection.scalars(query))


def list_jobs(
    engine: Engine,
    tenant: str,
    *,
    status: str | None = None,
    kind: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Job]:
    """At most `limit` jobs of a tenant, newest first; with `before` those with lower numbers than this one.

    `status` and `kind` are values of `JobStatus` and `JobKind`; any other text fits no job.
    """
    query = _filter_jobs(select(JOBS), tenant, status, kind, before).order_by(JOBS.c.seq.desc()).limit(limit)
    with reading(engine) as connection:
        return [job_of(row) for row in connection.execute(query)]


def list_batches(engine: Engine, tenant: str, *, before: float | None = None, limit: int = 100) -> list[Batch]:
    """At most `limit` batches of a tenant, newest first; with `before` those created before this time."""
    query = select(BATCHES).where(BATCHES.c.tenant == tenant).order_by(BATCHES.c.created.desc()).limit(limit)
    if before is not None:
        query = query.where(BATCHES.c.created < before)
    with reading(engine) as connection:
        return [Batch(**row._asdict()) for row in connection.execute(query)]


def depths(engine: Engine, now: float) -> list[Depth]:
    """How many jobs wait and how many run in each queue; what there is none of is left out."""
    query = (
        select(JOBS.c.queue, JOBS.c.status, func.count().label("jobs"), func.min(JOBS.c.created).label("oldest"))
        .where(OPEN_JOB)
        .group_by(JOBS.c.queue, JOBS.c.status)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [Depth(QueueName(r.queue), JobStatus(r.status), r.jobs, max(now - r.oldest, 0.0)) for r in rows]


def waiting_by_tenant(engine: Engine) -> dict[str, int]:
    """How many jobs of each tenant wait or run; tenants without any are left out."""
    query = select(JOBS.c.tenant, func.count()).where(OPEN_JOB)
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query.group_by(JOBS.c.tenant))}


def ask(engine: Engine) -> None:
    """Read one row, only to see that the store answers. Raises StoreError where it does not."""
    with reading(engine) as connection:
        connection.execute(select(QUARANTINE.c.key).limit(1)).all()


def list_quarantine(engine: Engine, tenant: str | None = None) -> list[Refused]:
    """Every input that is refused because it killed its workers, the one refused longest first.

    With a `tenant` only those whose newest job is this tenant's; one whose jobs have expired is then left out.
    """
    newest = select(JOBS.c.key, func.max(JOBS.c.generation).label("generation")).group_by(JOBS.c.key).subquery()
    jobs = select(JOBS).join(
        newest, (JOBS.c.key == newest.c.key) & (JOBS.c.generation == newest.c.generation)
    ).subquery()  # fmt: skip
    query = select(QUARANTINE, jobs.c.tenant, jobs.c.generation, jobs.c.url, jobs.c.options)
    query = query.select_from(QUARANTINE.outerjoin(jobs, jobs.c.key == QUARANTINE.c.key)).order_by(QUARANTINE.c.since)
    if tenant is not None:
        query = query.where(jobs.c.tenant == tenant)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [
        Refused(
            row.key,
            row.since,
            row.reason,
            f"{row.key}-{row.generation}" if row.generation else None,
            row.url or (row.options or {}).get("source_url") or (row.options or {}).get("filename"),
            row.tenant,
        )
        for row in rows
    ]


def host_drift(engine: Engine, limit: int = 50) -> list[Row[Any]]:
    """The rows of `host_stats` of the `limit` hosts with the most pages, those with the most first.

    Each has the number of pages, and a fast and a slow average of the share removed and of pages left empty, both 0..1.
    """
    with reading(engine) as connection:
        return list(connection.execute(select(HOST_STATS).order_by(HOST_STATS.c.pages.desc()).limit(limit)))


def _filter_jobs(
    query: Select[Any], tenant: str, status: str | None, kind: str | None, before: int | None
) -> Select[Any]:
    query = query.where(JOBS.c.tenant == tenant)
    if status:
        query = query.where(JOBS.c.status == status)
    if kind:
        query = query.where(JOBS.c.kind == kind)
    return query if before is None else query.where(JOBS.c.seq < before)


def _select_job(connection: Connection, name: str, tenant: str | None) -> Job:
    key, generation = job_name(name)
    row = connection.execute(_NAMED_JOB, {"key": key, "generation": generation}).one_or_none()
    if row is None:
        _raise_missing(connection, name, tenant)
    if tenant is not None and row.tenant != tenant:
        raise NotFound("no such job", subject=name)
    return job_of(row)


def _raise_missing(connection: Connection, name: str, tenant: str | None) -> NoReturn:
    grave = connection.execute(select(TOMBSTONES).where(TOMBSTONES.c.name == name)).one_or_none()
    if grave is not None and tenant in {None, grave.tenant}:
        raise Gone("it has expired", subject=name)
    raise NotFound("no such job or batch", subject=name)
