"""A clock that jumps neither expires a job early nor lets one live for ever."""

from __future__ import annotations

import time

import pytest

from cleaner.errors import ExtractTimeout
from cleaner.ledger.records import JobStatus, QueueName
from cleaner.sandbox.limits import PageLimits, page_limits

HOUR, DAY = 3_600.0, 86_400.0


def test_q14_jobs_end_once_under_a_sweeper_whose_clock_jumped(bench) -> None:
    """Submitted at one time, swept and worked at another: all jobs succeed, none twice, and they are still there."""
    bench.worker()
    for number, jump in enumerate((HOUR, -HOUR, DAY, -DAY), 1):
        texts = (f"The council of district {number}-{n} met on Monday and talked for hours." for n in range(4))
        accepted = bench.submit(*texts, enqueue=False)
        bench.context.store.clock = lambda jump=jump: time.time() + jump
        bench.context.dispatcher.submit(QueueName.CLEAN, [bench.job(accepted[0]).ticket])
        bench.until(lambda jobs=accepted: all(bench.job(one).status.final for one in jobs), sweep=True)
        for _ in range(3):
            bench.sweeper.tick()
        assert [JobStatus.SUCCEEDED] * 4 == [bench.job(one).status for one in accepted]
        assert (4 * number, 4 * number) == bench.context.store.counts()


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_q14_a_pages_time_does_not_follow_the_clock(monkeypatch: pytest.MonkeyPatch, jump: float) -> None:
    """The wall timer of a page and what is counted beside it are monotonic: a jump neither fires nor delays it."""
    real, began = time.time, time.monotonic()
    with pytest.raises(ExtractTimeout), page_limits(PageLimits(wall_seconds=0.5)):  # noqa: PT012 - the timer rings inside
        monkeypatch.setattr(time, "time", lambda: real() + jump)
        while time.monotonic() - began < 20:
            time.sleep(0.01)
    assert 0.4 < time.monotonic() - began < 10
