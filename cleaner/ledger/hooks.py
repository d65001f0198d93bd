"""Webhooks: which are to be called, which are due, and how far their delivery got."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from cleaner.ledger.records import JobStatus
from cleaner.ledger.schema import BATCHES, HOOKS, JOBS
from cleaner.store.engine import reading, transaction

# Standard Webhooks' own schedule, in seconds after the attempt before.
DELAYS = (5.0, 300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
LEASE = 120.0  # seconds an attempt may take before another worker may try


@dataclass(frozen=True, slots=True)
class Hook:
    """One call of a webhook that is to be made.

    `event` is its type (`job.succeeded`, `batch.completed`), `subject` the public name of the job or the batch that it
    is about, `attempts` how often it was tried and failed.
    """

    id: str
    url: str
    event: str
    subject: str
    attempts: int


def add_hook(connection: Connection, url: str, now: float, *, job: Any | None = None, batch: str | None = None) -> None:
    """Note inside the caller's transaction that a URL is to be called once a job (a row) or a batch (an id) has ended.

    It is due at once for a job that has ended already.
    """
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


def due_hooks(engine: Engine, now: float, limit: int = 100) -> list[str]:
    """The ids of at most `limit` deliveries whose time has come, the one that has waited longest first.

    Each is leased for `LEASE` seconds: it is handed out to nobody else until then, and again after that if it was
    neither delivered nor refused.
    """
    due = select(HOOKS.c.id).where(HOOKS.c.state == "due", HOOKS.c.due <= now).order_by(HOOKS.c.due).limit(limit)
    with reading(engine) as connection:
        if not connection.scalars(due).first():
            return []  # asked twice a second: no write lock for nothing
    with transaction(engine) as connection:
        ids = list(connection.scalars(due))
        connection.execute(update(HOOKS).where(HOOKS.c.id.in_(ids)).values(due=now + LEASE))
    return ids


def find_hook(engine: Engine, name: str) -> Hook | None:
    """The delivery of this id, or None where it was made, given up or erased."""
    query = (
        select(HOOKS, JOBS.c.key, JOBS.c.generation, BATCHES.c.id.label("batch_id"))
        .select_from(HOOKS.outerjoin(JOBS, JOBS.c.seq == HOOKS.c.seq).outerjoin(BATCHES, BATCHES.c.id == HOOKS.c.batch))
        .where(HOOKS.c.id == name, HOOKS.c.state == "due")
    )
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    subject = row.batch_id or f"{row.key}-{row.generation}"
    return Hook(row.id, row.url, row.event, subject, row.attempts)


def mark_delivered(engine: Engine, name: str) -> None:
    """Note that the receiver took the delivery of this id: it is never tried again."""
    with transaction(engine) as connection:
        connection.execute(update(HOOKS).where(HOOKS.c.id == name).values(state="delivered", error=None))


def mark_refused(engine: Engine, name: str, attempts: int, error: str, now: float, *, final: bool) -> None:
    """Note that an attempt failed, which was the one of number `attempts`, counted from 1.

    The next one is due after the delay that `DELAYS` has for it; after the last of them, or where the failure is
    `final`, there is none. Of `error` 500 characters are kept.
    """
    over = final or attempts > len(DELAYS)
    values = {"state": "failed"} if over else {"due": now + DELAYS[attempts - 1]}
    with transaction(engine) as connection:
        connection.execute(
            update(HOOKS).where(HOOKS.c.id == name).values(attempts=attempts, error=error[:500], **values)
        )
