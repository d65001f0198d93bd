"""Rows of the API that need no service (A9) or one of their own (A6, A10, A12); the others are in `tests/app`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from service_process import RunningService, text_of

from cleaner.app.api import problems
from cleaner.app.api.access import Access
from cleaner.app.api.rate_limit import RateLimit
from cleaner.app.ui import pages
from cleaner.errors import StoreError
from cleaner.service.settings import load
from tests.event_loop import run_async


def answer_to(error: BaseException, path: str = "/v1/x", accept: str = "*/*") -> httpx.Response:
    """What an application with our handlers answers where a route raises this."""
    app = FastAPI()
    problems.install(app, pages.answer)

    @app.get(path)
    async def route() -> None:
        raise error

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers={"accept": accept})

    return run_async(ask())


def test_a09_an_unforeseen_error_is_a_number_and_no_more() -> None:
    """500 with an incident's number; words, types and places of the error are in the log only."""
    answer = answer_to(RuntimeError("secret /path/to/it password=x"))
    assert (500, "internal") == (answer.status_code, answer.json()["code"])
    assert answer.json()["instance"].startswith("urn:uuid:")
    for word in ("secret", "path/to", "RuntimeError", "Traceback", "test_api"):
        assert word not in answer.text


def test_a09_an_unforeseen_error_is_a_page_for_a_browser() -> None:
    """With the incident's number and the way back, and no more; below /v1 a problem document as ever."""
    error = RuntimeError("secret /path/to/it password=x")
    answer = answer_to(error, "/documents/x", "text/html,*/*;q=0.8")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "urn:uuid:" in answer.text
    assert "Clean something else" in answer.text
    for word in ("secret", "path/to", "RuntimeError", "Traceback", "test_api"):
        assert word not in answer.text
    assert answer_to(error, accept="text/html").headers["content-type"] == problems.MEDIA_TYPE
    assert answer_to(error, "/documents/x").headers["content-type"] == problems.MEDIA_TYPE


def test_a09_a_store_that_is_away_does_not_name_its_host() -> None:
    """503 in the error class's own words."""
    answer = answer_to(StoreError("connection to 10.0.0.7 refused", subject="postgresql://user@10.0.0.7/db"))
    assert (503, "store-unavailable") == (answer.status_code, answer.json()["code"])
    assert "10.0.0.7" not in answer.text


@pytest.mark.parametrize(("accept", "media"), [("text/html", "text/html; charset=utf-8"), ("*/*", problems.MEDIA_TYPE)])
def test_a06_the_rate_limit_is_a_page_for_a_browser(monkeypatch: pytest.MonkeyPatch, accept: str, media: str) -> None:
    """With the time to wait, as for a program."""

    async def count(*_: object) -> int:
        return 3

    monkeypatch.setattr(RateLimit, "count", count)
    config = load({"CLEANER_RATE_LIMIT": "2", "CLEANER_REDIS_URL": "redis://127.0.0.1:6379/0"})
    gate = Access(FastAPI(), config, pages.answer)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=gate), base_url="http://localhost") as client:
            return await client.get("/", headers={"accept": accept})

    answer = run_async(ask())
    assert (answer.status_code, answer.headers["content-type"]) == (429, media)
    assert "2 requests a minute" in answer.text
    assert 0 < int(answer.headers["retry-after"]) <= 60


KEYS = {"CLEANER_API_KEYS": f"me:{'m' * 24}", "CLEANER_RATE_LIMIT": "100000"}
ME = {"authorization": f"Bearer {'m' * 24}"}


@pytest.fixture(scope="module")
def keyed() -> Iterator[RunningService]:
    """A service with a key."""
    with RunningService(KEYS, pool=1) as running:
        yield running


def test_a06_the_count_is_in_the_queues_server(keyed: RunningService) -> None:
    """What counts requests is shared by all API processes and outlives them; a key's name does not stand in it."""
    with keyed.client() as api:
        assert 200 == api.get("/v1/jobs", headers=ME).status_code
    names = list(keyed.redis().scan_iter("cleaner:rate:*"))
    assert names
    assert all(keyed.redis().ttl(name) > 0 for name in names)
    assert not any(b"me:" in name for name in names)


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (b"GET /livez HTTP/1.0\r\n\r\n", {200, 400}),
        (b"GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", {200, 400}),
        (b"POST /livez HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n\r\n", {405}),
        (b"GARBAGE\r\n\r\n", {400}),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {200, 400}),
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", {400, 414, 431}),
    ],
)
def test_a10_odd_requests_end_in_a_refusal(keyed: RunningService, sent: bytes, codes: set[int]) -> None:
    """Old protocols, overrides, garbage and endless paths: an answer from a small set, and the service lives."""
    host, port = keyed.url.removeprefix("http://").rsplit(":", 1)
    first = b""
    with socket.create_connection((host, int(port)), timeout=60) as connection, suppress(ConnectionError):
        connection.sendall(sent)
        first = connection.recv(4_096)  # a reset may overtake the answer to what was not read to its end
    status = int(first.split(b" ", 2)[1]) if first.startswith(b"HTTP/") else 400
    assert status in codes
    with keyed.client() as api:
        assert 200 == api.get("/livez").status_code


def test_a12_the_description_holds_under_fuzzing(keyed: RunningService, tmp_path: Path) -> None:
    """Schemathesis over the OpenAPI document finds no 5xx: all edge cases, 4 others an operation.

    `benchmarks.api_fuzz` records 3,000. `wait` is 0: its boundary is a minute, and the jobs of URLs wait for ever in
    a service without fetchers. What `wait` may be is driven by `tests/app/test_api_doors.py`.
    """
    tool = shutil.which("schemathesis", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if tool is None:
        pytest.skip("schemathesis is not installed")
    settings = tmp_path / "schemathesis.toml"
    settings.write_text('[parameters]\n"query.wait" = 0\n')
    command = [
        *(tool, "--config-file", str(settings)),
        *("run", f"{keyed.url}/openapi.json", "-H", f"Authorization: Bearer {'m' * 24}", "--max-examples", "4"),
        *("--checks", "not_a_server_error", "--phases", "coverage,fuzzing", "--seed", "7", "--no-color"),
        *("--exclude-path", "/v1/scrape"),  # it waits for a page to be fetched, and this service fetches none
    ]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=600, check=False)
    assert 0 == ended.returncode, ended.stdout[-3_000:]


def test_a12_odd_values_for_every_operation_are_no_500(keyed: RunningService) -> None:
    """Every path and method of the document with odd identifiers, queries and bodies: never a 5xx."""
    with keyed.client(headers=ME) as api:
        document = api.get("/openapi.json").json()
        odd = ["../x", "%00", "a b", "-1", "\u202e", "x" * 3_000, "0" * 64, "'\"<>", "%F0%9F%92%A9", "{}"]
        bodies = [b"", b"{}", b"[]", b"null", b'{"text": 1}', b'{"text": "a", "o": []}', b"\xff" * 9, b'"\\ud800"']
        wrong = []
        for path, methods in document["paths"].items():
            for method in methods:
                for number, value in enumerate(odd):
                    parts = path.split("{")
                    at = parts[0] + "".join(value + part.partition("}")[2] for part in parts[1:])
                    query = {"limit": value, "cursor": value, "wait": "0", "format": value, "source": value}
                    if method.upper() in {"POST", "PUT", "PATCH"} and "batch" not in path:
                        query = {}
                    try:
                        answer = api.request(
                            method.upper(), httpx.URL(keyed.url + at.replace(" ", "%20")), params=query,
                            content=bodies[number % len(bodies)], headers={"content-type": "application/json"},
                        )  # fmt: skip
                    except httpx.InvalidURL:
                        continue
                    if answer.status_code >= 500:
                        wrong.append((method, at[:80], answer.status_code))
        assert [] == wrong
        assert json.loads(api.get("/version").text)
        assert api.post("/v1/jobs", json={"text": text_of(5)}).status_code in {200, 202}
