"""Logs, figures and readiness agree with what happens."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from service_process import RunningService, halt, text_of, wait_until


def ended(api: httpx.Client) -> dict[str, float]:
    """The counter of ended jobs, by status."""
    families = text_string_to_metric_families(api.get("/metrics").text)
    (jobs,) = [family for family in families if family.name == "cleaner_jobs"]
    return {sample.labels["status"]: sample.value for sample in jobs.samples if sample.name.endswith("_total")}


def lines(service: RunningService, event: str) -> list[dict]:
    """The events of this name in the log."""
    written = service.log.read_text().splitlines(keepends=True)
    found = [json.loads(line) for line in written if line.startswith("{") and line.endswith("}\n")]
    return [one for one in found if one["event"] == event]


@pytest.fixture(scope="module")
def fetching() -> Iterator[RunningService]:
    """A service with a worker and a fetcher."""
    with RunningService({"CLEANER_FETCH_ALLOW": "127.0.0.1:9"}, fetchers=1) as running:
        yield running


def test_requests_jobs_and_figures_agree(fetching: RunningService) -> None:
    """One line a request with its number and what it made, one a job with its outcome; the counters are the store's."""
    with fetching.client() as api:
        for status in ("queued", "running"):  # what another test left is not counted along
            wait_until(lambda status=status: not api.get("/v1/jobs", params={"status": status}).json()["items"])
        before = ended(api)
        with halt(fetching.children("workers.run clean")):
            waiting = [api.post("/v1/jobs", json={"text": text_of(n)}).json() for n in range(3)]
            for job in waiting[1:]:
                api.delete(job["links"]["self"])
        made = api.post("/v1/jobs", json={"text": text_of(9)}, headers={"x-request-id": "mine-1", "prefer": "wait=60"})
        assert made.headers["x-request-id"] == "mine-1"
        failed = api.post("/v1/jobs", json={"url": "http://nothing.invalid/"}, headers={"prefer": "wait=60"}).json()
        assert failed["status"] == "failed"
        wait_until(lambda: api.get(waiting[0]["links"]["self"]).json()["status"] == "succeeded")
        grown = {status: count - before.get(status, 0) for status, count in ended(api).items()}
        assert grown == {"succeeded": 2, "failed": 1, "cancelled": 2}
        (request,) = [one for one in lines(fetching, "request") if one["request"] == "mine-1"]
        assert (request["method"], request["path"], request["status"]) == ("POST", "/v1/jobs", made.status_code)
        ours = {made.json()["id"], failed["id"]}
        wait_until(lambda: ours <= {one["job"] for one in lines(fetching, "job")})  # written after the job's end
        said = {one["job"]: one for one in lines(fetching, "job")}
        assert said[made.json()["id"]]["status"] == "succeeded"
        assert said[failed["id"]]["code"] == "host-not-found"
        assert said[failed["id"]]["seconds"] > 0


def test_readiness_heals_after_the_server_lost_its_data(fetching: RunningService) -> None:
    """Workers that the server has forgotten register again; a killed one does not count for long."""
    with fetching.client() as api:
        fetching.redis().flushall()
        wait_until(lambda: api.get("/readyz").json()["checks"]["workers"] == {"fetch": 1, "clean": 1})
        wait_until(lambda: api.get("/readyz").status_code == 200)


def test_sigterm_answers_long_polls_with_what_is_known(fetching: RunningService) -> None:
    """200 and the job as it stands, not a 500."""
    with fetching.client() as api, halt(fetching.children("workers.run")):  # stopped, it would be waited for at the end
        job = api.post("/v1/jobs", json={"text": text_of(11)}).json()
        batch = api.post("/v1/batches", json={"items": [{"text": text_of(12)}]}).json()
        answers: list[httpx.Response] = []
        sent: list[str] = []

        def note(event: str, _: object) -> None:
            if event == "http11.receive_response_headers.started":  # so the whole request has been sent
                sent.append(event)

        def poll(path: str) -> None:
            with fetching.client() as mine:
                answers.append(mine.get(path, params={"wait": 60}, extensions={"trace": note}))

        polls = [threading.Thread(target=poll, args=(one["links"]["self"],)) for one in (job, batch)]
        for one in polls:
            one.start()
        wait_until(lambda: len(sent) == 2)
        for _ in range(3):  # a poll that waits cannot be seen from outside: what came later has been answered
            assert api.get(job["links"]["self"]).json()["status"] == "queued"
        for child in fetching.children("cleaner.app.api.server"):
            os.kill(child, signal.SIGTERM)
        for one in polls:
            one.join(40)  # before the polls' own time is over
        assert [answer.status_code for answer in answers] == [200, 200]
        assert {answer.json()["status"] for answer in answers} == {"queued"}
