"""The tables of clean bodies. Other modules hang their own tables on the same `METADATA`.

    bodies      a clean text, once, under the SHA-256 of its UTF-8 bytes
    sources     where a body came from: one row for each input that was cleaned; its Markdown, HTML,
                metadata and removal record belong to it and not to the body
    originals   the bytes as they came in, once under their SHA-256 (unless a spool holds them)
    store_meta  the schema's version, the store's own id, where its originals are kept

Times are seconds since 1970, as the clock that was passed in gave them. Blobs are zstd frames with a
checksum; a source's Markdown and HTML are compressed against the body's text, which they mostly repeat.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA_VERSION = 6  # `migrations.py` has the steps

METADATA = MetaData()

BODIES = Table(
    "bodies",
    METADATA,
    Column("content_hash", String(64), primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("words", Integer, nullable=False),
    Column("first_seen", Float, nullable=False),
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("id", String(24), primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("content_hash", String(64), ForeignKey("bodies.content_hash"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("locator", Text, nullable=False),
    Column("title", Text),
    Column("metadata", JSON, nullable=False),
    Column("markdown", LargeBinary),
    Column("html", LargeBinary),
    Column("removals", LargeBinary, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("encoding", JSON),
    Column("labels", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("removed_count", Integer, nullable=False),
    Column("removed_ratio", Float, nullable=False),
    Column("original", String(64)),
    Column("created", Float, nullable=False),
    Column("tenant", String(64), nullable=False, server_default=""),  # the name of the API key it was submitted with
    Index("sources_by_body", "content_hash", "created", "id"),
    Index("sources_by_locator", "locator"),
    Index("sources_by_original", "original"),
    Index("sources_by_tenant", "tenant", "created"),
)

ORIGINALS = Table(
    "originals",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("first_seen", Float, nullable=False),
)

STORE_META = Table(
    "store_meta",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
