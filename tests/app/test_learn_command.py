"""`cleaner learn`: two folders in, a pack on the standard output, one line of counts beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.app.cli import run
from cleaner.rules.packs import parse_pack

BODY = (
    "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind "
    "it came to hear what would become of the place, paragraph {}.\n"
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two texts before and after; one more without its pair."""
    dirty, clean = tmp_path / "dirty", tmp_path / "clean"
    for number in (1, 2):
        for folder, tail in ((dirty, f"Gull fund {number} of 90\n"), (clean, "")):
            (folder / "news").mkdir(parents=True, exist_ok=True)
            (folder / "news" / f"{number}.txt").write_text(BODY.format(number) + tail, encoding="utf-8")
    (dirty / "alone.txt").write_text("Nobody cleaned this.", encoding="utf-8")
    return dirty, clean


def test_the_pack_goes_to_standard_output(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """What two texts lost alike is proposed; the counts are not among the data."""
    code = run(["learn", str(folders[0]), str(folders[1]), "--language", "en"])
    told = capsys.readouterr()
    assert (0, ("gull fund # of #",)) == (code, parse_pack(told.out.encode(), "out").phrases[0].patterns)
    assert told.err.startswith("2 pairs, 2 lines cut by hand")


def test_without_a_language_it_asks_for_one(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A pack speaks in its own language only: one without would never be heard."""
    assert 2 == run(["learn", *map(str, folders)])
    assert "--language" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "cut"), [("en", True), ("en_GB", True), ("und", True), ("pl", False)])
def test_what_was_learned_is_cut(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str, cut: bool
) -> None:
    """The pack as it is written, not yet reviewed, cuts the line from a text it has not seen, in its language."""
    run(["learn", *map(str, folders), "--language", language, "-q"])
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "learned.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "new.txt").write_text(BODY.format(7) + "Gull fund 44 of 90\n", encoding="utf-8")
    assert 0 == run(["clean", str(tmp_path / "new.txt"), "--packs", str(tmp_path / "packs"), "--language", "en"])
    assert cut is ("Gull fund" not in capsys.readouterr().out)


def test_a_missing_folder_is_bad_input(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """One line says which."""
    code = run(["learn", str(folders[0]), str(folders[1] / "nowhere")])
    assert 3 == code
    assert "not a folder" in capsys.readouterr().err
