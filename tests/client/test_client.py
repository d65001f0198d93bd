"""The two clients behave alike: what is sent, what is tried again, what an answer becomes."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from cleaner.client import AsyncClient, Batch, Client, Job, Retries
from cleaner.client.exchange import retry_after
from cleaner.errors import (
    CleanerError,
    ConfigError,
    InputError,
    Malformed,
    NotFound,
    QueueError,
    QueueFull,
    TooLarge,
)
from tests.event_loop import run_async

HASH, SOURCE = "a" * 64, "b" * 24
RESULT = {"content_hash": HASH, "source_id": SOURCE, "status": "ok", "title": None}
JOB = {"id": "c" * 64 + "-1", "kind": "text", "status": "succeeded", "error": None, "result": RESULT}
BATCH = {
    "kind": "batch", "id": "d" * 32, "status": "succeeded", "progress": {"done": 2, "total": 2},
    "succeeded": 2, "failed": 0, "cancelled": 0, "invalid": 0,
}  # fmt: skip
QUICK = Retries(attempts=3, first=0.0, longest=0.0)
Handler = Callable[[httpx.Request], httpx.Response]


def problem(status: int, code: str, **more: Any) -> httpx.Response:
    """A refusal as the service writes it."""
    headers = more.pop("headers", {})
    return httpx.Response(
        status, json={"status": status, "code": code, "detail": f"it is {code}", **more}, headers=headers
    )


def blocking(handler: Handler, use: Callable[[Any], Any], retries: Retries) -> Any:
    """What `use` makes of the client that waits."""
    with Client("http://service", "secret", retries=retries, transport=httpx.MockTransport(handler)) as client:
        found = use(client)
        return list(found) if inspect.isgenerator(found) else found


def asynchronous(handler: Handler, use: Callable[[Any], Any], retries: Retries) -> Any:
    """What `use` makes of the other."""

    async def whole() -> Any:
        transport = httpx.MockTransport(handler)
        async with AsyncClient("http://service", "secret", retries=retries, transport=transport) as client:
            found = use(client)
            return [one async for one in found] if inspect.isasyncgen(found) else await found

    return run_async(whole())


@pytest.fixture(params=[blocking, asynchronous], ids=["blocking", "async"])
def ask(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Runs one call on one of the clients against a handler."""

    def run(handler: Handler, use: Callable[[Any], Any], retries: Retries = QUICK) -> Any:
        return request.param(handler, use, retries)

    return run


def test_both_have_the_same_methods() -> None:
    """With the same parameters, defaults and documentation."""

    def methods(kind: type) -> dict[str, tuple[list[str], str | None]]:
        return {
            name: ([str(p) for p in inspect.signature(one).parameters.values()], one.__doc__)
            for name, one in vars(kind).items()
            if not name.startswith("_")
        }

    assert methods(Client) == methods(AsyncClient)
    assert len(methods(Client)) > 10


def test_a_submission_is_typed_and_carries_the_key(ask: Callable[..., Any]) -> None:
    """The key goes as a bearer token, what was said goes into the item, and what is None stays at home."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202, json={**JOB, "status": "queued", "result": None})

    job = ask(handler, lambda c: c.submit(text="One text.", profile="strict", metadata={"n": 1}))
    assert (Job, "queued", False) == (type(job), job.status, job.ended)
    assert "Bearer secret" == seen[0].headers["authorization"]
    assert {"text": "One text.", "profile": "strict", "metadata": {"n": 1}} == json.loads(seen[0].content)


def test_a_broken_connection_is_tried_again_under_one_idempotency_key(ask: Callable[..., Any]) -> None:
    """The service can tell that it is the same submission; the next one has another key."""
    keys: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            raise httpx.ReadError("gone", request=request)
        return problem(503, "queue-unavailable") if len(keys) == 2 else httpx.Response(202, json=JOB)

    ask(handler, lambda c: c.submit(text="One text."))
    ask(handler, lambda c: c.submit(text="One text."))
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_a_body_from_a_file_is_whole_when_it_is_sent_again(ask: Callable[..., Any], tmp_path: Path) -> None:
    """The second attempt begins at the file's beginning."""
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(range(256)) * 4_000)
    sizes: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sizes.append(len(request.content))
        return problem(503, "queue-full") if len(sizes) == 1 else httpx.Response(202, json=BATCH)

    with path.open("rb") as content:
        batch = ask(handler, lambda c: c.submit_content(content, "application/zip"))
    assert ([1_024_000] * 2, Batch) == (sizes, type(batch))


def test_retry_after_is_waited_for_and_bounded() -> None:
    """As seconds and as a date; without one the pause doubles."""
    retries = Retries(first=1, longest=20)
    assert [1, 2, 4, 20] == [retries.pause(n) for n in (1, 2, 3, 9)]
    assert [7, 20] == [retries.pause(1, wished) for wished in (7, 600)]
    date = {"date": "Thu, 26 Nov 2026 18:00:00 GMT", "retry-after": "Thu, 26 Nov 2026 18:00:09 GMT"}
    wishes = [
        retry_after(httpx.Response(503, headers=one))
        for one in ({"retry-after": "3"}, date, {"retry-after": "soon"}, {})
    ]
    assert [3, 9, None, None] == wishes


@pytest.mark.parametrize(
    ("answer", "kind", "attempts"),
    [
        (problem(404, "not-found"), NotFound, 1),
        (problem(413, "too-large"), TooLarge, 1),
        (problem(400, "malformed"), Malformed, 1),
        (problem(401, "unauthorized"), ConfigError, 1),
        (problem(422, "bad-input", errors=[{"pointer": "/profile", "detail": "no such"}]), InputError, 1),
        (problem(429, "too-many-requests", headers={"retry-after": "0"}), QueueFull, 3),
        (problem(503, "queue-full"), QueueFull, 3),
        (problem(409, "in-flight"), InputError, 3),
        (httpx.Response(502, text="<html>Bad gateway</html>"), QueueError, 3),
        (httpx.Response(500, text=""), QueueError, 1),
    ],
)
def test_a_refusal_is_a_typed_error(
    ask: Callable[..., Any], answer: httpx.Response, kind: type[CleanerError], attempts: int
) -> None:
    """With status and code as facts; only what may pass is tried again."""
    calls: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.path)
        return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)

    with pytest.raises(CleanerError) as raised:
        ask(handler, lambda c: c.status("e" * 64 + "-1"))
    assert (kind, attempts, answer.status_code) == (type(raised.value), len(calls), raised.value.facts["status"])
    assert "/profile" in str(raised.value) or answer.status_code != 422


def test_no_answer_is_an_error_of_ours(ask: Callable[..., Any]) -> None:
    """After the attempts, with the address."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(QueueError, match="http://service"):
        ask(handler, lambda c: c.status("e" * 32))


def test_waiting_polls_until_the_end(ask: Callable[..., Any]) -> None:
    """Each poll asks the service to wait, and the last answer is given."""
    waits: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        waits.append(request.url.params["wait"])
        return httpx.Response(200, json={**BATCH, "status": "running" if len(waits) < 3 else "succeeded"})

    batch = ask(handler, lambda c: c.wait("d" * 32))
    assert ("succeeded", ["30.0"] * 3) == (batch.status, waits)


def test_items_of_all_pages_and_their_bodies(ask: Callable[..., Any]) -> None:
    """`next` is followed; results come with the body that belongs to the item's own source."""

    def item(index: int) -> dict[str, Any]:
        return {"index": index, "status": "succeeded", "job": JOB, "problem": None, "metadata": None}

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/v1/bodies/"):
            return httpx.Response(
                200, content=f"{request.url.params['format']} {request.url.params['source']}".encode()
            )
        if "cursor" in request.url.params:
            return httpx.Response(200, json={"items": [item(2)], "next": None})
        return httpx.Response(200, json={"items": [item(0), item(1)], "next": f"{request.url.path}?cursor=1"})

    assert [0, 1, 2] == [one.index for one in ask(handler, lambda c: c.items("d" * 32))]
    found = ask(handler, lambda c: c.results("d" * 32, "markdown"))
    assert [(n, f"markdown {SOURCE}".encode()) for n in range(3)] == [(one.index, body) for one, body in found]


def test_exactly_one_input_is_needed(ask: Callable[..., Any]) -> None:
    """Refused before anything is sent."""
    for given in ({}, {"text": "a", "html": "b"}):
        with pytest.raises(InputError, match="exactly one"):
            ask(lambda _: httpx.Response(500), lambda c, given=given: c.submit(**given))
