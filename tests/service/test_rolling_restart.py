"""SIGUSR1 replaces every process of a service under load: no request fails, and nothing accepted is lost."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from service_process import RunningService, descendants, open_files, wait_until
from steady_load import SteadyLoad

PARTS = ("app.api.server", "workers.run clean", "workers.run fetch", "workers.sweeper")
SECONDS = 240.0


@pytest.fixture(scope="module")
def replaced() -> Iterator[RunningService]:
    """A service with every kind of process, which ends well after all that its processes went through."""
    with RunningService(fetchers=1, pool=1) as running:
        yield running
        assert running.stop() == 0


def test_a_rolling_restart_fails_no_request_and_loses_nothing(replaced: RunningService) -> None:
    """Two clients that never try twice go on while API, workers and sweeper are replaced one by one."""
    before = roots(replaced)
    assert len(before) == 4
    with SteadyLoad([replaced.url], clients=2) as load:
        replaced.process.send_signal(signal.SIGUSR1)
        wait_for(replaced, "restart-ended")
        answered = load.answers
        wait_until(lambda: load.answers > answered + 10)
    assert [] == load.failures
    assert answered > 10
    after = roots(replaced)
    assert len(after) == 4
    assert not before & after
    with replaced.client() as api:
        ends = load.ends(api)
    assert {"succeeded"} == {one["status"] for one in ends}


def test_a_successor_that_does_not_start_leaves_everything_as_it_is(replaced: RunningService) -> None:
    """A store that the new processes refuse, as a newer release left it, costs nothing: who works goes on."""
    before = roots(replaced)
    known = set_schema(replaced.data_dir / "clean.db", "999")
    try:
        replaced.process.send_signal(signal.SIGUSR1)
        wait_for(replaced, '"event": "restart-failed"')
    finally:
        set_schema(replaced.data_dir / "clean.db", known)
    assert before == roots(replaced)
    with replaced.client() as api:
        done = api.post("/v1/jobs", json={"text": "The harbour reopened."}, headers={"prefer": "wait=60"}).json()
    assert done["status"] == "succeeded"


def test_nobody_but_the_api_and_its_supervisor_holds_the_listening_socket(service: RunningService) -> None:
    """Held by a child of the API, it would let clients connect after the API's end, and then reset them."""
    port = f":{int(service.url.rpartition(':')[2]):04X}"
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    (listening,) = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(port) and row[3] == "0A"}
    below = descendants(service.process.pid)
    holders = {words.split()[2] for pid, words in below.items() if listening in open_files(pid)}
    assert holders == {"cleaner.app.api.server"}
    assert "workers.oneshot" in {words.split()[2] for words in below.values() if " -m " in words}


def set_schema(database: Path, number: str) -> str:
    """The number of the schema that the store had, once it has this one.

    Written by SQLite: a file put in the place of a store in use makes it lose what stands in the write-ahead log.
    """
    with closing(sqlite3.connect(database, timeout=30)) as raw, raw:
        (found,) = raw.execute("SELECT value FROM store_meta WHERE name = 'schema'").fetchone()
        raw.execute("UPDATE store_meta SET value = ? WHERE name = 'schema'", (number,))
    return str(found)


def roots(service: RunningService) -> set[int]:
    """The ids of the processes that the supervisor started itself."""
    supervisor = service.process.pid
    listed = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    ours = {pid for part in PARTS for pid in service.children(part)}
    return {int(pid) for pid in listed} & ours


def wait_for(service: RunningService, words: str) -> None:
    """Return when the log has these words."""
    deadline = time.monotonic() + SECONDS
    while words not in service.log.read_text(errors="replace"):
        assert time.monotonic() < deadline, service.words()
        time.sleep(0.2)
