"""Single jobs over HTTP: submit, wait, join, cancel, list."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from service_process import text_of

WAIT = {"prefer": "wait=60"}
BODY = "The harbour reopened on Monday, the council said."


def submit(api: httpx.Client, item: dict[str, object], **headers: str) -> httpx.Response:
    """The answer to one JSON item."""
    return api.post("/v1/jobs", json=item, headers=headers)


def test_a_submission_is_accepted_with_a_place_to_look(api: httpx.Client) -> None:
    """202 comes with Location and Retry-After, and the job is there."""
    answer = submit(api, {"text": text_of(1)})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/jobs/{answer.json()['id']}"
    assert int(answer.headers["retry-after"]) > 0
    assert api.get(answer.headers["location"]).json()["id"] == answer.json()["id"]


def test_a_text_becomes_a_body_under_its_hash(api: httpx.Client) -> None:
    """The served text hashes to the name it is served under."""
    job = submit(api, {"text": f"{BODY}\n\nShare this article"}, **WAIT).json()
    assert job["status"] == "succeeded"
    body = api.get(job["links"]["body"], headers={"accept": "text/plain"})
    assert body.text == BODY
    assert hashlib.sha256(body.content).hexdigest() == job["result"]["content_hash"]
    assert body.headers["etag"] == f'"{job["result"]["content_hash"]}"'


def test_a_page_and_its_markdown_removals_and_original(api: httpx.Client) -> None:
    """Markdown, the removal record and the original belong to the source."""
    page = (
        "<html><body><article><h1>Harbour</h1>"
        "<p>The harbour reopened on Monday after three weeks of work on its wall.</p>"
        "<p>Ferries run again from noon, and tickets are sold on board, the council said.</p></article></body></html>"
    )
    job = submit(api, {"html": page, "source_url": "https://example.org/h", "metadata": {"n": 1}}, **WAIT).json()
    assert job["status"] == "succeeded"
    assert job["metadata"] == {"n": 1}
    assert "# Harbour" in api.get(job["links"]["markdown"]).text
    assert set(api.get(job["links"]["removals"]).json()) == {"source_id", "removed", "flagged"}
    assert api.get(job["links"]["original"]).content == page.encode()
    assert api.get(job["links"]["sources"]).json()["items"][0]["locator"] == "https://example.org/h"


def test_q07_fifty_equal_submissions_are_one_job(api: httpx.Client) -> None:
    """Equal inputs at the same time lead to one id; other options lead to another."""
    item = {"text": text_of(2)}
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: submit(api, item).json()["id"], range(50)))
    assert len(set(answers)) == 1
    assert submit(api, {**item, "profile": "strict"}).json()["id"] not in answers


def test_a_finished_job_is_joined_with_200(api: httpx.Client) -> None:
    """The same input after its success is answered with the job as it ended."""
    first = submit(api, {"text": text_of(3)}, **WAIT)
    again = submit(api, {"text": text_of(3)})
    assert (again.status_code, again.json()["joined"]) == (200, True)
    assert again.json()["id"] == first.json()["id"]


def test_an_idempotency_key_is_remembered(api: httpx.Client) -> None:
    """The same key with another request is refused, with the same request replayed."""
    name = {"idempotency-key": "order-17"}
    first = submit(api, {"text": text_of(4)}, **name)
    again = submit(api, {"text": text_of(4)}, **name)
    other = submit(api, {"text": text_of(5)}, **name)
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["idempotent-replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "bad-input")


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (text_of(6).encode(), "text/plain; charset=utf-8"),
        (
            b"<html><body><p>" + b"A page as a raw body, without JSON around it. " * 8 + b"</p></body></html>",
            "text/html",
        ),
    ],
)
def test_raw_bodies_are_taken(api: httpx.Client, content: bytes, media: str) -> None:
    """A page or a text may be the body itself."""
    answer = api.post("/v1/jobs", content=content, headers={"content-type": media, **WAIT})
    assert (answer.status_code, answer.json()["status"]) == (200, "succeeded")


def test_a_gzipped_file_is_unpacked(api: httpx.Client) -> None:
    """A multipart file may be gzip of a text."""
    files = {"file": ("a.txt.gz", gzip.compress(text_of(7).encode()))}
    job = api.post("/v1/jobs", files=files, headers=WAIT).json()
    assert (job["status"], job["filename"]) == ("succeeded", "a.txt.gz")


def test_a_file_of_many_items_is_a_batch(api: httpx.Client) -> None:
    """JSONL as a file is answered with a batch's place."""
    lines = b"".join(json.dumps({"text": text_of(n)}).encode() + b"\n" for n in range(20, 23))
    answer = api.post("/v1/jobs", files={"file": ("many.jsonl", lines)})
    assert (answer.status_code, answer.json()["kind"]) == (202, "batch")
    assert answer.headers["location"] == f"/v1/batches/{answer.json()['id']}"


def test_a_long_poll_ends_with_the_job(api: httpx.Client) -> None:
    """`?wait=` answers soon after the end, not when its time is over."""
    job = submit(api, {"text": text_of(8)}).json()
    begun = time.monotonic()
    assert api.get(job["links"]["self"], params={"wait": 60}).json()["status"] == "succeeded"
    assert time.monotonic() - begun < 50


def test_an_unchanged_job_is_304(api: httpx.Client) -> None:
    """Polling with the ETag costs no body."""
    job = submit(api, {"text": text_of(9)}, **WAIT).json()
    tag = api.get(job["links"]["self"]).headers["etag"]
    again = api.get(job["links"]["self"], headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_finished_job_stays_as_it_is(api: httpx.Client) -> None:
    """Cancelling what has ended changes nothing and is no error."""
    job = submit(api, {"text": text_of(10)}, **WAIT).json()
    answer = api.delete(job["links"]["self"])
    assert (answer.status_code, answer.json()["status"]) == (200, "succeeded")


def test_a_url_on_loopback_is_refused_at_once(api: httpx.Client) -> None:
    """An address that may not be fetched is no job."""
    answer = submit(api, {"url": "http://169.254.169.254/latest/meta-data"})
    assert answer.status_code in {202, 422}
    if answer.status_code == 202:  # names are judged when they are dialled
        found = api.get(answer.headers["location"], params={"wait": 60}).json()
        assert (found["status"], found["error"]["code"]) == ("failed", "blocked-address")


def test_lists_are_filtered_and_paged(api: httpx.Client) -> None:
    """Newest first, and `next` leads on without repeating."""
    for number in range(30, 34):
        submit(api, {"text": text_of(number)}, **WAIT)
    first = api.get("/v1/jobs", params={"limit": 2, "status": "succeeded"}).json()
    second = api.get(first["next"]).json()
    ids = [job["id"] for job in first["items"] + second["items"]]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("name", ["0" * 64 + "-1", "a b", "%2e%2e%2fx", "x" * 10_000, "0" * 64 + "-0"])
def test_a08_unknown_names_are_404(api: httpx.Client, name: str) -> None:
    """No job stands under such a name, whatever it tries."""
    answer = api.get(f"/v1/jobs/{name}")
    assert answer.status_code in {404, 414}
    assert answer.headers["content-type"] == "application/problem+json"
