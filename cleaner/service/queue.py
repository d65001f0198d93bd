"""The only module that puts work on RQ's queues, looks whether it is alive, and takes it back.

What travels is a ticket: the RQ job's own id, which the ledger's rows carry too. So a chunk of fifty
pages is one name in Redis, whatever the pages weigh, and the queue can be rebuilt from the ledger.

Anybody who can write to Redis can ask RQ to run any importable function, with the JSON serializer too
(rq 3.0.0, shown with `os.system`). `TicketJob` runs three functions and no callbacks.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import redis
from rq import Queue, Retry
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import utcparse
from rq.worker_registration import REDIS_WORKER_KEYS as WORKERS

from cleaner.ledger.records import QueueName
from cleaner.service.broker import as_queue_errors
from cleaner.service.notes import text

# The store keeps every outcome, so RQ's own records serve only a look at what just happened. A result is 1.4 KB a
# chunk: a day of them would be 480 MB at four chunks a second.
RESULT_TTL = 600
FAILURE_TTL = 7 * 86_400
HOOK_TIMEOUT = 60
PART = 1_000  # names in one request
LEASE = 20  # seconds between two heartbeats of a worker before its job counts as abandoned

# Single submissions go before batches, in their own order; so do the rests of chunks that made room for them.
SINGLE = "now-"  # how the tickets of single submissions begin
LOOKED_AT = 500  # names at the queue's head; behind more single ones a further one waits at the end
_BEFORE_BATCHES = """
for _, name in ipairs(redis.call('LRANGE', KEYS[1], 0, ARGV[3])) do
  if string.sub(name, 1, #ARGV[2]) ~= ARGV[2] then
    return redis.call('LINSERT', KEYS[1], 'BEFORE', name, ARGV[1])
  end
end
return redis.call('RPUSH', KEYS[1], ARGV[1])
"""

FUNCTIONS = {
    QueueName.CLEAN: "workers.jobs.clean_chunk",
    QueueName.FETCH: "workers.jobs.fetch_page",
}
HOOK_FUNCTION = "workers.jobs.deliver_hook"
ALLOWED = frozenset({*FUNCTIONS.values(), HOOK_FUNCTION})


class RefusedJobError(Exception):
    """Something on the queue that we did not put there."""


class TicketJob(Job):
    """A job that can only be one of ours: a function of the allow-list, called with strings, no callbacks."""

    @property
    def func(self) -> Callable[..., Any]:
        """The function to run. Raises RefusedJobError for any but ours."""
        if self.func_name not in ALLOWED or self.instance is not None or self.kwargs:
            raise RefusedJobError(f"{self.func_name!r} is not a job of this service")
        if not all(isinstance(one, str) for one in self.args):
            raise RefusedJobError("a job of this service takes names only")
        # The API puts jobs on the queue without loading what workers run.
        module, _, name = str(self.func_name).rpartition(".")
        function: Callable[..., Any] = getattr(import_module(module), name)
        return function

    @property
    def success_callback(self) -> None:
        """None, whatever Redis says."""

    @property
    def failure_callback(self) -> None:
        """None, whatever Redis says."""

    @property
    def stopped_callback(self) -> None:
        """None, whatever Redis says."""

    def send_webhooks(self, *_: Any, **__: Any) -> None:
        """Nothing: deliveries go through our own guard."""


class TicketQueue(Queue):
    """A queue of tickets. An entry that is no job id is dropped; RQ's own queue makes its worker exit."""

    job_class = TicketJob

    def push_job_id(self, job_id: str, pipeline: Any = None, at_front: bool = False) -> None:
        """Put a ticket at the end, or before the first one that is of no single submission."""
        if at_front:
            connection = self.connection if pipeline is None else pipeline
            connection.eval(_BEFORE_BATCHES, 1, self.key, job_id, SINGLE, LOOKED_AT)
        else:
            super().push_job_id(job_id, pipeline=pipeline)

    @classmethod
    def _fetch_dequeued_job(
        cls, connection: redis.Redis, queue_key: str, job_id: str, *args: Any, **kwargs: Any
    ) -> tuple[Job, Queue] | None:
        try:
            found = super()._fetch_dequeued_job(connection, queue_key, job_id, *args, **kwargs)
        except (ValueError, KeyError, TypeError):
            found = None
        if found is None:
            connection.lrem(f"{queue_key}:intermediate", 1, job_id)
        return found


class Dispatcher:
    """Puts tickets on the queues of one Redis. All methods raise QueueError where it does not answer."""

    def __init__(self, connection: redis.Redis, *, chunk_seconds: int, fetch_seconds: int = 90) -> None:
        self.connection = connection
        self._timeouts = {QueueName.CLEAN: chunk_seconds, QueueName.FETCH: fetch_seconds}
        self._queues = {name: queue_of(name, connection) for name in QueueName}

    def submit(self, queue: QueueName, tickets: Sequence[str], *, first: bool = False) -> None:
        """Queue these tickets, all or none; `first`: those of batches too go before the batches that wait."""
        if not tickets:
            return
        prepared = [
            self._prepare_job(
                FUNCTIONS[queue], ticket, self._timeouts[queue], at_front=first or ticket.startswith(SINGLE)
            )
            for ticket in tickets
        ]
        with as_queue_errors(), self.connection.pipeline() as pipeline:
            self._queues[queue].enqueue_many(prepared, pipeline=pipeline)
            pipeline.execute()

    def submit_hooks(self, hooks: Sequence[str]) -> None:
        """Queue the delivery of these webhooks, beside the fetches."""
        if not hooks:
            return
        stamp = int(time.time())
        prepared = [
            self._prepare_job(HOOK_FUNCTION, hook, HOOK_TIMEOUT, job_id=f"hook-{hook}-{stamp}", retry=False)
            for hook in hooks
        ]
        with as_queue_errors(), self.connection.pipeline() as pipeline:
            self._queues[QueueName.FETCH].enqueue_many(prepared, pipeline=pipeline)
            pipeline.execute()

    def depth(self, queue: QueueName) -> int:
        """How many tickets wait."""
        with as_queue_errors():
            return int(self._queues[queue].count)

    def single_waits(self, queue: QueueName) -> bool:
        """Whether a single submission is the next one."""
        with as_queue_errors():
            head = self.connection.lindex(self._queues[queue].key, 0)
        return head is not None and text(head).startswith(SINGLE)

    def live(self, queue: QueueName) -> dict[str, bool]:
        """Every ticket that will still be worked on without our doing, and whether a worker surely holds it.

        Popped but not yet begun counts as alive and unsure: a worker may have died between the two.
        """
        one = self._queues[queue]
        with as_queue_errors(), self.connection.pipeline(transaction=True) as pipeline:
            pipeline.lrange(one.key, 0, -1)
            pipeline.lrange(f"{one.key}:intermediate", 0, -1)
            pipeline.zrangebyscore(one.started_job_registry.key, time.time(), "+inf")
            pipeline.zrange(one.scheduled_job_registry.key, 0, -1)
            waiting, popped, started, scheduled = pipeline.execute()
        found = {text(entry): False for entry in popped}
        found |= {text(entry): True for entry in [*waiting, *scheduled]}
        found |= {text(entry).partition(":")[0]: True for entry in started}
        return found

    def forget(self, queue: QueueName, ticket: str) -> None:
        """Take a ticket off the list of popped ones, where its worker left it."""
        with as_queue_errors():
            self.connection.lrem(f"{self._queues[queue].key}:intermediate", 1, ticket)

    def forget_orphans(self) -> int:
        """Let the records of tickets that no queue and no worker knows of expire; how many there were.

        A worker that was killed between two of RQ's steps leaves one, and RQ gives no time to what has not ended.
        """
        with as_queue_errors():
            names = list(self.connection.scan_iter(f"{TicketJob.redis_job_namespace_prefix}*", count=PART))
            found = 0
            for start in range(0, len(names), PART):
                found += self._let_expire(names[start : start + PART])
        return found

    def _let_expire(self, names: Sequence[bytes]) -> int:
        with self.connection.pipeline(transaction=False) as pipeline:
            for name in names:
                pipeline.pttl(name)
            lasting = [name for name, left in zip(names, pipeline.execute(), strict=True) if left == -1]
            live = (
                {TicketJob.key_for(ticket) for queue in QueueName for ticket in self.live(queue)} if lasting else set()
            )
            orphans = [name for name in lasting if text(name) not in live]
            for name in orphans:
                pipeline.expire(name, RESULT_TTL)
            pipeline.execute()
        return len(orphans)

    def cancel(self, ticket: str) -> bool:
        """Take a ticket back: off the queue, or out of the hands of the worker that has it."""
        with as_queue_errors():
            try:
                job = TicketJob.fetch(ticket, connection=self.connection, serializer=JSONSerializer)
                if job.is_started:
                    send_stop_job_command(self.connection, ticket, serializer=JSONSerializer)
                else:
                    job.delete()  # a record that is only cancelled would stay for ever
            except (NoSuchJobError, InvalidJobOperation):
                return False
        return True

    def status(self, ticket: str) -> str | None:
        """RQ's own word for a ticket, for operators; None where it knows nothing of it."""
        with as_queue_errors():
            found = self.connection.hget(TicketJob.key_for(ticket), "status")
        return text(found) if found is not None else None

    @staticmethod
    def _prepare_job(
        function: str,
        name: str,
        timeout: int,
        *,
        job_id: str | None = None,
        retry: bool = True,
        at_front: bool = False,
    ) -> Any:
        return Queue.prepare_data(
            function,
            args=(name,),
            job_id=job_id or name,
            timeout=timeout,
            result_ttl=RESULT_TTL,
            failure_ttl=FAILURE_TTL,
            description="",
            at_front=at_front,
            # Each page of a chunk may cost two lives, and a worker may be killed for reasons of its own.
            retry=Retry(max=20) if retry else None,
        )


def new_ticket(*, single: bool = False) -> str:
    """A ticket's name that nobody has had; `single`: of a submission that somebody may be waiting for."""
    return f"{SINGLE if single else ''}{uuid.uuid4().hex}"


def queue_of(name: QueueName, connection: redis.Redis) -> TicketQueue:
    """The queue of that name."""
    return TicketQueue(name.value, connection=connection, serializer=JSONSerializer)


def live_workers(connection: redis.Redis) -> dict[str, int]:
    """How many workers of each queue have said within `LEASE` seconds that they are alive.

    A killed worker stays registered for much longer, and says nothing.
    """
    with as_queue_errors():
        members = [text(key) for key in connection.smembers(WORKERS)]
        with connection.pipeline(transaction=False) as pipeline:
            for key in members:
                pipeline.hmget(key, "queues", "death", "last_heartbeat")
            found = pipeline.execute()
    alive = dict.fromkeys((name.value for name in QueueName), 0)
    for queues, death, last in found:
        if queues and not death and last and _age(text(last)) < LEASE:
            alive[text(queues)] = alive.get(text(queues), 0) + 1
    return alive


def _age(moment: str) -> float:
    """Seconds since a moment as RQ writes it."""
    try:
        return time.time() - utcparse(moment).timestamp()
    except ValueError:
        return float("inf")
