"""Whatever is killed: every accepted job ends, each body is stored once, and counts add up."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import threading
import time

import httpx
import pytest
from service_process import RunningService, text_of

NDJSON = {"content-type": "application/x-ndjson"}
ITEMS = 300
END_SECONDS = 150.0


class Havoc(threading.Thread):
    """Kills work-horses, workers, the API and the embedded server, in a random but repeatable order."""

    def __init__(self, service: RunningService, plan: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self._service = service
        self._plan = plan
        self._random = random.Random(seed)
        self.killed: list[str] = []

    def run(self) -> None:
        """Kill along the plan."""
        for victim in self._plan:
            time.sleep(self._random.uniform(0.3, 1.2))
            pids = self._pids(victim)
            if pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._random.choice(pids), signal.SIGKILL)
                    self.killed.append(victim)

    def _pids(self, victim: str) -> list[int]:
        if victim == "server":
            with contextlib.suppress(Exception):
                return [int(self._service.redis().info("server")["process_id"])]
            return []
        if victim == "api":
            return self._service.children("cleaner.app.api.server")
        workers = self._service.children("workers.run clean")
        horses = [pid for pid in workers if os.getpgid(pid) == pid and os.getsid(pid) != pid]
        return horses if victim == "horse" else [pid for pid in workers if pid not in horses]


def submit_all(service: RunningService, texts: list[str], size: int) -> list[str]:
    """The batches of these texts; what is refused or cut off is sent again, as a client would."""
    batches = []
    for start in range(0, len(texts), size):
        content = "\n".join(json.dumps({"text": text}) for text in texts[start : start + size])
        for _ in range(60):
            with contextlib.suppress(httpx.HTTPError):
                answer = httpx.post(f"{service.url}/v1/batches", content=content, headers=NDJSON, timeout=30)
                if answer.status_code == 202:
                    batches.append(answer.json()["id"])
                    break
            time.sleep(0.5)
        else:
            raise AssertionError("the service never took the batch")
    return batches


def ended(service: RunningService, batches: list[str], seconds: float) -> list[dict]:
    """The batches when all have ended."""
    deadline = time.monotonic() + seconds
    found: list[dict] = []
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            found = [httpx.get(f"{service.url}/v1/batches/{name}", timeout=30).json() for name in batches]
            if all(one["status"] not in {"queued", "running"} for one in found):
                return found
        time.sleep(0.5)
    raise AssertionError(f"{[(b['status'], b['progress']) for b in found]}\n{service.words()}")


def test_nothing_is_lost_under_kill_9() -> None:
    """300 texts; horses, workers, the API and the queue's server die; all ends well and once."""
    plan = ["horse", "worker", "horse", "server", "worker", "horse", "api", "horse", "worker"]
    with RunningService({"CLEANER_CHUNK": "10"}) as service:
        havoc = Havoc(service, plan, seed=7)
        havoc.start()
        texts = [text_of(n) for n in range(ITEMS)]
        batches = submit_all(service, texts, 50)
        havoc.join()
        found = ended(service, batches, END_SECONDS)
        total = sum(one["progress"]["total"] for one in found)
        outcome = {name: sum(one[name] for one in found) for name in ("succeeded", "failed", "cancelled")}
        assert total == ITEMS
        assert sum(outcome.values()) == ITEMS
        with service.client() as api:
            items = [i for name in batches for i in api.get(f"/v1/batches/{name}/items?limit=1000").json()["items"]]
            bodies = {i["job"]["result"]["content_hash"] for i in items if i["status"] == "succeeded"}
            assert len(bodies) == outcome["succeeded"]  # each text has a body of its own, stored once
            reasons = {i["job"]["error"]["code"] for i in items if i["status"] == "failed"}
            assert reasons <= {"worker-lost"}
            some = api.get(f"/v1/bodies/{min(bodies)}/sources").json()["items"]
            assert len(some) == 1
        assert len(havoc.killed) >= len(plan) - 2
        assert service.stop() == 0


def test_a_whole_restart_goes_on_where_it_was() -> None:
    """Everything is killed with -9 in the middle; the next start finishes the batch, and leaves no process."""
    with RunningService({"CLEANER_CHUNK": "10"}) as service:
        (batch,) = submit_all(service, [text_of(n) for n in range(1_000, 1_080)], 80)
        assert service.process is not None
        server = int(service.redis().info("server")["process_id"])
        for pid in [*service.children("workers."), *service.children("cleaner."), service.process.pid, server]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        service.process.wait()
        service.start()
        (found,) = ended(service, [batch], END_SECONDS)
        assert found["succeeded"] + found["failed"] == 80
        assert service.stop() == 0
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)
