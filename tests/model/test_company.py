"""What the lines around a line say of it, and what comes of that in texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cleaner import clean_text
from cleaner.model.lines.company import STAYS, Floats, company
from cleaner.model.lines.model import LineOdds
from cleaner.page.page import Tally, build_page
from cleaner.segment.text import segment
from cleaner.types import Mode
from cleaner.voters import line_model
from cleaner.voters.line_model import FOUND

PROSE = (
    "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind it "
    "came to hear what would become of the place.",
    "The mayor said that the plans would be shown in the library until the end of the month, and that nobody would "
    "have to move before the spring.",
    "A second meeting will be held in March, when the architects have counted the cost of the quay walls and the state "
    "of the warehouses is known.",
)


def said_of(*odds: float) -> Floats:
    """What is said of lines that are neither prose nor taken."""
    no = [False] * len(odds)
    return company(np.array(odds), no, no)


def test_a_line_is_told_what_its_neighbours_are() -> None:
    """Doubt between lines of one kind becomes that kind, from either side alike; alone nothing is said."""
    for sign in (-1.0, 1.0):
        said = said_of(*(sign * odds for odds in (4.0, 4.0, 0.0, 4.0, 4.0)))
        assert sign * said[2] > 2.0
        assert np.allclose(said, said[::-1])
    assert abs(said_of(4.0, 0.0, -4.0)[1]) < 1e-9
    assert said_of(3.0).tolist() == [0.0]
    assert said_of().tolist() == []


def test_no_side_says_more_than_that_lines_stay_of_a_kind() -> None:
    """A thousand lines before one say little more than one sure line does, and odds without bound do no harm."""
    said = said_of(*[-1e9] * 1000, 0.0)
    assert -STAYS <= said[-1] < -STAYS + 0.2
    assert np.isfinite(said).all()


SHORT = (
    ("en", "Nobody in the village had asked for the tower, and nobody wanted it gone."),
    ("de", "Ein Foto der vier Jungvögel hängt inzwischen im Rathaus neben dem Eingang."),
    ("fr", "Personne au village ne se souvient du jour où le pont a été fermé."),
    ("tr", "Komşu ilçeden gelenler ekmek almadan önce eski taşa uzun uzun bakıyor."),
    ("id", "Pemerintah kabupaten memuji jembatan itu lalu memasang papan di kedua ujungnya."),
    ("pl", "Nikt we wsi nie pamięta już dnia, w którym zamknięto stary most."),
)


@pytest.mark.parametrize(("language", "sentence"), SHORT, ids=[language for language, _ in SHORT])
def test_a_sentence_is_not_spoken_against_by_its_neighbours(language: str, sentence: str) -> None:
    """Among lines that rules take it stands alone, where a headline does not."""
    assert said_among_taken(sentence, language, taken=FOUND) == 0.0
    assert said_among_taken(sentence.rstrip("."), language, taken=FOUND) < -2.0


@pytest.mark.parametrize(("language", "sentence"), SHORT, ids=[language for language, _ in SHORT])
def test_where_rules_take_little_nobody_is_spoken_against(language: str, sentence: str) -> None:
    """Residue does not come alone: a headline of a clean text is not suspected because of a few lines."""
    assert said_among_taken(sentence.rstrip("."), language, taken=FOUND - 1) == 0.0


def test_inside_the_body_nobody_is_spoken_against() -> None:
    """A table's lines stand together as a box's do."""
    taken = [f"Share {number}" for number in range(FOUND)]
    for lines, least, most in (
        ((*PROSE[:1], *taken, "Ferry One", *PROSE), 0.0, 4.0),
        ((*PROSE, *taken, "Ferry One"), -4.0, -1.5),
    ):
        page = build_page(segment("\n".join(lines))[0], Mode.TEXT)
        tallies = tuple(Tally(0.0, (), kept=block.text not in taken) for block in page.blocks)
        odds = np.array([0.0 if line == "Ferry One" else -4.0 if line in taken else 4.0 for line in lines])
        said = line_model.said_around(replace(page, tallies=tallies), LineOdds(np.zeros((0, 0), np.float32), odds))
        assert least <= said[lines.index("Ferry One")] <= most


def said_among_taken(line: str, language: str, taken: int) -> float:
    """What is said of a line that stands behind some lines that rules take and before one that they do not."""
    text = "\n".join((*(f"Share {number}" for number in range(taken)), line, "Star Striker Agrees New Deal"))
    page = build_page(segment(text)[0], Mode.TEXT, language=language)
    judged = LineOdds(np.zeros((0, 0), np.float32), np.array([-4.0] * taken + [0.5, -4.0]))
    tallies = tuple(Tally(0.0, (), kept=at >= taken) for at in range(taken + 2))
    return float(line_model.said_around(replace(page, tallies=tallies), judged)[taken])


def test_lines_that_rules_take_speak_against_what_stands_among_them() -> None:
    """A headline among sharing lines is told so, with the figure."""
    tail = (
        "Share", "Star Striker Agrees New Deal With Rovers", "Subscribe to our newsletter", "Related articles",
        "Follow us on Facebook", "Leave a comment", "Advertisement", "All rights reserved", "Print this page",
    )  # fmt: skip
    result = clean_text("\n\n".join((*PROSE, *tail)))
    told = [v.evidence for v in result.decisions[len(PROSE) + 1].verdicts if v.rule == "LIN001"]
    assert len(told) == 1
    assert "the lines around it -" in told[0]
    assert result.text.split("\n\n") == list(PROSE)
