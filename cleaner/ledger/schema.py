"""The tables of submitted work, on the store's own metadata: the store is the record, Redis only carries.

    jobs          one submitted input and what became of it
    batches       a set of jobs with its counters
    batch_items   which jobs a batch consists of, in the order they came; items that were refused
    hooks         who wants to be told, and how far the telling got
    idempotency   Idempotency-Key headers of the last day
    quarantine    inputs that killed their workers
    tombstones    names of jobs and batches that have expired
    totals        how many jobs have ended how since the store was made
    host_stats    slow and fast averages of what cleaning took from each host's pages
    removal_counts  pieces removed, by hour, caller and category
    feedback      what people said of single blocks

Times are seconds since 1970. A job that is succeeded, failed or cancelled stays so: a trigger refuses
every other update of its status, whatever the code above it believes.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    event,
    text,
)

from cleaner.store.schema import METADATA

# SQLite numbers rows by itself only where the key is its INTEGER.
NUMBER = BigInteger().with_variant(Integer, "sqlite")
OPEN = text("status IN ('queued', 'running')")

JOBS = Table(
    "jobs",
    METADATA,
    Column("seq", NUMBER, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("input", String(64)),  # the original's name in the spool; a URL's once it is fetched
    Column("url", Text),
    Column("options", JSON, nullable=False),
    Column("echo", JSON),
    Column("tenant", String(64), nullable=False),
    Column("queue", String(8), nullable=False),
    Column("status", String(10), nullable=False),
    Column("ticket", String(36)),  # the RQ job that may work on it; None: nobody may yet
    Column("attempts", Integer, nullable=False, default=0),
    Column("deaths", Integer, nullable=False, default=0),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("finished", Float),
    Column("touched", Float, nullable=False),
    Column("not_before", Float, nullable=False, default=0.0),
    Column("error", JSON),
    Column("content_hash", String(64)),
    Column("source", String(24)),
    Column("outcome", JSON),
    Column("fetched", JSON),  # what the fetch said: final URL, status, charset, validators
    Index("jobs_identity", "key", "generation", unique=True),
    Index("jobs_open", "queue", "status", "seq", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("jobs_ticket", "ticket", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("jobs_waiting", "tenant", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("jobs_finished", "finished"),
    Index("jobs_tenant", "tenant", "seq"),
    sqlite_autoincrement=True,  # a number is never given twice, even after the newest row expired
)

# Written out and not bound: only in the words of their own condition are partial indices seen to fit.
OPEN_JOB = JOBS.c.status.in_(bindparam("open_statuses", ["queued", "running"], expanding=True, literal_execute=True))

BATCHES = Table(
    "batches",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("finished", Float),
    Column("sealed", Boolean, nullable=False, default=False),  # every item is registered
    Column("total", Integer, nullable=False, default=0),
    Column("invalid", Integer, nullable=False, default=0),
    Column("succeeded", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
    Column("cancelled", Integer, nullable=False, default=0),
    Column("held", Float),  # when the API that reads it last said so
    Column("problem", JSON),  # why it was not read to its end
    Index("batches_finished", "finished"),
)

BATCH_ITEMS = Table(
    "batch_items",
    METADATA,
    Column("batch", String(32), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("seq", NUMBER),
    Column("problem", JSON),
    Column("echo", JSON),
    Index("batch_items_by_job", "seq"),
)

HOOKS = Table(
    "hooks",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("seq", NUMBER),
    Column("batch", String(32)),
    Column("url", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("event", String(20)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", Float),
    Column("error", Text),
    Index("hooks_by_job", "seq"),
    Index("hooks_by_batch", "batch"),
    Index("hooks_due", "state", "due"),
)

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    Column("tenant", String(64), primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("target", String(100), nullable=False),
    Column("created", Float, nullable=False),
)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("since", Float, nullable=False),
    Column("reason", Text, nullable=False),
)

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("expired", Float, nullable=False),
)

TOTALS = Table(
    "totals",
    METADATA,
    Column("status", String(10), primary_key=True),
    Column("jobs", NUMBER, nullable=False),
)

HOST_STATS = Table(
    "host_stats",
    METADATA,
    Column("host", String(255), primary_key=True),
    Column("pages", Integer, nullable=False),
    Column("removed_fast", Float, nullable=False),
    Column("removed_slow", Float, nullable=False),
    Column("empty_fast", Float, nullable=False),
    Column("empty_slow", Float, nullable=False),
)

REMOVAL_COUNTS = Table(
    "removal_counts",
    METADATA,
    Column("hour", Integer, primary_key=True, autoincrement=False),  # since 1970
    Column("tenant", String(64), primary_key=True),
    Column("category", String(40), primary_key=True),
    Column("pieces", Integer, nullable=False),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("source", String(24), nullable=False),
    Column("block", Integer, nullable=False),
    Column("span_start", Integer),  # characters of the block; NULL: all of it
    Column("span_end", Integer),
    Column("judgement", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("created", Float, nullable=False),
    Column("undone", Float),
    Index("feedback_by_source", "source"),
    Index("feedback_by_tenant", "tenant", "created", "id"),
)

_SQLITE_FINAL = """
CREATE TRIGGER jobs_final BEFORE UPDATE OF status ON jobs
WHEN OLD.status IN ('succeeded', 'failed', 'cancelled') AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END
"""
_POSTGRES_FINAL = """
CREATE FUNCTION jobs_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('succeeded', 'failed', 'cancelled') AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'a terminal status never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER jobs_final BEFORE UPDATE OF status ON jobs FOR EACH ROW EXECUTE FUNCTION jobs_final();
"""
for _dialect, _words in (("sqlite", _SQLITE_FINAL), ("postgresql", _POSTGRES_FINAL)):
    _trigger = DDL(_words)  # type: ignore[no-untyped-call]  # SQLAlchemy's DDL has no annotations
    event.listen(JOBS, "after_create", _trigger.execute_if(dialect=_dialect))
