"""What the API makes of its looks at the queue's server."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cleaner.app.api import health
from cleaner.app.api.health import Health
from cleaner.errors import QueueError
from cleaner.service.broker import QueueFault

MEMORY = {"maxmemory": 0, "used_memory": 1}
ABLE, SILENT, FULL = "", QueueFault.SILENT, QueueFault.UNWRITABLE


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

    def ask(_: object) -> dict[str, int]:
        if fault := next(answers):
            raise QueueError("it cannot", reason=fault)
        return MEMORY

    monkeypatch.setattr(health, "ask", ask)
    monkeypatch.setattr(health.reading, "waiting_by_tenant", lambda _: {})
    monkeypatch.setattr(health.reading, "ask", lambda _: None)
    config = SimpleNamespace(redis_url="unix:///nowhere/s", queue_limit=10)
    context = SimpleNamespace(config=config, store=SimpleNamespace(engine=None))
    looking = Health(context)  # type: ignore[arg-type]  # what it reads of a context
    found = []
    for _ in looks:
        looking.look()
        found.append(looking.state.queue)
        if looking.state.queue:
            with pytest.raises(QueueError):
                looking.admit("")
        else:
            looking.admit("")
    assert expected == found
