"""The schema in numbered steps: what an older release wrote becomes what this one reads.

A step changes a table that is there; one that is not is made as it is today afterwards. Whoever changes a table raises
`SCHEMA_VERSION`, adds a step to `STEPS`, and a test that begins with the table as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select, text

from cleaner.errors import ConfigError
from cleaner.store.schema import METADATA, SCHEMA_VERSION, STORE_META

_SHOWN = 5  # names in a message


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the schema. `version` is the schema's number after it."""

    version: int
    words: str
    apply: Callable[[Connection], None]


def migrate(connection: Connection) -> list[str]:
    """Bring the tables up to this release and note its number; what was changed, in words. Safe to repeat.

    Raises:
        ConfigError: the store is a newer release's or the number is none, or the database is another program's.
    """
    name = connection.engine.url.render_as_string(hide_password=True)
    found = _version(connection, name)
    changed: list[str] = []
    if found is None:
        _refuse_strangers(connection, name)
    else:
        for step in STEPS:
            if found < step.version:
                step.apply(connection)
                changed.append(step.words)
    METADATA.create_all(connection)
    if found is None:
        connection.execute(STORE_META.insert().values(name="schema", value=str(SCHEMA_VERSION)))
    elif found < SCHEMA_VERSION:
        row = STORE_META.c.name == "schema"
        connection.execute(STORE_META.update().where(row).values(value=str(SCHEMA_VERSION)))
    if remembered_value(connection, "id") is None:
        connection.execute(STORE_META.insert().values(name="id", value=uuid.uuid4().hex))
    return changed


def remembered_value(connection: Connection, name: str) -> str | None:
    """What the store remembers under this name, or None."""
    return connection.execute(select(STORE_META.c.value).where(STORE_META.c.name == name)).scalar()


def remember(connection: Connection, name: str, value: str) -> None:
    """Let the store remember a value; the one that was there is replaced."""
    connection.execute(STORE_META.delete().where(STORE_META.c.name == name))
    connection.execute(STORE_META.insert().values(name=name, value=value))


def _version(connection: Connection, name: str) -> int | None:
    """The number of the schema that is there; None for a database in which there never was a store."""
    if not inspect(connection).has_table(STORE_META.name):
        return None
    found = remembered_value(connection, "schema")
    if found is None:
        return None
    if not found.isdigit() or not 1 <= int(found) <= SCHEMA_VERSION:
        raise ConfigError(f"the store has schema {found}, this release knows {SCHEMA_VERSION}", subject=name)
    return int(found)


def _refuse_strangers(connection: Connection, name: str) -> None:
    """Raise ConfigError where our tables would stand among another program's."""
    there = set(inspect(connection).get_table_names()) - {STORE_META.name}
    # A PostgreSQL database may serve several programs, as long as no names collide; a file belongs to one.
    others = there if connection.dialect.name == "sqlite" else there & set(METADATA.tables)
    if others:
        listed = ", ".join(sorted(others)[:_SHOWN])
        raise ConfigError(f"holds the tables of another program ({listed}); a store wants its own", subject=name)


def _add_column(connection: Connection, table: str, column: str, definition: str) -> None:
    looked = inspect(connection)
    if looked.has_table(table) and column not in {one["name"] for one in looked.get_columns(table)}:
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {definition}"))


def _tenants_of_sources(connection: Connection) -> None:
    _add_column(connection, "sources", "tenant", "VARCHAR(64) NOT NULL DEFAULT ''")
    if inspect(connection).has_table("sources"):
        connection.execute(text("CREATE INDEX IF NOT EXISTS sources_by_tenant ON sources (tenant, created)"))
    if inspect(connection).has_table("jobs"):
        connection.execute(
            text(
                "UPDATE sources SET tenant = (SELECT max(jobs.tenant) FROM jobs WHERE jobs.source = sources.id) "
                "WHERE EXISTS (SELECT 1 FROM jobs WHERE jobs.source = sources.id)"
            )
        )


def _texts_to_index(connection: Connection) -> None:
    looked, listed = inspect(connection), METADATA.tables.get("to_index")
    if listed is not None and looked.has_table("sources") and not looked.has_table("to_index"):
        listed.create(connection)
        connection.execute(text("INSERT INTO to_index (source) SELECT id FROM sources"))


def _ends_of_batches(connection: Connection) -> None:
    _add_column(connection, "batches", "held", "FLOAT")
    _add_column(connection, "batches", "problem", "JSON")


def _totals_of_jobs(connection: Connection) -> None:
    looked, totals = inspect(connection), METADATA.tables.get("totals")
    if totals is not None and looked.has_table("jobs") and not looked.has_table("totals"):
        totals.create(connection)
        ended = "SELECT status, count(*) FROM jobs WHERE status IN ('succeeded', 'failed', 'cancelled') GROUP BY status"
        connection.execute(text(f"INSERT INTO totals (status, jobs) {ended}"))


def _spans_of_feedback(connection: Connection) -> None:
    _add_column(connection, "feedback", "span_start", "INTEGER")
    _add_column(connection, "feedback", "span_end", "INTEGER")


STEPS: tuple[Step, ...] = (
    Step(2, "a source knows whose it is", _tenants_of_sources),
    Step(3, "everything that is stored is to be indexed for search", _texts_to_index),
    Step(4, "a batch that was not read to its end knows why", _ends_of_batches),
    Step(5, "ends of jobs are counted", _totals_of_jobs),
    Step(6, "feedback may be on a part of a block", _spans_of_feedback),
)
