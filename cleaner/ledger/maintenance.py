"""What keeps the ledger and the queue in step, and what makes old rows go.

A ticket is an RQ job's id. A job whose ticket is on no queue and in no worker's hands is given a new one;
a job without a ticket (postponed, or fetched and not yet handed on) gets one when its time has come.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine, delete, func, select, update

from cleaner.ledger.batches import close_batches
from cleaner.ledger.idempotency import IDEMPOTENCY_SECONDS
from cleaner.ledger.records import QueueName
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES, HOOKS, HOST_STATS, IDEMPOTENCY, JOBS, OPEN_JOB, TOMBSTONES
from cleaner.store.engine import reading, transaction
from cleaner.store.upsert import insert_into

T = TypeVar("T")

FAST, SLOW = 1 / 20, 1 / 500  # weight of a new page in the two averages of a host
INTERRUPTED = {"code": "interrupted", "detail": "the API ended while it read this batch; submit it again"}
ROWS = 500  # rows in one transaction, so that submissions never wait long behind it


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that open jobs hold, and when the latest of them was last changed (seconds since 1970)."""

    name: str
    queue: QueueName
    touched: float


def tickets(engine: Engine) -> list[Ticket]:
    """Every ticket that open jobs hold, in no particular order.

    Those of jobs in a batch that is still being read are left out: they are not on the queue yet.
    """
    unsealed = select(BATCHES.c.id).where(BATCHES.c.sealed.is_(False))
    query = (
        select(JOBS.c.ticket, func.max(JOBS.c.queue).label("queue"), func.max(JOBS.c.touched).label("touched"))
        .where(OPEN_JOB, JOBS.c.ticket.is_not(None))
        .group_by(JOBS.c.ticket)
    )
    with reading(engine) as connection:
        names = list(connection.scalars(unsealed))
        if names:
            coming = select(BATCH_ITEMS.c.seq).where(BATCH_ITEMS.c.batch.in_(names), BATCH_ITEMS.c.seq.is_not(None))
            query = query.where(JOBS.c.seq.not_in(coming))
        return [Ticket(row.ticket, QueueName(row.queue), row.touched) for row in connection.execute(query)]


def withdraw(engine: Engine, names: Collection[str], now: float) -> int:
    """Take these tickets from the open jobs that hold them, so that `give_tickets` gives those jobs new ones.

    Returns how many jobs that were.
    """
    changed = 0
    for part in _split(names, ROWS):
        with transaction(engine) as connection:
            lost = update(JOBS).where(OPEN_JOB, JOBS.c.ticket.in_(part)).values(ticket=None, touched=now)
            changed += connection.execute(lost).rowcount
    return changed


def give_tickets(engine: Engine, queue: QueueName, size: int, now: float, limit: int = 5_000) -> list[str]:
    """Give tickets to open jobs of a queue that have none and whose time (`not_before`) has come.

    At most `limit` jobs, the oldest first, `size` of them to a ticket. Returns the new tickets, which the caller puts
    on the queue.
    """
    free = OPEN_JOB & JOBS.c.ticket.is_(None) & (JOBS.c.queue == queue) & (JOBS.c.not_before <= now)
    with reading(engine) as connection:
        seqs = list(connection.scalars(select(JOBS.c.seq).where(free).order_by(JOBS.c.seq).limit(limit)))
    given: list[str] = []
    for part in _split(seqs, max(size, ROWS // size * size)):
        with transaction(engine) as connection:
            for chunk in _split(part, size):
                name = uuid.uuid4().hex
                taken = update(JOBS).where(JOBS.c.seq.in_(chunk), free).values(ticket=name, touched=now)
                if connection.execute(taken).rowcount:
                    given.append(name)
    return given


def seal_abandoned(engine: Engine, before: float, now: float) -> int:
    """Seal batches that an API began to read and left: it has not said since `before` that it reads them, so it died.

    Each gets the problem `INTERRUPTED`, and ends with the jobs that it has. At most 500 batches; returns how many.
    """
    left = BATCHES.c.sealed.is_(False) & (func.coalesce(BATCHES.c.held, BATCHES.c.created) < before)
    with reading(engine) as connection:
        if not connection.scalars(select(BATCHES.c.id).where(left).limit(1)).first():
            return 0  # asked often: no write lock for nothing
    with transaction(engine) as connection:
        names = list(connection.scalars(select(BATCHES.c.id).where(left).limit(ROWS)))
        if names:
            values = {"sealed": True, "problem": INTERRUPTED}
            connection.execute(update(BATCHES).where(BATCHES.c.id.in_(names)).values(values))
            close_batches(connection, names, now)
    return len(names)


def expire(engine: Engine, before: float, now: float) -> int:
    """Replace jobs and batches that ended before a time by tombstones, and forget old Idempotency-Keys.

    At most 500 jobs and 500 batches, so that submissions never wait long behind it; returns how many jobs and batches
    went. The caller asks again until that is 0.
    """
    with transaction(engine) as connection:
        old = select(JOBS.c.seq, JOBS.c.key, JOBS.c.generation, JOBS.c.tenant).where(JOBS.c.finished < before)
        jobs = connection.execute(old.limit(ROWS)).all()
        graves = [{"name": f"{r.key}-{r.generation}", "tenant": r.tenant, "expired": now} for r in jobs]
        batches = connection.execute(select(BATCHES).where(BATCHES.c.finished < before).limit(ROWS)).all()
        graves += [{"name": r.id, "tenant": r.tenant, "expired": now} for r in batches]
        if graves:
            insert = insert_into(connection, TOMBSTONES)
            connection.execute(insert.on_conflict_do_nothing(), graves)
        seqs, names = [r.seq for r in jobs], [r.id for r in batches]
        connection.execute(delete(HOOKS).where(HOOKS.c.seq.in_(seqs) | HOOKS.c.batch.in_(names)))
        connection.execute(delete(BATCH_ITEMS).where(BATCH_ITEMS.c.batch.in_(names)))
        connection.execute(delete(JOBS).where(JOBS.c.seq.in_(seqs)))
        connection.execute(delete(BATCHES).where(BATCHES.c.id.in_(names)))
        connection.execute(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.created < now - IDEMPOTENCY_SECONDS))
    return len(graves)


def _split(things: Collection[T], size: int) -> Iterator[list[T]]:
    listed = list(things)
    return (listed[start : start + size] for start in range(0, len(listed), size))


def note_hosts(engine: Engine, pages: Sequence[tuple[str, float, bool]]) -> None:
    """Move the averages of hosts by pages that were cleaned just now.

    A page is (host, share of its characters that was removed, 0..1, whether nothing was left of it).
    """
    with transaction(engine) as connection:
        for host, removed, empty in sorted(pages):
            first: dict[str, Any] = {"host": host, "pages": 1}
            first |= {"removed_fast": removed, "removed_slow": removed, "empty_fast": empty, "empty_slow": empty}
            table = HOST_STATS.c
            moved = {
                "pages": table.pages + 1,
                "removed_fast": table.removed_fast + (removed - table.removed_fast) * FAST,
                "removed_slow": table.removed_slow + (removed - table.removed_slow) * SLOW,
                "empty_fast": table.empty_fast + (float(empty) - table.empty_fast) * FAST,
                "empty_slow": table.empty_slow + (float(empty) - table.empty_slow) * SLOW,
            }
            first["empty_fast"] = first["empty_slow"] = float(empty)
            statement = insert_into(connection, HOST_STATS).values(first)
            connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_=moved))
