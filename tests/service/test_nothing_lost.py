"""Whatever is killed: every accepted job ends, each body is stored once, and counts add up."""

from __future__ import annotations

import contextlib
import os
import signal

import pytest
from service_havoc import Havoc, ended, submit_all
from service_process import RunningService, text_of

ITEMS = 200
END_SECONDS = 300.0


def test_q03_q09_nothing_is_lost_under_kill_9() -> None:
    """200 texts; horses, workers, the API and the queue's server die; all ends well and once."""
    plan = ["horse", "worker", "server", "horse", "api", "worker"]
    with RunningService({"CLEANER_CHUNK": "10"}, workers=2) as service:
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
        # A fast machine may have no horse left to kill; of each other kind at least one died.
        assert {"worker", "server", "api"} <= set(havoc.killed)
        assert service.stop() == 0


def test_q09_a_whole_restart_goes_on_where_it_was() -> None:
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
