"""Records of RQ that nobody would ever remove."""

from __future__ import annotations

import pytest

from cleaner.ledger.records import QueueName
from cleaner.service.queue import RESULT_TTL, TicketJob

TEXT = "A sentence that is to be cleaned, number {}."


def lasting(bench) -> set[str]:
    """The tickets whose records do not expire."""
    prefix = TicketJob.redis_job_namespace_prefix
    server = bench.context.redis
    return {key.decode().removeprefix(prefix) for key in server.scan_iter(f"{prefix}*") if server.pttl(key) == -1}


@pytest.mark.parametrize("held", [True, False])
def test_a_record_that_no_queue_knows_of_expires(bench, held: bool) -> None:
    """A worker that died between RQ's steps leaves one; those that wait or are popped are left alone."""
    tickets = [bench.submit(TEXT.format(number))[0].ticket for number in range(3)]
    queue = f"rq:queue:{QueueName.CLEAN.value}"
    bench.context.redis.lrem(queue, 1, tickets[0])
    if held:
        bench.context.redis.lmove(queue, f"{queue}:intermediate", "LEFT", "LEFT")
    assert set(tickets) == lasting(bench)
    assert 1 == bench.context.dispatcher.forget_orphans()
    assert set(tickets[1:]) == lasting(bench)
    assert 0 < bench.context.redis.ttl(TicketJob.key_for(tickets[0])) <= RESULT_TTL


def test_a_ticket_that_is_taken_back_leaves_no_record(bench) -> None:
    """Nor does the queue hold its name."""
    (accepted,) = bench.submit(TEXT.format(9))
    assert bench.context.dispatcher.cancel(accepted.ticket)
    assert 0 == bench.context.dispatcher.depth(QueueName.CLEAN)
    assert [] == [key for key in bench.context.redis.scan_iter("*") if accepted.ticket.encode() in key]
