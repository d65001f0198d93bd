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
    """How much waits in one queue, and how long the oldest of it has waited, in seconds."""

    queue: QueueName
    status: JobStatus
    jobs: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Refused:
    """An input in quarantine: since when (seconds since 1970), why, and what its job's row says while that is there."""

    key: str
    since: float
    reason: str
    job: str | None
    locator: str | None
    tenant: str | None

    def plain(self) -> dict[str, Any]:
        """As JSON would have it."""
        return asdict(self)


def job_of(row: Row[Any]) -> Job:
    """The record of a full row of `jobs`."""
    plain = dict(zip(_FIELDS, _values(row), strict=True))
    for name, read in (("kind", JobKind), ("queue", QueueName), ("status", JobStatus)):
        plain[name] = read(plain[name])
    return Job(**plain)


def find_job(engine: Engine, name: str, tenant: str | None = None) -> Job:
    """The job of this public name.

    Raises:
        NotFound: there never was one, or it is another tenant's.
        Gone: it has expired.
    """
    with reading(engine) as connection:
        return _job(connection, name, tenant)


def find_number(engine: Engine, seq: int) -> Job | None:
    """The job of this number, or None where there is none any more."""
    with reading(engine) as connection:
        row = connection.execute(select(JOBS).where(JOBS.c.seq == seq)).one_or_none()
    return job_of(row) if row is not None else None


def totals(engine: Engine) -> dict[JobStatus, int]:
    """How many jobs have ended how since the store was made, expired ones too."""
    with reading(engine) as connection:
        found = {row.status: row.jobs for row in connection.execute(select(TOTALS))}
    return {status: found.get(status.value, 0) for status in JobStatus if status.final}


def find_batch(engine: Engine, name: str, tenant: str | None = None) -> Batch:
    """The batch of this name. Raises NotFound and Gone as `find_job` does."""
    with reading(engine) as connection:
        row = connection.execute(select(BATCHES).where(BATCHES.c.id == batch_name(name))).one_or_none()
        if row is None:
            _missing(connection, name, tenant)
    if tenant is not None and row.tenant != tenant:
        raise NotFound("no such batch", subject=name)
    return Batch(**row._asdict())


def inputs(engine: Engine) -> set[str]:
    """The keys of all originals that jobs name, ended ones too; none where the store has no jobs."""
    with reading(engine) as connection:
        if not inspect(connection).has_table(JOBS.name):
            return set()
        return set(connection.scalars(select(JOBS.c.input).where(JOBS.c.input.is_not(None)).distinct()))


def statuses(engine: Engine, seqs: list[int]) -> dict[int, JobStatus]:
    """Where these jobs stand."""
    with reading(engine) as connection:
        rows = connection.execute(select(JOBS.c.seq, JOBS.c.status).where(JOBS.c.seq.in_(seqs)))
        return {row.seq: JobStatus(row.status) for row in rows}


def find_waiting(engine: Engine, name: str, tenant: str | None = None) -> tuple[Job, int | None]:
    """The job and how many of its queue wait before it; None where it waits no more or beyond `POSITION_LIMIT`.

    Raises as `find_job` does.
    """
    with reading(engine) as connection:
        job = _job(connection, name, tenant)
        if job.status is not JobStatus.QUEUED:
            return job, None
        count = connection.scalar(_COUNT_BEFORE, {"queue": job.queue, "seq": job.seq}) or 0
    return job, count if count < POSITION_LIMIT else None


def batch_items(
    engine: Engine, batch: str, *, status: str | None = None, after: int = -1, limit: int = 100
) -> list[BatchItem]:
    """The next items of a batch in its order, of one status (`invalid`: the refused ones) or of all."""
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
    """The numbers of the open jobs of a batch that no other batch waits for."""
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
    """A tenant's jobs, newest first, from `before` (a job's number) on."""
    query = _filter_jobs(select(JOBS), tenant, status, kind, before).order_by(JOBS.c.seq.desc()).limit(limit)
    with reading(engine) as connection:
        return [job_of(row) for row in connection.execute(query)]


def list_batches(engine: Engine, tenant: str, *, before: float | None = None, limit: int = 100) -> list[Batch]:
    """A tenant's batches, newest first, created before a time."""
    query = select(BATCHES).where(BATCHES.c.tenant == tenant).order_by(BATCHES.c.created.desc()).limit(limit)
    if before is not None:
        query = query.where(BATCHES.c.created < before)
    with reading(engine) as connection:
        return [Batch(**row._asdict()) for row in connection.execute(query)]


def depths(engine: Engine, now: float) -> list[Depth]:
    """What waits and what runs, by queue."""
    query = (
        select(JOBS.c.queue, JOBS.c.status, func.count().label("jobs"), func.min(JOBS.c.created).label("oldest"))
        .where(OPEN_JOB)
        .group_by(JOBS.c.queue, JOBS.c.status)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [Depth(QueueName(r.queue), JobStatus(r.status), r.jobs, max(now - r.oldest, 0.0)) for r in rows]


def waiting_by_tenant(engine: Engine) -> dict[str, int]:
    """How many jobs of each tenant are open."""
    query = select(JOBS.c.tenant, func.count()).where(OPEN_JOB)
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query.group_by(JOBS.c.tenant))}


def ask(engine: Engine) -> None:
    """Read one row, to see that the store answers. Raises StoreError."""
    with reading(engine) as connection:
        connection.execute(select(QUARANTINE.c.key).limit(1)).all()


def list_quarantine(engine: Engine, tenant: str | None = None) -> list[Refused]:
    """Inputs that are refused because they killed their workers, of one tenant or of all, the oldest first."""
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
    """The averages of the hosts with the most pages."""
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


def _job(connection: Connection, name: str, tenant: str | None) -> Job:
    key, generation = job_name(name)
    row = connection.execute(_NAMED_JOB, {"key": key, "generation": generation}).one_or_none()
    if row is None:
        _missing(connection, name, tenant)
    if tenant is not None and row.tenant != tenant:
        raise NotFound("no such job", subject=name)
    return job_of(row)


def _missing(connection: Connection, name: str, tenant: str | None) -> NoReturn:
    grave = connection.execute(select(TOMBSTONES).where(TOMBSTONES.c.name == name)).one_or_none()
    if grave is not None and tenant in {None, grave.tenant}:
        raise Gone("it has expired", subject=name)
    raise NotFound("no such job or batch", subject=name)
