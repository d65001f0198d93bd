"""How much of an input a result says it holds."""

from __future__ import annotations

from cleaner import clean_html, clean_text
from cleaner.coverage import count_sentences
from cleaner.files.formats import Format, format_result
from cleaner.types import Coverage

PROSE = (
    "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind it "
    "came to hear what would become of the place. The mayor said that nobody would have to move."
)


def test_a_text_that_is_kept_whole_is_covered_whole() -> None:
    """Nothing removed: both shares are 1."""
    assert clean_text(PROSE).coverage == Coverage(1.0, 1.0)


def test_removed_furniture_lowers_the_share_of_words_and_not_of_sentences() -> None:
    """A share bar has words and no sentence."""
    result = clean_text(f"{PROSE}\n\nShare this article")
    assert result.text == PROSE
    assert result.coverage.words < 1.0
    assert result.coverage.sentences == 1.0


def test_a_text_saved_twice_is_covered_whole() -> None:
    """Copies that were removed are on neither side."""
    other = PROSE.replace("Tuesday", "Monday").replace("harbour", "railway station").replace("mayor", "clerk")
    result = clean_text(f"{PROSE}\n\n{other}\n\n{PROSE}\n\n{other}")
    assert result.removed
    assert result.coverage == Coverage(1.0, 1.0)


def test_hidden_text_is_not_missed() -> None:
    """What no reader sees is on neither side when it goes."""
    result = clean_html(f"<p>{PROSE}</p><p style='display:none'>Cheap watches are sold here, come and see them.</p>")
    assert "watches" not in result.text
    assert result.coverage == Coverage(1.0, 1.0)


def test_sentences_are_counted_in_any_script() -> None:
    """Stops of CJK end sentences without a space behind them; abbreviations and numbers are none."""
    assert count_sentences("港湾の道路が火曜日に再開した。市長は約束した。費用は？") == 2
    assert count_sentences("Dr. Keller met 3.5 thousand people. Nobody left early!") == 2
    assert count_sentences("Share this article") == 0


def test_json_and_front_matter_hold_the_coverage() -> None:
    """Every format that has room for facts says how much was kept."""
    result = clean_text(PROSE)
    assert result.to_dict()["coverage"] == {"words": 1.0, "sentences": 1.0}
    assert "coverage: " in format_result(result, Format.MARKDOWN, "x", frontmatter=True)
