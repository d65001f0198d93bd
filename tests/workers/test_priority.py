"""A single submission does not wait for the batches before it."""

from __future__ import annotations

import time

from cleaner.ledger.records import QueueName
from cleaner.service import queue
from cleaner.service.queue import new_ticket
from workers.cleaning import YIELD_SECONDS

GOOD = "A sentence of the single page that somebody waits for, and long enough for it. Number {}."


def names(bench) -> list[str]:
    """What waits, in its order."""
    return [one.decode() for one in bench.context.redis.lrange("rq:queue:clean", 0, -1)]


def test_single_tickets_go_before_batches_in_their_own_order(bench) -> None:
    """However they come in; what made room goes before other batches."""
    batch, single = [new_ticket() for _ in range(3)], [new_ticket(single=True) for _ in range(3)]
    rest = new_ticket()
    submit = bench.context.dispatcher.submit
    submit(QueueName.CLEAN, single[:1])
    submit(QueueName.CLEAN, batch)
    submit(QueueName.CLEAN, single[1:])
    submit(QueueName.CLEAN, [rest], first=True)
    assert names(bench) == [*single, rest, *batch]
    assert bench.context.dispatcher.single_waits(QueueName.CLEAN)


def test_behind_many_single_tickets_a_further_one_waits_at_the_end(bench, monkeypatch) -> None:
    """Looking for its place stays cheap: then it is a queue like any other."""
    monkeypatch.setattr(queue, "LOOKED_AT", 1)
    single, batch = [new_ticket(single=True) for _ in range(3)], new_ticket()
    bench.context.dispatcher.submit(QueueName.CLEAN, [single[0], batch])
    bench.context.dispatcher.submit(QueueName.CLEAN, single[1:])
    assert names(bench) == [single[0], single[1], batch, single[2]]


def test_a_chunk_makes_room_for_a_single_page_and_loses_nothing(bench) -> None:
    """The page is cleaned before the chunk's third one; every page is cleaned once, at its first attempt."""
    batch = bench.submit(*(f"HELD text number {number} of a chunk." for number in range(4)))
    bench.worker()
    bench.await_held()
    single = bench.submit(GOOD.format(1), single=True)
    time.sleep(1.2 * YIELD_SECONDS)
    bench.release()
    jobs = bench.ended([*batch, *single])
    assert [job.status.value for job in jobs] == ["succeeded"] * 5
    assert [job.attempts for job in jobs] == [1] * 5
    lines = bench.runs.read_text().splitlines()
    assert len(lines) == 5
    assert [line.startswith("HELD") for line in lines].index(False) <= 2
    bench.until(lambda: bench.context.dispatcher.live(QueueName.CLEAN) == {})


def test_single_chunks_do_not_make_room_for_each_other(bench) -> None:
    """Or many of them would put each other back."""
    first = bench.submit("HELD text one.", "HELD text two.", single=True)
    bench.worker()
    bench.await_held()
    second = bench.submit(GOOD.format(2), single=True)
    time.sleep(1.2 * YIELD_SECONDS)
    bench.release()
    bench.ended([*first, *second])
    assert [line[:4] for line in bench.runs.read_text().splitlines()] == ["HELD", "HELD", "A se"]
