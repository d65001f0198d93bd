"""Copies inside one text: what goes wherever it stands, and what another voice must speak against."""

from __future__ import annotations

from cleaner import clean_text

PARAGRAPHS = [
    "The council met on Monday evening in the town hall, where more than a hundred people had come to hear what "
    "would become of the old ferry line across the bay.",
    "The mayor said that the boats were older than most of the people in the room, and that nobody had asked the "
    "yards for a price since the last of them was repaired.",
    "A fisherman from the north pier told the meeting that his father had built one of the boats, and that he would "
    "rather see it burn than rust behind a fence.",
    "The treasurer read out three letters from the ministry, each of which promised an answer by the spring, though "
    "none of them said in which year that spring would fall.",
    "In the end the meeting was adjourned until the accounts of the last ten years are on the table and somebody has "
    "counted what the passengers pay in a summer.",
]


def test_a_whole_paragraph_saved_again_goes_wherever_it_stands() -> None:
    """A copied paragraph goes from the middle of a text, far from its first copy, and its neighbours stay."""
    one, two, three, four, five = PARAGRAPHS
    expected = f"{one}\n\n{two}\n\n{three}\n\n{four}\n\n{five}"
    assert expected == clean_text(f"{one}\n{two}\n{three}\n{one}\n{four}\n{five}").text


def test_a_short_line_told_again_stays_on_its_repetition_alone() -> None:
    """A sentence of a dozen words that stands twice, far apart inside the text, may be a pull quote: both stay."""
    one, two, three, four, five = PARAGRAPHS
    said = "Nobody had asked the yards for a price since the spring."
    result = clean_text(f"{one}\n{said}\n{two}\n{three}\n{said}\n{four}\n{five}")
    assert 2 == result.text.count(said)


def test_an_edited_copy_at_the_end_goes() -> None:
    """A paragraph that comes again behind the text with a word dropped goes, the first state stays."""
    one, two, three, four, _ = PARAGRAPHS
    again = one.replace("more than ", "")
    assert f"{one}\n\n{two}\n\n{three}\n\n{four}" == clean_text(f"{one}\n{two}\n{three}\n{four}\n{again}").text
