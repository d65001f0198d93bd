"""What has expired, and what belongs to somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_havoc import NDJSON
from service_process import RunningService, text_of, wait_until

KEYS = "me:" + "m" * 24 + ",you:" + "y" * 24
WAIT = {"prefer": "wait=60"}
ME = {"authorization": f"Bearer {'m' * 24}"}


def test_an_operator_may_share_texts_by_hash() -> None:
    """The text alone: what else hangs on the body stays with its key."""
    me, you = ({"authorization": f"Bearer {letter * 24}"} for letter in "my")
    settings = {"CLEANER_API_KEYS": KEYS, "CLEANER_SHARE_BODIES": "1"}
    with RunningService(settings) as service, service.client() as api:
        result = api.post("/v1/jobs", json={"text": text_of(62)}, headers={**me, **WAIT}).json()["result"]
        place = f"/v1/bodies/{result['content_hash']}"
        assert api.get(place, headers=you).status_code == 200
        assert api.get(f"{place}/sources", headers=you).status_code == 404


def test_what_expired_is_gone_and_its_body_stays(tmp_path: Path) -> None:
    """410 for jobs and batches known once, 404 for others; the same input then opens a new generation."""
    settings = {"CLEANER_API_KEYS": KEYS}
    with RunningService(settings, data_dir=tmp_path) as service, service.client(headers=ME) as api:
        job = api.post("/v1/jobs", json={"text": text_of(7)}, headers=WAIT).json()
        batch = api.post("/v1/batches", content=json.dumps({"text": text_of(8)}), headers=NDJSON).json()
        ended = api.get(f"/v1/batches/{batch['id']}", params={"wait": 60}).json()
        assert ended["status"] == "succeeded"
        assert service.stop() == 0
    settings["CLEANER_JOB_DAYS"] = "0"  # a sweeper looks for what has expired when it starts
    with RunningService(settings, data_dir=tmp_path) as service, service.client(headers=ME) as api:
        places = [job["links"]["self"], f"/v1/batches/{batch['id']}", f"/v1/batches/{batch['id']}/items"]
        wait_until(lambda: api.get(places[0]).status_code == 410)
        for place in places:
            answer = api.get(place)
            assert (answer.status_code, answer.json()["code"]) == (410, "gone")
            assert answer.headers["content-type"] == "application/problem+json"
        assert api.delete(places[0]).status_code == 410
        assert api.get(f"/v1/jobs/{'0' * 64}-1").status_code == 404
        assert api.get(job["links"]["body"]).status_code == 200
        assert api.post("/v1/jobs", json={"text": text_of(7)}).json()["id"].endswith("-2")


@pytest.fixture(scope="module")
def tenants() -> Iterator[RunningService]:
    """A service of two keys, with a worker and nothing that cleans at once."""
    with RunningService({"CLEANER_API_KEYS": KEYS}) as service:
        yield service


def test_a05_neither_tenant_sees_the_others_work(tenants: RunningService) -> None:
    """404 for every route of another's job and batch, and nothing of it in the lists."""
    me, you = ({"authorization": f"Bearer {letter * 24}"} for letter in "my")
    with tenants.client() as api:
        job = api.post("/v1/jobs", json={"text": text_of(6)}, headers={**me, **WAIT}).json()
        batch = api.post("/v1/batches", content=json.dumps({"text": text_of(9)}), headers={**me, **NDJSON}).json()
        for place in (job["links"]["self"], f"/v1/batches/{batch['id']}"):
            assert api.get(place, headers=me).status_code == 200
            for method in ("GET", "DELETE"):
                assert api.request(method, place, headers=you).status_code == 404
        assert api.get(f"/v1/batches/{batch['id']}/items", headers=you).status_code == 404
        for place in ("/v1/jobs", "/v1/batches"):
            shown = {one["id"] for one in api.get(place, headers=you).json()["items"]}
            assert shown.isdisjoint({job["id"], batch["id"]})
            assert len(api.get(place, headers=me).json()["items"]) >= 1


def test_a_hash_opens_nothing_of_another_tenant(tenants: RunningService) -> None:
    """Sources, removals, originals and renderings belong to the key that sent them, and so does the body's text."""
    me, you = ({"authorization": f"Bearer {letter * 24}"} for letter in "my")
    text = text_of(61) + "\n\nShare this article"
    with tenants.client() as api:
        item = {"text": text, "source_url": "https://a.example/secret"}
        mine = api.post("/v1/jobs", json=item, headers={**me, **WAIT})
        result = mine.json()["result"]
        place = f"/v1/bodies/{result['content_hash']}"
        places = [place, *(f"{place}/{part}" for part in ("sources", "removals", "original"))]
        places += [f"{place}?format={name}" for name in ("json", "markdown", "html")]
        places += [f"{place}/removals?source={result['source_id']}", f"{place}/original?source={result['source_id']}"]
        for one in places:
            assert api.get(one, headers=me).status_code == 200, one
            answer = api.get(one, headers=you)
            assert answer.status_code == 404, one
            assert "secret" not in answer.text
        yours = api.post("/v1/jobs", json={"text": text, "source_url": "https://b.example/"}, headers={**you, **WAIT})
        assert yours.json()["result"]["content_hash"] == result["content_hash"]
        for one in (f"{place}/sources", f"{place}?format=json"):
            answer = api.get(one, headers=you)
            assert answer.status_code == 200
            assert "secret" not in answer.text
