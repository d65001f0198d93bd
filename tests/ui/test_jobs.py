"""Jobs: a live list, batches with their errors, retry and cancel; search; what changed between two versions."""

from __future__ import annotations

import json
import re

from browsing import Tab
from listeners import Listener

TEXT = "The ferry {0} was late again on Monday, and some forty people missed the train.\n\nShare this article\n"


def test_the_list_is_live_and_counts(tab: Tab) -> None:
    """A job handed in elsewhere appears by itself; depth, throughput and removals by category are shown."""
    tab.page.goto("/jobs")
    given = tab.page.request.post(
        "/v1/jobs", data={"text": TEXT.format("Aurelia"), "title": "The late Aurelia"}, headers={"prefer": "wait=60"}
    )
    assert given.json()["status"] == "succeeded"
    tab.page.locator("#job-list .s-succeeded").first.wait_for()
    tab.page.locator("#activity", has_text="share-bar").wait_for()
    assert tab.page.locator("#activity .chart rect").count() >= 2
    assert "a minute" in tab.page.locator(".gauges").inner_text()


def test_a_batch_shows_each_error_and_is_tried_again(tab: Tab, site: Listener) -> None:
    """Progress, the typed reason of every item, and a batch of what failed."""
    lines = [
        {"url": site.url("/quay")},
        {"url": site.url("/none")},
        {"text": TEXT.format("Borealis")},
        {"url": "http://10.0.0.1/"},
    ]
    given = tab.page.request.post(
        "/v1/batches",
        data="\n".join(json.dumps(line) for line in lines),
        headers={"content-type": "application/x-ndjson"},
    )
    tab.page.goto(f"/batches/{given.json()['id']}")
    tab.page.locator("#batch .s-partial").wait_for()
    words = tab.page.locator("#batch").inner_text()
    assert "http-status" in words
    assert "blocked-address" in words
    tab.page.get_by_role("link", name=re.compile("^failed")).click()
    tab.page.wait_for_url("**status=failed*")
    tab.page.get_by_role("button", name="Try the failed again").click()
    tab.page.wait_for_url(re.compile(rf"/batches/(?!{given.json()['id']})"))
    tab.page.locator("#batch .s-failed").first.wait_for()
    assert "1 items" in tab.page.locator("h1").inner_text()


def test_a_failed_job_is_tried_again_as_a_new_one(tab: Tab, site: Listener) -> None:
    """And its first end stays what it was."""
    ask = tab.page.request
    job = ask.post("/v1/jobs", data={"url": site.url("/gone")}, headers={"prefer": "wait=60"}).json()
    assert job["error"]["code"] == "http-status"
    again = ask.post(f"/v1/jobs/{job['id']}/retry", headers={"prefer": "wait=60"}).json()
    assert again["id"].rpartition("-")[0] == job["id"].rpartition("-")[0]
    assert again["id"] != job["id"]
    assert ask.get(f"/v1/jobs/{job['id']}").json()["status"] == "failed"
    tab.page.goto(f"/jobs/{again['id']}")
    tab.page.get_by_role("button", name="Try again").click()
    tab.page.wait_for_url(re.compile(r"/jobs/[0-9a-f]+-3$"))


def test_an_open_job_is_cancelled(tab: Tab, slow_site: Listener) -> None:
    """From its own page, while it waits for a site that does not answer."""
    job = tab.page.request.post("/v1/jobs", data={"url": slow_site.url("/never")}).json()
    tab.page.goto(f"/jobs/{job['id']}")
    tab.page.get_by_role("button", name="Cancel").click()
    tab.page.locator("#job .s-cancelled").wait_for()
    tab.page.get_by_role("button", name="Try again").wait_for()


def test_what_is_stored_is_found(tab: Tab) -> None:
    """By words of the body and the title, in any case, accents aside; words together; scripts without spaces."""
    ask = tab.page.request
    texts = {
        "Die Wanderdüne": "Die größte Düne der Küste wandert jedes Jahr um zwei Meter nach Osten, sagt das Amt.",
        "海辺の町": "港の古い倉庫は来年の春に図書館になると町長が月曜日に発表した。建物は百年前のものである。",
        "Крепость": "Старая крепость у реки открылась для посетителей после долгого ремонта в понедельник.",
    }
    for title, text in texts.items():
        done = ask.post("/v1/jobs", data={"text": text, "title": title}, headers={"prefer": "wait=60"}).json()
        assert done["status"] == "succeeded"
    tab.page.goto("/documents")
    for query, title in [
        ("KUSTE grosste", "Die Wanderdüne"),
        ("wanderd", "Die Wanderdüne"),
        ("図書館", "海辺の町"),
        ('"крепость у реки"', "Крепость"),
    ]:
        tab.page.locator("#q").fill(query)
        tab.page.keyboard.press("Enter")
        tab.page.locator("#found", has_text="Those that hold it").get_by_role("link", name=title).wait_for()
    assert tab.page.locator("#found mark").count() >= 1
    found = ask.get("/v1/search", params={"q": "wanderd", "limit": "1"}).json()["items"]
    assert [one["title"] for one in found] == ["Die Wanderdüne"]
    tab.page.locator("#q").fill('"реки крепость"')
    tab.page.keyboard.press("Enter")
    tab.page.get_by_text("No document holds that.").wait_for()


def test_what_changed_between_two_versions(tab: Tab) -> None:
    """Words within a paragraph, paragraphs that came and went; led to from the document."""
    ask, options = tab.page.request, {"source_url": "https://example.org/weir"}
    old = "The weir will be rebuilt in May.\n\nThe old gate stays where it is, the office said on Monday.\n"
    new = "The weir will be rebuilt in June.\n\nA footbridge will be set beside it for those who walk.\n"
    made = []
    for text in (old, new):
        job = ask.post("/v1/jobs", data={"text": text, **options}, headers={"prefer": "wait=60"}).json()
        made.append(job["result"]["source_id"])
    tab.page.goto(f"/documents/{made[1]}")
    tab.page.get_by_role("link", name="what changed").click()
    tab.page.wait_for_url("**/diff/*")
    changed = tab.page.locator(".d.changed").first
    assert changed.locator("del").inner_text() == "May"
    assert changed.locator("ins").inner_text() == "June"
    assert "footbridge" in tab.page.locator(".d.new").inner_text()
    assert "old gate" in tab.page.locator(".d.gone").inner_text()
