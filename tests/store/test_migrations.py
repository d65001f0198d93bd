"""A store of any release before is read by this one; what is no store of ours is left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from cleaner.errors import ConfigError
from cleaner.ledger.feedback import by_block
from cleaner.ledger.reading import totals
from cleaner.ledger.records import JobStatus
from cleaner.ledger.schema import JOBS
from cleaner.store import open_store
from cleaner.store.engine import open_engine, store_url
from cleaner.store.migrations import STEPS
from cleaner.store.schema import METADATA, SCHEMA_VERSION

# The tables that a step changes, as the release before it made them.
VERSION_1 = """
CREATE TABLE store_meta (name VARCHAR(64) PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO store_meta VALUES ('schema', '1');
CREATE TABLE bodies (content_hash VARCHAR(64) PRIMARY KEY, text BLOB NOT NULL, words INTEGER NOT NULL,
  first_seen FLOAT NOT NULL);
CREATE TABLE sources (id VARCHAR(24) PRIMARY KEY, "key" VARCHAR(200) NOT NULL UNIQUE, content_hash VARCHAR(64) NOT NULL
  REFERENCES bodies (content_hash),
  kind VARCHAR(16) NOT NULL, locator TEXT NOT NULL, title TEXT, metadata JSON NOT NULL,
  markdown BLOB, html BLOB, removals BLOB NOT NULL, status VARCHAR(16) NOT NULL, reasons JSON NOT NULL, encoding JSON,
  labels JSON NOT NULL, warnings JSON NOT NULL, versions JSON NOT NULL, removed_count INTEGER NOT NULL,
  removed_ratio FLOAT NOT NULL, original VARCHAR(64), created FLOAT NOT NULL);
INSERT INTO bodies VALUES ('aa', x'', 0, 0);
INSERT INTO sources VALUES ('s1', 'k1', 'aa', 'url', 'https://a.example/', NULL, '{}', NULL, NULL, x'', 'ok', '[]',
  NULL, '[]', '[]', '{}', 0, 0, NULL, 0);
INSERT INTO sources VALUES ('s2', 'k2', 'aa', 'url', 'https://b.example/', NULL, '{}', NULL, NULL, x'', 'ok', '[]',
  NULL, '[]', '[]', '{}', 0, 0, NULL, 0);
"""
JOBS_1 = """
CREATE TABLE jobs (seq INTEGER PRIMARY KEY, source VARCHAR(24), tenant VARCHAR(64), status VARCHAR(10));
INSERT INTO jobs VALUES (1, 's1', 'me', 'succeeded');
INSERT INTO jobs VALUES (2, NULL, 'me', 'queued');
CREATE TABLE batches (id VARCHAR(32) PRIMARY KEY);
CREATE TABLE feedback (id VARCHAR(32) PRIMARY KEY, tenant VARCHAR(64) NOT NULL, source VARCHAR(24) NOT NULL,
  block INTEGER NOT NULL, judgement VARCHAR(10) NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL,
  facts JSON NOT NULL, created FLOAT NOT NULL, undone FLOAT);
INSERT INTO feedback VALUES ('f1', 'me', 's1', 3, 'keep', 'A line.', '', '{}', 1, NULL);
"""


def written(path: Path, words: str) -> str:
    """A database with these tables."""
    with sqlite3.connect(path) as raw:
        raw.executescript(words)
    raw.close()
    return str(path)


def test_an_older_store_is_brought_up_to_this_release(tmp_path: Path) -> None:
    """Every column is there, and a source learns whose it is from its job."""
    assert JOBS.metadata is METADATA
    place = written(tmp_path / "old.db", VERSION_1 + JOBS_1)
    with open_store(place) as store:
        assert [("s1", "me"), ("s2", "")] == [(one.id, one.tenant) for one in store.iterate()]
        looked = inspect(store.engine)
        for name in ("sources", "bodies", "originals"):
            there = {column["name"] for column in looked.get_columns(name)}
            assert {column.name for column in METADATA.tables[name].columns} <= there
        assert {"held", "problem"} <= {column["name"] for column in looked.get_columns("batches")}
        assert [None] == [one.span for one in by_block(store.engine, "s1", "me")[3]]
        if "to_index" in METADATA.tables:
            with store.reading() as connection:
                assert ["s1", "s2"] == sorted(connection.scalars(text("SELECT source FROM to_index")))
        assert totals(store.engine)[JobStatus.SUCCEEDED] == 1
        assert "sources_by_tenant" in {one["name"] for one in looked.get_indexes("sources")}
    with open_store(place) as store:  # a second time nothing is left to do
        assert 2 == len(list(store.iterate()))


def test_an_older_store_in_postgresql_is_brought_up_too(postgres: str) -> None:
    """The same steps, in its words."""
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE older"))
    place = server.url.set(database="older")
    server.dispose()
    older = create_engine(place)
    words = (VERSION_1 + JOBS_1).replace("BLOB", "BYTEA").replace("x''", "''")
    with older.begin() as connection:
        for statement in words.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    older.dispose()
    with open_store(place.render_as_string(hide_password=False)) as store:
        assert [("s1", "me"), ("s2", "")] == [(one.id, one.tenant) for one in store.iterate()]
        assert totals(store.engine)[JobStatus.SUCCEEDED] == 1


def test_every_number_has_its_step() -> None:
    """From 2 to the number of today, in order."""
    assert [step.version for step in STEPS] == list(range(2, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("number", ["0", "soon", str(SCHEMA_VERSION + 1)])
def test_a_number_nobody_knows_is_refused(tmp_path: Path, number: str) -> None:
    """It is a newer release's, or damage."""
    place = written(tmp_path / "odd.db", VERSION_1.replace("'1'", f"'{number}'"))
    with pytest.raises(ConfigError, match=f"schema {number}"):
        open_store(place)


def test_a_strangers_database_is_left_as_it_is(tmp_path: Path) -> None:
    """Another program's tables are named, and ours do not appear among them."""
    place = written(tmp_path / "shop.db", "CREATE TABLE jobs (id INTEGER); CREATE TABLE customers (id INTEGER);")
    with pytest.raises(ConfigError, match=r"another program \(customers, jobs\)"):
        open_store(place)
    with sqlite3.connect(place) as raw:
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
    raw.close()
    assert names == {"jobs", "customers"}


@pytest.mark.parametrize(
    "slip",
    [
        "postgresql:/u:secret@h/db",
        "postgres//u:secret@h/db",
        "postgresql;//u:secret@h/db",
        "u:secret@h/db",
        "sqlite:/a.db",
    ],
)
def test_a_slip_in_a_url_makes_no_file_and_shows_no_password(slip: str) -> None:
    """It is no path."""
    with pytest.raises(ConfigError, match="neither a path nor a database URL") as refused:
        store_url(slip)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("path", ["clean.db", "/tmp/a:b@c.db", "./u:v@w.db", "a@b.db", "with colon:.db"])
def test_odd_paths_are_paths(path: str) -> None:
    """Only what looks like a URL is taken for one."""
    assert "sqlite" == store_url(path).drivername


def test_a_driver_that_is_not_there_is_named_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra `service` has no PostgreSQL."""

    def create(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr("cleaner.store.engine.create_engine", create)
    with pytest.raises(ConfigError, match=r"needs the package psycopg; pip install 'cleaner\[postgres\]'"):
        open_engine(store_url("postgresql://somebody@localhost/cleaner"))
