"""A progress bar on the error stream, when a person watches."""

from __future__ import annotations

import sys
from typing import Self

from rich import progress as bars
from rich.console import Console

from cleaner.app.terminal import Reporter


class Progress:
    """A bar inside a `with`; nothing where nobody watches. Messages go on appearing above it."""

    def __init__(
        self, total: int | None, reporter: Reporter, *, words: str = "cleaning", among_data: bool = False
    ) -> None:
        """`words` say what goes on. Where data goes to the same terminal (`among_data`) it is progress enough."""
        self._task: bars.TaskID | None = None
        self._bar: bars.Progress | None = None
        if reporter.is_watched and not (among_data and sys.stdout.isatty()):
            self._bar = bars.Progress(
                bars.TextColumn(words),
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

    def advance(self, done: int, failed: int, total: int | None = None) -> None:
        """Show that so many inputs are done, so many of them failed; `total` where it is known by now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=total, completed=done, failed=f"{failed:,} failed" if failed else "")
