"""Real servers for tests: a Valkey of one's own on a private socket."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import redis
from ports import choose_port

from cleaner.service.valkey import find_binary


class ValkeyServer:
    """A Valkey in a directory of its own, with a short socket path. Start it, kill it, start it again.

    `persist` writes an append-only file at every write, so that a killed server knows everything again. With an
    `address` it listens there too, for those who know the password.
    """

    def __init__(self, *, persist: bool = False, address: str = "") -> None:
        self._address = address
        self._port = choose_port(address) if address else 0
        self.password = secrets.token_hex(16) if address else ""
        self.home = Path(tempfile.mkdtemp(prefix="valkey-"))
        self.socket = self.home / "s"
        self._persist = persist
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For redis-py's `from_url`."""
        if self._address:
            return f"redis://:{self.password}@{self._address}:{self._port}/0"
        return f"unix://{self.socket}"

    def start(self) -> ValkeyServer:
        """Start the server and wait until it answers."""
        durable = ("--appendonly", "yes", "--appendfsync", "always") if self._persist else ("--appendonly", "no")
        listening = ("--bind", self._address, "--requirepass", self.password) if self._address else ()
        self._process = subprocess.Popen(
            [
                *(
                    str(find_binary()),
                    "--port",
                    str(self._port),
                    *listening,
                    "--unixsocket",
                    str(self.socket),
                    "--unixsocketperm",
                    "700",
                ),
                *("--dir", str(self.home), "--save", "", "--maxmemory-policy", "noeviction", *durable),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            with self.client() as client:
                try:
                    client.ping()
                except redis.RedisError:
                    time.sleep(0.02)
                else:
                    return self
        raise AssertionError("the test's Valkey does not answer")

    def client(self) -> redis.Redis:
        """A connection without retries, so that a dead server is noticed at once."""
        return redis.Redis(
            unix_socket_path=str(self.socket), socket_timeout=30, retry=None, password=self.password or None
        )

    def kill(self) -> None:
        """As kill -9 does it: nothing is flushed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Kill it and remove its directory."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)
