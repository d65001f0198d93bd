"""`cleaner queue rebuild`: the embedded queue server's files set aside, after damage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.app.terminal import Level, Reporter

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Where the service keeps its data (CLEANER_DATA_DIR).")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Look after the embedded queue server.")
    group.command("rebuild", help=_REBUILD)(_rebuild)
    app.add_typer(group, name="queue")


_REBUILD = """Set the queue server's files aside; the next start begins with an empty queue.

Nothing is lost: the store holds every job, and the service queues what is open anew. For a server that does not start
because its append-only file is damaged. The service must not be running.
"""


def _rebuild(data_dir: DataDir = None) -> None:
    from cleaner.app.commands.service import config_of
    from cleaner.service.valkey import EmbeddedServer

    aside = EmbeddedServer(config_of(data_dir=data_dir).data_dir).set_aside()
    words = (
        f"set aside as {aside}; start the service, and every open job is queued again" if aside else "no files there"
    )
    Reporter().say(Level.INFO, words)
