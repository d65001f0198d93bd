"""The rate limit holds while the queue's server is away: each process counts by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.app.api import rate_limit
from cleaner.app.api.rate_limit import RateLimit
from cleaner.service.valkey import EmbeddedServer
from tests.event_loop import run_async


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    """A queue server."""
    with tempfile.TemporaryDirectory(prefix="cr", ignore_cleanup_errors=True) as home:
        made = EmbeddedServer(Path(home))
        try:
            yield made
        finally:
            made.close()


@pytest.fixture(autouse=True)
def one_minute(monkeypatch) -> None:
    """No minute ends while a test runs."""
    monkeypatch.setattr(rate_limit.time, "time", lambda: 1_700_000_000.0)


def used(limit: RateLimit, who: str) -> int:
    """What the next request of this caller makes."""
    return run_async(limit.count(who))


def test_processes_share_their_count(server: EmbeddedServer) -> None:
    """Two of them, one server; another caller has a count of its own."""
    url = server.start()
    first, second = RateLimit(url, 3), RateLimit(url, 3)
    assert [used(first, "me"), used(second, "me"), used(first, "me"), used(first, "you")] == [1, 2, 3, 1]


def test_without_the_server_the_limit_holds_in_each_process(server: EmbeddedServer) -> None:
    """It failed open: whoever took the server down had no limit any more."""
    url = server.start()
    limit = RateLimit(url, 3)
    assert used(limit, "me") == 1
    server.close()
    assert [used(limit, "me") for _ in range(5)] == [1, 2, 3, 4, 5]
    server.start()
    assert used(limit, "you") == 1


def test_a_process_alone_counts_a_bounded_number_of_callers(monkeypatch) -> None:
    """Those beyond it are over the limit; those it knows go on; the next minute is empty."""
    monkeypatch.setattr(rate_limit, "MAX_CALLERS", 2)
    limit = RateLimit("unix:///no/such/socket", 3)
    assert [used(limit, who) for who in ("a", "b", "c", "a")] == [1, 1, 4, 2]
    monkeypatch.setattr(rate_limit.time, "time", lambda: 1_700_000_060.0)
    assert used(limit, "c") == 1
