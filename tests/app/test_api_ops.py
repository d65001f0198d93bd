"""Bodies' formats, immediate cleaning, health, metrics, documentation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from service_process import text_of

from cleaner.app.api.access_log import AccessLog
from tests.event_loop import run_async

WAIT = {"prefer": "wait=60"}


@pytest.fixture(scope="module")
def job(service) -> dict[str, object]:
    """A job that has succeeded."""
    with service.client() as api:
        found: dict[str, object] = api.post("/v1/jobs", json={"text": text_of(200)}, headers=WAIT).json()
    return found


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("text/html;q=0.9, text/markdown;q=0.1", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("*/*", "text/plain; charset=utf-8"),
    ],
)
def test_a_body_comes_as_the_caller_likes_it(api: httpx.Client, job: dict, accept: str, media: str) -> None:
    """The format follows Accept."""
    answer = api.get(job["links"]["body"], headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)


def test_the_format_parameter_outranks_accept(api: httpx.Client, job: dict) -> None:
    """`?format=` decides where it is given."""
    answer = api.get(job["links"]["body"], params={"format": "json"}, headers={"accept": "text/plain"})
    assert answer.json()["content_hash"] == job["result"]["content_hash"]


def test_a_format_nobody_has_is_406(api: httpx.Client, job: dict) -> None:
    """An Accept without any of ours is told so."""
    assert api.get(job["links"]["body"], headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("name", ["0" * 64, "A" * 64, "../x", "0" * 63])
def test_an_unknown_body_is_404(api: httpx.Client, name: str) -> None:
    """Only hashes that are stored are served."""
    assert api.get(f"/v1/bodies/{name}").status_code == 404


def test_the_original_is_a_download(api: httpx.Client, job: dict) -> None:
    """Never shown as a page of this origin."""
    answer = api.get(job["links"]["original"])
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_immediate_cleaning_tells_everything(api: httpx.Client) -> None:
    """Text, removals and Markdown in one answer."""
    answer = api.post("/v1/clean", json={"text": text_of(210)})
    assert answer.status_code == 200
    assert answer.json()["removed"][0]["text"] == "Share this article"
    assert "Share this" not in answer.json()["text"]


def test_immediate_cleaning_of_a_picture_is_415(api: httpx.Client) -> None:
    """What the core cannot read is said so."""
    answer = api.post("/v1/clean", content=b"%PDF-1.7 " + bytes(100), headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media")


def test_o04_health_and_version(api: httpx.Client) -> None:
    """Alive, ready, and made of what."""
    assert api.get("/livez").status_code == 200
    assert api.get("/readyz").json()["checks"]["workers"]["clean"] == 1
    assert {"cleaner", "core", "trafilatura"} <= set(api.get("/version").json())


def test_o05_metrics_can_be_read_by_prometheus(api: httpx.Client, job: dict) -> None:
    """Depth, age, ends and removals by rule are there; no URL is a label."""
    assert job
    found = {family.name: family for family in text_string_to_metric_families(api.get("/metrics").text)}
    assert {"cleaner_open_jobs", "cleaner_oldest_job_seconds", "cleaner_jobs", "cleaner_removed"} <= set(found)
    labels = [value for family in found.values() for sample in family.samples for value in sample.labels.values()]
    assert not [value for value in labels if "://" in value]


def test_the_document_describes_every_route_with_its_body(api: httpx.Client) -> None:
    """OpenAPI holds the models that the routes read themselves, and every reference resolves."""
    document = api.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert {"JobIn", "BatchIn", "JobOut", "Problem"} <= set(schemas)
    text = str(document)
    for part in text.split("#/components/schemas/")[1:]:
        assert part.split("'")[0] in schemas
    examples = document["paths"]["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert set(examples) == {"text", "url"}


@pytest.mark.parametrize("path", ["/", "/docs", "/livez", "/v1/jobs", "/nothing"])
def test_every_answer_carries_the_safe_headers(api: httpx.Client, path: str) -> None:
    """No sniffing, no framing, no scripts, no referrers."""
    headers = api.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_front_page_leads_to_the_documentation(api: httpx.Client) -> None:
    """By a link that holds below any path."""
    page = api.get("/").text
    assert 'href="./docs"' in page
    assert "/v1/batches" in api.get("/docs").text


def test_the_markdown_of_a_text_does_not_act(api: httpx.Client) -> None:
    """At once and stored: tags and links other than to pages are characters."""
    said = "The council said so [here](javascript:alert(1)) and <img src=x onerror=alert(1)> there."
    text = f"{text_of(7_777)}\n\n{said}"
    job = api.post("/v1/jobs", json={"text": text}, headers=WAIT).json()
    at_once = api.post("/v1/clean", json={"text": text}).json()["markdown"]
    for markdown in (at_once, api.get(job["links"]["markdown"]).text):
        assert "[here\\](javascript:alert(1)) and \\<img src=x" in markdown


def test_answers_of_a_process_that_ends_say_that_the_connection_closes() -> None:
    """So no client sends its next request into a connection that is about to go."""

    async def answer(_: object, __: object, send: Callable[[dict], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    ended: list[bool] = []
    application = AccessLog(answer, lambda: ended.append(True))

    def connection() -> str | None:
        sent: list[dict] = []

        async def send(message: dict) -> None:
            sent.append(message)

        run_async(application({"type": "http", "path": "/", "method": "GET", "headers": []}, None, send))
        return dict(sent[0]["headers"]).get(b"connection")

    assert connection() is None
    application.end()
    assert connection() == b"close"
    assert ended == [True]
