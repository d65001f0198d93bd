"""`cleaner serve`: the API, the workers, the sweeper and the embedded server under one roof.

Children live in sessions of their own, so that Ctrl-C reaches only this process, which ends them in
order: first whoever takes work in, then whoever does it, the embedded server last. A child that ends
unasked is started again, whatever its exit code: RQ's worker ends with 0 for reasons that are none.
SIGUSR1 replaces them all, one after the other (`cleaner.app.rolling`).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType

from cleaner.app.child import Child, kill_group
from cleaner.app.listening import open_socket
from cleaner.app.rolling import Rolling
from cleaner.errors import ExitCode
from cleaner.service.logs import logger
from cleaner.service.readiness import VARIABLE as READY_VARIABLE
from cleaner.service.server_guard import ServerGuard
from cleaner.service.settings import Config
from cleaner.service.valkey import EmbeddedServer

POLL = 0.2  # seconds
STEADY = 10.0  # seconds a child must live before its next death counts as its first
MAX_DELAY = 10.0
API_STOP_SECONDS = 15.0
# glibc keeps an arena for each thread and raises its threshold for mmap with every large block it frees, so that
# uploads of some megabytes leave room behind in all of them: 107 -> 137 MB, and 107 -> 113 with these.
API_MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144"}
FATAL = frozenset({int(ExitCode.USAGE), int(ExitCode.BAD_CONFIG)})


class Supervisor:
    """Runs API, workers, fetchers and sweeper as child processes, and the embedded queue server, until a signal.

    Without `workers` and `fetchers` there is no sweeper either.
    """

    def __init__(self, config: Config, *, api: bool = True, workers: int = 0, fetchers: int = 0) -> None:
        self.config = config
        self.stopping = False
        self.on_listening: Callable[[str, int], None] | None = None
        self._hurry = False
        self._restart = False
        self._rolling = Rolling(self._spawn)
        self._code = int(ExitCode.OK)
        self._guard = None if config.redis_url else ServerGuard(EmbeddedServer(config.data_dir))
        self._socket: socket.socket | None = None
        python = (sys.executable, "-m")
        self._api = Child("api", (*python, "cleaner.app.api.server"), API_STOP_SECONDS) if api else None
        names: list[tuple[str, tuple[str, ...]]] = [
            (f"clean-{n}", ("workers.run", "clean")) for n in range(1, workers + 1)
        ]
        names += [(f"fetch-{n}", ("workers.run", "fetch")) for n in range(1, fetchers + 1)]
        if names:
            names.append(("sweeper", ("workers.sweeper",)))
        self._work = [Child(name, (*python, *words), config.stop_seconds) for name, words in names]

    def run(self) -> int:
        """Start everything, keep it alive, and end it in order after SIGTERM or SIGINT. Returns the exit code.

        Raises ConfigError and QueueError where it cannot be started.
        """
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, self._handle_signal)
        signal.signal(signal.SIGUSR1, self._handle_restart)
        try:
            self._begin()
            while not self.stopping:
                self._tend()
                time.sleep(POLL)
        finally:
            self._end()
        return self._code

    def _begin(self) -> None:
        if self._guard is not None:
            self._guard.begin()
        if self._api is not None:
            self._socket = open_socket(self.config)
            self._socket.listen(512)
            if self.on_listening is not None:
                self.on_listening(*self._socket.getsockname()[:2])
        for child in self._children():
            self._start(child)

    def _children(self) -> list[Child]:
        return ([self._api] if self._api else []) + self._work

    def _tend(self) -> None:
        if self._guard is not None:
            self._guard.tend()
        if self._restart:
            self._restart = False
            self._rolling.begin(self._children())
        self._rolling.tend()
        for child in self._children():
            if child.process is None:
                if time.monotonic() >= child.again:
                    self._start(child)
            elif child.process.poll() is not None:
                self._handle_end(child, child.process.returncode)

    def _start(self, child: Child) -> None:
        child.process = self._spawn(child)
        child.started = time.monotonic()

    def _spawn(self, child: Child, ready: int | None = None) -> subprocess.Popen[bytes]:
        """A process of this child; through the descriptor `ready` it says that it takes work."""
        opened = self._socket if child is self._api else None
        kept = [] if opened is None else [opened.fileno()]
        environment = dict(self._environment(kept))
        if ready is not None:
            environment[READY_VARIABLE] = str(ready)
        passed = kept if ready is None else [*kept, ready]
        return subprocess.Popen(  # noqa: S603  # our own modules
            child.command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=passed
        )

    def _environment(self, kept: Sequence[int]) -> Mapping[str, str]:
        memory = API_MEMORY if kept else {}
        environment = {**memory, **os.environ, "CLEANER_CHILD": str(os.getpid()), "OMP_NUM_THREADS": "1"}
        environment["CLEANER_DATA_DIR"] = str(self.config.data_dir)
        if self._guard is not None:
            environment["CLEANER_REDIS_URL"] = self._guard.server.url
        if kept:
            environment["CLEANER_CHILD_SOCKET"] = str(kept[0])
        return environment

    def _handle_end(self, child: Child, code: int) -> None:
        lived = time.monotonic() - child.started
        child.process = None
        if code in FATAL:
            logger().error("child-refused", child=child.name, code=code)
            self._code, self.stopping = code, True
            return
        child.deaths = 0 if lived > STEADY else child.deaths + 1
        delay = 0.0 if child.deaths <= 1 else min(0.5 * 2 ** (child.deaths - 2), MAX_DELAY)
        child.again = time.monotonic() + delay
        logger().warning("child-ended", child=child.name, code=code, lived=round(lived, 1), again_in=delay)

    def _handle_signal(self, _signal: int, _frame: FrameType | None) -> None:
        self._hurry = self.stopping
        self.stopping = True

    def _handle_restart(self, _signal: int, _frame: FrameType | None) -> None:
        self._restart = True

    def _end(self) -> None:
        if self._socket is not None:  # first: whoever came while it is open and nobody accepts would wait in vain
            self._socket.close()
        under_way = self._rolling.processes()
        if self._api is not None:
            self._end_processes([self._api.process], API_STOP_SECONDS)
        self._end_processes([*(child.process for child in self._work), *under_way], self.config.stop_seconds)
        if self._guard is not None:
            self._guard.end()

    def _end_processes(self, processes: Sequence[subprocess.Popen[bytes] | None], seconds: float) -> None:
        running = [process for process in processes if process is not None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + seconds
        for process in running:
            while process.poll() is None and time.monotonic() < deadline and not self._hurry:
                time.sleep(POLL / 4)
            kill_group(process)
