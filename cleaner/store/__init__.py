"""The store: clean bodies once under their content hashes, with their sources, removals and originals.

Start with `open_store("clean.db")` or `open_store("postgresql+psycopg://user@host/name")`.
"""

from cleaner.files.disk import StoreFault
from cleaner.store.engine import reading, store_url, transaction
from cleaner.store.originals import Originals
from cleaner.store.records import Body, Entry, Removals, Source, SourceKind, Stored, checked_hash, input_key, source_id
from cleaner.store.schema import BODIES, METADATA, ORIGINALS, SOURCES
from cleaner.store.store import Store, open_store

__all__ = [
    "BODIES",
    "METADATA",
    "ORIGINALS",
    "SOURCES",
    "Body",
    "Entry",
    "Originals",
    "Removals",
    "Source",
    "SourceKind",
    "Store",
    "StoreFault",
    "Stored",
    "checked_hash",
    "input_key",
    "open_store",
    "reading",
    "source_id",
    "store_url",
    "transaction",
]
