"""Records of JSON lines over several processes, given back in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cleaner.app.cleaning import Options, clean_record, record_line, report_line
from cleaner.errors import CleanerError
from cleaner.files.formats import Record
from cleaner.sandbox.child import Beat
from cleaner.sandbox.pool import Pool

_CHUNK = 32  # records to a child at once: at 3 ms each, a tenth of a second's work
_AHEAD = 8  # chunks a child that a fast one may be before the slowest


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A record's line of output, its line for the report, and what went wrong with it."""

    line: str
    report: str = ""
    error: CleanerError | None = None


@dataclass(frozen=True, slots=True)
class RecordSetup:
    """What every child is given once. `path` names the input in the report."""

    options: Options
    path: str


class RecordWorker:
    """Cleans records in a child."""

    holds = False

    def __init__(self, setup: RecordSetup) -> None:
        self._setup = setup

    def handle(self, record: Record, beat: Beat) -> Cleaned:  # noqa: ARG002 - a record is one part
        """One record; a bad one is no error here, its line says what is wrong."""
        if record.error is not None:
            return Cleaned(record_line(record, None, self._setup.options), error=record.error)
        result = clean_record(record, self._setup.options)
        name = f"{self._setup.path}#{record.id or record.number}"
        return Cleaned(record_line(record, result, self._setup.options), report_line(result, name))

    def settle(self) -> None:
        """Nothing is held."""


def make(setup: RecordSetup) -> RecordWorker:
    """The handler of a child."""
    return RecordWorker(setup)


def in_order(records: Iterable[Record], options: Options, path: str, processes: int) -> Iterator[Cleaned]:
    """Clean records in so many processes; returns what came of each, in their order, as they are done.

    A record that kills its process fails alone. A bounded number of records is in memory at a time.
    """
    pool: Pool[Record, Cleaned] = Pool(
        make,
        RecordSetup(options, path),
        processes=processes,
        chunk=_CHUNK,
        preload=("cleaner.app.record_worker",),
    )
    waiting: dict[int, Cleaned] = {}
    following = 0
    for one in pool.run(records, ahead=_CHUNK * _AHEAD * processes):
        outcome = one.outcome
        if outcome is None:
            error = one.error or CleanerError("no outcome")
            outcome = Cleaned(record_line(replace(one.item, error=error), None, options), error=error)
        waiting[one.number] = outcome
        while following in waiting:
            yield waiting.pop(following)
            following += 1
