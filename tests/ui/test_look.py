"""Look: evidence on hover, focus and tap; filters, profile and threshold at once; three views; large documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import WAIT, Tab

expect = pytest.importorskip("playwright.sync_api", reason="Playwright's Python package is not installed").expect

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NEWS = (FIXTURES / "pages/news-jsonld-inline-related/source.html").read_text("utf-8")
SEED = (FIXTURES / "texts/seed-like-003/source.txt").read_text("utf-8")


def test_evidence_shows_on_hover_and_on_focus(tab: Tab) -> None:
    """Every rule that spoke, with its weight."""
    tab.give(NEWS)
    tab.page.locator(".b.gone", has_text="Skip to main content").hover()
    tab.page.locator("#why .evidence:not(.empty)").wait_for()
    assert "Skip to main content" in tab.page.locator("#why").inner_text()
    assert "PHR001" in tab.page.locator("#why table").inner_text()
    tab.page.locator(".b", has_text="ASHPORT").locator(".why").focus()
    tab.page.locator("#why .quote", has_text="ASHPORT").wait_for()
    assert "keep" in tab.page.locator("#why table").inner_text()


def test_evidence_shows_on_tap(open_tab: Callable[..., Tab]) -> None:
    """On a telephone, in a sheet that can be closed; nothing sticks out of the page's width."""
    tab = open_tab(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    tab.give(SEED)
    tab.page.locator(".b.gone .text", has_text="Designed & Maintained").tap()
    sheet = tab.page.locator("#inspector")
    sheet.get_by_text("en-site-builder").first.wait_for()
    assert sheet.is_visible()
    sheet.get_by_role("button", name="Close").tap()
    sheet.wait_for(state="hidden")
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_categories_are_told_apart_without_colours(tab: Tab) -> None:
    """Each group has a sign of its own, and each removed block its category in words."""
    tab.give(SEED)
    tags = tab.page.locator(".b.gone .tag").all_inner_texts()
    assert {tag[-7:] for tag in tags} >= {"sponsor", "credits", "related"}
    signs = {tag.strip()[0] for tag in tags}
    assert len(signs) >= 4


def test_a_filter_leaves_one_category(tab: Tab) -> None:
    """At once, by its chip; the address says so, and it can be taken back."""
    tab.give(NEWS)
    count = tab.page.locator(".b").count()
    tab.page.locator(".chips a", has_text="related").click()
    tab.page.get_by_text("blocks. Show all").wait_for()
    assert set(tab.page.locator(".b .tag").all_inner_texts()) == {"↗related"}
    tab.page.wait_for_url("**category=related*")
    tab.page.get_by_role("link", name="Show all").click()
    expect(tab.page.locator(".b")).to_have_count(count, timeout=WAIT)
    tab.page.get_by_label("Rule").select_option("RGN001")
    tab.page.get_by_text("blocks. Show all").wait_for()
    tab.page.wait_for_url("**rule=RGN001*")
    tab.page.get_by_label("Score below").fill("-5.5")
    tab.page.wait_for_url("**below=-5.5*")
    scores = [float(score) for score in tab.page.locator(".b .score").all_inner_texts()]
    assert all(score < -5.4 for score in scores)


BLOCKS = """() => [...document.querySelectorAll(".b")].map(one => [
    one.id, one.classList.contains("gone"), one.classList.contains("fixed"),
    Number(one.querySelector(".score").textContent), one.querySelector(".text").textContent.trim()])"""


def test_the_threshold_redraws_at_once(tab: Tab) -> None:
    """The slider at 4 puts back what scores over -4 and no final rule took; the text to be taken follows."""
    tab.page.goto("/")
    tab.page.get_by_role("button", name="A news page").click()
    tab.page.wait_for_url("**/documents/*")
    blocks = tab.page.evaluate(BLOCKS)
    moved = [(name, text) for name, gone, fixed, score, text in blocks if gone and not fixed and score > -3.9]
    stayed = [(name, text) for name, gone, fixed, score, text in blocks if gone and (fixed or score < -4.1)]
    assert moved
    assert any(fixed for _, _, fixed, _, _ in blocks)
    slider = tab.page.get_by_label("Threshold")
    slider.fill("4")
    for name, _ in moved:
        tab.page.locator(f"#{name}.kept").wait_for()
    for name, _ in stayed:
        assert tab.page.locator(f"#{name}.gone").count() == 1
    url = tab.page.get_by_role("link", name="Text", exact=True).get_attribute("href")
    assert "shift=4" in url
    kept = tab.page.request.get(tab.page.evaluate("href => new URL(href, location).href", url)).text()
    paragraphs = kept.split("\n\n")
    assert {text for _, text in moved} <= {one.strip("-•# \n") for one in paragraphs}
    assert not {text for _, text in stayed} & set(paragraphs)
    slider.fill("-4")
    tab.page.wait_for_url("**shift=-4*")
    assert tab.page.locator(".b.gone").count() > sum(gone for _, gone, *_ in blocks)


def test_the_evidence_says_what_the_threshold_does_not_move(tab: Tab) -> None:
    """A block that a final rule took."""
    tab.give(NEWS)
    tab.page.locator(".b.gone.fixed").first.click()
    tab.page.locator("#why", has_text="The threshold does not move this block").wait_for()
    tab.page.locator(".b.gone:not(.fixed)").first.click()
    tab.page.locator("#why .evidence:not(:has-text('does not move'))").wait_for()


def test_the_profile_redraws_at_once(tab: Tab) -> None:
    """Cleaned anew under the profile, in the page that is open."""
    tab.give(NEWS)
    tab.page.evaluate("window.stays = true")
    tab.page.get_by_label("Profile").select_option("conservative")
    tab.page.wait_for_url("**profile=conservative*")
    assert tab.page.evaluate("window.stays")


def test_side_by_side(tab: Tab) -> None:
    """What came in on one side, what stays on the other."""
    tab.give(SEED)
    tab.page.get_by_role("link", name="Side by side").click()
    tab.page.locator(".after").first.wait_for(state="attached")
    gone = tab.page.locator(".b.gone").first
    assert gone.locator(".after").inner_text() == ""
    kept = tab.page.locator(".b.kept").first
    assert kept.locator(".after").inner_text() == kept.locator(".said .text").inner_text()


def test_the_page_itself_with_what_went_dimmed(tab: Tab) -> None:
    """In a sandboxed frame, with the reason; the article is not dimmed."""
    tab.give(NEWS)
    tab.page.get_by_role("link", name="The page").click()
    frame = tab.page.frame_locator(".frame")
    removed = frame.locator(".cleaner-removed", has_text="Most Read")
    removed.wait_for()
    title = removed.get_attribute("title")  # which fails where there is more than one
    assert re.match(r"[a-z-]+: [A-Z]{3}\d{3} ", title)
    assert frame.locator(".cleaner-removed", has_text="ASHPORT").count() == 0
    assert tab.page.locator(".frame").get_attribute("sandbox") == ""


def test_right_to_left(tab: Tab) -> None:
    """Each block runs in its own direction."""
    tab.give((FIXTURES / "pages/ar-rtl-makal/source.html").read_text("utf-8"))
    kept = tab.page.locator(".b.kept .text").first
    assert kept.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert tab.page.locator("h1 bdi").count() == 1


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_form_can_be_taken(tab: Tab, form: str) -> None:
    """As a download, never as a page."""
    tab.give(SEED)
    answer = tab.page.request.get(f"{tab.page.url}/as/{form}")
    assert "attachment" in answer.headers["content-disposition"]
    assert "The nineteen men and women" in answer.text()
    if form != "json":
        assert "Designed & Maintained" not in answer.text()


def test_ten_thousand_blocks_do_not_freeze(tab: Tab) -> None:
    """They come in parts while a reader scrolls; the page answers within a second all the while."""
    text = "\n\n".join(f"Line {n} of a very long list that somebody kept for {n} years." for n in range(10_000))
    job = tab.page.request.post("/v1/jobs", data={"text": text}, headers={"prefer": "wait=60"}).json()
    tab.page.goto(f"/documents/{job['result']['source_id']}")
    assert tab.page.locator(".b").count() == 1_000
    assert "of 10,000 blocks" in tab.page.locator(".sum").inner_text()
    scrolling = """async () => {
        let longest = 0, last = performance.now();
        for (let step = 0; step < 60; step++) {
            scrollBy(0, 2000);
            await new Promise(requestAnimationFrame);
            longest = Math.max(longest, performance.now() - last);
            last = performance.now();
        }
        return longest;
    }"""
    took = [tab.page.evaluate(scrolling)]
    while min(took) >= 1_000 and len(took) < 10:  # a busy machine is not the page's doing
        tab.page.evaluate("scrollTo(0, 0)")
        took.append(tab.page.evaluate(scrolling))
    assert min(took) < 1_000
    tab.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.page.locator("#b1500").wait_for(state="attached")
    assert tab.page.locator("#b1500 .text").text_content().startswith("Line 1500 of")


def test_keys_lead_through_what_was_removed(tab: Tab) -> None:
    """n, p and Escape; ? lists them."""
    tab.give(SEED)
    tab.page.locator("h1").click()
    tab.page.keyboard.press("n")
    tab.page.locator("#b0.chosen").wait_for()
    tab.page.keyboard.press("n")
    tab.page.locator("#b1.chosen").wait_for()
    tab.page.locator("#why .quote", has_text="Last Lighthouse").wait_for()
    tab.page.keyboard.press("p")
    tab.page.locator("#b0.chosen").wait_for()
    tab.page.keyboard.press("Escape")
    tab.page.locator(".chosen").wait_for(state="detached")
    tab.page.keyboard.press("?")
    tab.page.locator("#help").wait_for()


def test_from_nothing_to_a_reason_in_three_clicks(tab: Tab) -> None:
    """As somebody does who sees it for the first time."""
    tab.page.goto("/")
    tab.page.get_by_role("button", name="A scraped text").click()
    tab.page.wait_for_url("**/documents/*")
    tab.page.locator(".b.gone", has_text="proudly supported").click()
    tab.page.locator("#why").get_by_text("en-sponsor-line").first.wait_for()
