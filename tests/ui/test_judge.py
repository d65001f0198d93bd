"""Judge: a block put back or taken out; the corrected text; feedback listed, taken back and taken out."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

from browsing import Tab

from cleaner.rules.packs import parse_pack

ARTICLE = (
    "The museum of clocks opened its new wing on Friday, and some four hundred people came to see it.\n\n"
    "Its oldest piece, a tower clock of 1540, had been kept in a barn for most of the last century.\n\n"
    "The lift to the tower takes nine people.\n\n"
    "Share this article\n\n"
    "The curator said that the wing had cost less than was planned, and that number {} was still missing.\n"
)


def text_of(tab: Tab) -> str:
    """The document's text as the page offers it."""
    return tab.page.request.get(tab.page.url.partition("?")[0] + "/as/text").text()


def test_put_back_take_out_undo(tab: Tab) -> None:
    """The text follows each judgement; nothing moves, nothing is loaded anew."""
    tab.give(ARTICLE.format(1))
    tab.page.evaluate("window.stays = true")
    assert "Share this article" not in text_of(tab)
    gone = tab.page.locator(".b", has_text="Share this article")
    gone.hover()
    gone.get_by_role("button", name="Put back").click()
    tab.page.locator(".b.hand.kept", has_text="Share this article").wait_for()
    assert "Share this article" in text_of(tab)
    kept = tab.page.locator(".b", has_text="Its oldest piece")
    kept.hover()
    kept.get_by_role("button", name="Take out").click()
    tab.page.locator(".b.hand.gone", has_text="Its oldest piece").wait_for()
    assert "Its oldest piece" not in text_of(tab)
    assert "by hand" in tab.page.locator(".chips").inner_text()
    kept.get_by_role("button", name="Undo").click()
    tab.page.locator(".b.kept:not(.hand)", has_text="Its oldest piece").wait_for()
    assert "Its oldest piece" in text_of(tab)
    assert tab.page.evaluate("window.stays")


GLUED = "Click here to subscribe to our newsletter."


def test_a_part_of_a_block_is_put_back_alone(tab: Tab) -> None:
    """A sentence that the rules cut out of a paragraph: put back, undone, without scripts as with them."""
    tab.give(ARTICLE.format(11).replace("century.", f"century, and few had seen it. {GLUED}"))
    block = tab.page.locator(".b.part", has_text="Its oldest piece")
    assert GLUED not in text_of(tab)
    block.get_by_role("button", name=f"Put back: {GLUED}").click()
    tab.page.locator(".b.kept.hand ins", has_text=GLUED).wait_for()
    assert f"few had seen it. {GLUED}" in text_of(tab)
    tab.page.get_by_role("button", name=f"Undo for: {GLUED}").click()
    tab.page.locator(".b.part del", has_text=GLUED).wait_for()
    assert GLUED not in text_of(tab)
    assert "few had seen it." in text_of(tab)


def test_selected_words_are_taken_out_alone(tab: Tab) -> None:
    """Of a kept block, as a person selects them; what is kept of it names the part."""
    words = "had been kept in a barn"
    tab.give(ARTICLE.format(12).replace("Its oldest", "\u200fIts 🕰 oldest"))
    tab.page.locator(".b .text", has_text="oldest piece").evaluate(
        """(text, words) => {
            const node = [...text.childNodes].find(one => one.data?.includes(words));
            const range = document.createRange();
            range.setStart(node, node.data.indexOf(words));
            range.setEnd(node, node.data.indexOf(words) + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    tab.page.get_by_role("button", name="Take out these words").click()
    tab.page.locator(".b.part.hand del", has_text=words).wait_for()
    assert tab.page.locator(".b.part del").inner_text() == words
    assert words not in text_of(tab)
    assert "for most of the last century" in text_of(tab)
    one = tab.page.request.get("/v1/feedback?limit=1").json()["items"][0]
    assert (one["judgement"], one["text"]) == ("remove", words)
    assert one["span"][1] - one["span"][0] == len(words)
    tab.page.get_by_role("button", name=f"Undo for: {words}").click()
    tab.page.locator(".b.kept:not(.hand)", has_text="oldest piece").wait_for()


def test_a_reason_is_kept_with_it(tab: Tab) -> None:
    """What, on which document, when, why and what the rules had said: listed, and undone there."""
    tab.give(ARTICLE.format(2))
    tab.page.locator(".b", has_text="The lift to the tower").click()
    tab.page.locator("#why").get_by_label("Why?").fill("a line for readers of the paper")
    tab.page.locator("#why").get_by_role("button", name="Take out").click()
    tab.page.locator(".b.hand.gone", has_text="The lift to the tower").wait_for()
    one = tab.page.request.get("/v1/feedback?limit=1").json()["items"][0]
    assert (one["judgement"], one["reason"]) == ("remove", "a line for readers of the paper")
    assert (one["text"], one["facts"]["mode"]) == ("The lift to the tower takes nine people.", "text")
    assert one["facts"]["versions"]
    tab.page.goto("/feedback")
    row = tab.page.locator("tr", has_text="a line for readers")
    assert "taken out" in row.inner_text()
    row.get_by_role("button", name="Undo").click()
    tab.page.locator("tr.undone", has_text="a line for readers").wait_for()
    assert tab.page.request.get(f"/v1/feedback/{one['id']}").json()["undone_at"]


def test_feedback_is_taken_out_as_others_read_it(tab: Tab, tmp_path: Path) -> None:
    """A pack that loads, pairs from which `cleaner learn` learns the line, a table without formulas."""
    glued = "Ask at the yellow kiosk for a map."
    for number in (3, 4):
        tab.give(ARTICLE.format(number).replace("The lift", "=The lift").replace("missing.", f"missing. {glued}"))
        source = tab.page.url.rpartition("/")[2]
        (index, start) = tab.page.evaluate(
            """glued => {
                const block = [...document.querySelectorAll(".b")].find(one => one.textContent.includes(glued));
                return [Number(block.id.slice(1)), block.querySelector(".text").textContent.indexOf(glued)];
            }""",
            glued,
        )
        part = {"source_id": source, "block": index, "judgement": "remove", "start": start, "end": start + len(glued)}
        assert tab.page.request.post("/v1/feedback", data=part).json()["text"] == glued
        block = tab.page.locator(".b", has_text="The lift to the tower")
        block.hover()
        block.get_by_role("button", name="Take out").click()
        tab.page.locator(".b.hand.gone", has_text="The lift to the tower").wait_for()
    pack = tab.page.request.get("/v1/feedback/export?format=pack").body()
    phrases = parse_pack(pack, "feedback.toml").phrases
    assert any("the lift to the tower" in pattern for one in phrases for pattern in one.patterns)
    assert all(one.unreviewed for one in phrases)
    table = tab.page.request.get("/v1/feedback/export?format=csv").text()
    assert "'=The lift to the tower" in table
    pairs = tab.page.request.get("/v1/feedback/export?format=pairs").body()
    zipfile.ZipFile(io.BytesIO(pairs)).extractall(tmp_path)
    learn = [sys.executable, "-m", "cleaner.app.cli", "learn", str(tmp_path / "dirty"), str(tmp_path / "clean")]
    learned = subprocess.run([*learn, "--language", "en"], capture_output=True, check=True)
    assert b"the lift to the tower" in learned.stdout
    assert b"ask at the yellow kiosk" in learned.stdout  # a part of a paragraph is a line of its own in the pairs


def test_feedback_by_program(tab: Tab) -> None:
    """POST, a later judgement in an earlier one's place, refusals."""
    tab.give(ARTICLE.format(5))
    source = tab.page.url.rpartition("/")[2]
    ask = tab.page.request
    first = ask.post("/v1/feedback", data={"source_id": source, "block": 0, "judgement": "remove"})
    assert first.status == 201
    second = ask.post("/v1/feedback", data={"source_id": source, "block": 0, "judgement": "keep"})
    listed = ask.get(f"/v1/feedback?source_id={source}").json()["items"]
    assert [one["id"] for one in listed] == [second.json()["id"], first.json()["id"]]
    assert listed[1]["undone_at"]
    assert ask.delete(f"/v1/feedback/{second.json()['id']}").json()["undone_at"]
    part = {"source_id": source, "block": 0, "judgement": "remove", "start": 4, "end": 10}
    assert ask.post("/v1/feedback", data=part).json()["text"] == ARTICLE[4:10]
    for wrong in ({"end": 4}, {"end": 3}, {"end": None}, {"end": 100_000}):
        assert ask.post("/v1/feedback", data=part | wrong).status == 422
    assert ask.post("/v1/feedback", data={"source_id": source, "block": 99, "judgement": "keep"}).status == 422
    assert ask.post("/v1/feedback", data={"source_id": "0" * 24, "block": 0, "judgement": "keep"}).status == 404
    assert ask.delete("/v1/feedback/" + "0" * 32).status == 404
