"""The workers' side of the ledger: take what a ticket allows, report ends, count deaths.

Every change of a status is conditional on the job being open, so that whatever comes twice or late
changes nothing, and the counters of batches move exactly once for each job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from cleaner.errors import Code
from cleaner.ledger.batches import close_batches, count_ended
from cleaner.ledger.inputs import Input, write
from cleaner.ledger.reading import job_of
from cleaner.ledger.records import Finish, Job, JobStatus, QueueName
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES, HOOKS, JOBS, OPEN_JOB, QUARANTINE
from cleaner.store.engine import reading, transaction
from cleaner.store.upsert import insert_into

MAX_DEATHS = 2  # 1 retry of a page, then quarantine


def take(engine: Engine, ticket: str, now: float) -> list[Job]:
    """Begin the open jobs that hold this ticket: they run now, with one attempt more. Returns them, oldest first."""
    with transaction(engine) as connection:
        return take_in(connection, ticket, now)


def take_in(connection: Connection, ticket: str, now: float) -> list[Job]:
    """`take` inside the caller's transaction."""
    mine = (JOBS.c.ticket == ticket) & OPEN_JOB
    begun = {"status": JobStatus.RUNNING, "started": func.coalesce(JOBS.c.started, now), "touched": now}
    connection.execute(update(JOBS).where(mine).values(attempts=JOBS.c.attempts + 1, **begun))
    jobs = [job_of(row) for row in connection.execute(select(JOBS).where(mine).order_by(JOBS.c.seq))]
    batches = select(BATCH_ITEMS.c.batch).where(BATCH_ITEMS.c.seq.in_([job.seq for job in jobs]))
    connection.execute(
        update(BATCHES).where(BATCHES.c.id.in_(batches), BATCHES.c.started.is_(None)).values(started=now)
    )
    return jobs


def pass_on(engine: Engine, ticket: str, to: str, now: float) -> int:
    """Give the ticket `to` to the open jobs that hold `ticket`, and queue them again, as if they had not been taken.

    Returns how many jobs that were. The caller puts the new ticket on the queue.
    """
    rest = update(JOBS).where((JOBS.c.ticket == ticket) & OPEN_JOB)
    values = {"ticket": to, "status": JobStatus.QUEUED, "attempts": JOBS.c.attempts - 1, "touched": now}
    with transaction(engine) as connection:
        return int(connection.execute(rest.values(values)).rowcount)


def still_mine(engine: Engine, ticket: str) -> set[int]:
    """The numbers of the open jobs that hold this ticket: neither cancelled nor given to another ticket meanwhile."""
    with reading(engine) as connection:
        return set(connection.scalars(select(JOBS.c.seq).where((JOBS.c.ticket == ticket) & OPEN_JOB)))


def finish(engine: Engine, finishes: Sequence[Finish], now: float) -> set[int]:
    """End jobs, all in one transaction. Returns the numbers of those that were open; the others stay as they ended."""
    with transaction(engine) as connection:
        return finish_in(connection, finishes, now)


def finish_in(connection: Connection, finishes: Iterable[Finish], now: float) -> set[int]:
    """`finish` inside the caller's transaction."""
    ended: dict[int, JobStatus] = {}
    for end in finishes:
        changed = connection.execute(
            update(JOBS)
            .where(JOBS.c.seq == end.seq, OPEN_JOB)
            .values(
                status=end.status,
                error=dict(end.error) if end.error else None,
                content_hash=end.content_hash,
                source=end.source,
                outcome=dict(end.outcome) if end.outcome else None,
                finished=now,
                touched=now,
            )
        )
        if changed.rowcount:
            ended[end.seq] = end.status
    if ended:
        _count_ends(connection, ended, now)
    return set(ended)


def cancel(engine: Engine, seqs: Sequence[int], now: float) -> set[int]:
    """Cancel those of these jobs that are open. Returns their numbers."""
    return finish(engine, [Finish(seq, JobStatus.CANCELLED) for seq in seqs], now)


def count_death(engine: Engine, seq: int, cause: Code, now: float) -> bool:
    """Count that a worker died at this job. Returns whether the job has failed by that.

    The death of number `MAX_DEATHS` fails it with `cause` as its code, and puts its key into quarantine. A job that is
    not open any more is left as it is.
    """
    with transaction(engine) as connection:
        died = update(JOBS).where(JOBS.c.seq == seq, OPEN_JOB)
        connection.execute(died.values(deaths=JOBS.c.deaths + 1, touched=now))
        row = connection.execute(select(JOBS.c.key, JOBS.c.deaths).where(JOBS.c.seq == seq, OPEN_JOB)).one_or_none()
        if row is None or row.deaths < MAX_DEATHS:
            return False
        reason = f"{row.deaths} workers died at this input, the last with {cause.value}"
        finish_in(connection, [Finish(seq, JobStatus.FAILED, {"code": cause.value, "detail": reason})], now)
        insert = insert_into(connection, QUARANTINE)
        connection.execute(insert.values(key=row.key, since=now, reason=reason).on_conflict_do_nothing())
        return True


def release(engine: Engine, key: str) -> bool:
    """Take a key out of quarantine. Returns whether it was in it."""
    with transaction(engine) as connection:
        return bool(connection.execute(QUARANTINE.delete().where(QUARANTINE.c.key == key)).rowcount)


def hand_over(
    engine: Engine, seq: int, original: Input, *, fetched: Mapping[str, Any], ticket: str | None, now: float
) -> bool:
    """Pass the job of a fetched URL on to the cleaning queue, with the page that was fetched.

    `fetched` says how, `ticket` is its new ticket, or None to have it given one later. Returns False where the job is
    not open any more.
    """
    values = {
        "input": original.key,
        "fetched": dict(fetched),
        "queue": QueueName.CLEAN,
        "ticket": ticket,
        "touched": now,
    }
    with transaction(engine) as connection:
        write(connection, [original], now)
        return bool(connection.execute(update(JOBS).where(JOBS.c.seq == seq, OPEN_JOB).values(values)).rowcount)


def postpone(engine: Engine, seq: int, not_before: float, now: float, *, counted: bool = True) -> None:
    """Queue a running job again, not to be taken before a time; `give_tickets` gives it a new ticket then.

    Unless it is `counted`, the attempt that ends here is taken off its attempts.
    """
    values: dict[str, Any] = {"status": JobStatus.QUEUED, "ticket": None, "not_before": not_before, "touched": now}
    if not counted:
        values["attempts"] = JOBS.c.attempts - 1
    with transaction(engine) as connection:
        connection.execute(update(JOBS).where(JOBS.c.seq == seq, OPEN_JOB).values(values))


def last_fetch(engine: Engine, job: Job) -> Job | None:
    """The newest earlier success of the same key, to ask its server whether the page has changed since.

    None where there was none, or where its server sent neither ETag nor Last-Modified.
    """
    earlier = (
        select(JOBS)
        .where(JOBS.c.key == job.key, JOBS.c.generation < job.generation, JOBS.c.status == JobStatus.SUCCEEDED)
        .order_by(JOBS.c.generation.desc())
        .limit(1)
    )
    with reading(engine) as connection:
        row = connection.execute(earlier).one_or_none()
    return job_of(row) if row is not None and row.fetched and row.fetched.get("validators") else None


def _count_ends(connection: Connection, ended: Mapping[int, JobStatus], now: float) -> None:
    """Move the totals and the counters of the batches these jobs belong to, and arm the hooks that wait for them."""
    count_ended(connection, Counter(ended.values()))
    items = connection.execute(
        select(BATCH_ITEMS.c.batch, BATCH_ITEMS.c.seq).where(BATCH_ITEMS.c.seq.in_(list(ended)))
    ).all()
    tally: dict[tuple[str, JobStatus], int] = {}
    for batch, seq in items:
        tally[batch, ended[seq]] = tally.get((batch, ended[seq]), 0) + 1
    for (batch, status), count in sorted(tally.items()):  # sorted: two workers lock the batches in one order
        column = BATCHES.c[status.value]
        connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values({status.value: column + count}))
    if tally:
        close_batches(connection, sorted({batch for batch, _ in tally}), now)
    for status in set(ended.values()):
        seqs = [seq for seq, end in ended.items() if end is status]
        waits = HOOKS.c.seq.in_(seqs) & (HOOKS.c.state == "armed")
        connection.execute(update(HOOKS).where(waits).values(state="due", event=f"job.{status.value}", due=now))
