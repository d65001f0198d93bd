"""Batches: opened, filled item by item, sealed once no more will come, and ended with the last of their jobs.

What these functions return stands in the store: a 202 may be sent on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from cleaner.ledger.hooks import add_hook
from cleaner.ledger.idempotency import Remembered, remember
from cleaner.ledger.inputs import write
from cleaner.ledger.records import Accepted, Item, JobStatus
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES, HOOKS, JOBS, OPEN_JOB, TOTALS
from cleaner.ledger.submission import register
from cleaner.store.engine import transaction
from cleaner.store.upsert import insert_into


def open_batch(engine: Engine, tenant: str, now: float, webhook: str | None = None) -> str:
    """Make an empty batch that is still to be read, and return its id. `webhook` is called once it has ended."""
    name = uuid.uuid4().hex
    with transaction(engine) as connection:
        connection.execute(BATCHES.insert().values(id=name, tenant=tenant, created=now, held=now))
        if webhook:
            add_hook(connection, webhook, now, batch=name)
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
