"""What the API refuses, and that every refusal is a problem document."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest
from service_process import RunningService

PROBLEM = "application/problem+json"
JSON = {"content-type": "application/json"}
DEEP = b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"text": 7}',
        b'{"text": "a", "html": "b"}',
        b"{}",
        b'{"text": "a", "unknown": 1}',
        b'{"url": "\\ud800"}',
        b'{"text": "a", "options": {"max_age": Infinity}}',
        b'{"text": "a", "metadata": {"n": NaN}}',
        b'{"text": "a", "metadata": {"n": 1e999}}',
        b'{"text": "a", "metadata": {"n": ' + b"9" * 5_000 + b"}}",
        b'{"text": "\xff\xfe"}',
        b'{"url": "http://example.org/\\u0000"}',
        b'{"url": "file:///etc/passwd"}',
        b'{"text": "a", "profile": "wild"}',
        b'{"text": "a", "webhook": "https://example.org/hook"}',
        DEEP,
    ],
)
@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/clean"])
def test_a01_a02_odd_json_is_refused_without_an_echo(api: httpx.Client, path: str, body: bytes) -> None:
    """Always a 4xx problem document, and the input is not repeated in it."""
    answer = api.post(path, content=body, headers=JSON)
    if path == "/v1/clean" and b"webhook" in body:
        return  # nothing is stored there, so nobody is told
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["status"] == answer.status_code
    assert b"99999999" not in answer.content
    assert len(answer.content) < 5_000


def test_a03_a_body_over_the_limit_is_413_declared_or_not(api: httpx.Client) -> None:
    """The limit holds for Content-Length and for chunks, at exactly one byte more."""
    fits, over = b"x" * 200_000, b"x" * 200_001
    plain = {"content-type": "text/plain"}
    assert api.post("/v1/jobs", content=fits, headers=plain).status_code == 202
    assert api.post("/v1/jobs", content=over, headers=plain).status_code == 413
    assert api.post("/v1/jobs", content=iter([over]), headers=plain).status_code == 413


@pytest.mark.parametrize("media", ["application/pdf", "image/png", "application/x-www-form-urlencoded"])
def test_a04_other_media_types_are_415(api: httpx.Client, media: str) -> None:
    """What is neither JSON, page, text nor form is refused by its type."""
    assert api.post("/v1/jobs", content=b"x", headers={"content-type": media}).status_code == 415


def test_a04_a_binary_file_is_415(api: httpx.Client) -> None:
    """A file is judged by its bytes."""
    answer = api.post("/v1/jobs", files={"file": ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(200))})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media")


def test_a03_a_flood_of_parts_is_refused(api: httpx.Client) -> None:
    """More files than the limit is 400, before they are read."""
    files = [("file", (f"{n}.txt", b"x")) for n in range(1_001)]
    assert api.post("/v1/batches", files=files).status_code == 400


def test_a10_a_foreign_host_name_is_refused(api: httpx.Client) -> None:
    """A page that points its own name at this machine gets nothing."""
    answer = api.get("/livez", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-host")


def test_a10_unknown_paths_and_methods_are_problems(api: httpx.Client) -> None:
    """404 and 405 have the shape of every other problem."""
    assert api.get("/nothing").headers["content-type"] == PROBLEM
    answer = api.put("/v1/jobs")
    assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /v1/jobs HTT",
        b"POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 50\r\n\r\nabc",
    ],
)
def test_a07_a_slow_client_is_hung_up_on(service: RunningService, sent: bytes) -> None:
    """Silence, half a head and half a body all end at the receipt deadline."""
    parts = urlsplit(service.url)
    begun = time.monotonic()
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        connection.sendall(sent)
        while connection.recv(4_096):
            pass
    assert time.monotonic() - begun < 30  # the deadline is two seconds


def test_a10_length_and_chunking_together_are_refused(service: RunningService) -> None:
    """Two lengths for one body are how requests are smuggled."""
    parts = urlsplit(service.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        connection.sendall(
            b"POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        )
        assert connection.recv(4_096).startswith(b"HTTP/1.1 400")
