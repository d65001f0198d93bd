"""The process of an embedded server: whether it lives is what a lock says, whatever the server answers.

An open file with an exclusive lock is handed to the server when it is started. The kernel keeps the lock for as
long as the process lives, and no longer: a server that is stopped, overloaded or out of disk space still holds it,
a killed one does not. Its id and start time stand in a file beside the lock, for whoever has to end it.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cleaner.service.notes import start_ticks

KILL_SECONDS = 5.0  # until a process that was sent SIGKILL is gone
SPAWN_SECONDS = 2.0  # until nobody else looks at the lock at this very moment
_POLL = 0.02
_STANDARD = (0, 1, 2)


class ServerProcess:
    """The one server process of the directory `home`, which listens on the Unix socket `path`."""

    def __init__(self, home: Path, path: Path) -> None:
        self._lock = home / "server.lock"
        self._note = home / "server.pid"
        self._path = path
        self._child: int | None = None  # the server, where this process started it
        self._code: int | None = None  # with which that server has ended

    def lives(self) -> bool:
        """Whether the server's process exists. One that was started here and has ended is cleared away."""
        self.exit_code()
        return self._is_locked() or _listens(self._path)

    def exit_code(self) -> int | None:
        """The exit code of the last server that was started here, once it has ended, else None."""
        if self._child is None:
            return self._code
        try:
            pid, status = os.waitpid(self._child, os.WNOHANG)
        except ChildProcessError:
            self._child = None
            return self._code
        if pid:
            self._child, self._code = None, os.waitstatus_to_exitcode(status)
        return self._code

    def pid(self) -> int | None:
        """The server's process id as it was noted, or None where that process is gone."""
        try:
            noted, _, begun = self._note.read_text().partition(" ")
            pid = int(noted)
        except (OSError, ValueError):
            return None
        return pid if start_ticks(pid) and start_ticks(pid) == begun.strip() else None

    def spawn(self, command: list[str]) -> None:
        """Start the server in a session of its own, with the lock and no other open file of ours.

        Raises BlockingIOError where a server holds the lock, OSError where the program cannot be started.
        """
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _take(handle)
            closed = [(os.POSIX_SPAWN_CLOSE, number) for number in _inheritable()]
            silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in _STANDARD]
            os.set_inheritable(handle, True)
            self._code = None
            self._child = os.posix_spawn(command[0], command, os.environ, setsid=True, file_actions=[*silent, *closed])
        finally:
            os.close(handle)
        self._note.write_text(f"{self._child} {start_ticks(self._child)}\n")

    def end(self, seconds: float, pid: int | None = None) -> bool:
        """End the server: politely, and after `seconds` by force. False if it is there still.

        `pid` is used where none is noted: a server that another release started.
        """
        found = self.pid() or pid
        if found is None:
            return not self.lives()
        for sig, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, KILL_SECONDS)):
            with suppress(ProcessLookupError):
                os.kill(found, sig)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                if not self.lives():
                    return True
                time.sleep(_POLL)
        return False

    def _is_locked(self) -> bool:
        try:
            handle = os.open(self._lock, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two that look do not see each other
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False


def _take(handle: int) -> None:
    deadline = time.monotonic() + SPAWN_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_POLL)  # somebody may be looking just now
        else:
            return


def _inheritable() -> Iterator[int]:
    """The open files of this process that a program it starts would get: they are another's, or a listening socket."""
    for entry in list(Path("/dev/fd").iterdir()):
        number = int(entry.name)
        with suppress(OSError):
            if number not in _STANDARD and os.get_inheritable(number):
                yield number


def _listens(path: Path) -> bool:
    """Whether a process listens on this socket, answering or not."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            probe.connect(os.fspath(path))
        except BlockingIOError:
            return True  # its queue of connections is full
        except OSError:
            return False
    return True
