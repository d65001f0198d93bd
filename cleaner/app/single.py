"""`cleaner clean` without an output directory: one input, or a stream of records, to the standard output."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

from cleaner.app import cleaning
from cleaner.app.cleaning import Options
from cleaner.app.inputs import load_input
from cleaner.app.options import FailOn, exit_code
from cleaner.app.progress import Progress
from cleaner.app.terminal import Level, Reporter, emit
from cleaner.errors import FetchError, InputError, NotReadable, UnsupportedMedia
from cleaner.files import formats
from cleaner.files.disk import as_disk_errors
from cleaner.files.formats import Format, Found, InputFormat, Record, Skipped
from cleaner.result import CleanResult
from cleaner.types import Status

if TYPE_CHECKING:
    from cleaner.app.keeping import Keeper

_DIFF_CONTEXT = 2  # unchanged blocks around a change


@dataclass(frozen=True, slots=True)
class Show:
    """What is shown of a result, and where else it goes."""

    explain: bool = False
    diff: bool = False
    body: bool = True
    report: Path | None = None
    store: str | None = None
    originals: bool = True
    jobs: int = 1

    @property
    def lines_only(self) -> bool:
        """Whether a record's line is all there is to show, so that any process may make it."""
        return self.body and self.store is None and not (self.explain or self.diff)


def clean_to_stdout(paths: Sequence[str], options: Options, show: Show, reporter: Reporter, fail_on: FailOn) -> int:
    """Clean the inputs that `paths` name and write what `show` asks for. Returns the exit code, as `fail_on` has it.

    Raises:
        typer.BadParameter: several bodies would run into each other on the standard output.
        CleanerError: the only input failed.
    """
    inputs = formats.find(paths)
    first = list(islice(inputs, 2))
    alone = len(first) == 1
    if not alone and show.body and options.format is not Format.JSONL:
        raise typer.BadParameter("several inputs: give --out DIR, or -f jsonl for one line each")
    with ExitStack() as stack:
        run = _Run(options, show, reporter)
        run.open(stack)
        for one in _chain(first, inputs):
            try:
                run.input(one)
            except (InputError, FetchError) as error:
                if alone:
                    raise
                reporter.fail(error)
                run.failed += 1
    return exit_code(run.done, run.failed, fail_on)


def _chain(first: list[Found | Skipped], rest: Iterator[Found | Skipped]) -> Iterator[Found | Skipped]:
    yield from first
    yield from rest


class _Run:
    def __init__(self, options: Options, show: Show, reporter: Reporter) -> None:
        self.done = 0
        self.failed = 0
        self._options = options
        self._show = show
        self._reporter = reporter
        self._report: IO[str] | None = None
        self._keeper: Keeper | None = None

    def open(self, stack: ExitStack) -> None:
        """Open the report and the store."""
        if self._show.report is not None:
            with as_disk_errors(str(self._show.report)):
                self._report = stack.enter_context(self._show.report.open("w", encoding="utf-8"))
        if self._show.store is not None:
            from cleaner.app.keeping import Keeper  # noqa: PLC0415 - loads the database layer

            self._keeper = stack.enter_context(Keeper(self._show.store, self._options, originals=self._show.originals))

    def input(self, one: Found | Skipped) -> None:
        """Clean one input and show it. Raises `InputError` where it gives no body."""
        if isinstance(one, Skipped):
            if one.failed:
                raise NotReadable(one.reason, subject=one.path)
            self._reporter.say(Level.WARNING, f"{one.path}: {one.reason}")
            return
        form = formats.records_of(one, self._options.input_format)
        if form is not None:
            self._records(one, form)
            return
        content = load_input(one, self._options.settings.limits.max_bytes)
        result = cleaning.clean_content(content, self._options)
        if result.status is Status.UNSUPPORTED:
            raise UnsupportedMedia("; ".join(result.reasons) or "neither a page nor a text", subject=one.path)
        self.done += 1
        if self._show.body:
            emit(cleaning.output(result, one.path, self._options))
        self._tell(result, one.path)
        if self._keeper is not None:
            self._keeper.keep_file(result, one.path, content.raw)

    def _records(self, found: Found, form: InputFormat) -> None:
        limit = self._options.settings.limits.max_bytes
        with formats.open_records(found, form, self._options.fields, limit) as records:
            if self._show.jobs > 1 and self._show.lines_only:
                self._in_parallel(records, found.path)
                return
            with Progress(None, self._reporter, among_data=self._show.body) as progress:
                for number, record in enumerate(records, 1):
                    self._record(record, found.path)
                    progress.advance(number, self.failed)

    def _in_parallel(self, records: Iterator[Record], path: str) -> None:
        from cleaner.app.record_worker import in_order  # noqa: PLC0415 - loads the pool

        with Progress(None, self._reporter, among_data=self._show.body) as progress:
            for cleaned in in_order(records, self._options, path, self._show.jobs):
                emit(cleaned.line)
                progress.advance(self.done + self.failed + 1, self.failed)
                if cleaned.error is not None:
                    self.failed += 1
                    self._reporter.fail(cleaned.error)
                    continue
                self.done += 1
                self._write_report(cleaned.report)

    def _record(self, record: Record, path: str) -> None:
        if record.error is not None:
            self.failed += 1
            self._reporter.fail(record.error)
            if self._show.body:
                emit(cleaning.record_line(record, None, self._options))
            return
        result = cleaning.clean_record(record, self._options)
        self.done += 1
        name = f"{path}#{record.id or record.number}"
        if self._show.body:
            emit(cleaning.record_line(record, result, self._options))
        self._tell(result, name)
        if self._keeper is not None:
            self._keeper.keep_record(result, record, path)

    def _tell(self, result: CleanResult, name: str) -> None:
        if self._show.diff:
            emit(diff(result, name))
        if self._show.explain:
            from cleaner.app.explain import explanation  # noqa: PLC0415 - loads the tables
            from cleaner.app.tables import show  # noqa: PLC0415 - the same

            show([explanation(result, name)], data=not self._show.body and not self._show.diff)
        elif result.status is not Status.OK:
            self._reporter.say(
                Level.WARNING, f"{name}: {result.status.value}: {'; '.join(result.reasons)}".rstrip(": ")
            )
        if self._report is not None:
            self._write_report(cleaning.report_line(result, name))

    def _write_report(self, line: str) -> None:
        if self._report is not None:
            with as_disk_errors(str(self._show.report)):
                self._report.write(line)


def diff(result: CleanResult, name: str) -> str:
    """A unified diff from everything the input held, in normal form, to the clean body."""
    before = result.restore([one.id for one in result.removed])
    lines = difflib.unified_diff(
        before.splitlines(), result.text.splitlines(), f"{name} (as it came)", f"{name} (clean)", n=_DIFF_CONTEXT
    )
    return "".join(line.rstrip("\n") + "\n" for line in lines)
