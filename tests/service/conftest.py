"""One running service for the tests that ask for nothing of their own and leave it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from service_process import RunningService


@pytest.fixture(scope="session")
def service() -> Iterator[RunningService]:
    """A service with a worker and a process behind /v1/clean, which nobody stops, stalls or kills."""
    with RunningService(pool=1) as running:
        yield running
