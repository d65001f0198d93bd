"""What a client may send by a slip: each is done as HTTP says, or refused with its name, and none is half heard."""

from __future__ import annotations

import gzip
import json
import re
import zlib

import httpx
import pytest
from service_process import text_of

TEXT = {"content-type": "text/plain"}
JSON = {"content-type": "application/json"}
LINES = {"content-type": "application/x-ndjson"}
BOM = b"\xef\xbb\xbf"
DOORS = ("/v1/jobs", "/v1/clean", "/v1/batches")


def form(*parts: tuple[str, str], end: bytes = b"--x--\r\n") -> dict[str, object]:
    """A multipart body with these heads and contents, as arguments of a request."""
    body = b"".join(
        f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n".encode() for head, content in parts
    )
    return {"content": body + end, "headers": {"content-type": "multipart/form-data; boundary=x"}}


@pytest.mark.parametrize("declared", ["nonsense", "text/html, text/plain", "text/", "/html", "text plain", "é/html"])
@pytest.mark.parametrize("door", [*DOORS, "/v1/feedback"])
def test_what_is_no_media_type_is_not_taken_for_text(api: httpx.Client, door: str, declared: str) -> None:
    """Mail readers take it for `text/plain`; here it is said that it is none."""
    answer = api.post(door, content=text_of(2_000), headers={"content-type": declared.encode()})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media")


def test_two_media_types_are_refused(api: httpx.Client) -> None:
    """Which of them is meant nobody knows."""
    both = [("content-type", "text/plain"), ("content-type", "text/html")]
    answer = api.post("/v1/jobs", content=text_of(2_001), headers=both)
    assert (answer.status_code, "Content-Type" in answer.text) == (400, True)


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "nonsense"])
@pytest.mark.parametrize("door", DOORS)
def test_a_coding_that_is_not_undone_is_refused_and_not_read_as_text(api: httpx.Client, door: str, coding: str) -> None:
    """With the one that is."""
    headers = {**(LINES if door == "/v1/batches" else TEXT), "content-encoding": coding}
    answer = api.post(door, content=zlib.compress(text_of(2_002).encode()), headers=headers)
    assert (answer.status_code, answer.headers.get("accept-encoding")) == (415, "gzip")


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", "identity, gzip"])
def test_gzip_is_undone_at_every_door(api: httpx.Client, coding: str) -> None:
    """Raw, in JSON, of one item and of many."""
    text = text_of(2_003)
    plain = api.post("/v1/clean", json={"text": text}).json()["content_hash"]
    item = json.dumps({"text": text})
    for door, body, headers in (
        ("/v1/clean", text, TEXT), ("/v1/clean", item, JSON), ("/v1/jobs", text, TEXT), ("/v1/jobs", item, JSON),
        ("/v1/batches", f"[{item}]", JSON), ("/v1/batches", item, LINES),
    ):  # fmt: skip
        sent = {**headers, "content-encoding": coding, "prefer": "wait=60"}
        answer = api.post(door, content=gzip.compress(body.encode()), headers=sent)
        assert answer.status_code in {200, 202}, (door, answer.text)
        found = answer.json()
        if door == "/v1/batches":
            found = api.get(answer.headers["location"], params={"wait": 60}).json()
            found = api.get(found["links"]["items"]).json()["items"][0]["job"]
        assert plain == (found.get("result") or found)["content_hash"]


@pytest.mark.parametrize("door", DOORS)
def test_a_damaged_gzip_is_refused(api: httpx.Client, door: str) -> None:
    """Cut, or none at all, or followed by something else."""
    whole = gzip.compress(json.dumps([{"text": text_of(2_004)}]).encode())
    for body in (whole[:-9], b"nonsense" * 9, whole + b"more"):
        answer = api.post(door, content=body, headers={**JSON, "content-encoding": "gzip"})
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_what_gzip_holds_has_the_limit_of_what_comes_plain(api: httpx.Client) -> None:
    """A bomb is over the limit of bytes."""
    bomb = gzip.compress(b" " * 50_000_000)
    for door in ("/v1/jobs", "/v1/clean"):
        assert api.post(door, content=bomb, headers={**TEXT, "content-encoding": "gzip"}).status_code == 413


def test_every_door_names_a_query_parameter_that_it_does_not_know_or_that_stands_twice(api: httpx.Client) -> None:
    """`?staus=failed` was the list of all jobs; of two values the first was dropped."""
    document = api.get("/openapi.json").json()
    driven = 0
    for path, operations in document["paths"].items():
        if not path.startswith("/v1/") or "scrape" in path:
            continue
        at = re.sub(r"\{[^}]+\}", "x", path)
        for method, operation in operations.items():
            names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
            twice = [f"{names[0]}=1&{names[0]}=1"] if names else []
            for query in ("staus=1", *twice):
                answer = api.request(method, f"{at}?{query}")
                assert (422, f"/query/{query.partition('=')[0]}") == (
                    answer.status_code, answer.json()["errors"][0]["pointer"]
                ), (method, path, answer.text)  # fmt: skip
                driven += 1
    assert driven > 30


def test_a_field_that_stands_twice_in_a_form_is_refused_by_name(api: httpx.Client) -> None:
    """Of two titles one was dropped; several files are many items."""
    file = ('name="file"; filename="a.txt"', text_of(2_005))
    for door in ("/v1/jobs", "/v1/batches"):
        answer = api.post(door, **form(('name="title"', "one"), ('name="title"', "two"), file))
        assert (answer.status_code, "title" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "end", [b"", b"--x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\nhalf']
)
def test_a_form_without_its_end_is_refused(api: httpx.Client, end: bytes) -> None:
    """Its last file would be half there, or missing, and the batch would succeed."""
    files = [(f'name="file"; filename="{n}.txt"', text_of(2_006 + n)) for n in range(2)]
    for door in ("/v1/jobs", "/v1/batches"):
        answer = api.post(door, **form(*files, end=end))
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "prefer", ["wait=60", "Wait=60", 'wait="60"', "respond-async, wait=60", "wait=60; x=y", "wait = 60"]
)
def test_prefer_is_read_as_its_rfc_writes_it(api: httpx.Client, prefer: str) -> None:
    """RFC 7240: any case, quoted, among others, with parameters of its own."""
    answer = api.post("/v1/jobs", json={"text": text_of(2_010)}, headers={"prefer": prefer})
    assert (answer.json()["status"], answer.headers["preference-applied"]) == ("succeeded", "wait=60")


@pytest.mark.parametrize("wait", ["1_0", "1e1", "0x1", "5s", "1 0", "+5"])
def test_a_preferred_wait_is_plain_digits(api: httpx.Client, wait: str) -> None:
    """And not whatever Python takes for a number."""
    answer = api.post("/v1/jobs", json={"text": text_of(2_011)}, headers={"prefer": f"wait={wait}"})
    assert (answer.status_code, "Prefer" in answer.text) == (422, True)


def test_two_idempotency_keys_are_refused(api: httpx.Client) -> None:
    """The second was not heard."""
    both = [("content-type", "text/plain"), ("idempotency-key", "a"), ("idempotency-key", "b")]
    answer = api.post("/v1/jobs", content=text_of(2_012), headers=both)
    assert (answer.status_code, "Idempotency-Key" in answer.text) == (422, True)


def test_a_byte_order_mark_before_json_is_no_part_of_it(api: httpx.Client) -> None:
    """RFC 8259 allows to pass over it; editors on Windows write it."""
    item = json.dumps({"text": text_of(2_013)}).encode()
    assert api.post("/v1/jobs", content=BOM + item, headers=JSON).status_code == 202
    for body, headers in ((BOM + b"[" + item + b"]", JSON), (BOM + item + b"\r\n\r\n" + item + b"\r\n", LINES)):
        answer = api.post("/v1/batches", content=body, headers=headers)
        assert (answer.status_code, answer.json()["invalid"]) == (202, 0)
