"""A program written for Firecrawl's API (v1) goes on with this service's address, or is told what cannot be done."""

from __future__ import annotations

import contextlib
import itertools
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from listeners import Listener, Request, respond
from openapi_document import documented
from service_process import RunningService

PROSE = "The harbour reopened on Monday, the council said, after a winter of repairs that cost four million euros. " * 2
PAGE = (
    '<html lang="en"><head><title>Harbour reopens</title><meta name="author" content="Ann Lee"></head><body>'
    f"<nav><a href=/>Home</a></nav><article><h1>Harbour reopens</h1><p>{PROSE}</p><p>{PROSE} {{}}</p></article>"
    "</body></html>"
)


@pytest.fixture(scope="module")
def doors() -> Iterator[tuple[httpx.Client, str]]:
    """A client of a service, and the address of a site it may fetch from."""
    turns = itertools.count()

    def answer(request: Request) -> None:
        if request.path == "/counted":
            request.send(respond(PAGE.format(f"{request.path} {next(turns)}").encode()))
        elif request.path in {"/robots.txt", "/missing"}:
            request.send(respond(b"", status="404 Not Found"))
        else:
            request.send(respond(PAGE.format(request.path).encode()))

    with contextlib.closing(Listener(answer)) as site:
        environment = {"CLEANER_FETCH_ALLOW": site.authority, "CLEANER_HOST_DELAY": "0.01"}
        with RunningService(environment, fetchers=1) as service, service.client() as api:
            yield api, site.url("")


def ended(api: httpx.Client, name: str) -> dict[str, Any]:
    """A batch when it is no longer scraping."""
    deadline = time.monotonic() + 300
    while (found := api.get(f"/v1/batch/scrape/{name}").json())["status"] == "scraping":
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    return found


def test_a_page_is_scraped(doors: tuple[httpx.Client, str]) -> None:
    """Markdown unless other forms are asked for, and metadata by Firecrawl's names."""
    api, site = doors
    asked = {"url": f"{site}/a", "timeout": 60_000, "origin": "python-sdk@1"}
    answer = api.post("/v1/scrape", json=asked)
    found = answer.json()
    assert (200, True, {"markdown", "metadata"}) == (answer.status_code, found["success"], set(found["data"])), found
    assert PROSE.strip() in found["data"]["markdown"]
    assert "Home" not in found["data"]["markdown"]
    metadata = found["data"]["metadata"]
    assert ("Harbour reopens", "Ann Lee", f"{site}/a", 200) == (
        metadata["title"], metadata["author"], metadata["sourceURL"], metadata["statusCode"],
    )  # fmt: skip
    whole = api.post("/v1/scrape", json={**asked, "formats": ["html", "rawHtml"]}).json()["data"]
    assert ({"html", "rawHtml", "metadata"}, PAGE.format("/a")) == (set(whole), whole["rawHtml"])
    assert "<nav" not in whole["html"]


def test_a_batch_is_scraped(doors: tuple[httpx.Client, str]) -> None:
    """Its documents in order; what cannot be fetched is named at once, what failed is a document with its error."""
    api, site = doors
    urls = [f"{site}/b", "http://10.0.0.1/", f"{site}/missing", f"{site}/c"]
    accepted = api.post("/v1/batch/scrape", json={"urls": urls, "formats": ["markdown", "html"]}).json()
    assert (True, ["http://10.0.0.1/"]) == (accepted["success"], accepted["invalidURLs"])
    assert accepted["url"].endswith(f"/v1/batch/scrape/{accepted['id']}")
    found = ended(api, accepted["id"])
    assert ("completed", 3, 3, None) == (found["status"], found["total"], found["completed"], found["next"])
    assert [urls[0], urls[2], urls[3]] == [one["metadata"]["sourceURL"] for one in found["data"]]
    assert [True, False, True] == ["markdown" in one and "html" in one for one in found["data"]]
    assert "404" in found["data"][1]["metadata"]["error"]
    strict = api.post("/v1/batch/scrape", json={"urls": urls, "ignoreInvalidURLs": False})
    assert (400, False) == (strict.status_code, strict.json()["success"])
    assert api.delete(f"/v1/batch/scrape/{accepted['id']}").json()["success"]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"formats": ["screenshot"]}, "formats"),
        ({"onlyMainContent": False}, "onlyMainContent"),
        ({"actions": [{"type": "click"}]}, "actions"),
        ({"waitFor": 500}, "waitFor"),
        ({"url": "http://127.0.0.1/"}, "refused"),
        ({"url": "ftp://example.org/"}, "ftp"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(
    doors: tuple[httpx.Client, str], asked: dict[str, Any], word: str
) -> None:
    """In Firecrawl's form, with a status of the 400s."""
    api, site = doors
    answer = api.post("/v1/scrape", json={"url": f"{site}/d", **asked})
    found = answer.json()
    assert (4, False) == (answer.status_code // 100, found["success"])
    assert word in found["error"]


def test_a_page_that_cannot_be_fetched_is_no_fault_of_the_service(doors: tuple[httpx.Client, str]) -> None:
    """A status of the 400s, with the reason: clients that come from there send a 502 again."""
    api, site = doors
    answer = api.post("/v1/scrape", json={"url": f"{site}/missing", "timeout": 60_000})
    assert (422, False, "http-status") == (answer.status_code, answer.json()["success"], answer.json()["code"])


NOT_POSSIBLE = {
    "onlyMainContent": False,
    "removeBase64Images": False,
    "blockAds": False,
    "skipTlsVerification": True,
    "formats": ["links"],
    "maxAge": -1,
    "timeout": 0,
}


def test_what_is_documented_is_driven(doors: tuple[httpx.Client, str]) -> None:
    """Every member that OpenAPI names is taken, and does what it says; nothing else is."""
    api, site = doors
    document = api.get("/openapi.json").json()
    described = {one for one in documented(document) if "/scrape" in one[0]}
    common = {*NOT_POSSIBLE, "origin", "integration"}
    driven = {("POST /v1/scrape", "json", name) for name in {*common, "url"}}
    driven |= {("POST /v1/batch/scrape", "json", name) for name in {*common, "urls", "ignoreInvalidURLs"}}
    assert described == {*driven, ("GET /v1/batch/scrape/{batch_id}", "query", "skip")}
    for path, given in (("/v1/scrape", {"url": f"{site}/f"}), ("/v1/batch/scrape", {"urls": [f"{site}/f"]})):
        assert all(
            api.post(path, json={**given, name: value}).status_code == 400 for name, value in NOT_POSSIBLE.items()
        )
        taken = {**given, "origin": "a", "integration": "b", "timeout": 60_000}
        assert api.post(path, json=taken).status_code == 200
    assert 408 == api.post("/v1/scrape", json={"url": f"{site}/slow", "timeout": 1}).status_code
    urls = [f"{site}/g", f"{site}/h"]
    accepted = api.post("/v1/batch/scrape", json={"urls": urls, "maxAge": 0}).json()
    assert [urls[0], urls[1]] == [one["metadata"]["sourceURL"] for one in ended(api, accepted["id"])["data"]]
    (second,) = api.get(f"/v1/batch/scrape/{accepted['id']}", params={"skip": 0}).json()["data"]
    assert urls[1] == second["metadata"]["sourceURL"]
    beyond = api.get(f"/v1/batch/scrape/{accepted['id']}", params={"skip": 2**64})
    assert beyond.status_code == 422


def test_a_page_is_fetched_again_when_it_is_older_than_asked(doors: tuple[httpx.Client, str]) -> None:
    """`maxAge` is milliseconds: within them the same document comes back, with 0 the page is fetched anew."""
    api, site = doors
    pages = []
    for age in (3_600_000, 3_600_000, 0):
        answer = api.post("/v1/scrape", json={"url": f"{site}/counted", "maxAge": age, "timeout": 60_000})
        pages.append(re.search(r"/counted (\d+)", answer.json()["data"]["markdown"])[1])
    assert pages[0] == pages[1] != pages[2]


def test_a_form_of_another_site_scrapes_nothing(doors: tuple[httpx.Client, str]) -> None:
    """Only JSON is taken, which a form cannot send."""
    api, site = doors
    answer = api.post("/v1/scrape", content=f'{{"url": "{site}/e"}}', headers={"content-type": "text/plain"})
    assert (415, False) == (answer.status_code, answer.json()["success"])
