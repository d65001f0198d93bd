"""The worker: RQ's forking one, with short leases, frequent maintenance and limited work-horses.

RQ's defaults find an abandoned job after 90 s to 15 minutes; with these it is back in under 40 s.
One queue a worker: with two RQ pops without an intermediate list and loses what a killed worker had popped.
"""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any

import redis
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import Worker
from rq.worker_registration import REDIS_WORKER_KEYS as WORKERS

from cleaner.errors import CleanerError, Code, QueueError
from cleaner.ledger.records import QueueName
from cleaner.sandbox.limits import PageLimits, enter_horse
from cleaner.service import notes
from cleaner.service.queue import LEASE, RESULT_TTL, TicketJob, TicketQueue, queue_of
from cleaner.store import Store
from workers import endings
from workers.listener import CommandListener

MAINTENANCE = 12  # seconds between two looks for abandoned jobs
WORKER_TTL = 25  # the blocking pop lasts 15 s less: 10 s
MONITOR = 5  # seconds between two heartbeats of a busy worker


class TicketWorker(Worker):
    """A worker of one queue. `store` is opened before the fork and connects after it."""

    job_class = TicketJob
    queue_class = TicketQueue
    max_connection_wait_time = 5.0  # RQ's own: up to a minute after the server is back

    def __init__(self, queue: QueueName, connection: redis.Redis, store: Store, limits: PageLimits) -> None:
        self._limits = limits
        self._store = store
        self._listener: CommandListener | None = None
        super().__init__(
            [queue_of(queue, connection)],
            connection=connection,
            serializer=JSONSerializer,
            maintenance_interval=MAINTENANCE,
            worker_ttl=WORKER_TTL,
            job_monitoring_interval=MONITOR,
            default_result_ttl=RESULT_TTL,
            log_job_description=False,
        )
        self.log_result_lifespan = False
        self.stopped = False
        self.jobs_done = 0

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """RQ's heartbeat. A worker that the server has forgotten (it lost its data) registers again."""
        if pipeline is None and not self.connection.sismember(WORKERS, self.key):
            self.connection.delete(self.key)  # else it would count as another worker's
            self.register_birth()  # type: ignore[no-untyped-call]  # RQ's
        super().heartbeat(timeout, pipeline)

    def procline(self, message: str) -> None:
        """Nothing: RQ renames its process where `setproctitle` happens to be installed, and nobody finds it then."""

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002  # RQ's signature
        """Seconds after which a job without a heartbeat counts as abandoned."""
        return LEASE

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """RQ's heartbeat, which must not end the worker while its server is away: the horse goes on."""
        try:
            super().maintain_heartbeats(job, execution)
        except redis.RedisError as error:
            self.log.warning("Worker %s: no heartbeat: %s", self.name, error)

    def fork_work_horse(self, job: Job, queue: Any) -> None:
        """Fork, and record the pair."""
        super().fork_work_horse(job, queue)
        try:
            notes.record_work_horse(self.connection, self.horse_pid, os.getpid())
        except QueueError as error:
            self.log.warning("Worker %s: horse not recorded: %s", self.name, error)

    def monitor_work_horse(self, job: Job, queue: Any, execution: Execution) -> None:
        """Watch the horse to its end, and forget the pair."""
        horse = self.horse_pid
        self.jobs_done += 1
        super().monitor_work_horse(job, queue, execution)
        try:
            notes.forget_work_horse(self.connection, horse)
        except QueueError as error:  # the sweeper takes away what is noted of a horse that has ended
            self.log.warning("Worker %s: horse not forgotten: %s", self.name, error)

    def teardown(self) -> None:
        """RQ's end of a worker, which must not fail for a server that is away: what is registered there expires."""
        try:
            super().teardown()  # type: ignore[no-untyped-call]  # RQ's
        except redis.RedisError as error:
            self.log.warning("Worker %s: its end is not noted: %s", self.name, error)
            self.unsubscribe()

    def subscribe(self) -> None:
        """Listen to commands in a thread of our own (see `workers.listener`)."""
        self._listener = CommandListener(self.connection, self.pubsub_channel_name, self.handle_payload, self.log)
        self._listener.start()

    def unsubscribe(self) -> None:
        """End that thread, if there is one."""
        if self._listener is not None:
            self._listener.end()
            self._listener = None

    def main_work_horse(self, job: Job, queue: Any) -> None:
        """The child's side of the fork: limits first, then the job."""
        enter_horse(self._limits)
        super().main_work_horse(job, queue)

    def handle_work_horse_killed(self, job: Job, retpid: int, ret_val: int, rusage: Any) -> None:
        """Count the death at the page that was noted; RQ runs the rest of the ticket again."""
        super().handle_work_horse_killed(job, retpid, ret_val, rusage)  # type: ignore[no-untyped-call]  # RQ's
        cause, name = _cause(ret_val)
        try:
            seq = notes.take(self.connection, job.id)
            notes.count(self.connection, {f"horse_deaths|{name}": 1})
            if seq is not None:
                endings.count_death(self._store, seq, cause)
        except CleanerError as error:  # the note is gone or the row stays open: the sweeper finds it
            self.log.warning("Worker %s: death at ticket %s not counted: %s", self.name, job.id, error)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """A warm shutdown: the current ticket is finished."""
        self.stopped = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]  # RQ's

    def request_force_stop(self, signum: int, frame: FrameType | None) -> None:
        """A cold shutdown: the horse is killed by us, so its page is not to blame."""
        execution = self.execution
        try:
            super().request_force_stop(signum, frame)
        finally:
            if execution is not None:
                notes.clear(self.connection, execution.job_id)


def _cause(wait_status: int) -> tuple[Code, str]:
    """What a horse died of: the code its page gets, and the signal's name."""
    if not os.WIFSIGNALED(wait_status):
        return Code.WORKER_LOST, f"exit-{os.waitstatus_to_exitcode(wait_status)}"
    number = os.WTERMSIG(wait_status)
    name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
    return (Code.EXTRACT_TIMEOUT if number == signal.SIGXCPU else Code.WORKER_LOST), name
