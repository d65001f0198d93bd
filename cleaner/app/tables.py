"""Tables onto a terminal or into a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console, RenderableType

from cleaner.app.terminal import emit, say_plainly

_PAGE = 120  # characters a line takes where there is no terminal to ask


def show(parts: Sequence[RenderableType], *, data: bool) -> None:
    """Print tables: on the standard output where they are the `data`, else on the error stream.

    Without a terminal they have no colours and the width of a page. Raises `ClosedPipeError` as `emit` does.
    """
    stream = sys.stdout if data else sys.stderr
    terminal = stream.isatty()
    console = Console(
        file=stream, highlight=False, emoji=False, markup=False, width=None if terminal else _PAGE, soft_wrap=False
    )
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    text = "\n".join(line.rstrip() for line in captured.get().splitlines())
    if data:
        emit(text + "\n")
    else:
        say_plainly(text)
