"""What has expired, and what belongs to somebody else."""

from __future__ import annotations

import json
import time

from service_havoc import NDJSON
from service_process import RunningService, text_of

KEYS = "me:" + "m" * 24 + ",you:" + "y" * 24
WAIT = {"prefer": "wait=60"}


def test_what_expired_is_gone_and_its_body_stays() -> None:
    """410 for jobs and batches known once, 404 for others; the same input then opens a new generation."""
    with RunningService({"CLEANER_JOB_DAYS": "0"}) as service:
        with service.client() as api:
            job = api.post("/v1/jobs", json={"text": text_of(7)}, headers=WAIT).json()
            batch = api.post("/v1/batches", content=json.dumps({"text": text_of(8)}), headers=NDJSON).json()
            ended = api.get(f"/v1/batches/{batch['id']}", params={"wait": 60}).json()
            assert ended["status"] == "succeeded"
        assert service.stop() == 0
        service.start()  # a sweeper looks for what has expired when it starts
        with service.client() as api:
            places = [job["links"]["self"], f"/v1/batches/{batch['id']}", f"/v1/batches/{batch['id']}/items"]
            deadline = time.monotonic() + 30
            while api.get(places[0]).status_code != 410 and time.monotonic() < deadline:
                time.sleep(0.2)
            for place in places:
                answer = api.get(place)
                assert (answer.status_code, answer.json()["code"]) == (410, "gone")
                assert answer.headers["content-type"] == "application/problem+json"
            assert api.delete(places[0]).status_code == 410
            assert api.get(f"/v1/jobs/{'0' * 64}-1").status_code == 404
            assert api.get(job["links"]["body"]).status_code == 200
            assert api.post("/v1/jobs", json={"text": text_of(7)}).json()["id"].endswith("-2")


def test_a05_neither_tenant_sees_the_others_work() -> None:
    """404 for every route of another's job and batch, and nothing of it in the lists."""
    me, you = ({"authorization": f"Bearer {letter * 24}"} for letter in "my")
    with RunningService({"CLEANER_API_KEYS": KEYS}) as service, service.client() as api:
        job = api.post("/v1/jobs", json={"text": text_of(6)}, headers={**me, **WAIT}).json()
        batch = api.post("/v1/batches", content=json.dumps({"text": text_of(9)}), headers={**me, **NDJSON}).json()
        for place in (job["links"]["self"], f"/v1/batches/{batch['id']}"):
            assert api.get(place, headers=me).status_code == 200
            for method in ("GET", "DELETE"):
                assert api.request(method, place, headers=you).status_code == 404
        assert api.get(f"/v1/batches/{batch['id']}/items", headers=you).status_code == 404
        for place in ("/v1/jobs", "/v1/batches"):
            assert api.get(place, headers=you).json()["items"] == []
            assert len(api.get(place, headers=me).json()["items"]) >= 1
