"""Pages as a naive scraper saves them, for the line model's training: the cuts and the labels of their lines."""

from __future__ import annotations

from benchmarks.train_lines import saved

BODY = [
    "The council met on Tuesday to talk about the old harbour, and many people came to hear what would come.",
    "Who pays",
    "The mayor said that the plans would be shown in the library until the end of the month, and nobody would move.",
    "A second meeting will be held in March, when the architects have counted the cost of the walls along the quay.",
    "The walls were built when ships still brought grain from abroad, and since then the sea has eaten much of them.",
    "People who live in the streets behind the harbour say that water stands in their cellars every winter by now.",
    "Nobody knows yet who will pay for it.",
]
GOLD = "\n\n".join(BODY)
PAGE = f"""<html><body><nav>Home<br>Weather</nav><div><div><div><h1>Harbour</h1><article>
<p>Share</p>{"".join(f"<p>{line}</p>" for line in BODY)}<p>Read more of this <a href="/x">here</a> today</p>
<script>no text</script></article><p>Most read</p></div></div></div><p>All rights reserved</p></body></html>"""


def of(page: str, gold: str = GOLD, **record: object) -> list[saved.Saved]:
    """The cuts of a page with this gold."""
    return list(saved.cuts({"id": "1", "url": "https://a.example/1", "gold": gold, **record}, page))


def test_the_narrow_cut_is_the_body_s_container_and_the_wide_one_three_wider() -> None:
    """The narrow cut holds the container of the body, the wide one what stands in three more."""
    tight, wide = of(PAGE)
    assert (tight.wide, wide.wide) == (False, True)
    assert tight.lines == ("Share", *BODY, "Read more of this here today")
    assert wide.lines == ("Harbour", *tight.lines, "Most read")


def test_each_line_is_body_or_residue_or_not_known() -> None:
    """Lines of the gold are body, others residue."""
    (tight, _) = of(PAGE)
    assert tight.labels == (False, *[True] * 7, False)


def test_a_title_and_what_annotators_take_or_leave_have_no_label() -> None:
    """Whether they are body is a matter of taste."""
    tight, wide = of(PAGE, title="Harbour", contested=[["heading", BODY[1]], ["summary", BODY[6]]])
    assert wide.labels[0] is None
    assert (tight.labels[2], tight.labels[7]) == (None, None)


def test_a_short_line_that_the_gold_holds_elsewhere_has_no_label() -> None:
    """It may be a line of the menu that says a word of the text."""
    (tight, _) = of(PAGE.replace("<p>Share</p>", "<p>the mayor</p>"))
    assert tight.labels[0] is None


def test_of_two_copies_none_has_a_label() -> None:
    """Only one of them is the body's, and nobody knows which."""
    (tight, _) = of(PAGE.replace("<p>Share</p>", f"<p>{BODY[6]}</p>"))
    assert [label for line, label in zip(tight.lines, tight.labels, strict=True) if line == BODY[6]] == [None, None]


def test_a_page_without_most_of_its_gold_gives_nothing() -> None:
    """What was annotated is not what was saved."""
    assert of(PAGE, gold=GOLD + " never said" * 30) == []
    assert of("", gold=GOLD) == []
    assert of(PAGE, gold="Who pays") == []
