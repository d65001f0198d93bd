"""What the API makes of its looks at the queue's server."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from cleaner.app.api import health
from cleaner.app.api.health import Health
from cleaner.errors import QueueError
from cleaner.service.broker import QueueFault

MEMORY = {"maxmemory": 0, "used_memory": 1}
ABLE, SILENT, FULL = "", QueueFault.SILENT, QueueFault.UNWRITABLE


def looking(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], object]) -> Health:
    """What looks at a queue's server that answers so, and at a store that has no jobs."""
    monkeypatch.setattr(health, "ask", lambda _: answer())
    monkeypatch.setattr(health, "live_workers", lambda _: answer())
    monkeypatch.setattr(health.reading, "waiting_by_tenant", lambda _: {})
    monkeypatch.setattr(health.reading, "ask", lambda _: None)
    config = SimpleNamespace(redis_url="unix:///nowhere/s", queue_limit=10)
    context = SimpleNamespace(config=config, store=SimpleNamespace(engine=None))
    return Health(context)  # type: ignore[arg-type]  # what it reads of a context


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([ABLE, SILENT, ABLE], [ABLE, ABLE, ABLE]),
        ([ABLE, SILENT, ABLE, SILENT], [ABLE] * 4),
        ([ABLE, SILENT, SILENT, SILENT, ABLE], [ABLE, ABLE, SILENT, SILENT, ABLE]),
        ([ABLE, FULL, SILENT, ABLE, SILENT], [ABLE, FULL, SILENT, ABLE, ABLE]),
        ([SILENT, SILENT, ABLE], [SILENT, SILENT, ABLE]),
    ],
)
def test_one_look_without_an_answer_refuses_nothing(
    monkeypatch: pytest.MonkeyPatch, looks: list[str], expected: list[str]
) -> None:
    """A server that is late once on a busy machine goes on taking work; silent twice, or unable, it does not."""
    answers = iter(looks)

    def answer() -> dict[str, int]:
        if fault := next(answers):
            raise QueueError("it cannot", reason=fault)
        return MEMORY

    watch = looking(monkeypatch, answer)
    found = []
    for _ in looks:
        watch.look()
        found.append(watch.state.queue)
        if watch.state.queue:
            with pytest.raises(QueueError):
                watch.admit("")
        else:
            watch.admit("")
    assert expected == found


def test_workers_are_those_last_heard_of_until_the_server_counts_as_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """One late answer makes nobody unready."""
    answers: list[dict[str, int]] = [MEMORY, {"clean": 2}]

    def answer() -> dict[str, int]:
        if not answers:
            raise QueueError("it is silent", reason=SILENT)
        return answers.pop(0)

    watch = looking(monkeypatch, answer)
    watch.look()
    assert [{"clean": 2}, {"clean": 2}] == [watch.workers(), watch.workers()]
    watch.look()
    assert watch.workers() == {"clean": 2}
    watch.look()
    assert watch.workers() == {}
