"""Every parameter that the API documents is driven at every door that documents it, and seen to act.

What is driven is compared with what `/openapi.json` says: a new parameter fails here until it has a line.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from openapi_document import documented
from service_process import RunningService, text_of, wait_until

from cleaner.app.api import answers
from cleaner.app.api.models import BatchIn, Common, FeedbackIn, JobIn
from cleaner.app.api.schema import AS_JSON, FOR_JOBS
from cleaner.settings import Profile, Settings
from cleaner.types import Category

PAGE = """<html lang="en"><head><title>Harbour {n} reopens</title></head><body><article><h1>Harbour {n} reopens</h1>
<p>The harbour reopened on Monday, the council said, after three weeks of <a href="/repairs">repairs to the northern
wall</a> that the storm of January had broken in two places, number {n} of them for good.</p>
<figure><img src="/wall.jpg" alt="The wall"><figcaption>Workers on the wall last week, before the tide.</figcaption>
</figure><p>Ferries sail again from Wednesday, twice a day at first, and every two hours from the first of March,
weather permitting, said the port authority.</p><table><tr><th>Month</th><th>Ships</th></tr><tr><td>January</td>
<td>14</td></tr>
<tr><td>February</td><td>3</td></tr></table><p>The repairs cost two million, of which the county pays half; the rest
comes from fees that ships pay for every night in the harbour.</p></article><section id="comments" class="comments">
<h3>Comments</h3><div class="comment"><p class="comment-author">Anna</p><div class="comment-body"><p>I have waited for
this ferry for three weeks and I am glad it is back.</p></div></div></section>
<div class="share">Share this article</div></body></html>"""


@dataclass
class Outcome:
    """What a door answers with: the text, its Markdown, what the result says, what was echoed."""

    text: str
    markdown: str
    result: dict[str, Any]
    settings: str
    title: object
    language: object
    echo: object


@dataclass(frozen=True)
class Wish:
    """A value of one parameter and what shows that it acted; `text`: it is said of a text and not of a page."""

    value: Any
    acts: Callable[[Outcome], bool]
    text: bool = False


LOOKS = 20  # at a list that other tests add to
WISHES: dict[str, Wish] = {
    "source_url": Wish("https://example.org/a/b", lambda one: "https://example.org/repairs" in one.markdown),
    "title": Wish("A title that stands nowhere", lambda one: one.title == "A title that stands nowhere", text=True),
    "language": Wish("nl", lambda one: one.language == "nl", text=True),
    "profile": Wish("strict", lambda one: one.settings == Settings(profile=Profile.STRICT).digest()),
    "title_in_body": Wish(True, lambda one: one.text.startswith("Harbour")),
    "captions": Wish(True, lambda one: "before the tide" in one.text),
    "tables": Wish(False, lambda one: "February" not in one.text),
    "images": Wish(False, lambda one: "![" not in one.markdown),
    "links": Wish(False, lambda one: "/repairs" not in one.markdown),
    "comments": Wish("separate", lambda one: any("glad" in each for each in one.result.get("comments") or ())),
    "front_matter": Wish(True, lambda one: one.markdown.startswith("---\n") and not one.text.startswith("---")),
    "options": Wish({"disable": ["share-bar"]}, lambda one: "Share this article" in one.text, text=True),
    "metadata": Wish({"mine": [1, "two"]}, lambda one: one.echo == {"mine": [1, "two"]}),
}


def fresh(*, text: bool) -> str:
    """An input nobody has sent before."""
    number = uuid.uuid4().int % 10**12
    return text_of(number) if text else PAGE.format(n=number)


def written(value: Any) -> str:
    """A value as a query or a form's field has it."""
    return json.dumps(value) if isinstance(value, dict | bool) else str(value)


def of_job(api: httpx.Client, job: dict[str, Any]) -> Outcome:
    """What a job has led to."""
    if job["status"] not in {"succeeded", "failed"}:
        job = api.get(f"/v1/jobs/{job['id']}", params={"wait": 60}).json()
    assert job["status"] == "succeeded", job
    links = job["links"]
    source = api.get(links["body"], params={"format": "json", "source": job["result"]["source_id"]}).json()["source"]
    text, markdown = api.get(links["body"]).text, api.get(links["markdown"]).text
    metadata = source["metadata"]
    return Outcome(
        text, markdown, job["result"], source["versions"]["settings"],
        source["title"], metadata["language"], job["metadata"],
    )  # fmt: skip


def of_batch(api: httpx.Client, answer: httpx.Response) -> Outcome:
    """What the one item of a batch has led to."""
    assert answer.status_code == 202, answer.text
    api.get(answer.headers["location"], params={"wait": 60})
    (item,) = api.get(f"{answer.headers['location']}/items").json()["items"]
    return of_job(api, item["job"])


def of_clean(answer: httpx.Response) -> Outcome:
    """What is answered at once."""
    assert answer.status_code == 200, answer.text
    told = answer.json()
    metadata = told["metadata"]
    return Outcome(
        told["text"], told["markdown"], told, told["versions"]["settings"],
        metadata["title"], metadata["language"], None,
    )  # fmt: skip


def taken(answer: httpx.Response) -> dict[str, Any]:
    """A job that was taken."""
    assert answer.status_code in {200, 202}, answer.text
    return answer.json()


def media(*, text: bool) -> dict[str, str]:
    """The type of a raw body."""
    return {"content-type": "text/plain" if text else "text/html"}


def raw(api: httpx.Client, path: str, given: dict[str, Any], *, text: bool) -> Outcome:
    """As a raw body, with the parameters in the address; a batch as JSON lines."""
    query = {name: written(value) for name, value in given.items()}
    if path == "/v1/batches":
        line = json.dumps({"text" if text else "html": fresh(text=text)})
        head = {"content-type": "application/x-ndjson"}
        return of_batch(api, api.post(path, content=line, params=query, headers=head))
    answer = api.post(path, content=fresh(text=text), params=query, headers=media(text=text))
    return of_clean(answer) if path == "/v1/clean" else of_job(api, taken(answer))


def in_json(api: httpx.Client, path: str, given: dict[str, Any], *, text: bool) -> Outcome:
    """As JSON."""
    item = {"text" if text else "html": fresh(text=text), **given}
    if path == "/v1/batches":
        return of_batch(api, api.post(path, json={"items": [item]}))
    answer = api.post(path, json=item)
    return of_clean(answer) if path == "/v1/clean" else of_job(api, taken(answer))


def in_form(api: httpx.Client, path: str, given: dict[str, Any], *, text: bool) -> Outcome:
    """As a form with a file."""
    fields = {name: written(value) for name, value in given.items()}
    answer = api.post(path, data=fields, files={"file": ("input.txt" if text else "input.html", fresh(text=text))})
    return of_batch(api, answer) if path == "/v1/batches" else of_job(api, taken(answer))


DOORS = {
    "query": (raw, ("/v1/jobs", "/v1/batches", "/v1/clean")),
    "json": (in_json, ("/v1/jobs", "/v1/batches", "/v1/clean")),
    "form": (in_form, ("/v1/jobs", "/v1/batches")),
}
SUBMISSIONS = [
    (where, path, name)
    for where, (_, paths) in DOORS.items()
    for path in paths
    for name in WISHES
    if not (path == "/v1/clean" and name in FOR_JOBS)
]


@pytest.mark.parametrize(("where", "path", "name"), SUBMISSIONS)
def test_a_parameter_of_a_submission_acts(api: httpx.Client, where: str, path: str, name: str) -> None:
    """With it the answer shows it; without it, it does not."""
    wish, send = WISHES[name], DOORS[where][0]
    assert wish.acts(send(api, path, {name: wish.value}, text=wish.text))


@pytest.mark.parametrize("name", WISHES)
def test_without_the_parameter_nothing_of_it_is_seen(api: httpx.Client, name: str) -> None:
    """Else the test above could not fail."""
    assert not WISHES[name].acts(raw(api, "/v1/jobs", {}, text=WISHES[name].text))


@pytest.mark.parametrize(("name", "value"), [("webhook", "https://example.org/hook"), ("metadata", {"a": 1})])
def test_what_only_a_job_can_keep_is_refused_elsewhere(api: httpx.Client, name: str, value: Any) -> None:
    """`/v1/clean` stores nothing and tells nobody: it says so instead of forgetting it."""
    for answer in (
        api.post("/v1/clean", json={"text": "A text.", name: value}),
        api.post("/v1/clean", content="A text.", headers=media(text=True), params={name: written(value)}),
    ):
        assert (answer.status_code, name in answer.text) == (422, True), answer.text


@pytest.mark.parametrize("where", ["query", "json", "form"])
@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/batches"])
def test_a_webhook_reaches_its_judge(api: httpx.Client, path: str, where: str) -> None:
    """This service has no secret to sign with, and says so; deliveries are tested where there is one."""
    hook = {"webhook": "https://example.org/hook"}
    if where == "form":
        answer = api.post(path, data=hook, files={"file": ("a.txt", fresh(text=True))})
    elif where == "query":
        answer = api.post(path, json=[{"text": "a"}] if path.endswith("batches") else {"text": "a"}, params=hook)
    else:
        answer = api.post(
            path, json={"items": [{"text": "a"}], **hook} if path.endswith("batches") else {"text": "a", **hook}
        )
    assert (answer.status_code, "webhook" in answer.text) == (422, True), answer.text


@pytest.mark.parametrize("name", ["url", "html", "text"])
@pytest.mark.parametrize("where", ["json", "form"])
def test_each_input_is_taken(api: httpx.Client, where: str, name: str) -> None:
    """And its kind is told."""
    values = {"url": f"https://example.org/{uuid.uuid4()}", "html": fresh(text=False), "text": fresh(text=True)}
    given = {name: values[name]}
    answer = (
        api.post("/v1/jobs", json=given) if where == "json" else api.post("/v1/jobs", files={name: (None, given[name])})
    )
    assert taken(answer)["kind"] == name
    api.delete(f"/v1/jobs/{answer.json()['id']}")


def same_key(api: httpx.Client, path: str, make: Callable[[], Any]) -> bool:
    """Whether an Idempotency-Key leads to the same answer, and refuses another request."""
    key, body = {"idempotency-key": str(uuid.uuid4())}, make()
    first, again = (api.post(path, json=body, headers=key) for _ in range(2))
    other = api.post(path, json=make(), headers=key)
    return first.json()["id"] == again.json()["id"] and other.status_code == 422


def failed(api: httpx.Client) -> dict[str, Any]:
    """A job that was cancelled."""
    job = taken(api.post("/v1/jobs", json={"url": f"https://no-such-host-{uuid.uuid4().hex}.invalid/"}))
    return api.delete(f"/v1/jobs/{job['id']}").json()


def retried(api: httpx.Client, headers: dict[str, str]) -> httpx.Response:
    """What a retry of such a job answers."""
    answer = api.post(f"/v1/jobs/{failed(api)['id']}/retry", headers=headers)
    if "location" in answer.headers:
        api.delete(answer.headers["location"])
    return answer


def ids(answer: httpx.Response) -> list[str]:
    """The names in a list."""
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


def pages(api: httpx.Client, path: str) -> bool:
    """Whether a list of more than one thing is cut by `limit`, and goes on at `cursor`."""
    for _ in range(LOOKS):
        whole = ids(api.get(path))
        part = api.get(path, params={"limit": 1})
        following = ids(api.get(part.json()["next"]))
        if whole == ids(api.get(path)):
            return len(whole) > 1 and ids(part) == whole[:1] and following[:1] == whole[1:2]
    raise AssertionError(f"{path} changes all the time")


def unchanged(api: httpx.Client, path: str) -> bool:
    """Whether If-None-Match is honoured."""
    tag = api.get(path).headers["etag"]
    return api.get(path, headers={"if-none-match": tag}).status_code == 304


@dataclass
class Stored:
    """Things that the reading routes can be asked about."""

    api: httpx.Client
    job: dict[str, Any]
    other: dict[str, Any]  # another job with the same body
    batch: str
    feedback: dict[str, Any]

    @property
    def body(self) -> str:
        """The address of the body."""
        return f"/v1/bodies/{self.job['result']['content_hash']}"

    def source(self, one: dict[str, Any]) -> str:
        """The source of a job."""
        return str(one["result"]["source_id"])


@pytest.fixture(scope="module")
def stored(service: RunningService) -> Iterator[Stored]:
    """Two documents with one body, a batch of three items of which one is invalid, two judgements."""
    with service.client() as api:
        text, wait = fresh(text=True), {"prefer": "wait=60"}
        job = api.post("/v1/jobs", json={"text": text, "source_url": "https://example.org/1"}, headers=wait).json()
        other = api.post("/v1/jobs", json={"text": text, "source_url": "https://example.org/2"}, headers=wait).json()
        items = [{"text": fresh(text=True)}, {"text": fresh(text=True)}, {"nothing": 1}]
        batch = api.post("/v1/batches", json=items).headers["location"]
        api.post("/v1/batches", json=[{"text": fresh(text=True)}])
        api.get(batch, params={"wait": 60})
        ours = {one["result"]["source_id"] for one in (job, other)}
        wait_until(lambda: ours <= set(ids(api.get("/v1/search", params={"limit": 100}))))  # indexed a little later
        judgements = [
            api.post("/v1/feedback", json=judgement(one)).json() for one in (job, other)
        ]  # fmt: skip
        yield Stored(api, job, other, batch, judgements[0])


def judgement(job: dict[str, Any], **said: Any) -> dict[str, Any]:
    """Of a job's first block."""
    return {"source_id": job["result"]["source_id"], "block": 0, "judgement": "remove", "reason": "a reason", **said}


def waits(api: httpx.Client, address: Callable[[], str]) -> bool:
    """Whether `wait` answers when the end has come, and not before."""
    return api.get(address(), params={"wait": 60}).json()["status"] == "succeeded"


def new_job(stored: Stored) -> str:
    """The address of a job just submitted."""
    return str(stored.api.post("/v1/jobs", json={"text": fresh(text=True)}).headers["location"])


def new_batch(stored: Stored) -> str:
    """The address of a batch just submitted."""
    return str(stored.api.post("/v1/batches", json=[{"text": fresh(text=True)}]).headers["location"])


def told(stored: Stored, **said: Any) -> dict[str, Any]:
    """What is kept of a judgement."""
    return stored.api.post("/v1/feedback", json=judgement(stored.job, **said)).json()


READING: dict[tuple[str, str, str], Callable[[Stored], bool]] = {
    ("POST /v1/jobs", "header", "Idempotency-Key"): lambda w: same_key(
        w.api, "/v1/jobs", lambda: {"text": fresh(text=True)}
    ),
    ("POST /v1/jobs", "header", "Prefer"): lambda w: w.api.post(
        "/v1/jobs", json={"text": fresh(text=True)}, headers={"prefer": "wait=60"}
    ).json()["status"] == "succeeded",
    ("POST /v1/jobs", "form", "file"): lambda w: w.api.post(
        "/v1/jobs", files={"file": ("named.txt", fresh(text=True))}
    ).json()["filename"] == "named.txt",
    ("POST /v1/jobs/{job_id}/retry", "header", "Prefer"): lambda w: (
        "preference-applied" in retried(w.api, {"prefer": "wait=0.1"}).headers
    ),
    ("POST /v1/jobs/{job_id}/retry", "header", "Idempotency-Key"): lambda w: (
        retried(w.api, {"idempotency-key": "x" * 300}).status_code == 422
    ),
    ("POST /v1/batches", "header", "Idempotency-Key"): lambda w: same_key(
        w.api, "/v1/batches", lambda: [{"text": fresh(text=True)}]
    ),
    ("POST /v1/batches", "form", "file"): lambda w: w.api.post(
        "/v1/batches", files=[("file", (f"{n}.txt", fresh(text=True))) for n in range(2)]
    ).json()["progress"]["total"] == 2,
    ("POST /v1/batches", "json", "items"): lambda w: w.api.post(
        "/v1/batches", json={"items": [{"text": fresh(text=True)}] * 2}
    ).json()["progress"]["total"] == 2,
    ("GET /v1/jobs", "query", "status"): lambda w: {
        one["status"] for one in w.api.get("/v1/jobs", params={"status": "succeeded"}).json()["items"]
    } == {"succeeded"},
    ("GET /v1/jobs", "query", "kind"): lambda w: {
        one["kind"] for one in w.api.get("/v1/jobs", params={"kind": "text"}).json()["items"]
    } == {"text"},
    ("GET /v1/jobs/{job_id}", "query", "wait"): lambda w: waits(w.api, lambda: new_job(w)),
    ("GET /v1/batches/{batch_id}", "query", "wait"): lambda w: waits(w.api, lambda: new_batch(w)),
    ("GET /v1/batches/{batch_id}/items", "query", "status"): lambda w: [
        one["index"] for one in w.api.get(f"{w.batch}/items", params={"status": "invalid"}).json()["items"]
    ] == [2],
    ("GET /v1/batches/{batch_id}/items", "query", "limit"): lambda w: [
        one["index"] for one in w.api.get(f"{w.batch}/items", params={"limit": 2}).json()["items"]
    ] == [0, 1],
    ("GET /v1/batches/{batch_id}/items", "query", "cursor"): lambda w: [
        one["index"] for one in w.api.get(f"{w.batch}/items", params={"cursor": 0}).json()["items"]
    ] == [1, 2],
    ("GET /v1/batches/{batch_id}/export", "query", "format"): lambda w: w.api.get(
        f"{w.batch}/export", params={"format": "zip"}
    ).content.startswith(b"PK"),
    ("GET /v1/bodies/{content_hash}", "query", "format"): lambda w: w.api.get(
        w.body, params={"format": "html"}
    ).headers["content-type"].startswith("text/html"),
    ("GET /v1/bodies/{content_hash}", "query", "source"): lambda w: [
        w.api.get(w.body, params={"format": "json", "source": w.source(one)}).json()["source"]["id"]
        for one in (w.job, w.other)
    ] == [w.source(w.job), w.source(w.other)],
    ("GET /v1/bodies/{content_hash}/removals", "query", "source"): lambda w: w.api.get(
        f"{w.body}/removals", params={"source": w.source(w.other)}
    ).json()["source_id"] == w.source(w.other),
    ("GET /v1/bodies/{content_hash}/original", "query", "source"): lambda w: w.source(w.other) in w.api.get(
        f"{w.body}/original", params={"source": w.source(w.other)}
    ).headers["content-disposition"],
    ("GET /v1/search", "query", "q"): lambda w: (
        ids(w.api.get("/v1/search", params={"q": "qwertz no such word"})) == [] != ids(w.api.get("/v1/search"))
    ),
    ("GET /v1/feedback", "query", "source_id"): lambda w: {
        one["source_id"] for one in w.api.get("/v1/feedback", params={"source_id": w.source(w.job)}).json()["items"]
    } == {w.source(w.job)},
    ("GET /v1/feedback/export", "query", "format"): lambda w: w.api.get(
        "/v1/feedback/export", params={"format": "csv"}
    ).text.startswith("id,"),
    ("POST /v1/feedback", "json", "source_id"): lambda w: (
        told(w, source_id=w.source(w.other))["source_id"] == w.source(w.other)
    ),
    ("POST /v1/feedback", "json", "block"): lambda w: told(w, block=1)["block"] == 1,
    ("POST /v1/feedback", "json", "judgement"): lambda w: told(w, judgement="keep")["judgement"] == "keep",
    ("POST /v1/feedback", "json", "start"): lambda w: told(w, start=1, end=3)["span"] == [1, 3],
    ("POST /v1/feedback", "json", "end"): lambda w: told(w, start=0, end=2)["span"] == [0, 2],
    ("POST /v1/feedback", "json", "reason"): lambda w: told(w, reason="another")["reason"] == "another",
}  # fmt: skip
for _path in ("/v1/jobs", "/v1/batches", "/v1/search", "/v1/feedback"):
    for _name in ("limit", "cursor"):
        READING[f"GET {_path}", "query", _name] = lambda w, path=_path: pages(w.api, path)
MATCHED = {
    "/v1/jobs": lambda _: "/v1/jobs?limit=1&cursor=1",
    "/v1/jobs/{job_id}": lambda w: f"/v1/jobs/{w.job['id']}",
    "/v1/batches": lambda _: "/v1/batches",
    "/v1/batches/{batch_id}": lambda w: w.batch,
    "/v1/batches/{batch_id}/items": lambda w: f"{w.batch}/items",
    "/v1/bodies/{content_hash}": lambda w: w.body,
    "/v1/bodies/{content_hash}/sources": lambda w: f"{w.body}/sources",
    "/v1/bodies/{content_hash}/removals": lambda w: f"{w.body}/removals",
    "/v1/bodies/{content_hash}/original": lambda w: f"{w.body}/original",
    "/v1/search": lambda _: "/v1/search?q=nothing-that-is-there",
    "/v1/feedback": lambda _: f"/v1/feedback?source_id={'0' * 24}",
    "/v1/feedback/{feedback_id}": lambda w: w.feedback["links"]["self"],
    "/v1/quarantine": lambda _: "/v1/quarantine",
}
for _path, _address in MATCHED.items():
    READING[f"GET {_path}", "header", "If-None-Match"] = lambda w, at=_address: unchanged(w.api, at(w))


@pytest.mark.parametrize("what", READING, ids=" ".join)
def test_a_parameter_of_another_route_acts(stored: Stored, what: tuple[str, str, str]) -> None:
    """It changes what comes back as its description says."""
    assert READING[what](stored)


def test_what_is_documented_is_driven(api: httpx.Client) -> None:
    """Neither more nor less."""
    driven = set(READING) | {(f"POST {path}", where, name) for where, path, name in SUBMISSIONS}
    driven |= {(f"POST {path}", where, "webhook") for path in ("/v1/jobs", "/v1/batches") for where in DOORS}
    driven |= {("POST /v1/jobs", where, name) for where in ("json", "form") for name in ("url", "html", "text")}
    driven |= {("POST /v1/clean", "json", name) for name in ("html", "text", "url", *FOR_JOBS)}
    # A batch's items are documented as those of POST /v1/jobs and are driven in its JSON.
    driven -= {("POST /v1/batches", "json", name) for name in WISHES}
    described = documented(api.get("/openapi.json").json())
    assert {one for one in described if "/scrape" not in one[0]} == driven  # those are driven in service/test_firecrawl


def test_a_submission_says_the_same_in_json_query_and_form(api: httpx.Client) -> None:
    """One list of names; `options` and `metadata` are JSON in the latter two."""
    document = api.get("/openapi.json").json()
    assert set(Common.model_fields) == set(WISHES) | {"webhook"}
    assert set(JobIn.model_fields) - set(Common.model_fields) == {"url", "html", "text"}
    assert (set(BatchIn.model_fields), set(FeedbackIn.model_fields)) == (
        {"items", "webhook"}, {"source_id", "block", "judgement", "start", "end", "reason"}
    )  # fmt: skip
    query = {one["name"]: one for one in document["paths"]["/v1/jobs"]["post"]["parameters"] if one["in"] == "query"}
    assert set(query) == set(Common.model_fields)
    assert {name for name, one in query.items() if "content" in one} == set(AS_JSON)
    assert set(Category) == set(document["components"]["schemas"]["Category"]["enum"])


def test_answers_are_as_documented(stored: Stored) -> None:
    """Bodies, sources, removals, lists and judgements have the members that their schemas name."""
    api, whole = stored.api, f"{stored.body}?format=json"
    for path, model in (
        (whole, answers.BodyOut),
        (f"{stored.body}/sources", answers.SourcePage),
        (f"{stored.body}/removals", answers.RemovalsOut),
        ("/v1/jobs", answers.JobPage),
        ("/v1/batches", answers.BatchPage),
        (f"{stored.batch}/items", answers.ItemPage),
        ("/v1/search", answers.HitPage),
        ("/v1/feedback", answers.FeedbackPage),
        ("/v1/quarantine", answers.RefusedList),
        (stored.feedback["links"]["self"], answers.FeedbackOut),
    ):
        got = api.get(path).json()
        parsed = model.model_validate(got).model_dump(mode="json", exclude_unset=True)
        assert parsed == got, path


def test_a_key_is_documented_where_one_is_asked_for(api: httpx.Client) -> None:
    """Both ways to send it; none for what is open."""
    document = api.get("/openapi.json").json()
    assert set(document["components"]["securitySchemes"]) == {"bearer", "key"}
    assert {"bearer": []} in document["security"]
    assert document["paths"]["/livez"]["get"]["security"] == []
    assert "security" not in document["paths"]["/v1/jobs"]["post"]
    body = document["webhooks"]["ended"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].endswith("HookBody")
