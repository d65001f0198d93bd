"""What an operator does with a store: quarantine, export, erasure, backup, from the command line and over HTTP."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import httpx
from commandline import run
from service_process import RunningService, text_of

from cleaner.ledger.schema import QUARANTINE
from cleaner.store import open_store


def cleaner(home: Path, *arguments: str, code: int = 0) -> list[dict]:
    """What a command says, as lines of JSON."""
    ended = run(*arguments, CLEANER_DATA_DIR=str(home))
    assert ended.returncode == code, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_export_quarantine_erasure_and_backup(tmp_path: Path) -> None:
    """One store's life: filled, exported, an input freed, backed up, a host erased, and restored."""
    home, place = tmp_path / "data", str(tmp_path / "data" / "clean.db")
    home.mkdir()
    with RunningService(data_dir=home) as service, service.client() as api:
        items = [{"text": text_of(n), "source_url": f"https://{'a' if n < 3 else 'b'}.example/{n}"} for n in range(5)]
        body = "".join(json.dumps(one) + "\n" for one in [*items, {"nonsense": 1}]).encode()
        sent = api.post("/v1/batches", content=body, headers={"content-type": "application/x-ndjson"})
        batch = api.get(sent.json()["links"]["self"], params={"wait": 60}).json()
        exported(api, batch)
        job = api.get("/v1/jobs").json()["items"][0]
        key = job["id"].rpartition("-")[0]
        with open_store(place) as store, store.transaction() as connection:
            connection.execute(QUARANTINE.insert().values(key=key, since=0.0, reason="2 workers died"))
        (refused,) = api.get("/v1/quarantine").json()["items"]
        assert (refused["key"], refused["job"]) == (key, job["id"])
        assert [one["key"] for one in cleaner(home, "quarantine", "list")] == [key]
        assert cleaner(home, "quarantine", "free", "all") == [{"freed": key}]
        assert api.delete(f"/v1/quarantine/{key}").status_code == 404
        assert api.get("/v1/quarantine").json()["items"] == []
        (backup,) = cleaner(home, "store", "backup", str(tmp_path / "backup"), "--store", place)
        assert (backup["bodies"], backup["sources"]) == (5, 5)
        assert cleaner(home, "erase", "--host", "a.example", "--dry-run")[0]["would_go"]["sources"] == 3
        (said,) = cleaner(home, "erase", "--host", "a.example")
        assert (said["erased"]["sources"], said["erased"]["jobs"]) == (3, 3)
        assert not any(said["left"].values())
        assert len(api.get("/v1/jobs").json()["items"]) == 2
        assert api.get(batch["links"]["self"]).json()["succeeded"] == 5
    cleaner(home, "store", "restore", str(tmp_path / "backup"), "--store", place, code=4)  # one stands there
    other = str(tmp_path / "new" / "clean.db")
    cleaner(home, "store", "restore", str(tmp_path / "backup"), "--store", other)
    with open_store(other, create=False) as store:
        assert store.counts() == (5, 5)
    assert cleaner(home, "store", "check", "--store", other) == []


def exported(api: httpx.Client, batch: dict) -> None:
    """Both forms hold every item once, in order."""
    lines = [json.loads(line) for line in api.get(f"/v1/batches/{batch['id']}/export").text.splitlines()]
    assert [one["status"] for one in lines] == ["succeeded"] * 5 + ["invalid"]
    assert lines[0]["text"].startswith("The council of district 0")
    assert lines[5]["problem"]["code"] == "bad-input"
    answer = api.get(f"/v1/batches/{batch['id']}/export", params={"format": "zip"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert names[0] == "000000-a.example-0.txt"
        assert len(names) == 6
        assert archive.read(names[4]).decode() == lines[4]["text"]
        assert len(archive.read("items.jsonl").splitlines()) == 6
