"""The parent's side of a batch: which inputs are to be done, what is done already, what became of each."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import IO

from cleaner.app.batch_places import Places
from cleaner.app.batch_plan import Plan, Policy, Totals
from cleaner.app.batch_worker import Outcome, Task, make
from cleaner.app.options import FailOn, cpus, exit_code
from cleaner.app.progress import Progress
from cleaner.app.terminal import InterruptedRunError, Level, Reporter
from cleaner.errors import CleanerError, ConfigError, NotReadable, StoreError
from cleaner.files import formats
from cleaner.files.disk import as_disk_errors
from cleaner.files.formats import Format, Found, Skipped
from cleaner.files.manifest import Line, Manifest
from cleaner.sandbox.pool import Finished, Pool

_PRELOAD = ("cleaner.app.batch_worker", "trafilatura")


class Batch:
    """Cleans the inputs of a plan in child processes, and writes outputs, manifest and report. `run` once."""

    def __init__(self, plan: Plan, reporter: Reporter) -> None:
        self._plan = plan
        self._reporter = reporter
        self._digest = plan.setup.options.digest()
        self._done: dict[str, Line] = {}
        self._places = Places(keep_suffix=plan.keep_suffix)
        self._manifest: Manifest | None = None
        self._report: IO[str] | None = None
        self._store: str | None = None  # the id of the store to be filled
        self._outside = 0  # outputs that were there already, and may be in no store
        self.totals = Totals()

    def run(self) -> Totals:
        """Clean every input of the plan that is to be cleaned. Returns how many ended how.

        Raises:
            ConfigError: an earlier run's outputs are there and nothing says what to do about them.
            StoreError: the outputs, the manifest or the store cannot be written; what is done stays done.
            InterruptedRunError: Ctrl-C or SIGTERM.
        """
        began = time.monotonic()
        with ExitStack() as stack:
            self._open_store(stack)
            self._open(stack)
            progress = stack.enter_context(Progress(self._total(), self._reporter))
            pool: Pool[Task, Outcome] = Pool(make, self._plan.setup, processes=self._plan.jobs, preload=_PRELOAD)
            stack.enter_context(_terminable())
            try:
                for finished in pool.run(self._tasks()):
                    self._settle(finished)
                    progress.advance(self.totals.done + self.totals.before, self.totals.failed)
            except KeyboardInterrupt:
                hint = "; go on with --resume" if self._plan.setup.out else ""
                raise InterruptedRunError(f"interrupted after {self.totals.done:,} inputs{hint}") from None
        self.totals.seconds = time.monotonic() - began
        if self._store is not None and self._outside:
            note = f"{self._outside:,} outputs were there already; --skip-existing does not put them into the store"
            self._reporter.say(Level.WARNING, note)
        return self.totals

    def _open_store(self, stack: ExitStack) -> None:
        """Learn which store this is; at the end its one file is to hold everything."""
        place = self._plan.setup.store
        if place is not None:
            from cleaner.store import open_store  # noqa: PLC0415 - loads the database layer

            store = stack.enter_context(open_store(place))
            stack.callback(store.fold)
            self._store = store.recall("id")

    def _open(self, stack: ExitStack) -> None:
        out = self._plan.setup.out
        if self._plan.report is not None:
            with as_disk_errors(str(self._plan.report)):
                mode = "a" if self._plan.policy is Policy.RESUME else "w"
                self._report = stack.enter_context(self._plan.report.open(mode, encoding="utf-8"))
        if out is None:
            return
        self._refuse_input_as_output(out)
        with as_disk_errors(str(out)):
            out.mkdir(parents=True, exist_ok=True)
        self._manifest = stack.enter_context(Manifest(out))
        formats.sweep(out)
        stack.callback(formats.sweep, out)
        earlier = self._manifest.lines()
        if earlier and self._plan.policy is Policy.NEW:
            raise ConfigError(
                "an earlier run wrote here; say --resume, --overwrite or --skip-existing", subject=str(out)
            )
        if self._plan.policy is not Policy.OVERWRITE:
            self._places.keep_places(earlier)
        if self._plan.policy is Policy.OVERWRITE:
            self._manifest.clear()
        elif self._plan.policy is Policy.RESUME:
            self._done = {name: line for name, line in earlier.items() if self._is_finished(line)}
            stale = sum(1 for line in earlier.values() if line.options != self._digest)
            if stale:
                note = f"{stale:,} outputs come from other options or another version and are made anew"
                self._reporter.say(Level.WARNING, note)
            unstored = sum(1 for line in earlier.values() if self._is_unstored(line))
            if unstored:
                note = f"{unstored:,} inputs are not in this store yet and are cleaned anew"
                self._reporter.say(Level.WARNING, note)
            self._places.keep_outputs(earlier.values())

    def _refuse_input_as_output(self, out: Path) -> None:
        for argument in self._plan.arguments:
            folder = Path(argument)
            if folder.is_dir() and out.is_dir() and folder.samefile(out):
                raise ConfigError("the outputs would stand among the inputs", subject=str(out))

    def _is_unstored(self, line: Line) -> bool:
        """Whether an earlier run did this input well, but for a store, or another one than this."""
        done = line.options == self._digest and line.status not in {"failed", "skipped", "unsupported"}
        return self._store is not None and done and line.store != self._store

    def _is_finished(self, line: Line) -> bool:
        if line.options != self._digest or line.status == "failed" or self._is_unstored(line):
            return False
        out = self._plan.setup.out
        return line.output is None or (out is not None and (out / line.output).is_file())

    def _total(self) -> int | None:
        """How many inputs there are, counted only where somebody watches."""
        if not self._reporter.is_watched:
            return None
        return sum(
            1 for one in formats.find(self._plan.arguments, outside=self._plan.setup.out) if isinstance(one, Found)
        )

    def _tasks(self) -> Iterator[Task]:
        for met in formats.find(self._plan.arguments, outside=self._plan.setup.out):
            if isinstance(met, Skipped):
                self._report_skipped(met)
                continue
            one = self._places.add(met)
            if one is None:
                continue
            if one.relative in self._done:
                self.totals.before += 1
            else:
                task = self._task(one)
                if task is not None:
                    yield task

    def _task(self, found: Found) -> Task | None:
        setup, policy = self._plan.setup, self._plan.policy
        said = formats.guess_format(found, setup.options.input_format)
        wanted = Format.JSONL if said.of_records else setup.options.format or Format.TEXT
        name = self._places.name_output(found, wanted.suffix)
        if setup.out is None:
            return Task(found, str(name))
        target = setup.out / name
        if os.path.lexists(target):
            if policy is Policy.SKIP_EXISTING:
                self.totals.before += 1
                self._outside += 1
                return None
            if policy is Policy.NEW:
                self._fail(found.relative, NotReadable(f"its output {name} is there already; say --overwrite"))
                return None
            if _same(target, found.path):
                self._fail(found.relative, NotReadable(f"its output {name} would replace it"))
                return None
        return Task(found, str(name))

    def _report_skipped(self, one: Skipped) -> None:
        if one.failed:
            self._fail(one.path, NotReadable(one.reason))
        else:
            self._reporter.say(Level.WARNING, f"{one.path}: {one.reason}", code="skipped")
            self._record(Line(one.path, status="skipped", note=one.reason, options=self._digest))

    def _settle(self, finished: Finished[Task, Outcome]) -> None:
        error = finished.error
        if isinstance(error, StoreError):
            raise error  # a full disk fails every input alike; what is done can be resumed
        if error is not None or finished.outcome is None:
            self._fail(finished.item.found.relative, error or CleanerError("no outcome"))
            return
        line = finished.outcome.line
        self._record(line)
        for warning in line.warnings:
            self._reporter.say(Level.DEBUG, f"{line.input}: {warning}")
        if line.status == "unsupported":
            self._reporter.say(Level.WARNING, f"{line.input}: {line.note}", code="unsupported-media")
        if self._report is not None:
            with as_disk_errors(str(self._plan.report)):
                self._report.write(finished.outcome.report)
                self._report.flush()

    def _fail(self, name: str, error: CleanerError) -> None:
        self._reporter.say(Level.ERROR, f"{name}: {error.message}", code=error.code.value, input=name)
        said = {"code": error.code.value, "message": error.message}
        self._record(Line(name, status="failed", error=said, options=self._digest))

    def _record(self, line: Line) -> None:
        self.totals.by_status[line.status] += 1
        if self._manifest is not None:
            self._manifest.append(replace(line, path=self._places.path_of(line.input)))


def run_batch(plan: Plan, reporter: Reporter, fail_on: FailOn) -> int:
    """Run a batch and report how it went. Returns the exit code, as `fail_on` has it.

    Raises as `Batch.run` does, and NotReadable where there was no input.
    """
    if plan.jobs == 0:
        plan = replace(plan, jobs=cpus())
    # Each child computes with one thread; a pool of threads for each would only reserve memory.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    totals = Batch(plan, reporter).run()
    reporter.say(Level.INFO, str(totals), **totals.by_status)
    if not totals.by_status and not totals.before:
        raise NotReadable("there is nothing to clean", subject=" ".join(plan.arguments))
    return exit_code(totals.done - totals.failed, totals.failed, fail_on)


def _same(one: Path, other: str) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


@contextmanager
def _terminable() -> Iterator[None]:
    """Inside, SIGTERM ends the run as Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
