"""Keeps the queue in step with the ledger: `python -m workers.sweeper`. One sweeps at a time, others stand by.

Whatever is open in the ledger and covered by no live ticket gets a new one. That is all it takes to survive
a killed worker, a lost queue entry or a server that forgot everything.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
import time
from types import FrameType

from cleaner.errors import CleanerError, Code, QueueError, StoreError
from cleaner.ledger import hooks, maintenance
from cleaner.ledger.erasure import Wanted, erase
from cleaner.ledger.records import QueueName
from cleaner.sandbox.limits import die_with_parent
from cleaner.service import notes
from cleaner.service.broker import as_queue_errors
from cleaner.service.context import ServiceContext, current_config, this_context
from cleaner.service.logs import configure, logger
from cleaner.service.readiness import announce_ready
from cleaner.store.search import index_more
from cleaner.store.spool import Spool
from workers import endings

LOCK = "cleaner:sweeper"
LOCK_SECONDS = 15
TICK = 0.5  # seconds between two looks for work that is due
MAX_PAUSE = 5.0  # seconds between two looks for a store or a server that is away
INDEX_SECONDS = 2.0  # at most at once
GRACE = 10.0  # seconds: a ticket is committed before it is queued, and popped before it is begun
EXPIRY_SECONDS = 600.0
ORPHAN_SECONDS = 60.0
ABANDONED_SECONDS = 15.0  # since the API that reads a batch said so; it does every three
TEMPORARY_SECONDS = 3_600.0  # age of a temporary file nobody will rename any more
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
RENEW = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0"


class Sweeper:
    """One process's sweeping. `run` until `stop` is set."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context
        self.stop = threading.Event()
        self._name = secrets.token_hex(8)
        self._unsure: dict[QueueName, dict[str, float]] = {queue: {} for queue in QueueName}  # popped, since when
        self._next = {"host": 0.0, "sweep": 0.0, "orphans": 0.0, "expiry": 0.0}

    def run(self) -> None:
        """Sweep until stopped; a store or a server that is away is waited for, and said once."""
        pause, said = TICK, ""
        while not self.stop.is_set():
            try:
                if self._due("host", self.context.config.sweep_seconds):
                    end_orphans(self.context)  # of this host, whoever leads
                if self._is_leader():
                    self.tick()
            except (StoreError, QueueError) as error:
                if str(error) != said:
                    logger().warning("sweep-failed", code=error.code.value, detail=str(error))
                pause, said = min(2 * pause, MAX_PAUSE), str(error)
                self._unsure = {queue: {} for queue in QueueName}
            else:
                if said:
                    logger().info("sweeping-again")
                pause, said = TICK, ""
            self.stop.wait(pause)
        self._release_lead()

    def tick(self) -> None:
        """Everything that is due now."""
        context = self.context
        self.hand_out()
        due = hooks.due_hooks(context.store.engine, context.store.clock())
        context.dispatcher.submit_hooks(due)
        if self._due("sweep", context.config.sweep_seconds):
            now = context.store.clock()
            maintenance.seal_abandoned(context.store.engine, now - ABANDONED_SECONDS, now)
            lost = sum(self.reclaim(queue) for queue in QueueName)
            if lost:
                logger().info("requeued", jobs=lost)
                self.hand_out()
            notes.beat(context.redis, "sweeper", 3 * context.config.sweep_seconds + LOCK_SECONDS)
            self.index()
        if self._due("orphans", ORPHAN_SECONDS):
            context.dispatcher.forget_orphans()
        if self._due("expiry", EXPIRY_SECONDS):
            self.expire()

    def index(self) -> None:
        """Index what was stored since the last time, for a while at most: tickets go first."""
        until = time.monotonic() + INDEX_SECONDS
        while index_more(self.context.store.engine) and time.monotonic() < until and not self.stop.is_set():
            pass

    def hand_out(self) -> None:
        """Give tickets to jobs that have none and whose time has come, and queue them."""
        context = self.context
        for queue, size in ((QueueName.CLEAN, context.config.chunk), (QueueName.FETCH, 1)):
            given = maintenance.give_tickets(context.store.engine, queue, size, context.store.clock())
            context.dispatcher.submit(queue, given)

    def reclaim(self, queue: QueueName) -> int:
        """Withdraw the tickets of one queue that nobody will work on; how many jobs had one."""
        context, now = self.context, self.context.store.clock()
        held = [one for one in maintenance.tickets(context.store.engine) if one.queue is queue]
        live = context.dispatcher.live(queue)  # asked after the ledger: what was queued since is no loss
        lost = [one.name for one in held if one.name not in live and one.touched < now - GRACE]
        lost += self._find_stuck(queue, {name for name, sure in live.items() if not sure})
        for ticket in lost:
            seq = notes.take(context.redis, ticket)
            if seq is not None:
                endings.count_death(context.store, seq, Code.WORKER_LOST)
        return maintenance.withdraw(context.store.engine, lost, now)

    def expire(self) -> None:
        """Bury what ended long ago, and remove what half-written files are left."""
        context = self.context
        now = context.store.clock()
        oldest = now - context.config.job_days * 86_400
        while self._is_leader() and maintenance.expire(context.store.engine, oldest, now) and not self.stop.is_set():
            pass
        if context.config.document_days:
            gone = erase(context.store, Wanted(before=now - context.config.document_days * 86_400))
            if gone.sources or gone.jobs:
                logger().info("erased", **gone.plain())
        if isinstance(context.store.originals, Spool):
            context.store.originals.sweep(TEMPORARY_SECONDS, context.store.clock)

    def _find_stuck(self, queue: QueueName, unsure: set[str]) -> list[str]:
        """Popped tickets whose worker has not begun them for a while: it died in between."""
        clock = time.monotonic()
        since = self._unsure[queue]
        self._unsure[queue] = {ticket: since.get(ticket, clock) for ticket in unsure}
        stuck = []
        for ticket, first in self._unsure[queue].items():
            if clock - first > GRACE:
                self.context.dispatcher.forget(queue, ticket)
                stuck.append(ticket)
        return stuck

    def _due(self, what: str, seconds: float) -> bool:
        if time.monotonic() < self._next[what]:
            return False
        self._next[what] = time.monotonic() + seconds
        return True

    def _is_leader(self) -> bool:
        with as_queue_errors():
            redis = self.context.redis
            if redis.set(LOCK, self._name, nx=True, px=LOCK_SECONDS * 1000):
                return True
            return bool(redis.eval(RENEW, 1, LOCK, self._name, LOCK_SECONDS * 1000))

    def _release_lead(self) -> None:
        try:
            with as_queue_errors():
                self.context.redis.eval(RELEASE, 1, LOCK, self._name)
        except QueueError:
            logger().info("sweeper-lock-left")


def end_orphans(context: ServiceContext) -> int:
    """Kill the work-horses of this host whose worker is gone; how many there were."""
    ended = 0
    for horse, (begun, worker, since) in notes.work_horses(context.redis).items():
        if notes.start_ticks(worker) == since and since:
            continue
        if begun and notes.start_ticks(horse) == begun:
            try:
                os.killpg(horse, signal.SIGKILL)
                ended += 1
                logger().warning("orphan-killed", horse=horse, worker=worker)
            except ProcessLookupError:
                pass
        notes.forget_work_horse(context.redis, horse)
    return ended


def main() -> int:
    """Sweep until told to stop; the exit code."""
    if os.environ.get("CLEANER_CHILD"):
        die_with_parent(signal.SIGTERM)
    try:
        configure(current_config().log_format)
        sweeper = Sweeper(this_context())
    except CleanerError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.exit_code)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sweeper.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    announce_ready()
    sweeper.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
