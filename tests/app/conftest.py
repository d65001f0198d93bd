"""One running service for every test of the API."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from service_process import RunningService


@pytest.fixture(scope="session")
def service() -> Iterator[RunningService]:
    """A whole service, shared by the tests of this folder."""
    with RunningService({"CLEANER_RECEIPT_SECONDS": "2", "CLEANER_MAX_BYTES": "200000"}, pool=1) as running:
        yield running


@pytest.fixture
def api(service: RunningService) -> Iterator[httpx.Client]:
    """A client of it."""
    with service.client() as client:
        yield client
