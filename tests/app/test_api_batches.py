"""Batches over HTTP: lines, lists, archives, files; counters, items, invalid ones."""

from __future__ import annotations

import gzip
import io
import json
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from service_process import PLAIN, RunningService, text_of

NDJSON = {"content-type": "application/x-ndjson"}


def done(api: httpx.Client, answer: httpx.Response) -> dict[str, object]:
    """The batch behind an answer, when it has ended."""
    assert answer.status_code == 202, answer.text
    found: dict[str, object] = api.get(answer.headers["location"], params={"wait": 60}).json()
    return found


def test_lines_become_jobs_and_bad_ones_are_listed(api: httpx.Client) -> None:
    """Two of three lines are jobs; the third is listed with its index."""
    lines = [
        json.dumps({"text": text_of(100), "metadata": {"n": 0}}),
        '{"text": 5}',
        json.dumps({"text": text_of(101)}),
    ]
    answer = api.post("/v1/batches", content="\n".join(lines), headers=NDJSON)
    batch = done(api, answer)
    assert (batch["status"], batch["succeeded"], batch["invalid"]) == ("partial", 2, 1)
    assert [one["index"] for one in answer.json()["invalid_items"]] == [1]
    items = api.get(f"/v1/batches/{batch['id']}/items").json()["items"]
    assert [item["status"] for item in items] == ["succeeded", "invalid", "succeeded"]
    assert items[0]["metadata"] == {"n": 0}


def test_a_json_list_is_a_batch(api: httpx.Client) -> None:
    """A list alone and an object with items are the same."""
    items = [{"text": text_of(n)} for n in (110, 111)]
    assert done(api, api.post("/v1/batches", json=items))["status"] == "succeeded"
    assert done(api, api.post("/v1/batches", json={"items": items}))["progress"] == {"done": 2, "total": 2}


def test_an_input_twice_in_a_batch_is_one_job_in_two_items(api: httpx.Client) -> None:
    """The counters count items, the work is done once."""
    items = [{"text": text_of(120)}] * 3
    batch = done(api, api.post("/v1/batches", json=items))
    assert batch["progress"] == {"done": 3, "total": 3}
    found = api.get(f"/v1/batches/{batch['id']}/items").json()["items"]
    assert len({item["job"]["id"] for item in found}) == 1


def test_c03_a_zip_is_unpacked_entry_by_entry(api: httpx.Client) -> None:
    """Texts are jobs; pictures and bombs are listed; names never become paths."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../a.txt", text_of(130))
        archive.writestr("b.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
        archive.writestr("bomb.txt", b"0" * 50_000_000)
    answer = api.post("/v1/batches", content=packed.getvalue(), headers={"content-type": "application/zip"})
    batch = done(api, answer)
    assert (batch["succeeded"], batch["invalid"]) == (1, 2)
    codes = {item["problem"]["code"] for item in answer.json()["invalid_items"]}
    assert codes == {"unsupported-media", "too-large"}


def test_the_pages_of_a_warc_are_jobs(api: httpx.Client) -> None:
    """Good responses become jobs with their URL; the rest are no items."""
    records = b""
    for number, status in ((140, "200 OK"), (141, "404 Not Found")):
        page = f"<html><body><article><p>{text_of(number)}</p></article></body></html>"
        block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records += gzip.compress(head.encode() + block + b"\r\n\r\n")
    answer = api.post("/v1/jobs", files={"file": ("pages.warc.gz", records)})
    batch = done(api, answer)
    assert batch["progress"] == {"done": 1, "total": 1}
    (item,) = api.get(f"/v1/batches/{batch['id']}/items").json()["items"]
    sources = api.get(item["job"]["links"]["sources"]).json()["items"]
    assert sources[0]["locator"] == "https://example.org/140"


def test_many_files_are_a_batch(api: httpx.Client) -> None:
    """Each file of a form is an item."""
    files = [("file", (f"{n}.txt", text_of(n).encode())) for n in range(150, 155)]
    assert done(api, api.post("/v1/batches", files=files))["succeeded"] == 5


def test_items_are_paged_in_order(api: httpx.Client) -> None:
    """`next` goes through all items once, in the order they came."""
    lines = "\n".join(json.dumps({"text": text_of(n)}) for n in range(160, 175))
    batch = done(api, api.post("/v1/batches", content=lines, headers=NDJSON))
    at, seen = f"/v1/batches/{batch['id']}/items?limit=4&status=succeeded", []
    while at:
        page = api.get(at).json()
        seen += [item["index"] for item in page["items"]]
        at = page["next"]
    assert seen == list(range(15))


@pytest.mark.parametrize(("content", "media"), [(b"", "application/x-ndjson"), (b"PK no zip", "application/zip")])
def test_a_body_without_items_is_refused(api: httpx.Client, content: bytes, media: str) -> None:
    """No batch is made of nothing."""
    answer = api.post("/v1/batches", content=content, headers={"content-type": media})
    assert answer.status_code in {400, 422}


def test_an_idempotent_batch_is_replayed(api: httpx.Client) -> None:
    """The same key and body lead to the same batch."""
    headers = {**NDJSON, "idempotency-key": "batch-1"}
    content = json.dumps({"text": text_of(180)})
    first = api.post("/v1/batches", content=content, headers=headers)
    again = api.post("/v1/batches", content=content, headers=headers)
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["idempotent-replayed"] == "true"
    other = api.post("/v1/batches?profile=strict", content=content, headers=headers)
    assert other.status_code == 422


def test_an_idempotency_key_stands_for_the_files_of_a_form(api: httpx.Client) -> None:
    """The same files lead to the same batch; another content, name or order is another request."""
    headers = {"idempotency-key": "form-1"}
    files = [("file", (f"{n}.txt", text_of(n).encode())) for n in (181, 182)]
    first = api.post("/v1/batches", files=files, headers=headers)
    again = api.post("/v1/batches", files=files, headers=headers)
    assert (202, first.json()["id"]) == (again.status_code, again.json()["id"])
    renamed = [("file", (f"other-{name}", content)) for _, (name, content) in files]
    for other in (files[:1], files[::-1], renamed, [files[0], ("file", ("182.txt", b"Something else."))]):
        answer = api.post("/v1/batches", files=other, headers=headers)
        assert (422, "bad-input") == (answer.status_code, answer.json()["code"])


def test_a_key_whose_request_is_in_flight_is_a_conflict(service: RunningService) -> None:
    """Of two equal batches sent together one is taken and the other told to wait; later it is replayed."""
    content = "\n".join(json.dumps({"text": text_of(n)}) for n in range(10_000, 13_000))

    def send(key: str) -> httpx.Response:
        headers = {**NDJSON, "idempotency-key": key}
        return httpx.post(f"{service.url}/v1/batches", content=content, headers=headers, timeout=90, **PLAIN)

    def send_twice(key: str) -> tuple[httpx.Response, httpx.Response]:
        with ThreadPoolExecutor(2) as both:
            first, second = sorted(both.map(send, (key, key)), key=lambda answer: answer.status_code)
        httpx.delete(f"{service.url}/v1/batches/{first.json()['id']}", timeout=90, **PLAIN)
        return first, second

    for attempt in range(10):  # until they meet: a busy machine may begin to send the second when the first is done
        key = f"at-once-{attempt}"
        taken, refused = send_twice(key)
        if refused.status_code != 202:
            break
        assert taken.json()["id"] == refused.json()["id"]
    assert (202, 409) == (taken.status_code, refused.status_code)
    assert ("in-flight", "1") == (refused.json()["code"], refused.headers["retry-after"])
    assert taken.json()["id"] == send(key).json()["id"]


def test_a_key_is_free_again_after_a_refusal(api: httpx.Client) -> None:
    """A batch that could not be read leaves no claim behind."""
    headers = {"content-type": "application/zip", "idempotency-key": "broken"}
    assert [400, 400] == [api.post("/v1/batches", content=b"PK no zip", headers=headers).status_code for _ in range(2)]
