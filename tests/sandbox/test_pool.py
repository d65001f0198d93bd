"""The pool loses no item, whatever its children do."""

from __future__ import annotations

import time

import pool_work
import pytest

from cleaner.errors import Code, StoreError, WorkerLost
from cleaner.sandbox.limits import PageLimits
from cleaner.sandbox.pool import Finished, Pool

QUICK = PageLimits(cpu_seconds=20.0, wall_seconds=4.0)  # an item that does nothing takes less on a busy machine
SHORT = PageLimits(cpu_seconds=1.0, wall_seconds=60.0)


def run(items: list[str], *, holds: bool = False, processes: int = 2, chunk: int = 4) -> dict[str, Finished[str, str]]:
    """Every item's end; fails where one is told twice."""
    limits = SHORT if "spin:x" in items else QUICK
    pool: Pool[str, str] = Pool(pool_work.make, holds, processes=processes, chunk=chunk, limits=limits)
    ended = list(pool.run(items))
    assert len(ended) == len({one.number for one in ended})
    return {one.item: one for one in ended}


@pytest.mark.parametrize("holds", [False, True])
@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 17, 100])
def test_every_item_ends_once(count: int, holds: bool) -> None:
    """Whole chunks, a rest, or none at all."""
    items = [f"item {i}" for i in range(count)]
    assert {item: f"{item} done" for item in items} == {k: v.outcome for k, v in run(items, holds=holds).items()}


@pytest.mark.parametrize(
    ("deed", "code", "words"),
    [
        ("sleep", Code.EXTRACT_TIMEOUT, "took over 4 s"),
        ("spin", Code.EXTRACT_TIMEOUT, "of processor time"),
        ("die", Code.WORKER_LOST, "SIGKILL"),
        ("crash", Code.WORKER_LOST, "SIGSEGV"),
        ("exit", Code.WORKER_LOST, "exit code 3"),
        ("eat", Code.OUT_OF_MEMORY, "bytes of memory"),
        ("refuse", Code.MALFORMED, "as asked"),
        ("bug", Code.INTERNAL, "KeyError"),
        ("stuck-part", Code.EXTRACT_TIMEOUT, "at part 7"),
    ],
)
@pytest.mark.parametrize("holds", [False, True])
def test_the_culprit_alone_fails(deed: str, code: Code, words: str, holds: bool) -> None:
    """One bad item among others: it fails with its reason, the rest are done."""
    items = [f"a{i}" for i in range(5)] + [f"{deed}:x"] + [f"b{i}" for i in range(5)]
    ended = run(items, holds=holds)
    failed = {item: one.error for item, one in ended.items() if one.error}
    assert [f"{deed}:x"] == list(failed)
    error = failed[f"{deed}:x"]
    assert error is not None
    assert code is error.code
    assert words in error.message
    assert set(items) == set(ended)


def test_several_culprits_in_one_chunk() -> None:
    """Each is named, none takes an innocent with it."""
    items = ["die:1", "ok1", "die:2", "crash:3", "ok2", "exit:4", "ok3"]
    ended = run(items, processes=1, chunk=7, holds=True)
    assert {"die:1", "die:2", "crash:3", "exit:4"} == {item for item, one in ended.items() if one.error}
    assert set(items) == set(ended)


def test_an_item_of_many_parts_has_its_limits_for_each() -> None:
    """5 s in five parts pass a limit of 4 s a part."""
    ended = run(["parts:x"])
    assert "parts:x done" == ended["parts:x"].outcome


def test_no_number_runs_too_far_ahead() -> None:
    """With `ahead`, a reader that restores the order holds a bounded number of results."""
    pool: Pool[str, str] = Pool(pool_work.make, False, processes=2, chunk=2, limits=QUICK)
    waiting: set[int] = set()
    following = 0
    for one in pool.run([f"i{n}" for n in range(60)], ahead=8):
        waiting.add(one.number)
        assert one.number < following + 8 + 2
        while following in waiting:
            waiting.remove(following)
            following += 1
    assert 60 == following


def test_an_error_while_settling_ends_the_run() -> None:
    """A full disk is everybody's problem, not one item's."""
    pool: Pool[str, str] = Pool(pool_work.full, True, limits=QUICK)
    with pytest.raises(StoreError, match="no space left"):
        list(pool.run(["a", "b"]))


def test_children_that_never_live_are_told() -> None:
    """Three deaths before any item: there is no use in going on."""
    pool: Pool[str, str] = Pool(pool_work.never, False, limits=QUICK)
    with pytest.raises(WorkerLost, match="stays alive"):
        list(pool.run(["a"]))


def test_stopping_early_ends_the_children() -> None:
    """Closing the iterator kills what sleeps."""
    pool: Pool[str, str] = Pool(pool_work.make, False, processes=2, chunk=1, limits=PageLimits(wall_seconds=50))
    running = pool.run(["quick", "sleep:1", "sleep:2"])
    assert "quick done" == next(running).outcome
    began = time.monotonic()
    running.close()
    assert time.monotonic() - began < 40  # they would sleep for 60 s
    assert [] == pool._children
