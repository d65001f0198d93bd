"""Accepting work. What these functions return stands in the store: a 202 may be sent on it.

A submission joins the newest generation of its key while that one is open or succeeded; after a failure,
a cancellation or (for URLs) `max_age` seconds a new generation is opened. A quarantined key is refused.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select

from cleaner.errors import CleanerError, InputError, Quarantined
from cleaner.ledger.hooks import add_hook
from cleaner.ledger.idempotency import Remembered, other_request, recall_target, remember
from cleaner.ledger.inputs import Input, write
from cleaner.ledger.records import Accepted, JobKind, JobStatus, NewJob
from cleaner.ledger.schema import JOBS, QUARANTINE, TOMBSTONES
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
            add_hook(connection, job.webhook, now, job=newest[key])
    return answers


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
