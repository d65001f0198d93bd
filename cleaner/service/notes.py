"""What a worker leaves in Redis for whoever finds it dead, and the counters of the metrics page.

Before a page is touched its number is noted under the chunk's ticket. Reading a note takes it away, so a
death is counted once: by the worker whose work-horse died, by the next run of the ticket, or by the sweeper.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path

import redis

from cleaner.service.broker import as_queue_errors

NOTE = "cleaner:note:"
HORSES = "cleaner:horses"
COUNTERS = "cleaner:counters"
NOTE_TTL = 3_600  # longer than any chunk takes


def note(connection: redis.Redis, ticket: str, seq: int) -> None:
    """Note that this page is about to be touched."""
    with as_queue_errors():
        connection.set(NOTE + ticket, seq, ex=NOTE_TTL)


def clear(connection: redis.Redis, ticket: str) -> None:
    """Take the note away: the chunk is done, or its death was our own doing."""
    with as_queue_errors():
        connection.delete(NOTE + ticket)


def take(connection: redis.Redis, ticket: str) -> int | None:
    """The page at which the worker of this ticket died, or None; asked once, it is gone."""
    with as_queue_errors():
        found = connection.getdel(NOTE + ticket)
    return int(found) if found else None


def count(connection: redis.Redis, amounts: Mapping[str, int]) -> None:
    """Add to the counters `name` or `name|label`."""
    if amounts:
        with as_queue_errors(), connection.pipeline(transaction=False) as pipeline:
            for name, amount in amounts.items():
                pipeline.hincrby(COUNTERS, name, amount)
            pipeline.execute()


def counters(connection: redis.Redis) -> dict[str, int]:
    """All counters."""
    with as_queue_errors():
        return {text(name): int(value) for name, value in connection.hgetall(COUNTERS).items()}


def record_work_horse(connection: redis.Redis, horse: int, worker: int) -> None:
    """Record a work-horse and its worker, so that the sweeper of this host can end one whose worker is gone."""
    value = f"{start_ticks(horse)}:{worker}:{start_ticks(worker)}"
    with as_queue_errors():
        connection.hset(HORSES, f"{socket.gethostname()}:{horse}", value)


def forget_work_horse(connection: redis.Redis, horse: int) -> None:
    """Forget a work-horse that has ended."""
    with as_queue_errors():
        connection.hdel(HORSES, f"{socket.gethostname()}:{horse}")


def work_horses(connection: redis.Redis) -> dict[int, tuple[str, int, str]]:
    """The work-horses of this host: their start, their worker's id and start."""
    with as_queue_errors():
        listed = connection.hgetall(HORSES)
    mine: dict[int, tuple[str, int, str]] = {}
    for field, value in listed.items():
        host, _, pid = text(field).rpartition(":")
        if host == socket.gethostname():
            begun, worker, since = text(value).split(":")
            mine[int(pid)] = (begun, int(worker), since)
    return mine


def text(value: bytes | str) -> str:
    """What Redis gave, as a string, whatever bytes somebody put there."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def start_ticks(pid: int) -> str:
    """When a process began, in kernel ticks, which tells it from a later one of the same id.

    "" for one that is gone, "unknown" where nothing tells.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "" if _has_ended(pid) else "unknown"
    return stat.rpartition(")")[2].split()[19]


def _has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def beat(connection: redis.Redis, name: str, seconds: float) -> None:
    """Say that a long-running part of the service is alive, for that long."""
    with as_queue_errors():
        connection.set(f"cleaner:alive:{name}", int(time.time()), px=int(seconds * 1000))
