"""Fixtures that several test folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis
from servers import ValkeyServer


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
