"""Phrase packs: every entry's examples, and what the loader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import BadPack
from cleaner.page.page import build_page
from cleaner.rules.matching import hits
from cleaner.rules.packs import Act, Pack, Phrase, Position, load_folder, parse_pack, shipped_packs, shipped_packs_in
from cleaner.rules.samples import ARTICLE
from cleaner.segment import text
from cleaner.settings import Settings
from cleaner.types import Mode

PHRASES = [phrase for pack in shipped_packs() for phrase in pack.phrases]


def found(line: str, phrase: Phrase) -> bool:
    """Whether this very phrase hits the line, at a place where it may."""
    source = (
        line + "\n" + ARTICLE if phrase.position is Position.HEAD else ARTICLE + line + "\nFerry line closed for good"
    )
    page = build_page(text.segment(source)[0], Mode.TEXT, language=phrase.language)
    return any(
        hit.phrase.id == phrase.id and page.blocks[hit.block].text in source.replace(ARTICLE, "")
        for hit in hits(page, *Act)
    )


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda p: p.id)
def test_examples(phrase: Phrase) -> None:
    """A phrase hits what it says it hits, and not what it says it spares."""
    assert [] == [line for line in phrase.fires if not found(line, phrase)]
    assert [] == [line for line in phrase.silent if found(line, phrase)]


def test_packs_of_some_languages() -> None:
    """A pack is found by its file's name, so that a text in one language has no other read."""
    assert [pack.name for pack in shipped_packs()] == [f"{pack.language}.toml" for pack in shipped_packs()]
    assert [pack.language for pack in shipped_packs_in(("en", "da", "xx", ""))] == ["da", "en"]
    assert shipped_packs_in(()) == shipped_packs()


ENTRY = """language = "xx"

[[phrase]]
id = "xx-one"
category = "related"
patterns = ["also read"]
reason = "because"
added = 2026-11-22
fires = ["Also read"]
silent = ["He also read it."]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"related"', '"sausage"', 5, "not one of"),
        ("language", "tongue", 1, "needs language"),
        ('["also read"]', '["Also Read"]', 6, "folded"),
        ('["also read"]', "[]", 6, "at least one"),
        ('["also read"]', '["x"]', 6, "too short"),
        ("added = 2026-11-22", 'added = "today"', 8, "must be a date"),
        ("added = 2026-11-22\n", "", 3, "lacks 'added'"),
        ("reason", "raison", 7, "unknown key"),
        ('id = "xx-one"', 'id = ""', 4, "non-empty"),
        ("added", "weight = 3\nadded", 8, "between -8 and 0"),
        ("added", "max_words = -1\nadded", 8, "whole number"),
        ("added", 'separator = "yes"\nadded', 8, "true or false"),
        ("added", 'regex = ".*a.*b"\nadded', 8, "linear"),
        ("added", 'regex = "(a|b)+c"\nadded', 8, "linear"),
        ("added", 'regex = "(a"\nadded', 8, "does not compile"),
        ("fires = [", "fires = [[", 9, ""),
    ],
)
def test_loader_names_file_and_line(old: str, new: str, line: int, says: str) -> None:
    """A bad entry is refused with the file, the line and what is wrong."""
    with pytest.raises(BadPack) as refused:
        parse_pack(ENTRY.replace(old, new, 1).encode(), "mine.toml")
    assert refused.value.subject.startswith("mine.toml:")
    assert abs(int(refused.value.subject.rpartition(":")[2]) - line) <= 1
    assert says in refused.value.message


def test_loader_refuses_twins_and_bytes(tmp_path: Path) -> None:
    """Two entries of one name and bytes that are no UTF-8 are refused; a folder that is none, too."""
    with pytest.raises(BadPack, match="stands already"):
        parse_pack((ENTRY + ENTRY.partition("\n\n")[2]).encode(), "mine.toml")
    with pytest.raises(BadPack, match="not UTF-8"):
        parse_pack(b"\n\xff", "mine.toml")
    with pytest.raises(BadPack, match="not a folder"):
        load_folder(tmp_path / "none")


def test_a_users_pack_is_used(tmp_path: Path) -> None:
    """A pack from a folder cuts like a shipped one."""
    (tmp_path / "mine.toml").write_text(
        ENTRY.replace('"xx"', '"en"').replace("also read", "harbour cup standings"), "utf-8"
    )
    packs: tuple[Pack, ...] = load_folder(tmp_path)
    page = build_page(text.segment(ARTICLE + "Harbour Cup standings")[0], Mode.TEXT, settings=Settings(packs=packs))
    assert ["xx-one"] == [hit.phrase.id for hit in hits(page, Act.LINE)]
    assert 1 == len({packs[0], load_folder(tmp_path)[0]})


def test_unreviewed_counts_half() -> None:
    """An unreviewed phrase weighs half."""
    raw = ENTRY.replace("added", "unreviewed = true\nweight = -4.0\nadded").encode()
    assert -2.0 == parse_pack(raw, "mine.toml").phrases[0].force
