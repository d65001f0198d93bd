"""A batch that cannot be written to its end leaves nothing to be worked on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from cleaner.app.api import registering
from cleaner.app.api.models import Common
from cleaner.app.api.registering import register
from cleaner.app.api.submissions import Maker
from cleaner.errors import StoreError
from cleaner.ledger import batches, reading
from cleaner.ledger.records import Item, JobStatus, QueueName
from cleaner.service.settings import load
from cleaner.service.tracing import NoTracer
from cleaner.store import open_store
from cleaner.web.address import Guard


class Queue:
    """What was put on the queues."""

    def __init__(self) -> None:
        self.submitted: list[tuple[QueueName, int]] = []

    def submit(self, queue: QueueName, tickets: list[str]) -> None:
        """Note it."""
        self.submitted.append((queue, len(tickets)))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """As much of the service as a batch needs."""
    store = open_store(str(tmp_path / "clean.db"))
    context = SimpleNamespace(store=store, config=load({}, home=tmp_path), dispatcher=Queue(), tracer=NoTracer())
    health = SimpleNamespace(admitted=[])
    health.admit = lambda _, jobs: health.admitted.append(jobs)
    maker = Maker(store, Guard(), 10_000, 60.0, hooks=False)
    yield SimpleNamespace(context=context, health=health, maker=lambda _: maker)
    store.close()


def items(maker: Maker) -> Iterator[Item]:
    """Three transactions full of texts."""
    for number in range(3 * registering.ROWS):
        job, content = maker.from_bytes(f"Text number {number}.".encode(), Common())
        yield Item(job, content=content)


def test_nothing_is_queued_before_the_last_row_is_written(service, monkeypatch) -> None:
    """And what is admitted is the whole batch, before its first row."""
    written = []
    add = batches.add_items

    def look(*arguments: object) -> object:
        written.append((list(service.health.admitted), list(service.context.dispatcher.submitted)))
        return add(*arguments)

    monkeypatch.setattr(batches, "add_items", look)
    name = register(service, "", items, None, None)
    assert written == [([750], [])] * 3
    assert service.context.dispatcher.submitted == [(QueueName.FETCH, 0), (QueueName.CLEAN, 15)]
    assert reading.find_batch(service.context.store.engine, name).total == 750


def test_a_store_that_is_full_in_the_middle_leaves_no_work(service, monkeypatch) -> None:
    """The second of three transactions fails: no batch, nothing queued, what stood already is cancelled."""
    add, calls = batches.add_items, iter([None, StoreError("no room")])

    def fail(*arguments: object) -> object:
        if error := next(calls):
            raise error
        return add(*arguments)

    monkeypatch.setattr(batches, "add_items", fail)
    with pytest.raises(StoreError, match="no room"):
        register(service, "", items, None, None)
    engine = service.context.store.engine
    assert reading.list_batches(engine, "") == []
    assert {job.status for job in reading.list_jobs(engine, "", limit=1_000)} == {JobStatus.CANCELLED}
    assert service.context.dispatcher.submitted == []
