"""Search finds what is stored, by words of any script, in SQLite and PostgreSQL alike, and forgets what is deleted."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import text

from cleaner.store import Entry, SourceKind, Store, search

TEXTS = {
    "Die Wanderdüne": "Die größte Düne der Küste wandert jedes Jahr um zwei Meter nach Osten.",
    "海辺の町": "港の古い倉庫は来年の春に図書館になると町長が発表した。",
    "Крепость": "Старая крепость у реки открылась после долгого ремонта.",
    "حديقة": "افتُتحت الحديقة القديمة بعد ترميم طويل في شهر آذار.",
    "สวน": "สวนสาธารณะเก่าริมแม่น้ำเปิดให้เข้าชมอีกครั้ง",
    None: "A note without a title says that the gate stays shut until noon; rust & rain did it.",
}


def store_all(store: Store) -> None:
    """Store the texts, and index them."""
    for title, body in TEXTS.items():
        digest = hashlib.sha256(body.encode()).hexdigest()
        mine = "me" if title == "Крепость" else ""
        entry = Entry(digest, SourceKind.TEXT, digest, body, digest, title=title, tenant=mine)
        store.put_many([entry])
    while search.index_more(store.engine):
        pass


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("KUSTE", ["Die Wanderdüne"]),
        ("grosste düne", ["Die Wanderdüne"]),
        ("wanderd", ["Die Wanderdüne"]),
        ("dune meter absent", []),
        ("図書館", ["海辺の町"]),
        ("館書図", []),
        ("крепость", ["Крепость"]),
        ('"крепость у реки"', ["Крепость"]),
        ('"реки крепость"', []),
        ("الحديقه", []),
        ("الحديقة القديمة", ["حديقة"]),
        ("แม่น้ำ", ["สวน"]),
        ("rust & rain", [None]),
        ("gate AND OR NOT NEAR(", []),
        ("'; DROP TABLE bodies; --", []),
        ("stays*", [None]),
    ],
)
def test_words_are_found(store: Store, query: str, titles: list[str | None]) -> None:
    """In any case, accents aside, the last one unfinished; phrases in order; operators of databases are mere words."""
    store_all(store)
    assert [hit.source.title for hit in search.find(store.engine, query)] == titles


def test_without_words_all_are_listed_latest_first(store: Store) -> None:
    """In parts, each going on where the one before ended; of one caller alone where that is asked for."""
    store_all(store)
    first = search.find(store.engine, "", limit=4)
    rest = search.find(store.engine, "", before=first[-1].number)
    assert {hit.source.title for hit in [*first, *rest]} == set(TEXTS)
    assert len(first) + len(rest) == len(TEXTS)
    assert [hit.source.title for hit in search.find(store.engine, "", tenant="me")] == ["Крепость"]
    assert search.find(store.engine, "Düne", tenant="me") == []


def test_what_was_found_is_marked(store: Store) -> None:
    """In a piece of the body around it."""
    store_all(store)
    (hit,) = search.find(store.engine, "kuste meter")
    assert [part for part, found in hit.snippet if found] == ["Küste", "Meter"]
    assert "".join(part for part, _ in hit.snippet) == TEXTS["Die Wanderdüne"]


def test_what_is_deleted_is_forgotten(store: Store) -> None:
    """Its words leave the index with it, whether it was indexed already or not."""
    store_all(store)
    (hit,) = search.find(store.engine, "Küste")
    store.delete_source(hit.source.id)
    assert search.find(store.engine, "Küste") == []
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM searched")).scalar() == len(TEXTS) - 1
    store_all(store)
    (hit,) = search.find(store.engine, "Küste")
    assert hit.source.title == "Die Wanderdüne"


def test_storing_waits_for_no_index(store: Store) -> None:
    """A new source stands on the list until it is indexed, once however often it is put."""
    body = "One text."
    digest = hashlib.sha256(body.encode()).hexdigest()
    entry = Entry(digest, SourceKind.TEXT, digest, body, digest)
    store.put_many([entry])
    store.put_many([entry])
    assert search.has_unindexed(store.engine)
    assert search.find(store.engine, "text") == []
    assert (search.index_more(store.engine), search.index_more(store.engine)) == (1, 0)
    assert len(search.find(store.engine, "text")) == 1


def test_hostile_texts_are_indexed_in_no_time(store: Store) -> None:
    """A run of combining marks, a word of a megabyte, a body of nothing but NULs and controls."""
    for body in ("e" + "\u0301" * 400_000, "x" * 1_000_000, "\x01\x02 \x1b[31m", "\U000e0041" * 1_000):
        digest = hashlib.sha256(body.encode()).hexdigest()
        store.put_many([Entry(digest, SourceKind.TEXT, digest, body, digest)])
    assert search.index_more(store.engine) == 4
    assert len(search.find(store.engine, "")) == 4
