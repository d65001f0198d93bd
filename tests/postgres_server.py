"""A real PostgreSQL server for tests and benchmarks, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from ports import choose_port

_PLACES = Path("/usr/lib/postgresql")


def missing_postgres() -> str:
    """Why no server can be started here; empty where one can."""
    if _initdb() is None:
        return "no PostgreSQL server on this machine"
    if os.geteuid() == 0 and _user() is None:
        return "PostgreSQL will not run as root, and there is no user postgres"
    return ""


class PostgresServer:
    """A server in a directory of its own, listening on one address, without passwords.

    `network` names those beyond loopback who may connect, as pg_hba.conf does. `durable` waits for the disk.
    """

    def __init__(self, address: str = "127.0.0.1", *, network: str = "", durable: bool = False) -> None:
        binary = _initdb()
        assert binary is not None
        self._tools = Path(binary).resolve().parent
        self._who = (_user() or {}) if os.geteuid() == 0 else {}
        self.home = Path(tempfile.mkdtemp(prefix="cleaner-pg-"))
        if self._who:
            os.chown(self.home, self._who["user"], self._who["group"])
        self._data = self.home / "data"
        self._run("initdb", "-D", self._data, "-U", "cleaner", "-A", "trust", "-E", "UTF8", "-N")
        if network:
            with (self._data / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        port = choose_port(address)
        self._options = (
            f"-c listen_addresses={address} -c port={port} -c unix_socket_directories={self.home} "
            f"-c fsync={'on' if durable else 'off'}"
        )
        self.url = f"postgresql+psycopg://cleaner@{address}:{port}/postgres"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "300", "-o", self._options, "start")

    def stop(self) -> None:
        """End it at once, as a crash would: nothing is closed in order."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-t", "300", "stop")

    def close(self) -> None:
        """End it and remove its directory."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        subprocess.run(
            [str(self._tools / program), *map(str, arguments)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.home,
            **self._who,
        )


def _initdb() -> str | None:
    installed = sorted(_PLACES.glob("*/bin/initdb")) if _PLACES.is_dir() else []
    return shutil.which("initdb") or (str(installed[-1]) if installed else None)


def _user() -> dict[str, int] | None:
    """The server refuses root; as root it runs as its own user."""
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        return None
    return {"user": user.pw_uid, "group": user.pw_gid}
