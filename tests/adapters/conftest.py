"""Stores on real databases: a SQLite file always, PostgreSQL where its server can be started."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.adapters.store import Store, open_store

_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []


class Clock:
    """A clock that tests set; each reading is one second later."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        """The next second."""
        self.now += 1.0
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


def _postgres_user() -> dict[str, int]:
    """The server refuses root; as root it runs as its own user."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL will not run as root, and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server for this session, or a skip with the reason."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = shutil.which("initdb") or (str(_BIN[-1]) if _BIN else None)
    if found is None:
        pytest.skip("no PostgreSQL server on this machine")
    tools = Path(found).resolve().parent
    who = _postgres_user()
    home = Path(tempfile.mkdtemp(prefix="cleaner-pg-"))
    if who:
        os.chown(home, who["user"], who["group"])
    data = home / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home, **who}
    subprocess.run(
        [tools / "initdb", "-D", data, "-U", "cleaner", "-A", "trust", "-E", "UTF8", "-N"], check=True, **quiet
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home} -c fsync=off"
    subprocess.run([tools / "pg_ctl", "-D", data, "-w", "-o", options, "start"], check=True, **quiet)
    yield f"postgresql+psycopg://cleaner@127.0.0.1:{port}/postgres"
    subprocess.run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, **quiet)
    shutil.rmtree(home, ignore_errors=True)


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
