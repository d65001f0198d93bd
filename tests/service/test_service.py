"""The whole service in other circumstances: keys, outages, fetches, webhooks, the command line."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import signal
import subprocess
from pathlib import Path

from commandline import run
from listeners import Listener, Request, respond
from service_process import RunningService, has_ended, text_of, wait_until

KEYS = "me:" + "m" * 24 + ",you:" + "y" * 24
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
ARTICLE = (
    b"<!doctype html><html><head><title>Harbour</title></head><body><article><h1>Harbour</h1>"
    + b"<p>The harbour reopened on Monday after three weeks of work on its wall, the council said.</p>" * 4
    + b"</article></body></html>"
)


def bearer(name: str) -> dict[str, str]:
    """The header of one caller."""
    return {"authorization": f"Bearer {name[0] * 24}"}


def test_a05_a06_keys_tenants_and_rate_limits() -> None:
    """Without a key 401; another's job 404; too many requests 429, with what is left said before."""
    with RunningService({"CLEANER_API_KEYS": KEYS, "CLEANER_RATE_LIMIT": "12"}) as service, service.client() as api:
        assert api.get("/v1/jobs").status_code == 401
        assert api.get("/v1/jobs", headers={"authorization": "Bearer wrong"}).json()["code"] == "unauthorized"
        mine = api.post("/v1/jobs", json={"text": text_of(1)}, headers=bearer("me")).json()
        assert api.get(mine["links"]["self"], headers=bearer("me")).status_code == 200
        assert api.get(mine["links"]["self"], headers=bearer("you")).status_code == 404
        yours = api.post("/v1/jobs", json={"text": text_of(1)}, headers=bearer("you")).json()
        assert yours["id"] != mine["id"]
        for left in range(40, -1, -1):  # over the limit within a minute, even where one turns on the way
            answer = api.get("/v1/jobs", headers=bearer("me"))
            if answer.status_code == 429:
                break
            assert left
            assert 0 <= int(answer.headers["ratelimit-remaining"]) < 12
        assert int(answer.headers["retry-after"]) > 0
        assert "m" * 24 not in service.words()


def test_q08_q11_a_full_queue_refuses_and_takes_again() -> None:
    """Over the limit 503 with Retry-After; a server short of memory too."""
    with RunningService({"CLEANER_QUEUE_LIMIT": "5", "CLEANER_CHUNK": "5"}) as service, service.client() as api:
        lines = "\n".join(json.dumps({"text": text_of(n)}) for n in range(10, 20))
        answer = api.post("/v1/batches", content=lines, headers={"content-type": "application/x-ndjson"})
        assert (answer.status_code, answer.json()["code"]) == (503, "queue-full")
        server = service.redis()
        server.config_set("maxmemory", "1mb")
        wait_until(lambda: api.get("/readyz").json()["checks"]["memory"] == "full")
        assert api.post("/v1/jobs", json={"text": text_of(4)}).json()["code"] == "queue-full"
        server.config_set("maxmemory", "0")
        wait_until(lambda: api.get("/readyz").json()["checks"]["memory"] == "ok")
        assert api.post("/v1/jobs", json={"text": text_of(4)}, headers={"prefer": "wait=60"}).status_code == 200


class Site:
    """A small site: an article with an ETag, a busy page, a closed part, and a webhook receiver."""

    def __init__(self) -> None:
        self.hooks: list[tuple[dict[str, str], bytes]] = []
        self.busy = 1
        self.not_modified = 0
        self.listener = Listener(self.answer)

    def answer(self, request: Request) -> None:
        """Answer by path."""
        if request.path == "/robots.txt":
            request.send(respond(b"User-agent: *\nDisallow: /closed\n", headers={"Content-Type": "text/plain"}))
        elif request.path == "/article":
            if request.headers.get("if-none-match") == '"v1"':
                self.not_modified += 1
                request.send(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
            else:
                request.send(respond(ARTICLE, headers={"ETag": '"v1"'}))
        elif request.path == "/busy" and self.busy:
            self.busy -= 1
            request.send(respond(b"", status="429 Too Many Requests", headers={"Retry-After": "1"}))
        elif request.path == "/hook":
            self._take(request)
        elif request.path == "/missing":
            request.send(respond(b"no", status="404 Not Found"))
        else:
            request.send(respond(ARTICLE))

    def _take(self, request: Request) -> None:
        length = int(request.headers["content-length"])
        body = request.head.partition(b"\r\n\r\n")[2]
        while len(body) < length:
            body += request.connection.recv(65_536)
        self.hooks.append((request.headers, body))
        status = "500 Oh" if len(self.hooks) == 1 else "204 No Content"
        request.send(respond(b"", status=status))


def test_a11_urls_are_fetched_politely_and_conditionally_and_hooks_are_signed() -> None:
    """From a URL to a body, 429 put off, robots obeyed, 304 reused, failures typed, a signed call at the end."""
    site = Site()
    environment = {
        "CLEANER_FETCH_ALLOW": site.listener.authority,
        "CLEANER_HOST_DELAY": "0.1",
        "CLEANER_WEBHOOK_SECRETS": SECRET,
    }
    with RunningService(environment, fetchers=1) as service, service.client() as api, contextlib.closing(site.listener):
        wait = {"prefer": "wait=60"}
        article, hook = site.listener.url("/article"), site.listener.url("/hook")
        job = api.post("/v1/jobs", json={"url": article, "webhook": hook}, headers=wait).json()
        assert job["status"] == "succeeded", job
        assert "harbour reopened" in api.get(job["links"]["body"]).text
        assert api.get(job["links"]["original"]).content == ARTICLE
        anew = api.post("/v1/jobs", json={"url": article, "options": {"max_age": 0}}, headers=wait).json()
        assert (anew["status"], site.not_modified) == ("succeeded", 1)
        assert anew["id"] != job["id"]
        assert anew["result"]["content_hash"] == job["result"]["content_hash"]
        assert (
            api.post("/v1/jobs", json={"url": site.listener.url("/busy")}, headers=wait).json()["status"] == "succeeded"
        )
        codes = {}
        for path in ("/closed", "/missing"):
            found = api.post("/v1/jobs", json={"url": site.listener.url(path)}, headers=wait).json()
            codes[path] = found["error"]["code"]
        assert codes == {"/closed": "robots-denied", "/missing": "http-status"}
        wait_until(lambda: len(site.hooks) >= 2)
    (headers, body), again = site.hooks[0], site.hooks[1]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(base64.b64decode(SECRET[6:]), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}".lower() or (
        base64.b64encode(digest).decode().lower() in headers["webhook-signature"].lower()
    )
    assert again[0]["webhook-id"] == headers["webhook-id"]
    assert json.loads(body)["type"] == "job.succeeded"
    assert json.loads(body)["data"]["id"] == job["id"]


def cleaner(service: RunningService, *arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One run of the command line against a service."""
    return run(*arguments, "--url", service.url, stdin=content)


def test_the_command_line_speaks_to_a_service(service: RunningService, tmp_path: Path) -> None:
    """submit, status, result and cancel, for a stream, a file and a directory."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(text_of(100 + number))
    done = cleaner(service, "submit", "-", "--wait", content=text_of(1).encode())
    job = json.loads(done.stdout)
    assert (done.returncode, job["status"]) == (0, "succeeded")
    result = cleaner(service, "result", job["id"])
    assert result.stdout == text_of(1).rpartition("\n\n")[0].encode()
    removals = cleaner(service, "result", job["id"], "--format", "removals")
    assert json.loads(removals.stdout)["text"] == "Share this article"
    filed = json.loads(cleaner(service, "submit", str(tmp_path / "0.txt"), "--wait").stdout)
    assert filed["filename"] == "0.txt"
    batch = json.loads(cleaner(service, "submit", str(tmp_path), "--wait").stdout)
    assert (batch["status"], batch["succeeded"]) == ("succeeded", 3)
    assert len(cleaner(service, "result", batch["id"]).stdout.splitlines()) == 3
    assert cleaner(service, "status", batch["id"], "--wait").returncode == 0
    cancelled = json.loads(cleaner(service, "cancel", job["id"]).stdout)
    assert cancelled["status"] == "succeeded"
    assert cleaner(service, "status", "0" * 64 + "-1").returncode == 3


def test_a_second_signal_or_a_killed_child_leaves_nothing_behind() -> None:
    """Children come back after kill -9; at the end no process of the service is left."""
    with RunningService() as service:
        (before,) = service.children("workers.run clean")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: set(service.children("workers.run clean")) - {before})
        below = [*service.children("workers."), *service.children("cleaner.app"), *service.children("valkey-server")]
        assert service.stop() == 0
        wait_until(lambda: all(map(has_ended, below)))
        assert cleaner(service, "status", "0" * 64 + "-1").returncode == 5
