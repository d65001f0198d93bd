"""Accepting work. What these functions return stands in the store: a 202 may be sent on it.

A submission joins the newest generation of its key while that one is open or succeeded; after a failure,
a cancellation or (for URLs) `max_age` seconds a new generation is opened. A quarantined key is refused.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from cleaner.errors import CleanerError, InputError, Quarantined
from cleaner.ledger.idempotency import Remembered, other_request, recall_target, remember
from cleaner.ledger.inputs import Input, write
from cleaner.ledger.records import Accepted, Item, JobKind, JobStatus, NewJob
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES, HOOKS, JOBS, OPEN_JOB, QUARANTINE, TOMBSTONES, TOTALS
from cleaner.store.engine import transaction
from cleaner.store.upsert import insert_into

_SEEN = ("seq", "key", "generation", "status", "ticket", "created", "finished")
# What every submission asks, made once: making them anew took more time than SQLite's answers.
_BLOCKED = select(QUARANTINE.c.key).where(QUARANTINE.c.key.in_(bindparam("keys", expanding=True)))
# The lock (PostgreSQL; SQLite has one writer) keeps a job from ending between our look and our count.
_NEWEST = (
    select(*(JOBS.c[name] for name in _SEEN))
    .where(JOBS.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(JOBS.c.key, JOBS.c.generation)
    .with_for_update()
)
_GRAVES = select(TOMBSTONES.c.name).where(TOMBSTONES.c.name.between(bindparam("first"), bindparam("last")))


@dataclass(frozen=True, slots=True)
class Submission:
    """One request for one job, with the Idempotency-Key it came with and its bytes, where it has them."""

    job: NewJob
    remembered: Remembered | None = None
    content: Input | None = None


def submit(engine: Engine, submissions: Sequence[Submission], now: float) -> list[Accepted | CleanerError]:
    """Accept submissions, all in one transaction. Returns what became of each, in their order.

    What is refused has its error there, and does not touch the others: `Quarantined`, or InputError for an
    Idempotency-Key that came with another request. Raises StoreError where nothing could be committed.
    """
    with transaction(engine) as connection:
        write(connection, [s.content for s in submissions if s.content], now)
        conflicts = _refuse_conflicts(submissions)
        replays = [_replay(connection, s) or odd for s, odd in zip(submissions, conflicts, strict=True)]
        fresh = [s.job for s, replay in zip(submissions, replays, strict=True) if replay is None]
        accepted = iter(register(connection, fresh, now))
        answers = [next(accepted) if replay is None else replay for replay in replays]
        for submission, answer in zip(submissions, answers, strict=True):
            if submission.remembered and isinstance(answer, Accepted):
                remember(connection, submission.job.tenant, submission.remembered, answer.id, now)
    return answers


def register(connection: Connection, jobs: Sequence[NewJob], now: float) -> list[Accepted | CleanerError]:
    """Open a job for each of these inputs inside the caller's transaction, or join the one that is there.

    Returns in their order what became of each; of one in quarantine its error (`Quarantined`), which is not raised.
    """
    keys = [job.key for job in jobs]
    blocked = set(connection.scalars(_BLOCKED, {"keys": keys}))
    newest = _newest(connection, keys)
    known = {key: row.generation for key, row in newest.items()} | _last_generations(
        connection, set(keys) - set(newest)
    )
    rows: dict[str, dict[str, Any]] = {}
    for job, key in zip(jobs, keys, strict=True):
        if key in blocked or key in rows or (key in newest and _may_join(newest[key], job, now)):
            continue
        rows[key] = _row(job, key, known.get(key, 0) + 1, now)
    if rows:
        # Another API process may have opened the same generation since we looked: then we join that one.
        connection.execute(insert_into(connection, JOBS).on_conflict_do_nothing(), list(rows.values()))
        newest |= _newest(connection, list(rows))
    answers: list[Accepted | CleanerError] = []
    made: set[str] = set()
    for job, key in zip(jobs, keys, strict=True):
        if key in blocked:
            answers.append(Quarantined("this input killed its workers; an operator can free it", subject=key))
            continue
        ours = key in rows and newest[key].ticket == rows[key]["ticket"] and key not in made
        made.add(key)
        answers.append(_acceptance(newest[key], ours=ours))
        if job.webhook:
            _add_hook(connection, job.webhook, now, job=newest[key])
    return answers


def open_batch(engine: Engine, tenant: str, now: float, webhook: str | None = None) -> str:
    """Make an empty batch that is still to be read, and return its id. `webhook` is called once it has ended."""
    name = uuid.uuid4().hex
    with transaction(engine) as connection:
        connection.execute(BATCHES.insert().values(id=name, tenant=tenant, created=now, held=now))
        if webhook:
            _add_hook(connection, webhook, now, batch=name)
    return name


def add_items(engine: Engine, batch: str, first: int, items: Sequence[Item], now: float) -> list[Accepted]:
    """Add items to a batch at the positions `first`, `first` + 1 and so on, and open or join their jobs.

    Returns what became of those that have a job, in order. The others, which were refused by the caller or are in
    quarantine, are kept as invalid items with their problem.
    """
    with transaction(engine) as connection:
        write(connection, [item.content for item in items if item.content], now)
        answers = iter(register(connection, [item.job for item in items if item.job], now))
        accepted: list[Accepted] = []
        rows: list[dict[str, Any]] = []
        for position, item in enumerate(items, first):
            answer = next(answers) if item.job else None
            problem = item.problem
            if isinstance(answer, Accepted):
                accepted.append(answer)
            elif answer is not None:
                problem = {"code": answer.code.value, "detail": answer.message}
            seq = answer.seq if isinstance(answer, Accepted) else None
            rows.append({"batch": batch, "position": position, "seq": seq, "problem": problem, "echo": item.echo})
        if rows:
            connection.execute(BATCH_ITEMS.insert(), rows)
        ended = {s: sum(a.status is s for a in accepted) for s in JobStatus if s.final}
        connection.execute(
            update(BATCHES)
            .where(BATCHES.c.id == batch)
            .values(
                total=BATCHES.c.total + len(accepted),
                invalid=BATCHES.c.invalid + len(rows) - len(accepted),
                **{status.value: BATCHES.c[status.value] + count for status, count in ended.items()},
            )
        )
    return accepted


def hold_batch(engine: Engine, batch: str, now: float) -> None:
    """Note that the API still reads the batch: a batch that nobody reads is sealed by `seal_abandoned`."""
    with transaction(engine) as connection:
        connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(held=now))


def seal_batch(
    engine: Engine,
    batch: str,
    tenant: str,
    now: float,
    remembered: Remembered | None = None,
    *,
    problem: Mapping[str, Any] | None = None,
) -> None:
    """Note that no more items will come, and end the batch where all it has have ended.

    `remembered` is the Idempotency-Key that from now on leads to it. `problem` says why it was not read to its end.
    """
    with transaction(engine) as connection:
        values = {"sealed": True, "problem": dict(problem) if problem else None}
        connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(values))
        if remembered:
            remember(connection, tenant, remembered, batch, now)
        close_batches(connection, [batch], now)


def drop_batch(engine: Engine, batch: str, now: float) -> None:
    """Forget a batch that is still being read, and cancel those of its queued jobs that belong to no other batch.

    Its jobs are cancelled and not deleted: another request may have joined one and been answered with its name.
    """
    other = BATCH_ITEMS.alias()
    shared = select(other.c.seq).where(other.c.seq == BATCH_ITEMS.c.seq, other.c.batch != batch).exists()
    mine = select(BATCH_ITEMS.c.seq).where(BATCH_ITEMS.c.batch == batch, BATCH_ITEMS.c.seq.is_not(None), ~shared)
    with transaction(engine) as connection:
        ended = {"status": JobStatus.CANCELLED, "finished": now, "touched": now}
        open_ones = JOBS.c.seq.in_(mine) & OPEN_JOB & (JOBS.c.status == JobStatus.QUEUED)
        cancelled = connection.execute(update(JOBS).where(open_ones).values(ended)).rowcount
        if cancelled:
            count_ended(connection, {JobStatus.CANCELLED: cancelled})
            waits = HOOKS.c.seq.in_(mine) & (HOOKS.c.state == "armed")
            due = {"state": "due", "event": "job.cancelled", "due": now}
            connection.execute(update(HOOKS).where(waits).values(due))
        connection.execute(delete(BATCH_ITEMS).where(BATCH_ITEMS.c.batch == batch))
        connection.execute(delete(HOOKS).where(HOOKS.c.batch == batch))
        connection.execute(delete(BATCHES).where(BATCHES.c.id == batch))


def count_ended(connection: Connection, ended: Mapping[JobStatus, int]) -> None:
    """Add to the totals of ended jobs inside the caller's transaction: so many by each final status."""
    for status, count in sorted(ended.items()):
        one = insert_into(connection, TOTALS).values(status=status.value, jobs=count)
        more = {"jobs": TOTALS.c.jobs + count}
        connection.execute(one.on_conflict_do_update(index_elements=["status"], set_=more))


def close_batches(connection: Connection, batches: Iterable[str], now: float) -> None:
    """Set the end of those of these sealed batches whose every item has ended, and make their webhooks due."""
    ended = BATCHES.c.succeeded + BATCHES.c.failed + BATCHES.c.cancelled
    names = list(batches)
    closing = BATCHES.c.id.in_(names) & BATCHES.c.sealed & (ended >= BATCHES.c.total) & BATCHES.c.finished.is_(None)
    closed = list(connection.scalars(select(BATCHES.c.id).where(closing)))
    if closed:
        connection.execute(update(BATCHES).where(BATCHES.c.id.in_(closed)).values(finished=now))
        waiting = HOOKS.c.batch.in_(closed) & (HOOKS.c.state == "armed")
        connection.execute(update(HOOKS).where(waiting).values(state="due", event="batch.completed", due=now))


def _replay(connection: Connection, submission: Submission) -> Accepted | CleanerError | None:
    if submission.remembered is None:
        return None
    try:
        target = recall_target(connection, submission.job.tenant, submission.remembered)
    except InputError as refusal:
        return refusal
    if not target:
        return None
    key, _, generation = target.rpartition("-")
    row = connection.execute(select(JOBS).where(JOBS.c.key == key, JOBS.c.generation == int(generation))).one_or_none()
    return _acceptance(row, ours=False) if row else None


def _refuse_conflicts(submissions: Sequence[Submission]) -> list[CleanerError | None]:
    """For each submission an error where an earlier one of the group has its Idempotency-Key for another request."""
    first: dict[tuple[str, str], str] = {}
    refusals: list[CleanerError | None] = []
    for one in submissions:
        refusal = None
        if one.remembered:
            digest = first.setdefault((one.job.tenant, one.remembered.name), one.remembered.digest)
            if digest != one.remembered.digest:
                refusal = other_request(one.remembered)
        refusals.append(refusal)
    return refusals


def _newest(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    return {row.key: row for row in connection.execute(_NEWEST, {"keys": keys})}


def _last_generations(connection: Connection, keys: set[str]) -> dict[str, int]:
    """The last generation of keys of which only tombstones are left."""
    found: dict[str, int] = {}
    for key in keys:
        for name in connection.scalars(_GRAVES, {"first": f"{key}-", "last": f"{key}-~"}):
            found[key] = max(found.get(key, 0), int(name.rpartition("-")[2]))
    return found


def _may_join(row: Any, job: NewJob, now: float) -> bool:
    status = JobStatus(row.status)
    if not status.final:
        return True
    if status is not JobStatus.SUCCEEDED:
        return False
    return job.kind is not JobKind.URL or job.max_age is None or row.finished > now - job.max_age


def _row(job: NewJob, key: str, generation: int, now: float) -> dict[str, Any]:
    return {
        "key": key,
        "generation": generation,
        "kind": job.kind,
        "input": job.input,
        "url": job.url,
        "options": dict(job.options),
        "echo": job.echo,
        "tenant": job.tenant,
        "queue": job.queue,
        "status": JobStatus.QUEUED,
        "ticket": job.ticket or uuid.uuid4().hex,
        "attempts": 0,
        "deaths": 0,
        "created": now,
        "touched": now,
        "not_before": 0.0,
    }


def _acceptance(row: Any, *, ours: bool) -> Accepted:
    name, status = f"{row.key}-{row.generation}", JobStatus(row.status)
    return Accepted(row.seq, name, status, joined=not ours, created=row.created, ticket=row.ticket if ours else None)


def _add_hook(
    connection: Connection, url: str, now: float, *, job: Any | None = None, batch: str | None = None
) -> None:
    ended = job is not None and JobStatus(job.status).final
    connection.execute(
        HOOKS.insert().values(
            id=uuid.uuid4().hex,
            seq=job.seq if job is not None else None,
            batch=batch,
            url=url,
            state="due" if ended else "armed",
            event=f"job.{job.status}" if job is not None and ended else None,
            attempts=0,
            due=now if ended else None,
        )
    )
