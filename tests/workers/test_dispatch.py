"""What stands on the queue is ours or it does not run."""

from __future__ import annotations

import json
import pickle
import time
import zlib
from pathlib import Path

import pytest
from rq.serializers import JSONSerializer

from cleaner.ledger.records import QueueName
from cleaner.service.queue import RefusedJobError, TicketJob, queue_of

GOOD = "A sentence that is to be cleaned after the attack, and long enough for it. Number {}."


def plant(bench, name: str, data: bytes) -> None:
    """A job hash as an intruder would write it, and its id on the queue."""
    bench.context.redis.hset(
        f"rq:job:{name}", mapping={"data": zlib.compress(data), "origin": "clean", "status": "queued", "created_at": ""}
    )
    bench.context.redis.rpush("rq:queue:clean", name)


class Payload:
    """Unpickles into a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple:
        return (Path.touch, (Path(self.path),))


def test_q12_foreign_functions_pickles_and_garbage_do_not_run(bench, tmp_path) -> None:
    """Six planted entries are refused, the worker lives, the next job runs."""
    marks = [tmp_path / str(n) for n in range(3)]
    plant(bench, "foreign", json.dumps(["os.system", None, [f"touch {marks[0]}"], {}]).encode())
    plant(bench, "pickle", pickle.dumps((Payload(str(marks[1])), None, (), {})))
    plant(bench, "inner", json.dumps(["workers.jobs.clean_chunk.__globals__", None, [], {}]).encode())
    plant(bench, "arguments", json.dumps(["workers.jobs.clean_chunk", None, [{"a": 1}], {}]).encode())
    bench.context.redis.rpush("rq:queue:clean", "no id at all: $(touch x)", "missing-hash")
    plant(bench, "callback", json.dumps(["os.getpid", None, [], {}]).encode())
    bench.context.redis.hset("rq:job:callback", "failure_callback_name", "os.system")
    accepted = bench.submit(GOOD.format(1))
    worker = bench.worker()
    assert [job.status.value for job in bench.ended(accepted)] == ["succeeded"]
    assert worker.poll() is None
    assert not any(mark.exists() for mark in marks)


@pytest.mark.parametrize("function", ["os.system", "workers.jobs", "cleaner.service.context.this_world", ""])
def test_q12_only_three_functions_are_jobs(bench, function: str) -> None:
    """Anything else is refused before it is imported."""
    job = TicketJob.create(function or "x.y", args=["a"], connection=bench.context.redis, serializer=JSONSerializer)
    with pytest.raises(RefusedJobError):
        _ = job.func


def test_q15_a_page_weighs_the_same_in_redis_whatever_its_size(bench) -> None:
    """Only tickets travel: under 1 KB a page for pages of a megabyte, and for single ones too."""
    used = bench.context.redis.info("memory")["used_memory"]
    before = used
    for number in range(20):
        bench.submit(*(f"{number} {part} " + "x" * 100_000 for part in range(10)))
    grown = bench.context.redis.info("memory")["used_memory"] - before
    assert grown / 200 < 1_000


def test_a_ticket_can_be_taken_back(bench) -> None:
    """A queued ticket leaves the queue."""
    ticket = bench.submit(GOOD.format(2))[0].ticket
    assert bench.context.dispatcher.depth(QueueName.CLEAN) == 1
    assert bench.context.dispatcher.cancel(ticket)
    assert bench.context.dispatcher.depth(QueueName.CLEAN) == 0
    assert not bench.context.dispatcher.cancel("0" * 32)


def test_live_tickets_are_told_from_popped_ones(bench) -> None:
    """Waiting is sure, popped is not, and nothing else is live."""
    ticket = bench.submit(GOOD.format(3))[0].ticket
    assert bench.context.dispatcher.live(QueueName.CLEAN) == {ticket: True}
    queue = queue_of(QueueName.CLEAN, bench.context.redis)
    bench.context.redis.lmove(queue.key, f"{queue.key}:intermediate")
    assert bench.context.dispatcher.live(QueueName.CLEAN) == {ticket: False}
    bench.context.redis.zadd("rq:wip:clean", {f"{ticket}:x": time.time() + 600})
    assert bench.context.dispatcher.live(QueueName.CLEAN) == {ticket: True}
    bench.context.redis.zadd("rq:wip:clean", {f"{ticket}:x": time.time() - 5})
    bench.context.redis.delete(f"{queue.key}:intermediate")
    assert bench.context.dispatcher.live(QueueName.CLEAN) == {}
