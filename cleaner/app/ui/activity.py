"""What the page of jobs draws: how much waits, how fast it goes, what was removed. Figures in, bars out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cleaner.app.api.service import Service
from cleaner.app.ui.groups import GROUPS, OTHER, Group, group_of
from cleaner.ledger import activity, reading
from cleaner.ledger.activity import HOUR, MINUTE, Ended, RemovedPieces
from cleaner.ledger.reading import Depth

MINUTES, HOURS = 60, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a column: its place in a drawing of `columns` x 100 units, its class and what it says."""

    x: int
    y: float
    height: float
    style: str
    words: str


@dataclass(frozen=True, slots=True)
class Activity:
    """What goes on. `per_minute` is jobs that ended, over the last five minutes."""

    depths: list[Depth]
    workers: dict[str, int]
    per_minute: float
    ended: list[Bar]
    most_ended: int
    removed: list[Bar]
    most_removed: int
    totals: list[tuple[str, Group, int]]


def activity_of(service: Service, tenant: str) -> Activity:
    """What the page about jobs shows of a tenant: jobs that ended by minute, pieces removed by hour, and what waits."""
    engine, now = service.context.store.engine, service.context.store.clock()
    ended = activity.jobs_ended(engine, tenant, now, MINUTES)
    removed = activity.removals_by_hour(engine, tenant, now, HOURS)
    lately = [one for one in ended if one.minute > now // MINUTE - 5]
    ended_bars, most_ended = _ended_bars(ended, int(now) // MINUTE)
    removed_bars, most_removed = _removed_bars(removed, int(now) // HOUR)
    totals: Counter[str] = Counter()
    for one in removed:
        totals[one.category] += one.pieces
    return Activity(
        depths=reading.depths(engine, now),
        workers=service.health.workers(),
        per_minute=sum(one.succeeded + one.failed for one in lately) / 5,
        ended=ended_bars,
        most_ended=most_ended,
        removed=removed_bars,
        most_removed=most_removed,
        totals=[(name, group_of(name), count) for name, count in totals.most_common(12)],
    )


def _ended_bars(ended: Sequence[Ended], now: int) -> tuple[list[Bar], int]:
    most = max((one.succeeded + one.failed for one in ended), default=0)
    bars = []
    for one in ended:
        x, at = MINUTES - 1 - (now - one.minute), _clock(one.minute * MINUTE)
        parts = [("done", one.succeeded, "succeeded"), ("failed", one.failed, "failed")]
        bars += _column(x, parts, most, at)
    return bars, most


def _removed_bars(removed: Sequence[RemovedPieces], now: int) -> tuple[list[Bar], int]:
    hours: dict[int, Counter[str]] = {}
    for one in removed:
        hours.setdefault(one.hour, Counter())[group_of(one.category).name] += one.pieces
    most = max((sum(counts.values()) for counts in hours.values()), default=0)
    bars = []
    for hour, counts in sorted(hours.items()):
        parts = [(f"g-{one.name}", counts[one.name], one.words.lower()) for one in (*GROUPS, OTHER)]
        bars += _column(HOURS - 1 - (now - hour), parts, most, _clock(hour * HOUR))
    return bars, most


def _column(x: int, parts: Sequence[tuple[str, int, str]], most: int, at: str) -> list[Bar]:
    bars, y = [], 100.0
    for style, count, words in parts:
        if count and x >= 0:
            height = 100 * count / most
            y -= height
            bars.append(Bar(x, round(y, 2), round(height, 2), style, f"{at}: {count:,} {words}"))
    return bars


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%H:%M")
