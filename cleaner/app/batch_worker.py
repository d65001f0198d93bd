"""A batch's child: reads, cleans, writes and stores one input after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.app.cleaning import (
    Options,
    clean_content,
    clean_record,
    output,
    record_line,
    report_line,
)
from cleaner.app.inputs import load_input
from cleaner.errors import CleanerError, Code
from cleaner.files import formats
from cleaner.files.formats import Found, InputFormat
from cleaner.files.manifest import Line
from cleaner.result import CleanResult, plain
from cleaner.sandbox.child import Beat
from cleaner.types import Status

if TYPE_CHECKING:
    from cleaner.app.keeping import Keeper

_BEATS = 200  # records of a JSONL file between two signs of life


@dataclass(frozen=True, slots=True)
class Setup:
    """What every child of a batch is given once. `out` None: nothing is written; `store` None: nothing is stored."""

    options: Options
    out: Path | None
    store: str | None = None
    originals: bool = True
    report: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One input and where its output goes, below the output directory."""

    found: Found
    output: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input: its line of the manifest, and its lines of the report ("" where none is wanted)."""

    line: Line
    report: str = ""


class Worker:
    """Cleans the inputs that one child is given, writes their outputs and stores them."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._options = setup.options
        self._digest = setup.options.digest()
        self._limit = setup.options.settings.limits.max_bytes
        self._keeper: Keeper | None = None
        if setup.store:
            from cleaner.app.keeping import Keeper  # noqa: PLC0415 - loads the database layer

            self._keeper = Keeper(setup.store, setup.options, originals=setup.originals)
        self._store = self._keeper.store_id if self._keeper else None
        self.holds = self._keeper is not None

    def handle(self, task: Task, beat: Beat) -> Outcome:
        """Clean one input. Raises `CleanerError`: it cannot be read, or its output cannot be written."""
        form = formats.guess_format(task.found, self._options.input_format)
        if form.of_records:
            return self._lines(task, form, beat)
        content = load_input(task.found, self._limit)
        result = clean_content(content, self._options)
        written = self._write(task, result)
        if self._keeper is not None:
            self._keeper.keep_file(result, task.found.path, content.raw)
        line = Line(
            input=task.found.relative,
            output=task.output if written else None,
            hash=result.content_hash,
            status=result.status.value,
            removed=len(result.removed),
            ratio=formats.removed_ratio(result),
            coverage=plain(result.coverage),
            labels=tuple(one.label.value for one in result.labels),
            warnings=result.warnings,
            note="; ".join(result.reasons) or None,
            options=self._digest,
            store=self._store,
        )
        return Outcome(line, report_line(result, task.found.relative) if self._setup.report else "")

    def settle(self) -> None:
        """Put what was cleaned into the store."""
        if self._keeper is not None:
            self._keeper.settle()

    def _write(self, task: Task, result: CleanResult) -> bool:
        if self._setup.out is None or result.status is Status.UNSUPPORTED:
            return False
        text = output(result, task.found.relative, self._options)
        formats.write_whole(self._setup.out, task.output, text.encode("utf-8", "backslashreplace"))
        return True

    def _lines(self, task: Task, form: InputFormat, beat: Beat) -> Outcome:
        """A file of records: one output of as many lines, in the same order, one at a time in memory."""
        tally = _Tally()
        if self._setup.out is None:
            for _ in self._records(task, form, beat, tally):
                pass
        else:
            with formats.new_file(self._setup.out, task.output) as stream:
                for text in self._records(task, form, beat, tally):
                    stream.write(text.encode("utf-8", "backslashreplace"))
        useless = tally.failed > 0 and tally.failed == tally.records
        line = Line(
            input=task.found.relative,
            output=task.output if self._setup.out else None,
            status="failed" if useless else "ok",
            error={"code": Code.MALFORMED.value, "message": "no record can be used"} if useless else None,
            removed=tally.removed,
            warnings=(f"{tally.failed} records failed, the first: {tally.first}",) if tally.failed else (),
            note=f"{tally.records} records",
            options=self._digest,
            store=self._store,
        )
        return Outcome(line, tally.report)

    def _records(self, task: Task, form: InputFormat, beat: Beat, tally: _Tally) -> Iterator[str]:
        name = task.found.relative
        with formats.open_records(task.found, form, self._options.fields, self._limit, name) as records:
            for record in records:
                tally.records += 1
                if tally.records % _BEATS == 0:
                    beat(f"at record {record.number}")
                result = None if record.error else clean_record(record, self._options)
                if result is None:
                    tally.fail(record.error)
                else:
                    tally.removed += len(result.removed)
                    if self._keeper is not None:
                        self._keeper.keep_record(result, record, task.found.path)
                    if self._setup.report:
                        tally.report += report_line(result, f"{name}#{record.id or record.number}")
                yield record_line(record, result, self._options)


@dataclass(slots=True)
class _Tally:
    records: int = 0
    failed: int = 0
    removed: int = 0
    first: str = ""
    report: str = ""

    def fail(self, error: CleanerError | None) -> None:
        self.failed += 1
        self.first = self.first or str(error)


def make(setup: Setup) -> Worker:
    """The worker of one child. The pool calls it there, by its name."""
    return Worker(setup)
