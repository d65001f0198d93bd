"""Results on their way into the store, some dozens to a transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from cleaner.app.cleaning import Options
from cleaner.files.formats import STDIN, Record
from cleaner.result import CleanResult
from cleaner.store import Entry, SourceKind, input_key, open_store
from cleaner.store.entries import entry_of
from cleaner.types import Status
from cleaner.versions import __version__

_HELD = 50  # entries in one transaction: 20 times the rate of single ones with synchronous=FULL


class Keeper:
    """Collects results and stores them; `settle` (and the end of a `with`) stores the rest.

    A source's key holds its place, content, options and version: the same again is stored once, and what a
    newer version makes of it is a source of its own.
    """

    def __init__(self, place: str, options: Options, *, originals: bool) -> None:
        self._store = open_store(place)
        self._digest = options.cleaning_digest()
        self._originals = originals
        self._entries: list[Entry] = []

    @property
    def store_id(self) -> str | None:
        """The store's own id: another file of the same name has another."""
        return self._store.recall("id")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.settle()
        self._store.close()

    def keep_file(self, result: CleanResult, path: str, content: bytes) -> None:
        """Keep what came of a file or of the standard input."""
        if path.lower().startswith(("http://", "https://")):
            self._keep(result, SourceKind.URL, path, content)
        elif path == STDIN:
            self._keep(result, SourceKind.TEXT, "stdin", content)
        else:
            self._keep(result, SourceKind.FILE, str(Path(path).absolute()), content)

    def keep_record(self, result: CleanResult, record: Record, path: str) -> None:
        """Keep what came of a record: its URL is where it came from, or its place in the file."""
        place = "stdin" if path == STDIN else str(Path(path).absolute())
        locator = record.url or f"{place}#{record.id or record.number}"
        self._keep(result, SourceKind.TEXT, locator, record.original)

    def settle(self) -> None:
        """Store what was collected, in one transaction. Raises `StoreError`; then it is still there to be stored."""
        if self._entries:
            self._store.put_many(self._entries)
            self._entries = []

    def _keep(self, result: CleanResult, kind: SourceKind, locator: str, content: bytes) -> None:
        if result.status is Status.UNSUPPORTED:
            return
        key = input_key(kind, content, self._digest, __version__, locator)
        original = content if self._originals else None
        self._entries.append(entry_of(result, key=key, kind=kind, locator=locator, original=original))
        if len(self._entries) >= _HELD:
            self.settle()
