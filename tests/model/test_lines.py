"""The line model: features that hold in every language, evidence a person can check, and an artefact that fits."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest
from articles import BODY

from cleaner import Settings, clean_text
from cleaner.model.lines import context, line_purpose, model
from cleaner.page.page import Page, build_page
from cleaner.segment.text import segment
from cleaner.types import Mode

MENU = ("World", "Sport", "Culture", "Weather", "Travel", "Money")


def page(*lines: str, url: str | None = None, language: str | None = None) -> Page:
    """A text of these lines."""
    source = "\n".join(lines)
    return build_page(segment(source)[0], Mode.TEXT, url=url, language=language, source=source)


def figure(seen: Page, block: int, name: str) -> float:
    """One feature of one line."""
    return float(context.features(seen)[block, context.NAMES.index(name)])


@pytest.mark.parametrize("lines", [(), ("x",), ("***",), ("\u200b",), ("日本語の文章です。",), MENU, BODY])
def test_every_text_has_finite_rows(lines: tuple[str, ...]) -> None:
    """One row a block, one column a name, no NaN and no infinity, whatever the text."""
    seen = page(*lines)
    rows = context.features(seen)
    assert (len(seen.blocks), len(context.NAMES)) == rows.shape
    assert bool(np.isfinite(rows).all())


def test_a_run_of_short_lines_is_measured_from_both_ends() -> None:
    """Six menu entries behind three paragraphs: length, place in the run, distance to the end."""
    seen = page(*BODY, *MENU)
    assert [6.0, 2.0, 3.0, 0.0] == [figure(seen, 5, name) for name in ("run", "run_at", "run_left", "run_to_end")]


def test_paragraphs_are_in_no_run() -> None:
    """A sentence is no menu entry."""
    assert 0.0 == figure(page(*BODY, *MENU), 1, "run")


def test_copies_count_every_standing_of_a_line() -> None:
    """`copies` is the same for all of them, `earlier` grows."""
    seen = page("Buy now", *BODY, "BUY NOW!")
    assert [(2.0, 0.0), (2.0, 1.0)] == [(figure(seen, at, "copies"), figure(seen, at, "earlier")) for at in (0, 4)]


def test_a_line_about_the_subject_is_known() -> None:
    """Share of its content words that the body's paragraphs hold."""
    seen = page(*BODY, "Harbour council meeting", "Striker signs for Rovers")
    assert figure(seen, 3, "known") > figure(seen, 4, "known")


def test_the_title_is_found_by_the_slug() -> None:
    """The line that holds the words of the URL's last segment."""
    seen = page("News", "Old harbour to be rebuilt", *BODY, url="https://example.org/news/old-harbour-rebuilt")
    assert [0.0, 1.0] == [figure(seen, at, "is_title") for at in (0, 1)]


def test_words_are_silent_in_other_languages() -> None:
    """Unknown is not neutral: the columns say that nothing is known."""
    rows = line_purpose.features(page("Lesen Sie auch", language="de"), line_purpose.Table.of({"auch $": -3.0}))
    assert (rows == line_purpose.UNKNOWN).all()


def test_a_table_of_words_reads_back() -> None:
    """Written and read, it is the same table; equal tables give equal bytes."""
    table = {"^ share": -1.25, "of the": 0.5}
    assert table == line_purpose.read_table(line_purpose.table_bytes(table))
    assert line_purpose.table_bytes(table) == line_purpose.table_bytes(dict(reversed(table.items())))


def test_grams_mark_the_edges_and_hide_figures() -> None:
    """`^` and `$` are the line's edges, `#` any figure, MONTH and DAY their names."""
    found = line_purpose.grams(page("Updated May 12 and Monday").measures[0])
    assert {"^ updated", "DAY $", "#", "and DAY"} <= set(found)


def test_the_shipped_artefact_fits_the_features() -> None:
    """Every question asks for a column that there is, and all of it is smaller than 2 MB."""
    shipped = model.shipped_line_model()
    assert int(shipped.forest.feature.max()) < len(model.NAMES)
    folder = resources.files("cleaner.model.lines").joinpath("data")
    assert sum(len(one.read_bytes()) for one in folder.iterdir()) < 2_000_000


def test_foreign_headlines_behind_the_text_are_spoken_against_with_a_reason() -> None:
    """No phrase names them; their run, their place and their words do."""
    lines = (
        "Star Striker Agrees New Deal With Rovers",
        "Ten Ways To Save Money This Summer",
        "Film Festival Opens Late",
    )
    result = clean_text("\n".join((*BODY, *lines, "Subscribe to our newsletter", "Share")))
    told = [v.evidence for d in result.decisions[3:6] for v in d.verdicts if v.rule == "LIN001"]
    assert len(told) >= 2
    assert all("behind the last paragraph" in one and "model -" in one for one in told)
    assert result.text.startswith("\n\n".join(BODY))


def test_without_models_the_line_model_is_silent() -> None:
    """`Settings.model` switches it off."""
    result = clean_text("\n".join((*BODY, *MENU)), settings=Settings(model=False))
    assert not any(v.rule == "LIN001" for d in result.decisions for v in d.verdicts)


def test_prose_in_the_middle_stays_whatever_the_model_says() -> None:
    """Its word alone takes prose only behind everything that stays."""
    odd = "Follow us on every channel there is, subscribe to our newsletter, share this story with all of your friends "
    text = "\n".join(
        (*BODY[:2], odd + "and tell the people whom you know to do the same as soon as they can.", BODY[2])
    )
    assert text.replace("\n", "\n\n") == clean_text(text).text
