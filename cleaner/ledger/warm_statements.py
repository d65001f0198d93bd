"""A worker's statements, said once before the first fork and taken back.

SQLAlchemy compiles a statement at its first use, and a work-horse that takes its first ticket would do so inside
its transactions, with SQLite's write lock in its hand: 20 ms for which every submission waited.
"""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress

from sqlalchemy import Connection

from cleaner.ledger import worker_side
from cleaner.ledger.records import Finish, Job, JobKind, JobStatus, NewJob
from cleaner.ledger.schema import BATCH_ITEMS, BATCHES
from cleaner.ledger.submission import register
from cleaner.store import Entry, SourceKind, Store


class _TakenBack(Exception):  # nothing went wrong
    """Rolls the warm-up's transaction back."""


def warm(store: Store) -> None:
    """Run every statement of a worker once, on jobs whose transaction is rolled back: nothing is left of them.

    Raises StoreError where the store is away.
    """
    with suppress(_TakenBack), store.transaction() as connection:
        for size in (1, 2):  # one row and many are two statements
            _run_chunk(store, connection, size)
        raise _TakenBack
    worker_side.still_mine(store.engine, "")


def _run_chunk(store: Store, connection: Connection, size: int) -> None:
    now, ticket, batch = store.clock(), uuid.uuid4().hex, uuid.uuid4().hex
    connection.execute(BATCHES.insert().values(id=batch, tenant="", created=now, total=size))
    register(connection, [NewJob(JobKind.TEXT, f"{ticket}-{n}", ticket=ticket) for n in range(size)], now)
    jobs = worker_side.take_in(connection, ticket, now)
    items = [{"batch": batch, "position": n, "seq": job.seq, "echo": None} for n, job in enumerate(jobs)]
    connection.execute(BATCH_ITEMS.insert(), items)
    store.put_many([_entry(job) for job in jobs], within=connection)
    worker_side.finish_in(connection, [Finish(job.seq, JobStatus.SUCCEEDED, outcome={}) for job in jobs], now)


def _entry(job: Job) -> Entry:
    return Entry(job.id, SourceKind.TEXT, "warm-up", job.id, hashlib.sha256(job.id.encode()).hexdigest())
