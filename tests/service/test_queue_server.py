"""What becomes of the service when its embedded queue server cannot work, or is killed together with its owner."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from service_process import RunningService, halt, has_ended, open_files, text_of, wait_until


def servers_of(data_dir: Path) -> list[int]:
    """The processes of servers that keep their files below this directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(data_dir / "valkey") in words:
                found.append(int(entry.name))
    return found


@pytest.fixture(scope="module")
def kept() -> Iterator[RunningService]:
    """The service of these tests, which does not wait for its workers at the end."""
    with RunningService({"CLEANER_STOP_SECONDS": "2"}) as running:
        yield running


@pytest.fixture
def service(kept: RunningService) -> RunningService:
    """A service that runs, whatever a test did to it before."""
    return kept if kept.process and kept.process.poll() is None else kept.start()


def test_q10_o04_outages_of_the_queues_server(service: RunningService) -> None:
    """Stopped: 503 within a second, status readable, not ready; back: all goes on."""
    with service.client() as api:
        done = api.post("/v1/jobs", json={"text": text_of(2)}, headers={"prefer": "wait=60"}).json()
        (pid,) = servers_of(service.data_dir)
        os.kill(pid, signal.SIGSTOP)  # killed, it would be back at once
        try:
            wait_until(lambda: api.get("/readyz").json()["checks"]["queue"] != "ok")
            seconds = []
            for _ in range(20):  # until once it is quick: a busy machine is not the service's doing
                begun = time.monotonic()
                answer = api.post("/v1/jobs", json={"text": text_of(3)})
                seconds.append(time.monotonic() - begun)
                assert (answer.status_code, answer.json()["code"]) == (503, "queue-unavailable")
                assert int(answer.headers["retry-after"]) > 0
                if seconds[-1] < 1:
                    break
            assert min(seconds) < 1
            assert api.get(done["links"]["self"]).json()["status"] == "succeeded"
            assert api.get("/readyz").status_code == 503
        finally:
            os.kill(pid, signal.SIGCONT)
        wait_until(lambda: api.get("/readyz").status_code == 200)
        again = api.post("/v1/jobs", json={"text": text_of(3)}, headers={"prefer": "wait=60"}).json()
        assert again["status"] == "succeeded"


def test_a_full_disk_under_the_queue_is_said_and_heals_without_a_second_server(service: RunningService) -> None:
    """503 with the reason in readiness and log, one server all along; with room again the same processes go on."""
    with service.client() as api:
        events = ("embedded-server-unable", "queue-unavailable")
        before = {event: len(details(service, event)) for event in events}
        done = api.post("/v1/jobs", json={"text": text_of(1)}, headers={"prefer": "wait=60"})
        assert done.json()["status"] == "succeeded"
        (pid,) = servers_of(service.data_dir)
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_000, hard))
        try:
            wait_until(lambda: api.post("/v1/jobs", json={"text": text_of(2)}).status_code == 503)
            wait_until(lambda: api.get("/readyz").json()["checks"]["queue"] == "cannot-write")
            assert api.get("/readyz").status_code == 503
            told = {event: lambda event=event: details(service, event)[before[event] :] for event in events}
            for said in told.values():
                wait_until(lambda said=said: any("cannot write" in one for one in said()))
            time.sleep(6)
            assert servers_of(service.data_dir) == [pid]
            # On a busy machine a look may find the server silent in between: what changed is said, and nothing twice.
            assert all(one != other for said in told.values() for one, other in pairwise(said()))
            assert service.log.read_text().partition("Traceback")[2] == ""
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        wait_until(lambda: api.get("/readyz").status_code == 200)
        again = api.post("/v1/jobs", json={"text": text_of(4)}, headers={"prefer": "wait=60"})
        assert again.json()["status"] == "succeeded"
        assert servers_of(service.data_dir) == [pid]


def details(service: RunningService, event: str) -> list[str]:
    """What was said at each of these events in the log."""
    lines = service.log.read_text().splitlines(keepends=True)
    found = [json.loads(line) for line in lines if f'"event": "{event}"' in line and line.endswith("}\n")]
    return [one.get("detail", "") for one in found]


def test_a_stalled_server_is_left_alone_and_goes_with_the_service(service: RunningService) -> None:
    """Stopped for four looks at it no second one is started; stopped at the end it is ended all the same."""
    with service.client() as api:
        (pid,) = servers_of(service.data_dir)
        with halt([pid]):
            time.sleep(8)
            assert servers_of(service.data_dir) == [pid]
        wait_until(lambda: api.get("/readyz").status_code == 200)
        os.kill(pid, signal.SIGSTOP)
        service.stop()
        assert servers_of(service.data_dir) == []


def test_after_kill_9_of_server_and_supervisor_the_port_is_free() -> None:
    """A server that the supervisor restarted holds no socket of the API's."""
    with RunningService() as service:
        (first,) = servers_of(service.data_dir)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: len(details(service, "embedded-server")) == 2)
        (second,) = servers_of(service.data_dir)
        assert second != first
        shared = open_files(service.process.pid) & open_files(second)
        assert not {name for name in shared if name.startswith("socket:")}
        apis = service.children("cleaner.app.api.server")
        service.process.kill()
        service.process.wait()
        wait_until(lambda: all(map(has_ended, apis)))  # they end with it, and have its port until then
        port = service.url.rpartition(":")[2]
        with RunningService(port=int(port), data_dir=service.data_dir) as next_:
            assert next_.url == service.url
            assert httpx.get(f"{next_.url}/livez", timeout=5, trust_env=False).status_code == 200
            assert servers_of(service.data_dir) == [second]
        assert servers_of(service.data_dir) == []


def test_a_damaged_queue_is_rebuilt_from_the_store_on_request(tmp_path: Path) -> None:
    """The start says what to do; `cleaner queue rebuild` does it; the job that waited is done."""
    with RunningService(data_dir=tmp_path) as service:
        workers = service.children("workers.run")
        for child in workers:
            os.kill(child, signal.SIGSTOP)
        with service.client() as api:
            job = api.post("/v1/jobs", json={"text": text_of(1)}).json()
        service.process.kill()
        service.process.wait()
        for child in workers:  # who is stopped does not see that its supervisor has gone
            os.kill(child, signal.SIGKILL)
        (server,) = servers_of(tmp_path)
        os.kill(server, signal.SIGKILL)
        wait_until(lambda: not servers_of(tmp_path))
        (file,) = (tmp_path / "valkey" / "appendonlydir").glob("*.incr.aof")
        file.write_bytes(b"not what it was" + file.read_bytes())
        command = [sys.executable, "-m", "cleaner.app.cli"]
        serve = [*command, "serve", "--data-dir", str(tmp_path), "--port", "0"]
        refused = subprocess.run(serve, check=False, capture_output=True, text=True, timeout=300)
        assert refused.returncode == 5
        assert "cleaner queue rebuild" in refused.stderr
        rebuild = [*command, "queue", "rebuild", "--data-dir", str(tmp_path)]
        done = subprocess.run(rebuild, check=True, capture_output=True, text=True, timeout=300)
        assert "set aside" in done.stderr
        service.start()
        with service.client() as api:
            assert api.get(job["links"]["self"], params={"wait": 60}).json()["status"] == "succeeded"
