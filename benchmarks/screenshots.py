"""Pictures of the web page, taken of a running service in a real browser: `python -m benchmarks.screenshots [NAME...]`.

They are written into docs/screenshots/ for people to look at: light, dark, a telephone, a text that runs right to left,
ten thousand blocks, errors. Needs the extra `e2e`, a Chromium, and for the names below nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from service_process import RunningService, text_of
from ui.browsing import Tab, open_browser

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
MAX_BYTES = 300_000


def example(tab: Tab, name: str) -> None:
    """Open one of the two examples."""
    tab.page.goto("/")
    tab.page.get_by_role("button", name=name).click()
    tab.page.wait_for_url("**/documents/*")


def pointed(tab: Tab, words: str) -> None:
    """Pin the evidence on the block that holds these words."""
    tab.page.locator(".b", has_text=words).first.click()
    tab.page.locator("#why table").wait_for()
    tab.page.mouse.move(0, 0)


def scroll_to(tab: Tab, words: str) -> None:
    """Scroll so that the block that holds these words is the first below the tools."""
    block = tab.page.locator(".b", has_text=words)
    block.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 70)")


def start(tab: Tab) -> None:
    """The empty page."""
    tab.page.goto("/")


def look(tab: Tab) -> None:
    """A scraped text with the evidence on one removed line."""
    example(tab, "A scraped text")
    pointed(tab, "proudly supported")
    scroll_to(tab, "Mr. Dunmore")


def look_page(tab: Tab) -> None:
    """A news page, scrolled to where the article begins."""
    example(tab, "A news page")
    pointed(tab, "Story continues below")
    scroll_to(tab, "By Lena Mirowski")


def side(tab: Tab) -> None:
    """The same side by side."""
    example(tab, "A news page")
    tab.page.goto(f"{tab.page.url}?view=side")
    scroll_to(tab, "By Lena Mirowski")


def framed(tab: Tab) -> None:
    """The page itself with what went dimmed."""
    example(tab, "A news page")
    tab.page.goto(f"{tab.page.url}?view=page")
    tab.page.frame_locator(".frame").get_by_text("ASHPORT").wait_for()


def sheet(tab: Tab) -> None:
    """A telephone with the evidence on a tapped line."""
    example(tab, "A scraped text")
    tab.page.locator(".b.gone .text", has_text="Designed & Maintained").tap()
    tab.page.locator("#why table").wait_for()


def rtl(tab: Tab) -> None:
    """An Arabic page."""
    tab.give((ROOT / "fixtures/pages/ar-rtl-makal/source.html").read_text("utf-8"))


def many(tab: Tab) -> None:
    """Ten thousand lines, some of them residue, somewhere in the middle."""
    lines = [
        "Share this article" if n % 9 == 4 else f"Entry {n}: the keeper wrote that nothing had happened on day {n}."
        for n in range(10_000)
    ]
    given = tab.page.request.post("/v1/jobs", data={"text": "\n\n".join(lines)}, headers={"prefer": "wait=60"})
    tab.page.goto(f"/documents/{given.json()['result']['source_id']}?first=4996")


def jobs(tab: Tab) -> None:
    """The list of jobs with what was done so far."""
    for number in range(12):
        tab.page.request.post("/v1/jobs", data={"text": text_of(number)}, headers={"prefer": "wait=30"})
    lines = "\n".join([f'{{"text": "{"A line. " * 9}{n}"}}' for n in range(40)] + ['{"url": "http://10.0.0.1/"}'])
    tab.page.request.post("/v1/batches", data=lines, headers={"content-type": "application/x-ndjson"})
    example(tab, "A news page")
    tab.page.goto("/jobs")
    tab.page.locator(".s-partial").first.wait_for()


def search(tab: Tab) -> None:
    """Documents that hold a word."""
    tab.page.goto("/documents?q=council")
    tab.page.locator("mark").first.wait_for()


def judged(tab: Tab) -> None:
    """What was judged by hand."""
    example(tab, "A scraped text")
    for words in ("This story first appeared", "Mr. Dunmore"):
        tab.page.locator(".b", has_text=words).hover()
        tab.page.locator(".b", has_text=words).locator(".act").click()
        tab.page.locator(".b.hand", has_text=words).wait_for()
    tab.page.goto("/feedback")


def changed(tab: Tab) -> None:
    """What changed between two versions of a document."""
    made = []
    for text in (
        "The bridge will be closed for ten weekends from April.\n\nThe council voted on Monday.\n\nNo toll is planned.",
        "The bridge will be closed for nine weekends from May.\n\nThe council voted on Monday.\n\nA toll is possible.",
    ):
        item = {"text": text, "source_url": "https://example.org/bridge"}
        made.append(tab.page.request.post("/v1/jobs", data=item, headers={"prefer": "wait=30"}).json()["result"])
    tab.page.goto(f"/documents/{made[0]['source_id']}/diff/{made[1]['source_id']}")


def refused(tab: Tab) -> None:
    """An address that may not be fetched."""
    tab.page.goto("/")
    tab.page.locator("#input").fill("http://169.254.169.254/latest/meta-data/")
    tab.page.get_by_role("button", name="Clean it").click()
    tab.page.locator("#problem").wait_for()


def failed(tab: Tab) -> None:
    """An address that led nowhere."""
    tab.page.goto("/")
    tab.page.locator("#input").fill("https://there-is-no-such-host.example/a")
    tab.page.get_by_role("button", name="Clean it").click()
    tab.page.wait_for_url(re.compile("/jobs/"))
    tab.page.locator(".problem").wait_for(timeout=60_000)


def absent(tab: Tab) -> None:
    """A document that is not there."""
    tab.page.goto("/documents/000000000000000000000000")


SHOTS: dict[str, tuple[Callable[[Tab], None], dict[str, Any]]] = {
    "start": (start, WIDE),
    "look": (look, WIDE),
    "look-page": (look_page, WIDE),
    "look-dark": (look_page, {**WIDE, "color_scheme": "dark"}),
    "side-by-side": (side, WIDE),
    "framed-page": (framed, WIDE),
    "phone": (rtl, PHONE),
    "phone-evidence": (sheet, PHONE),
    "phone-start-dark": (start, {**PHONE, "color_scheme": "dark"}),
    "right-to-left": (rtl, WIDE),
    "ten-thousand-blocks": (many, WIDE),
    "jobs": (jobs, WIDE),
    "jobs-dark": (jobs, {**WIDE, "color_scheme": "dark"}),
    "search": (search, WIDE),
    "feedback": (judged, WIDE),
    "what-changed": (changed, WIDE),
    "error-refused": (refused, WIDE),
    "error-failed": (failed, WIDE),
    "error-not-found": (absent, {**WIDE, "color_scheme": "dark"}),
}


def main(names: list[str]) -> int:
    """Take the named pictures, or all; 1 where one is larger than a repository should hold."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    large = 0
    with open_browser() as browser, RunningService(workers=2, fetchers=1, pool=2) as service:
        for name in names or SHOTS:
            act, options = SHOTS[name]
            tab = Tab(browser, service.url, **options)
            act(tab)
            tab.page.wait_for_timeout(400)
            path = FOLDER / f"{name}.png"
            tab.page.screenshot(path=path)
            size = path.stat().st_size
            large += size > MAX_BYTES
            print(f"{path.relative_to(ROOT)}  {size // 1000} KB  {' '.join(tab.complaints)[:200]}")
            tab.close()
    return int(large > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
