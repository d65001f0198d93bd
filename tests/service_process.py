"""A whole service in its own processes, for tests that speak to it over HTTP and for those that hurt it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import redis

# Services of tests speak HTTP alone, and reading the certificates would take each client 21 ms of processor time.
PLAIN: Mapping[str, Any] = {"trust_env": False, "verify": False}
START_SECONDS = 300.0
STOP_SECONDS = 300.0


class RunningService:
    """`cleaner serve` on a free port, with a store and a server of its own, gone afterwards.

    Each worker, each fetcher and each process of the pool behind /v1/clean imports the whole core, 1.5 s of processor
    time, and prepares for a language: a test starts those that it needs, and has them prepare for one.
    """

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        *,
        workers: int = 1,
        fetchers: int = 0,
        pool: int = 0,
        port: int = 0,
        data_dir: Path | None = None,
    ) -> None:
        self._home = None if data_dir else tempfile.TemporaryDirectory(prefix="cs", ignore_cleanup_errors=True)
        self.data_dir = data_dir or Path(self._home.name)
        self.log = self.data_dir / "service.log"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEANER_")}
        self._environment |= {
            "CLEANER_DATA_DIR": str(self.data_dir),
            "CLEANER_SWEEP_SECONDS": "1",
            "CLEANER_WARM_LANGUAGES": "en",
            "CLEANER_CLEAN_POOL": str(pool),
            **(environment or {}),
        }
        self._arguments = ("--port", str(port), "--workers", str(workers), "--fetchers", str(fetchers))
        self.url = ""
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.stop()
        if self._home:
            self._home.cleanup()

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        with self.log.open("ab") as log:
            begin = log.tell()
            command = [sys.executable, "-m", "cleaner.app.cli", "serve", *self._arguments]
            self.process = subprocess.Popen(
                command, env=self._environment, stderr=log, stdout=log, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = re.search(r"listens on (http://\S+)/", self.log.read_bytes()[begin:].decode("utf-8", "replace"))
            if found:
                self.url = found[1]
                if self._ready():
                    return self
            assert self.process.poll() is None, self.words()
            time.sleep(0.1)
        raise AssertionError(self.words())

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when it is ready again."""
        deadline = time.monotonic() + seconds
        while not self._ready():
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.1)

    def stop(self) -> int:
        """End it as Ctrl-C would; the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS)

    def words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-4_000:]

    def client(self, **options: Any) -> httpx.Client:
        """A client of its API."""
        return httpx.Client(base_url=self.url, timeout=90, **PLAIN, **options)

    def redis(self) -> redis.Redis:
        """A connection to its queue's server."""
        return redis.Redis(unix_socket_path=str(self.data_dir / "valkey" / "valkey.sock"))

    def children(self, module: str) -> list[int]:
        """Process ids of its children that run this module, work-horses and all."""
        assert self.process is not None
        return [pid for pid, words in descendants(self.process.pid).items() if module in words]

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5, **PLAIN).status_code == 200
        except httpx.HTTPError:
            return False


def wait_until(done: Callable[[], object], seconds: float = 300) -> None:
    """Return when `done` gives back something true; raises AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or was ended and nobody has asked for its end yet."""
    try:
        return "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return True


def open_files(pid: int) -> set[str]:
    """What a process has open, as Linux names it; empty for one that has ended."""
    found: set[str] = set()
    with suppress(OSError):
        for one in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):  # closed since it was listed
                found.add(str(one.readlink()))
    return found


@contextmanager
def halt(pids: Iterable[int]) -> Iterator[None]:
    """Stop these processes, and let them go on at the end, whatever a test has found meanwhile."""
    halted = list(pids)
    try:
        for pid in halted:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in halted:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def descendants(root: int) -> dict[int, str]:
    """The processes below one, with their command lines (Linux)."""
    parents: dict[int, int] = {}
    words: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[1])
            words[int(entry.name)] = command.decode("utf-8", "replace")
    below = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        if not more:
            return {pid: words[pid] for pid in below - {root}}
        below |= more


def text_of(number: int) -> str:
    """A small article that no other number has, with one line to be removed."""
    return (
        f"The council of district {number} met on Monday and talked for three hours about the harbour wall.\n\n"
        f"Member {number * 7 + 3} said that the repairs would begin in spring, weather permitting.\n\n"
        "Share this article"
    )
