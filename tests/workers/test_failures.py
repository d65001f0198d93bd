"""What a page or a killed process can do to a worker, and what becomes of the page's neighbours."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time

import pytest
import redis
from rq.worker import Worker
from service_process import has_ended

from cleaner.ledger import reading, worker_side
from cleaner.ledger.records import JobStatus, QueueName
from cleaner.service import notes
from workers import run
from workers.sweeper import end_orphans
from workers.worker import TicketWorker

GOOD = "A first sentence of the good text number {}. A second sentence of it, a little longer than the first."


def statuses(jobs: list) -> list[str]:
    """Their words."""
    return [job.status.value for job in jobs]


def can_write(connection: redis.Redis) -> bool:
    """Whether the queue's server takes a write just now."""
    try:
        connection.set("some", "thing")
    except redis.RedisError:
        return False
    return True


def test_q01_q06_a_page_that_kills_its_worker_fails_alone_and_is_quarantined(bench) -> None:
    """Two runs of it, then `worker-lost`; its neighbours succeed, and it is refused from then on."""
    accepted = bench.submit(GOOD.format(1), "SEGFAULT please, in this text.", GOOD.format(2))
    bench.worker()
    jobs = bench.ended(accepted)
    assert statuses(jobs) == ["succeeded", "failed", "succeeded"]
    assert jobs[1].error["code"] == "worker-lost"
    assert bench.runs.read_text().count("SEGFAULT") == 2
    (refused,) = reading.list_quarantine(bench.context.store.engine)
    assert (refused.key, refused.job) == (jobs[1].key, jobs[1].id)
    with pytest.raises(AssertionError, match="Quarantined"):
        bench.submit("SEGFAULT please, in this text.")
    assert worker_side.release(bench.context.store.engine, jobs[1].key)
    assert bench.submit("SEGFAULT please, in this text.", enqueue=False)


def test_q04_a_stall_inside_c_ends_with_the_cpu_limit(working_bench) -> None:
    """The kernel kills it, the record says `extract-timeout`, the worker lives."""
    jobs = working_bench.ended(working_bench.submit("STALL-IN-C in this text.", GOOD.format(3)))
    assert statuses(jobs) == ["failed", "succeeded"]
    assert jobs[0].error["code"] == "extract-timeout"
    (worker,) = working_bench.processes
    assert worker.poll() is None
    assert notes.counters(working_bench.context.redis)["horse_deaths|SIGXCPU"] == 2


def test_q13_a_timeout_is_not_swallowed(working_bench) -> None:
    """Code that catches every Exception does not catch the page's wall time."""
    jobs = working_bench.ended(working_bench.submit("SWALLOW everything in this text.", GOOD.format(4)))
    assert statuses(jobs) == ["failed", "succeeded"]
    assert jobs[0].error["code"] == "extract-timeout"


def test_q05_too_much_memory_is_an_error_of_the_page(working_bench) -> None:
    """MemoryError is recorded; the work-horse goes on with the next page."""
    jobs = working_bench.ended(working_bench.submit("MEMORY hungry text.", GOOD.format(5)))
    assert statuses(jobs) == ["failed", "succeeded"]
    assert jobs[0].error["code"] == "out-of-memory"


def test_a_defect_of_ours_is_an_error_of_the_page(working_bench) -> None:
    """An exception nobody thought of is `internal`, without a traceback in the record."""
    jobs = working_bench.ended(working_bench.submit("DEFECT in this text.", GOOD.format(6)))
    assert statuses(jobs) == ["failed", "succeeded"]
    assert jobs[0].error["code"] == "internal"
    assert "Traceback" not in str(jobs[0].error)


def test_q02_a_killed_worker_takes_its_horse_along_and_its_chunk_is_done_again(bench) -> None:
    """Kill -9 of the worker in the middle of a page: the horse is gone at once, the job ends all the same."""
    accepted = bench.submit("HELD text, and long enough.", GOOD.format(7))
    first = bench.worker()
    bench.await_held()
    (horse,) = notes.work_horses(bench.context.redis)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    bench.until(lambda: has_ended(horse))
    bench.release()
    bench.worker()
    jobs = bench.ended(accepted, sweep=True)
    assert statuses(jobs) == ["succeeded", "succeeded"]
    assert bench.context.store.counts()[0] == 2


def test_q09_a_queue_that_forgot_everything_is_rebuilt(bench) -> None:
    """FLUSHALL, and the sweeper queues what the ledger holds."""
    accepted = bench.submit(GOOD.format(8), GOOD.format(9))
    bench.context.redis.flushall()
    bench.worker()
    assert statuses(bench.ended(accepted, sweep=True)) == ["succeeded", "succeeded"]


def test_a_popped_ticket_that_nobody_began_comes_back(bench) -> None:
    """A worker killed between the pop and its first mark leaves the ticket on the intermediate list."""
    accepted = bench.submit(GOOD.format(10))
    assert bench.context.redis.lmove("rq:queue:clean", "rq:queue:clean:intermediate")
    bench.worker()
    assert statuses(bench.ended(accepted, sweep=True)) == ["succeeded"]
    assert bench.context.redis.llen("rq:queue:clean:intermediate") == 0


def test_q03_sigterm_lets_the_page_finish(bench) -> None:
    """A warm shutdown loses nothing and exits with 0."""
    accepted = bench.submit("HELD text, stopped politely.")
    worker = bench.worker()
    bench.await_held()
    worker.terminate()
    time.sleep(0.5)  # long enough to end at once, were it to
    bench.release()
    assert worker.wait(300) == 0
    assert statuses(bench.ended(accepted, 1)) == ["succeeded"]


def test_a_running_job_can_be_cancelled(bench) -> None:
    """Its status is final at once; what the horse still brings is not stored."""
    accepted = bench.submit("HELD text, cancelled while it runs.")
    bench.worker()
    bench.await_held()
    assert worker_side.cancel(bench.context.store.engine, [accepted[0].seq], time.time()) == {accepted[0].seq}
    assert bench.context.dispatcher.cancel(bench.job(accepted[0]).ticket)
    bench.release()
    bench.until(lambda: notes.work_horses(bench.context.redis) == {})
    assert bench.job(accepted[0]).status is JobStatus.CANCELLED
    assert bench.context.store.counts() == (0, 0)


def test_q10_a_lost_server_is_waited_for(bench) -> None:
    """The embedded server dies and comes back: the same worker process goes on."""
    worker = bench.worker()
    bench.ended(bench.submit(GOOD.format(11)))
    os.kill(bench.server.pid(), signal.SIGKILL)
    time.sleep(1.5)
    bench.server.start()
    assert statuses(bench.ended(bench.submit(GOOD.format(12)), sweep=True)) == ["succeeded"]
    assert worker.poll() is None


def test_an_orphaned_horse_is_ended_by_the_sweeper(bench) -> None:
    """Where the kernel does not do it: a recorded horse whose worker is gone is killed."""
    horse = subprocess.Popen(["sleep", "60"], start_new_session=True)
    worker = subprocess.Popen(["sleep", "60"])
    notes.record_work_horse(bench.context.redis, horse.pid, worker.pid)
    assert end_orphans(bench.context) == 0
    worker.kill()
    worker.wait()
    assert end_orphans(bench.context) == 1
    assert horse.wait(60) == -signal.SIGKILL
    assert notes.work_horses(bench.context.redis) == {}


@pytest.mark.parametrize("step", ["bootstrap", "check_for_suspension", "dequeue_job_and_maintain_ttl", "heartbeat"])
def test_a_server_lost_at_any_step_is_waited_for(bench, monkeypatch, step: str) -> None:
    """The server is away at a step where RQ does not wait for it: the same process goes on when it is back."""
    looks = iter(["lost", "back"])
    back = threading.Timer(1.5, bench.server.start)

    def look(worker: TicketWorker, *_: object, **__: object) -> None:
        if next(looks) == "lost":
            os.kill(bench.server.pid(), signal.SIGKILL)
            bench.until(lambda: not bench.server.look().lives)
            try:
                worker.connection.ping()
            finally:
                back.start()
        worker.stopped = worker._stop_requested = True

    monkeypatch.setattr(Worker, "_install_signal_handlers", lambda _: None)
    monkeypatch.setattr(Worker, "execute_job", lambda *_: None)
    if step == "heartbeat":  # of a worker that just did a job
        monkeypatch.setattr(TicketWorker, "dequeue_job_and_maintain_ttl", lambda *_: (None, None))
    monkeypatch.setattr(TicketWorker, step, look)
    running = set(threading.enumerate())
    assert 0 == run._work(bench.context, QueueName.CLEAN, 10)
    assert "none left" == next(looks, "none left")
    back.join()
    bench.until(lambda: set(threading.enumerate()) <= running)


def test_a_page_that_ends_while_the_queue_cannot_write_is_kept_and_the_log_says_so_in_lines(bench, tmp_path) -> None:
    """The page's end cannot be noted in the queue: one line each, no traceback, and the same process goes on."""
    log = tmp_path / "worker.log"
    worker = bench.worker(log=log)
    accepted = bench.submit("HELD text, whose end finds a full disk.")
    bench.await_held()
    server = bench.server.pid()
    _, hard = resource.prlimit(server, resource.RLIMIT_FSIZE)
    resource.prlimit(server, resource.RLIMIT_FSIZE, (1_000, hard))
    bench.until(lambda: not can_write(bench.context.redis))
    bench.release()
    bench.until(lambda: "horse not forgotten" in log.read_text())
    bench.until(lambda: "queue-lost" in log.read_text())
    resource.prlimit(server, resource.RLIMIT_FSIZE, (hard, hard))
    bench.until(lambda: can_write(bench.context.redis))
    assert statuses(bench.ended(accepted, sweep=True)) == ["succeeded"]
    assert statuses(bench.ended(bench.submit(GOOD.format(13)), sweep=True)) == ["succeeded"]
    assert worker.poll() is None
    assert "Traceback" not in log.read_text()
