"""Every door takes what it documents, and no door answers 500 or drops something in silence."""

from __future__ import annotations

import gzip
import json
import uuid

import httpx
import pytest
from service_process import text_of

NDJSON = {"content-type": "application/x-ndjson"}
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + bytes(range(256)) * 8


def sources(api: httpx.Client, answer: httpx.Response) -> list[dict[str, object]]:
    """The jobs of a batch, ended."""
    assert answer.status_code == 202, answer.text
    batch = api.get(answer.headers["location"], params={"wait": 60}).json()
    return [item["job"] for item in api.get(f"/v1/batches/{batch['id']}/items").json()["items"]]


def title_of(job: dict[str, object]) -> object:
    """The title that a job's result carries."""
    return job["result"]["title"]


@pytest.mark.parametrize("wait", ["nan", "inf", "-inf", "soon", ""])
def test_a_wait_that_is_no_number_is_refused_with_its_name(api: httpx.Client, wait: str) -> None:
    """`Prefer: wait=nan` was a 500."""
    answer = api.post("/v1/jobs", json={"text": text_of(900)}, headers={"prefer": f"wait={wait}"})
    assert answer.status_code in {400, 422}
    assert "Prefer" in answer.text


@pytest.mark.parametrize("kind", ["jobs", "batches"])
def test_a_poll_waits_for_a_number_of_seconds_up_to_a_minute(api: httpx.Client, kind: str) -> None:
    """Everything else is refused with the parameter's name."""
    body = {"text": text_of(904)} if kind == "jobs" else {"items": [{"text": text_of(905)}]}
    at = api.post(f"/v1/{kind}", json=body).headers["location"]
    assert api.get(at, params={"wait": "60"}).json()["status"] == "succeeded"
    for wait in ("0", "-0.0", "1e-9", "60", "60.0"):
        assert api.get(at, params={"wait": wait}).status_code == 200
    for wait in ("", " ", "nan", "inf", "-inf", "-1", "60.0001", "1e400", "soon", "1_0x", "\x00"):
        answer = api.get(at, params={"wait": wait})
        assert (answer.status_code, "wait" in answer.text) == (422, True), wait


def test_gzipped_lines_are_read_however_small(api: httpx.Client) -> None:
    """Under a megabyte they stay in memory, where they were a 500."""
    body = gzip.compress("\n".join(json.dumps({"text": text_of(n)}) for n in (901, 902)).encode())
    assert [job["status"] for job in sources(api, api.post("/v1/batches", content=body, headers=NDJSON))] == [
        "succeeded", "succeeded"
    ]  # fmt: skip


def test_a_record_without_a_target_is_an_item_like_others(api: httpx.Client) -> None:
    """A WARC may hold a conversion record that says nothing of where it came from."""
    page = f"<html><body><p>{text_of(903)}</p></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\n"
    head += f"WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n"
    answer = api.post("/v1/batches", content=f"{head}\r\n{http}\r\n\r\n", headers={"content-type": "application/warc"})
    assert [job["status"] for job in sources(api, answer)] == ["succeeded"]


@pytest.mark.parametrize("packing", ["json", "lines"])
def test_what_the_query_says_holds_for_every_item_that_says_nothing_itself(api: httpx.Client, packing: str) -> None:
    """`?title=` was ignored with JSON and NDJSON."""
    own = {"text": text_of(904), "title": "Its own title"}
    items = [{"text": text_of(905)}, own]
    if packing == "json":
        answer = api.post("/v1/batches", json=items, params={"title": "A title for all"})
    else:
        content = "\n".join(map(json.dumps, items))
        answer = api.post("/v1/batches", content=content, headers=NDJSON, params={"title": "A title for all"})
    assert [title_of(job) for job in sources(api, answer)] == ["A title for all", "Its own title"]


@pytest.mark.parametrize("door", ["/v1/jobs", "/v1/batches"])
def test_the_fields_of_a_form_hold_for_its_file(api: httpx.Client, door: str) -> None:
    """They were ignored by the second."""
    form = {"title": "A title from the form", "profile": "strict"}
    answer = api.post(door, data=form, files={"file": ("a.txt", text_of(906 + len(door)))})
    if door.endswith("jobs"):
        assert title_of(api.get(answer.headers["location"], params={"wait": 60}).json()) == form["title"]
    else:
        assert [title_of(job) for job in sources(api, answer)] == [form["title"]]


def test_a_field_or_parameter_nobody_knows_is_refused_by_name(api: httpx.Client) -> None:
    """A slip in a name must not be silence."""
    slips = (
        api.post("/v1/batches", json=[{"text": text_of(920)}], params={"profil": "strict"}),
        api.post("/v1/batches", data={"profil": "strict"}, files={"file": ("a.txt", text_of(921))}),
        api.post("/v1/jobs", content=text_of(922), headers={"content-type": "text/plain"}, params={"profil": "x"}),
    )
    for answer in slips:
        assert answer.status_code == 422, answer.text
        assert "profil" in answer.text


def test_a_pdf_that_is_sent_as_a_page_is_not_an_empty_success(api: httpx.Client) -> None:
    """It is said what it is."""
    answer = api.post("/v1/jobs", content=PDF, headers={"content-type": "text/html"})
    if answer.status_code != 415:
        job = api.get(answer.headers["location"], params={"wait": 60}).json()
        assert (job["status"], job["error"]["code"]) == ("failed", "unsupported-media")
    at_once = api.post("/v1/clean", content=PDF, headers={"content-type": "text/html"})
    assert at_once.status_code == 415 or at_once.json()["status"] == "unsupported"


def test_a_head_is_what_get_would_say_without_the_body(api: httpx.Client) -> None:
    """Status and fields, and nothing behind them."""
    for path in ("/livez", "/v1/jobs"):
        got, head = api.get(path), api.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/jobs", "GET, HEAD, POST"),
        ("/v1/jobs/some-job", "DELETE, GET, HEAD"),
        ("/v1/batch/scrape/some-batch", "DELETE, GET, HEAD"),
        ("/v1/clean", "POST"),
        ("/livez", "GET, HEAD"),
        ("/", "GET, HEAD"),
    ],
)
def test_a_method_that_a_door_does_not_have_names_all_that_it_has(api: httpx.Client, path: str, allowed: str) -> None:
    """Those of all its routes, and HEAD where there is GET."""
    for method in ("PUT", "OPTIONS"):
        refused = api.request(method, path)
        assert (refused.status_code, refused.headers["allow"]) == (405, allowed)
