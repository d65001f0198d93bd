"""Stores on real databases: a SQLite file always, PostgreSQL where its server can be started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from set_clock import Clock

from cleaner.store import Store, open_store


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store may be made, on each kind of database."""
    if request.param == "sqlite":
        yield str(tmp_path / "clean.db")
        return
    server = request.getfixturevalue("postgres")
    import psycopg  # noqa: PLC0415 - only where a server runs

    name = f"t{os.urandom(6).hex()}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield server.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(place: str, clock: Clock) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(place, clock=clock) as opened:
        yield opened
