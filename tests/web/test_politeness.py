"""Per-host leases, delays and pauses in a real Valkey, asked by several workers at once."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import pytest
import redis
from servers import ValkeyServer

from cleaner.errors import QueueError
from cleaner.web.politeness import MAX_WAIT, Lease, Politeness, Wait, ms


def test_leases_are_limited_per_host(connection: redis.Redis) -> None:
    """Two at a time from one host; another host is not concerned; a released place is free again."""
    polite = Politeness(connection, limit=2, delay=0.0)
    first, second = polite.acquire("a.example"), polite.acquire("a.example")
    assert isinstance(first, Lease)
    assert isinstance(second, Lease)
    assert isinstance(polite.acquire("a.example"), Wait)
    assert isinstance(polite.acquire("b.example"), Lease)
    assert polite.release(first)
    assert not polite.release(first)
    assert isinstance(polite.acquire("a.example"), Lease)


def test_starts_are_a_delay_apart(connection: redis.Redis) -> None:
    """After one start the next waits out the delay, although the place is free."""
    polite = Politeness(connection, limit=2, delay=2.0)
    lease = polite.acquire("a.example")
    assert isinstance(lease, Lease)
    polite.release(lease)
    wait = polite.acquire("a.example")
    assert isinstance(wait, Wait)
    assert 0 < wait.seconds <= 4.0
    time.sleep(2.01)
    assert isinstance(polite.acquire("a.example"), Lease)


def test_a_longer_crawl_delay_counts(connection: redis.Redis) -> None:
    """The longer of our delay and the host's own wish is kept."""
    polite = Politeness(connection, delay=0.01)
    polite.acquire("a.example", delay=30.0)
    wait = polite.acquire("a.example", delay=30.0)
    assert isinstance(wait, Wait)
    assert 15 < wait.seconds <= 60


def test_askers_are_sent_away_one_after_another(connection: redis.Redis) -> None:
    """A hundred askers get a hundred times a delay apart, up to the longest wait."""
    polite = Politeness(connection, limit=1, delay=10.0)
    polite.acquire("a.example")
    waits = [polite.acquire("a.example") for _ in range(100)]
    seconds = [wait.seconds for wait in waits if isinstance(wait, Wait)]
    assert 100 == len(seconds)
    assert 5 < seconds[0] <= 20
    assert all(abs(b - a - 10) < 5 for a, b in pairwise(seconds[:40]))
    assert max(seconds) <= MAX_WAIT


def test_a_dead_workers_lease_ends(connection: redis.Redis) -> None:
    """A lease that nobody gives back runs out by itself."""
    polite = Politeness(connection, limit=1, delay=0.0, lease=2.0)
    assert isinstance(polite.acquire("a.example"), Lease)
    assert isinstance(polite.acquire("a.example"), Wait)
    time.sleep(2.05)
    assert isinstance(polite.acquire("a.example"), Lease)


def test_a_pause_holds_for_everyone_and_is_never_shortened(connection: redis.Redis) -> None:
    """Retry-After stops all workers; a shorter wish later does not lift it; a day is the most."""
    polite = Politeness(connection, delay=0.0)
    assert 100 == pytest.approx(polite.pause("a.example", 100), abs=0.1)
    assert 60 < polite.pause("a.example", 5) <= 100
    wait = Politeness(connection, delay=0.0).acquire("a.example")
    assert isinstance(wait, Wait)
    assert 60 < wait.seconds <= 101
    assert 86_400 == polite.pause("b.example", 1e9)


def test_a_short_pause_ends(connection: redis.Redis) -> None:
    """After the pause the host is asked again."""
    polite = Politeness(connection, delay=0.0)
    polite.pause("a.example", 2.0)
    assert isinstance(polite.acquire("a.example"), Wait)
    time.sleep(2.05)
    assert isinstance(polite.acquire("a.example"), Lease)


def test_times_from_before_the_clock_was_set_back_do_not_block(connection: redis.Redis) -> None:
    """Leases and delays that lie further ahead than they can be are cut to their limits."""
    polite = Politeness(connection, limit=1, delay=0.0, lease=10.0)
    ahead = int(time.time() * 1000) + 86_400_000
    connection.zadd("cleaner:host:{a.example}:leases", {"old": ahead})
    assert isinstance(polite.acquire("a.example"), Lease)
    connection.hset("cleaner:host:{b.example}:state", "next", ahead)
    wait = polite.acquire("b.example")
    assert isinstance(wait, Wait)
    assert wait.seconds <= MAX_WAIT


def test_nothing_is_left_in_redis(connection: redis.Redis) -> None:
    """Every key ends by itself."""
    polite = Politeness(connection, limit=1, delay=0.1, lease=30.0)
    for _ in range(3):
        polite.acquire("a.example")
    polite.pause("a.example", 30)
    keys = connection.keys("*")
    assert 2 == len(keys)
    assert all(0 < connection.pttl(key) < 60_000 for key in keys)


WORKER = """
import sys, time, redis
from cleaner.web.politeness import Lease, Politeness
polite = Politeness(redis.Redis(unix_socket_path=sys.argv[1]), limit=2, delay=0.05)
done = 0
while done < 8:
    asked = time.monotonic()
    got = polite.acquire("a.example")
    if isinstance(got, Lease):
        print(f"{asked} 0")
        print(f"{time.monotonic()} 1")
        time.sleep(0.08)
        print(f"{time.monotonic()} -1")
        polite.release(got)
        done += 1
    else:
        time.sleep(min(got.seconds, 0.1))
"""


def test_the_limits_hold_across_processes(valkey: ValkeyServer, connection: redis.Redis) -> None:
    """Four worker processes together never hold more than two leases, and start 50 ms apart.

    A busy machine may print two starts later than they were, and so nearer to each other: what cannot be shorter is the
    time from before the first to after the last.
    """
    command = [sys.executable, "-c", WORKER, str(valkey.socket)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    lines = [line for worker in workers for line in worker.communicate(timeout=300)[0].splitlines()]
    events = sorted((float(moment), int(change)) for moment, change in (line.split() for line in lines))
    assert 96 == len(events)
    held = [sum(change for _, change in events[: i + 1]) for i in range(len(events))]
    assert max(held) <= 2
    starts = [moment for moment, change in events if change == 1]
    assert len(starts) == 32
    assert max(starts) - events[0][0] >= 31 * 0.05


def test_a_missing_server_is_a_queue_error() -> None:
    """Each method says in one way that Redis cannot be reached."""
    with redis.Redis(unix_socket_path="/nowhere/s", retry=None) as connection:
        polite = Politeness(connection)
        for ask in (lambda: polite.acquire("a"), lambda: polite.release(Lease("a", "b")), lambda: polite.pause("a", 1)):
            with pytest.raises(QueueError):
                ask()


def test_milliseconds_are_rounded_up() -> None:
    """A wait is never shorter than asked for."""
    assert [0, 1, 1, 1001] == [ms(0.0), ms(0.0001), ms(0.001), ms(1.0001)]
