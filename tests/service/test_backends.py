"""The whole service on other backends: PostgreSQL for the store, an S3-compatible server for the originals."""

from __future__ import annotations

import json
import os

import pytest
from service_havoc import NDJSON, Havoc, ended, submit_all
from service_process import RunningService, text_of

PAGE = (
    "<!doctype html><html><head><title>Harbour {0}</title></head><body><nav><a href=/>Home</a></nav><article>"
    "<h1>Harbour {0}</h1><p>The harbour of district {0} reopened on Monday after three weeks of work on its wall.</p>"
    "<p>Ferries run again from noon, and tickets are sold on board, the council said in a statement.</p></article>"
    "<footer>Share this article</footer></body></html>"
)


def pages_and_texts_come_out_clean(service: RunningService) -> None:
    """Submit both kinds, one by one and as a batch; read bodies, sources and originals."""
    with service.client() as api:
        text = api.post("/v1/jobs", json={"text": text_of(1)}, headers={"prefer": "wait=60"}).json()
        assert text["status"] == "succeeded", text
        assert text_of(1).rpartition("\n\n")[0] == api.get(text["links"]["body"]).text
        assert text_of(1).encode() == api.get(text["links"]["original"]).content
        page = api.post(
            "/v1/jobs",
            content=PAGE.format(2),
            headers={"content-type": "text/html; charset=utf-8", "prefer": "wait=60"},
        ).json()
        assert "Ferries run again" in api.get(page["links"]["body"]).text
        assert PAGE.format(2) == api.get(page["links"]["original"]).text
        items = [{"text": text_of(n)} for n in range(10, 50)] + [{"html": PAGE.format(n)} for n in range(10)]
        content = "\n".join(json.dumps(item) for item in [*items, {"oops": 1}])
        batch = api.post("/v1/batches", content=content, headers=NDJSON).json()
        (done,) = ended(service, [batch["id"]], 300)
        assert (50, 1, "partial") == (done["succeeded"], done["invalid"], done["status"]), done
        found = api.get(f"/v1/batches/{batch['id']}/items?limit=100").json()["items"]
        bodies = {i["job"]["result"]["content_hash"] for i in found if i["status"] == "succeeded"}
        assert len(bodies) == 50
        assert api.get(f"/v1/bodies/{min(bodies)}/sources").json()["items"]
        again = api.post("/v1/jobs", json={"text": text_of(1)}).json()
        assert (text["id"], "succeeded") == (again["id"], again["status"])
        cancelled = api.delete(text["links"]["self"]).json()
        assert cancelled["status"] == "succeeded"


@pytest.fixture
def database(postgres: str) -> str:
    """The URL of an empty database."""
    import psycopg  # noqa: PLC0415 - only where a server runs

    name = f"s{os.urandom(6).hex()}"
    with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    return postgres.rsplit("/", 1)[0] + f"/{name}"


def test_on_postgresql(database: str) -> None:
    """Everything that is stored is stored there: no SQLite file is made."""
    with RunningService({"CLEANER_STORE_URL": database}) as service:
        pages_and_texts_come_out_clean(service)
        assert [] == list(service.data_dir.glob("*.db"))
        assert service.stop() == 0


def test_nothing_is_lost_on_postgresql(database: str) -> None:
    """A work-horse, a worker and the API are killed; each of 120 texts ends, with a body of its own."""
    with RunningService({"CLEANER_STORE_URL": database, "CLEANER_CHUNK": "10"}, workers=2) as service:
        havoc = Havoc(service, ["horse", "worker", "api"], seed=3)
        havoc.start()
        batches = submit_all(service, [text_of(n) for n in range(500, 620)], 40)
        havoc.join()
        found = ended(service, batches, 300)
        assert 120 == sum(one["succeeded"] + one["failed"] for one in found)
        with service.client() as api:
            items = [i for name in batches for i in api.get(f"/v1/batches/{name}/items?limit=1000").json()["items"]]
        bodies = [i["job"]["result"]["content_hash"] for i in items if i["status"] == "succeeded"]
        assert len(set(bodies)) == len(bodies) == sum(one["succeeded"] for one in found)
        assert service.stop() == 0


def test_with_originals_on_s3(s3: dict[str, str]) -> None:
    """API and forked work-horses write to the bucket and read from it; the store's own table stays empty."""
    from cleaner.store.objects import Objects  # noqa: PLC0415 - an extra

    place = f"s3://originals/{os.urandom(6).hex()}"
    with RunningService({**s3, "CLEANER_ORIGINALS_URL": place}) as service:
        pages_and_texts_come_out_clean(service)
        assert service.stop() == 0
    with pytest.MonkeyPatch.context() as patched:
        for name, value in s3.items():
            patched.setenv(name, value)
        assert 51 == len(list(Objects(place, plain=True).iterate()))
