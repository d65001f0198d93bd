"""What went on lately: jobs that ended, minute by minute, and what was removed, hour by hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, cast, func, select

from cleaner.ledger.records import JobStatus
from cleaner.ledger.schema import JOBS, REMOVAL_COUNTS
from cleaner.store.engine import reading, transaction
from cleaner.store.upsert import insert_into

MINUTE, HOUR = 60, 3_600


@dataclass(frozen=True, slots=True)
class Ended:
    """How many jobs ended in one minute (since 1970), by their status."""

    minute: int
    succeeded: int
    failed: int


@dataclass(frozen=True, slots=True)
class RemovedPieces:
    """How many pieces of one category were removed in one hour (since 1970)."""

    hour: int
    category: str
    pieces: int


def jobs_ended(engine: Engine, tenant: str, now: float, minutes: int = 60) -> list[Ended]:
    """How many jobs of a tenant succeeded and failed in each of the last `minutes` minutes, oldest first.

    Minutes in which none ended are left out.
    """
    quotient = JOBS.c.finished / MINUTE
    # PostgreSQL rounds where it casts, SQLite cuts off.
    floor: ColumnElement[Any] = quotient if engine.dialect.name == "sqlite" else func.floor(quotient)
    minute = cast(floor, Integer).label("minute")
    query = (
        select(minute, JOBS.c.status, func.count().label("jobs"))
        .where(JOBS.c.finished > now - minutes * MINUTE, JOBS.c.tenant == tenant)
        .group_by(minute, JOBS.c.status)
    )
    found: dict[int, dict[str, int]] = {}
    with reading(engine) as connection:
        for row in connection.execute(query):
            found.setdefault(row.minute, {})[row.status] = row.jobs
    return [
        Ended(at, counts.get(JobStatus.SUCCEEDED.value, 0), counts.get(JobStatus.FAILED.value, 0))
        for at, counts in sorted(found.items())
    ]


def removals_by_hour(engine: Engine, tenant: str, now: float, hours: int = 24) -> list[RemovedPieces]:
    """How many pieces were removed from a tenant's inputs in each of the last `hours` hours, oldest first.

    One record for each hour and category in which there was any; those of one hour in the alphabetical order of their
    categories.
    """
    table = REMOVAL_COUNTS.c
    query = (
        select(table.hour, table.category, table.pieces)
        .where(table.hour > int(now) // HOUR - hours, table.tenant == tenant)
        .order_by(table.hour, table.category)
    )
    with reading(engine) as connection:
        return [RemovedPieces(row.hour, row.category, row.pieces) for row in connection.execute(query)]


def count_removals(engine: Engine, counts: Mapping[tuple[str, str], int], now: float) -> None:
    """Add pieces that were removed at `now` to the counts of that hour.

    `counts` says how many, by (tenant, category). Nothing is written where it is empty.
    """
    if not counts:
        return
    hour = int(now) // HOUR
    rows = [
        {"hour": hour, "tenant": tenant, "category": category, "pieces": pieces}
        for (tenant, category), pieces in sorted(counts.items())
    ]
    with transaction(engine) as connection:
        insert = insert_into(connection, REMOVAL_COUNTS)
        more = {"pieces": REMOVAL_COUNTS.c.pieces + insert.excluded.pieces}
        keys = ["hour", "tenant", "category"]
        connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=more), rows)
