"""A progress bar on the error stream, when a person watches."""

from __future__ import annotations

from typing import Self

from rich import progress as bars
from rich.console import Console

from cleaner.app.terminal import Reporter


class Progress:
    """A bar inside a `with`; nothing where nobody watches. Messages go on appearing above it."""

    def __init__(self, total: int | None, reporter: Reporter) -> None:
        self._task: bars.TaskID | None = None
        self._bar: bars.Progress | None = None
        if reporter.is_watched:
            self._bar = bars.Progress(
                bars.TextColumn("cleaning"),
                bars.BarColumn(),
                bars.MofNCompleteColumn(),
                bars.TextColumn("{task.fields[failed]}"),
                bars.TimeElapsedColumn(),
                bars.TextColumn("left"),
                bars.TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=total, failed="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, done: int, failed: int) -> None:
        """Show that so many inputs are done, so many of them failed."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, failed=f"{failed:,} failed" if failed else "")
