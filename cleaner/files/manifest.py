"""The manifest of a batch: one line of JSON for each input, appended when its output stands.

After a kill the last line may be torn; it is cut off, and the input counts as not done. A lock on the file
keeps two runs apart and goes with the process that holds it, however that ends.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from cleaner.errors import StoreError
from cleaner.files.disk import as_disk_errors
from cleaner.files.json_line import one_line

NAME = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one input.

    `status` is a result's status, or `failed` (with `error`: code and message) or `skipped` (`note` says
    why). `ratio` is the share of words removed, `coverage` the shares of words and sentences kept, `removed` the number
    of pieces, `options` a digest of everything that steered the run, `path` where the input stood: two folders may
    hold files of one name.
    """

    input: str
    output: str | None = None
    hash: str | None = None
    status: str = "ok"
    removed: int = 0
    ratio: float = 0.0
    coverage: dict[str, float] | None = None
    labels: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    note: str | None = None
    error: dict[str, str] | None = None
    options: str = ""
    store: str | None = None
    path: str | None = None


class Manifest:
    """An open manifest. Close it, or use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        """Open or make the manifest in `folder`.

        Raises:
            StoreError: it cannot be written, or another run holds it.
        """
        self.path = folder / NAME
        with as_disk_errors(str(self.path)):
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
            self._stream = os.fdopen(os.open(self.path, flags, 0o666), "r+b")
            try:
                fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                self._stream.close()
                raise StoreError("another run is writing here", subject=str(folder)) from error
            self._cut_torn_end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lines(self) -> dict[str, Line]:
        """The last line of each input so far; lines that are not ours are passed over."""
        found: dict[str, Line] = {}
        known = set(Line.__slots__)
        with as_disk_errors(str(self.path)):
            self._stream.seek(0)
            for raw in self._stream:
                try:
                    value: Any = json.loads(raw)
                except ValueError:
                    continue
                if isinstance(value, dict) and isinstance(value.get("input"), str):
                    found[value["input"]] = Line(**{k: v for k, v in value.items() if k in known})
        return found

    def append(self, line: Line) -> None:
        """Add a line; one write, so that a reader never sees half of it. Raises `StoreError`."""
        value = {k: v for k, v in asdict(line).items() if v is not None}
        with as_disk_errors(str(self.path)):
            self._stream.write(one_line(value).encode() + b"\n")
            self._stream.flush()

    def clear(self) -> None:
        """Begin anew."""
        with as_disk_errors(str(self.path)):
            self._stream.truncate(0)

    def close(self) -> None:
        """Flush to the disk and let go of the lock."""
        with as_disk_errors(str(self.path)):
            os.fsync(self._stream.fileno())
            self._stream.close()

    def _cut_torn_end(self) -> None:
        size = self._stream.seek(0, os.SEEK_END)
        keep = size
        while keep > 0:
            start = max(0, keep - 65_536)
            self._stream.seek(start)
            block = self._stream.read(keep - start)
            end = block.rfind(b"\n")
            if end >= 0:
                keep = start + end + 1
                break
            keep = start
        if keep != size:
            self._stream.truncate(keep)
