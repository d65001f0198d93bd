"""The store keeps a body once, its sources apart, and says so when something is wrong."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sqlite3
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from set_clock import Clock
from sqlalchemy import delete, exc, text, update

from cleaner import clean_text
from cleaner.errors import ConfigError, Corrupt, NotFound, StoreError
from cleaner.files.disk import StoreFault
from cleaner.store import BODIES, ORIGINALS, SOURCES, Entry, SourceKind, Store, faults, input_key, open_store, source_id
from cleaner.store.check import Fault, Repair, check
from cleaner.store.entries import entry_of
from cleaner.store.originals_url import open_store_with_originals
from cleaner.store.records import storable

BODY = "The harbour reopened on Monday, the council said. Ferries run again from noon.\n\nTickets are sold on board."


def entry(locator: str = "https://a.example/1", body: str = BODY, **other: object) -> Entry:
    """An entry as a cleaning makes it."""
    values: dict[str, object] = {
        "key": input_key(SourceKind.URL, locator.encode("utf-8", "replace"), "options", "1"),
        "kind": SourceKind.URL,
        "locator": locator,
        "text": body,
        "content_hash": hashlib.sha256(body.encode()).hexdigest(),
        "title": "Harbour",
        "metadata": {"title": "Harbour", "tags": ["sea"]},
        "markdown": f"# Harbour\n\n{body}",
        "html": f"<h1>Harbour</h1><p>{body}</p>",
        "removed": [{"id": "3.0", "text": "Share this", "category": "share-bar"}],
        "flagged": [{"block": 2, "text": "Tickets"}],
        "warnings": ("one",),
        "labels": [{"label": "paywall", "strength": 0.4, "evidence": "x"}],
        "versions": {"cleaner": "1"},
        "original": b"<html>" + body.encode(),
    }
    return Entry(**{**values, **other})  # type: ignore[arg-type]  # tests name what they change


def test_what_goes_in_comes_out(store: Store) -> None:
    """Body, source, renderings, removals and original are those of the entry."""
    (stored,) = store.put_many([entry()])
    assert stored.new
    body = store.body(stored.content_hash)
    assert (BODY, 18) == (body.text, body.words)
    (source,) = store.sources(stored.content_hash)
    assert source == store.source(stored.id)
    assert ("https://a.example/1", SourceKind.URL, "Harbour") == (source.locator, source.kind, source.title)
    assert {"title": "Harbour", "tags": ["sea"]} == source.metadata
    assert (1, ["one"], {"cleaner": "1"}) == (source.removed_count, source.warnings, source.versions)
    assert f"# Harbour\n\n{BODY}" == store.markdown(stored.id)
    assert f"<h1>Harbour</h1><p>{BODY}</p>" == store.html(stored.id)
    assert "Share this" == store.removals(stored.id).removed[0]["text"]
    assert "Tickets" == store.removals(stored.id).flagged[0]["text"]
    assert b"<html>" + BODY.encode() == store.original(stored.id)


def test_a_result_of_the_core_becomes_an_entry(store: Store) -> None:
    """What `clean_text` gives can be stored and read back whole."""
    result = clean_text("Harbour opens\n\n" + BODY + "\n\nShare this article\n", title="Harbour opens")
    made = entry_of(result, key="k", kind=SourceKind.TEXT, locator="x", original=b"raw")
    (stored,) = store.put_many([made])
    assert result.text == store.body(stored.content_hash).text
    assert result.to_dict()["removed"] == store.removals(stored.id).removed
    assert result.markdown == store.markdown(stored.id)
    assert result.to_dict()["metadata"] == store.source(stored.id).metadata


def test_putting_twice_changes_nothing(store: Store) -> None:
    """The same key again is known, whatever else it says."""
    first = store.put_many([entry()])
    second = store.put_many([entry(title="Other")])
    assert (True, False) == (first[0].new, second[0].new)
    assert "Harbour" == store.source(first[0].id).title
    assert (1, 1) == store.counts()


def test_one_entry_twice_in_a_chunk(store: Store) -> None:
    """A chunk may hold the same thing twice."""
    assert 2 == len(store.put_many([entry(), entry()]))
    assert (1, 1) == store.counts()


def test_s06_one_body_of_two_sources(store: Store) -> None:
    """The same text from two URLs: one body, two records; deleting one keeps the other (S6)."""
    one, two = store.put_many([entry(), entry("https://b.example/2")])
    assert one.content_hash == two.content_hash
    assert (1, 2) == store.counts()
    assert ["https://a.example/1", "https://b.example/2"] == sorted(s.locator for s in store.sources(one.content_hash))
    store.delete_source(one.id)
    assert BODY == store.body(two.content_hash).text
    assert b"<html>" + BODY.encode() == store.original(two.id)
    store.delete_source(two.id)
    assert (0, 0) == store.counts()
    assert [] == list(store.originals.iterate())
    with pytest.raises(NotFound):
        store.delete_source(two.id)


def test_sources_come_earliest_first(store: Store) -> None:
    """By the clock that was passed in."""
    for number in (3, 1, 2):
        store.put_many([entry(f"https://{number}.example/")])
    found = store.sources(entry().content_hash)
    assert ["https://3.example/", "https://1.example/", "https://2.example/"] == [s.locator for s in found]
    created = [s.created for s in found]
    assert sorted(set(created)) == created
    assert 1_700_000_001.0 == created[0]


def test_a_put_is_all_or_nothing(store: Store) -> None:
    """One bad entry, and none is stored."""
    with pytest.raises(Corrupt):
        store.put_many([entry(), entry("https://b.example/", content_hash="0" * 64)])
    with pytest.raises(ZeroDivisionError), store.transaction() as connection:
        assert store.put_many([entry()], within=connection)[0].new / 0
    assert (0, 0) == store.counts()


def test_iterating_meets_everything_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over page borders too, and from where an earlier walk stopped."""
    monkeypatch.setattr("cleaner.store.engine.PAGE", 7)
    store.put_many([entry(f"https://{n}.example/", f"{BODY} {n}") for n in range(23)])
    ids = [source.id for source in store.iterate()]
    assert 23 == len(set(ids)) == len(ids)
    assert sorted(ids) == ids
    assert ids[10:] == [source.id for source in store.iterate(after=ids[9])]
    assert 23 == len(list(store.bodies()))


def test_a_hash_may_be_shortened(store: Store) -> None:
    """Eight digits do where they mean one body."""
    (stored,) = store.put_many([entry()])
    assert stored.content_hash == store.resolve(stored.content_hash[:8]) == store.resolve(stored.content_hash)
    for prefix in ("00000000", stored.content_hash[:7], "../../etc", stored.content_hash[:8].upper() + "%"):
        with pytest.raises(NotFound):
            store.resolve(prefix)


@pytest.mark.parametrize(
    "name", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "../" + "a" * 61, "a" * 64 + "\n", "\x00" * 64]
)
def test_s05_only_hashes_name_bodies(store: Store, name: str) -> None:
    """Anything but 64 lower-case hex digits is nothing that could be stored (S5)."""
    for ask in (store.have, store.body, store.sources, store.originals.get, store.originals.have):
        with pytest.raises(NotFound):
            ask(name)


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-3], lambda b: b[:20] + bytes([b[20] ^ 1]) + b[21:], lambda b: b"", lambda b: b"junk"]
)
def test_s04_changed_bytes_are_never_served(store: Store, damage: object) -> None:
    """A flipped bit, a truncation, an empty or foreign blob: `Corrupt`, for body, source and original (S4)."""
    (stored,) = store.put_many([entry()])
    hurt = [
        (BODIES, BODIES.c.text, lambda: store.body(stored.content_hash)),
        (ORIGINALS, ORIGINALS.c.content, lambda: store.original(stored.id)),
        (SOURCES, SOURCES.c.markdown, lambda: store.markdown(stored.id)),
        (SOURCES, SOURCES.c.removals, lambda: store.removals(stored.id)),
    ]
    for table, column, ask in hurt:
        with store.transaction() as connection:
            whole = connection.execute(column.table.select().with_only_columns(column)).scalar_one()
            connection.execute(update(table).values({column.name: damage(whole)}))  # type: ignore[operator]
        with pytest.raises(Corrupt):
            ask()
        with store.transaction() as connection:
            connection.execute(update(table).values({column.name: whole}))
    assert BODY == store.body(stored.content_hash).text


def test_another_text_in_a_sound_frame(store: Store) -> None:
    """A frame that unpacks well, to a text of another hash, is corrupt."""
    one, two = store.put_many([entry(), entry("https://b.example/", "Another text.")])
    with store.transaction() as connection:
        blob = connection.execute(BODIES.select().where(BODIES.c.content_hash == two.content_hash)).one().text
        connection.execute(update(BODIES).where(BODIES.c.content_hash == one.content_hash).values(text=blob))
    with pytest.raises(Corrupt, match="does not match"):
        store.body(one.content_hash)


def test_s07_check_finds_and_repairs(store: Store) -> None:
    """Damaged, unused and missing things are each named, repaired once, and gone then (S7)."""
    kept, hurt, poor, lost = store.put_many(
        [entry(f"https://{n}.example/", f"{BODY} {n}", original=f"raw {n}".encode()) for n in range(4)]
    )
    assert [] == list(check(store))
    lost_key = store.source(lost.id).original
    with store.transaction() as connection:
        connection.execute(update(BODIES).where(BODIES.c.content_hash == hurt.content_hash).values(text=b"x"))
        connection.execute(update(SOURCES).where(SOURCES.c.id == poor.id).values(removals=b"x"))
        connection.execute(delete(ORIGINALS).where(ORIGINALS.c.sha256 == lost_key))
        connection.execute(BODIES.insert().values(content_hash="f" * 64, text=b"", words=0, first_seen=0.0))
    store.originals.put_many([b"of no source"])
    expected = {
        (Fault.BODY_DAMAGED, hurt.content_hash),
        (Fault.BODY_UNUSED, "f" * 64),
        (Fault.SOURCE_DAMAGED, poor.id),
        (Fault.ORIGINAL_MISSING, lost_key),
        (Fault.ORIGINAL_UNUSED, hashlib.sha256(b"of no source").hexdigest()),
    }
    found = list(check(store))
    assert expected <= {(one.fault, one.subject) for one in found}
    assert any("https://1.example/" in one.detail for one in found if one.fault is Fault.BODY_DAMAGED)
    list(check(store, Repair(damaged=True)))
    list(check(store, Repair(damaged=True)))  # a body whose source was dropped goes in the next
    left = {(one.fault, one.subject) for one in check(store)}
    assert (Fault.ORIGINAL_MISSING, lost_key) in left
    assert {fault for fault, _ in left} == {Fault.ORIGINAL_MISSING, Fault.ORIGINAL_UNUSED}
    assert store.source(lost.id).original == lost_key
    list(check(store, Repair(unused=True, missing=True)))
    assert [] == list(check(store))
    assert BODY + " 0" == store.body(kept.content_hash).text
    assert store.source(lost.id).original is None
    # What was dropped can be cleaned and stored again.
    assert store.put_many([entry("https://1.example/", f"{BODY} 1")])[0].new


def test_a_repair_without_the_originals_setting_loses_no_link(tmp_path: Path) -> None:
    """The store remembers where originals are kept: they are found, and every link stays."""
    place, spool = str(tmp_path / "clean.db"), str(tmp_path / "spool")
    with open_store_with_originals(place, spool) as store:
        stored = store.put_many([entry(f"https://{n}.example/", f"{BODY} {n}") for n in range(3)])
    with open_store_with_originals(place, "") as store:
        assert [] == list(check(store, Repair(damaged=True, unused=True, missing=True)))
        assert store.original(stored[0].id).startswith(b"<html>")
        moved = store.put_many([entry("https://3.example/", original=b"in the table")])[0]
    with open_store_with_originals(place, str(tmp_path / "elsewhere")) as store:  # the setting changed: all are found
        assert store.original(moved.id) == b"in the table"
        assert store.original(stored[1].id).startswith(b"<html>")
        assert [] == list(check(store, Repair(damaged=True, unused=True, missing=True)))


def test_a_repair_leaves_the_inputs_of_waiting_jobs(store: Store) -> None:
    """What a job is still to be cleaned from is not unused."""
    (key,) = store.originals.put_many([b"a waiting input"])
    assert [Fault.ORIGINAL_UNUSED] == [one.fault for one in check(store)]
    assert [] == list(check(store, Repair(unused=True), waiting={key}))
    assert store.has_original(key)


def test_odd_characters_are_stored(store: Store) -> None:
    """NUL, lone surrogates of file names, and every other plane."""
    (stored,) = store.put_many(
        [entry("file\udcff\x00name", BODY + " 🚢 שלום", title="a\x00b", metadata={"t": "\udcff\x00"})]
    )
    source = store.source(stored.id)
    assert ("file\\udcff\\x00name", "a\\x00b") == (source.locator, source.title)
    assert BODY + " 🚢 שלום" == store.body(stored.content_hash).text
    assert "a" == storable("a")


def test_an_empty_body_is_a_body(store: Store) -> None:
    """Nothing left is a result like others."""
    (stored,) = store.put_many([entry(body="", status="empty")])
    assert "" == store.body(stored.content_hash).text
    assert "# Harbour\n\n" == store.markdown(stored.id)


def test_s01_parallel_writers_and_a_reader(store: Store) -> None:
    """Eight threads on the same hundred bodies: each stored once, each source once, nobody fails."""

    def put(worker: int) -> int:
        new = 0
        for start in range(0, 100, 10):
            chunk = [
                entry(f"https://{worker % 4}.example/{n}", f"{BODY} {n}", key=f"{worker % 4}-{n}")
                for n in range(start, start + 10)
            ]
            new += sum(one.new for one in store.put_many(chunk))
        return new

    with ThreadPoolExecutor(8) as threads:
        new = sum(threads.map(put, range(8)))
    assert (100, 400) == store.counts()
    assert 400 == new


def test_deleting_while_others_put(store: Store) -> None:
    """A body whose last source goes while another arrives is there or not, never half."""
    first = store.put_many([entry()])[0]

    def churn(number: int) -> None:
        for turn in range(15):
            stored = store.put_many([entry(f"https://{number}.example/{turn}")])[0]
            store.delete_source(stored.id)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(churn, range(4)))
    assert [first.id] == [source.id for source in store.sources(first.content_hash)]
    store.delete_source(first.id)
    assert (0, 0) == store.counts()
    assert [] == list(check(store))


# One kind of database each.


def test_s05_a_new_file_is_private(tmp_path: Path, clock: Clock) -> None:
    """0600, and the log beside it as well."""
    with open_store(str(tmp_path / "deep" / "clean.db"), clock=clock) as store:
        store.put_many([entry()])
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "deep").iterdir()}
    assert {0o600} == set(modes.values())
    assert ["clean.db"] == [p.name for p in (tmp_path / "deep").iterdir()]


def test_sqlite_is_set_to_survive(tmp_path: Path) -> None:
    """WAL, synchronous=FULL, 30 s of patience, foreign keys."""
    with open_store(str(tmp_path / "clean.db")) as store, store.reading() as connection:
        said = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in
                ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")]  # fmt: skip
    assert ["wal", 2, 30_000, 1] == said


def test_what_is_no_store_says_so(tmp_path: Path) -> None:
    """A missing file, a text file, a directory, a wrong URL, a newer schema."""
    with pytest.raises(NotFound):
        open_store(str(tmp_path / "none.db"), create=False)
    (tmp_path / "letter.db").write_text("Dear store, " * 100)
    with pytest.raises(StoreError) as damaged:
        open_store(str(tmp_path / "letter.db"))
    assert StoreFault.DAMAGED is damaged.value.facts["reason"]
    with pytest.raises(StoreError):
        open_store(str(tmp_path))
    for url in ("mysql://x/y", "sqlite://", "://"):
        with pytest.raises(ConfigError):
            open_store(url)
    open_store(str(tmp_path / "new.db")).close()
    with sqlite3.connect(tmp_path / "new.db") as raw:
        raw.execute("UPDATE store_meta SET value = '99'")
    raw.close()
    with pytest.raises(ConfigError, match="schema 99"):
        open_store(str(tmp_path / "new.db"))


def test_a_server_that_is_not_there() -> None:
    """A refused connection is `unreachable`, and may heal."""
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://nobody@127.0.0.1:9/none")
    assert (StoreFault.UNREACHABLE, True) == (refused.value.facts["reason"], refused.value.facts["transient"])


def test_s03_a_full_disk_is_told_and_heals(tmp_path: Path) -> None:
    """Nothing is half stored, and the same store goes on when there is room again (S3)."""
    with open_store(str(tmp_path / "clean.db")) as store:
        store.put_many([entry()])
        with store.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count={pages + 2}"))
        big = [entry(f"https://{n}.example/", BODY + os.urandom(3_000).hex()) for n in range(20)]
        with pytest.raises(StoreError) as full:
            store.put_many(big)
        assert (StoreFault.FULL, True) == (full.value.facts["reason"], full.value.facts["transient"])
        assert (1, 1) == store.counts()
        with store.engine.connect() as connection:
            connection.execute(text("PRAGMA max_page_count=1000000"))
        store.put_many(big)
        assert (21, 21) == store.counts()


def test_a_lock_that_is_never_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waits too long says who is to blame."""
    monkeypatch.setattr("cleaner.store.engine.BUSY_SECONDS", 0.2)
    with open_store(str(tmp_path / "clean.db")) as store:
        other = sqlite3.connect(tmp_path / "clean.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as locked:
            store.put_many([entry()])
        other.execute("ROLLBACK")
        other.close()
        assert (StoreFault.LOCKED, True) == (locked.value.facts["reason"], locked.value.facts["transient"])
        assert store.put_many([entry()])[0].new


def test_a_new_file_that_another_process_prepares_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses the switch to a write-ahead log at once while another writes; we ask again until it lets go."""
    place = tmp_path / "clean.db"
    other = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.3, other.execute, ("COMMIT",))
    letting_go.start()
    with open_store(str(place)) as store:
        assert store.put_many([entry()])[0].new
    letting_go.join()
    other.close()


def test_s03_a_read_only_store(tmp_path: Path) -> None:
    """Reading works, writing says why not."""
    with open_store(str(tmp_path / "clean.db")) as store:
        stored = store.put_many([entry()])[0]
        with store.engine.connect() as connection:
            connection.execute(text("PRAGMA query_only=1"))
        with pytest.raises(StoreError) as refused:
            store.put_many([entry("https://b.example/")])
        assert StoreFault.READ_ONLY is refused.value.facts["reason"]
        assert BODY == store.body(stored.content_hash).text


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (("53100", "could not extend file"), StoreFault.FULL),
        (("25006", "read-only transaction"), StoreFault.READ_ONLY),
        (("55P03", "lock timeout"), StoreFault.LOCKED),
        (("40P01", "deadlock"), StoreFault.LOCKED),
        (("57P01", "terminating connection"), StoreFault.UNREACHABLE),
        (("08006", "connection failure"), StoreFault.UNREACHABLE),
        (("28P01", "password"), StoreFault.UNREACHABLE),
        (("XX001", "data corrupted"), StoreFault.DAMAGED),
        (("23505", "unique"), StoreFault.REFUSED),
        ((None, "server closed the connection"), StoreFault.UNREACHABLE),
    ],
)
def test_postgres_states_are_translated(raised: tuple[str | None, str], expected: StoreFault) -> None:
    """By SQLSTATE; without one the server was not reached."""

    class Said(Exception):
        sqlstate = raised[0]

    error = exc.OperationalError("INSERT", {}, Said(raised[1]))
    assert expected is faults.judge_database(error)


def _write_for_ever(place: str, ready: object) -> None:
    store = open_store(place)
    number = 0
    while True:
        store.put_many(
            [entry(f"https://{os.getpid()}.example/{number}-{i}", f"{BODY} {number} {i}") for i in range(20)]
        )
        number += 1
        ready.set()  # type: ignore[attr-defined]


def test_s02_killed_writers_leave_a_sound_store(tmp_path: Path) -> None:
    """Kill -9 in the middle of writing, several times: whole chunks or none, and the next writer goes on (S2)."""
    place = str(tmp_path / "clean.db")
    open_store(place).close()
    context = multiprocessing.get_context("spawn")
    for wait in (0.0, 0.01, 0.05):
        ready = context.Event()
        child = context.Process(target=_write_for_ever, args=(place, ready))
        child.start()
        assert ready.wait(300)
        time.sleep(wait)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
    with open_store(place) as store:
        bodies, sources = store.counts()
        assert bodies > 0
        assert 0 == sources % 20
        assert [] == list(check(store))
        assert store.put_many([entry()])[0].new


def test_a_fork_takes_no_connection_along(store: Store) -> None:
    """A child that inherited the store opens its own connection, and the parent's stays whole."""
    stored = store.put_many([entry()])[0]
    child = os.fork()
    if child == 0:
        code = 1
        try:
            store.put_many([entry("https://child.example/")])
            code = 0 if BODY == store.body(stored.content_hash).text else 2
        finally:
            os._exit(code)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert 2 == len(store.sources(stored.content_hash))
    assert source_id(entry().key) == stored.id


def test_a_free_lock_is_taken_soon(tmp_path: Path) -> None:
    """A writer that waits has the lock a few milliseconds after it came free, not SQLite's next 50 or 100."""
    waits: list[float] = []
    with open_store(str(tmp_path / "s.db")) as store, open_store(str(tmp_path / "s.db")) as other:
        for held in (0.042, 0.09, 0.13) * 5:  # in the middle of the sleeps of SQLite's own wait
            if waits and min(waits) < 0.015:  # a busy machine only ever adds to it
                break
            with store.transaction():
                taken: list[float] = []
                waiting = threading.Thread(target=_take_lock, args=(other, taken))
                waiting.start()
                time.sleep(held)
            free = time.monotonic()
            waiting.join()
            waits.append(taken[0] - free)
    assert min(waits) < 0.015, waits


def _take_lock(store: Store, taken: list[float]) -> None:
    with store.transaction():
        taken.append(time.monotonic())
