"""Shares of words and sentences, on decisions built by hand."""

from __future__ import annotations

from hand_built import page_of, text_page, verdict

from cleaner.coverage import cover, remainder
from cleaner.types import Category, Coverage, Decision

SENTENCES = ("One boat left at seven. It came back.", "Nobody saw it go.", "Three words more")


def test_what_goes_whole_and_what_goes_in_part() -> None:
    """Fourteen words in three sentences; a block less, a piece less."""
    page = text_page(*SENTENCES)
    document = page.document
    whole = [Decision(n, (), 1.0, ()) for n in range(3)]
    assert cover(document, whole) == Coverage(1.0, 1.0)
    first_gone = [Decision(0, ((0, len(SENTENCES[0])),), -1.0, ()), *whole[1:]]
    assert cover(document, first_gone) == Coverage(round(7 / 15, 4), round(1 / 3, 4))
    last_gone = [*whole[:2], Decision(2, ((0, len(SENTENCES[2])),), -1.0, ())]
    assert cover(document, last_gone) == Coverage(round(12 / 15, 4), 1.0)
    part = [Decision(0, ((23, len(SENTENCES[0])),), 1.0, ()), *whole[1:]]
    assert cover(document, part) == Coverage(round(12 / 15, 4), round(2 / 3, 4))
    nothing = [Decision(n, ((0, len(text)),), -1.0, ()) for n, text in enumerate(SENTENCES)]
    assert cover(document, nothing) == Coverage(0.0, 0.0)


def test_copies_and_hidden_text_that_go_are_on_neither_side() -> None:
    """In part, kept or for another reason they are counted as anything else is."""
    page = text_page(*SENTENCES[:2])
    stays = Decision(0, (), 1.0, ())
    for category, share in (
        (Category.REPEAT, 1.0), (Category.TITLE_REPEAT, 1.0), (Category.SPAM, round(8 / 12, 4))
    ):  # fmt: skip
        goes = Decision(1, ((0, len(SENTENCES[1])),), -1.0, (verdict(1, -4.0, category=category),))
        assert cover(page.document, [stays, goes]).words == share
    page = page_of("<p>One boat left at seven.</p><p hidden>Nobody saw it go.</p>")
    goes = Decision(1, ((0, 17),), -1.0, ())
    assert cover(page.document, [stays, goes]) == Coverage(1.0, 1.0)
    assert cover(page.document, [Decision(0, ((0, 23),), -1.0, ()), Decision(1, (), 1.0, ())]).words == round(4 / 9, 4)


def test_an_input_without_words_is_covered() -> None:
    """Nothing was there to be lost."""
    assert cover(text_page().document, []) == Coverage(1.0, 1.0)
    page = text_page("***")
    assert cover(page.document, [Decision(0, ((0, 3),), -1.0, ())]) == Coverage(1.0, 1.0)


def test_words_on_both_sides_of_a_cut_stay_two() -> None:
    """A space stands for what is gone."""
    assert remainder("0123456789", ((2, 4), (6, 8))) == "01 45 89"
    assert remainder("0123456789", ((0, 2),)) == " 23456789"
    assert remainder("0123456789", ()) == "0123456789"
