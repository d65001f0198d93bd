"""`cleaner show`, `cleaner sources`, `cleaner store check`: what a store holds."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.app.terminal import Level, Reporter, emit
from cleaner.errors import ExitCode, NotFound
from cleaner.files.json_line import one_line

if TYPE_CHECKING:
    from cleaner.store import Source, Store

StoreFile = Annotated[
    str,
    typer.Option("--store", metavar="FILE", envvar="CLEANER_STORE_URL", help="The store: a file or a database URL."),
]
OriginalsUrl = Annotated[
    str,
    typer.Option(
        "--originals-url",
        metavar="URL",
        envvar="CLEANER_ORIGINALS_URL",
        help="Where originals are kept, if not in the store (default: where the store remembers).",
    ),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="ID", help="Which of its sources (default: the earliest).")
]


class View(StrEnum):
    """What `show --format` may say."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    REMOVALS = "removals"
    ORIGINAL = "original"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show", help="Print a clean body from the store, byte for byte.")(_show)
    app.command("sources", help="List where a body came from, as lines of JSON.")(_sources)
    group = typer.Typer(no_args_is_help=True, help="Look after a store.")
    group.command("check", help="Read and verify everything in a store; exit code 1 where something is wrong.")(_check)
    group.command("backup", help="Copy a whole store, originals too, into a new directory; it may be in use.")(_backup)
    group.command("restore", help="Put a backup where no store is yet.")(_restore)
    app.add_typer(group, name="store")


def _show(
    content_hash: Annotated[str, typer.Argument(metavar="HASH", help="Its content hash, or the first 8 digits.")],
    store: StoreFile,
    view: Annotated[View, typer.Option("-f", "--format", help="What to print.")] = View.TEXT,
    source: SourceOption = None,
    originals: OriginalsUrl = "",
) -> None:
    with _open(store, originals) as opened:
        key = opened.resolve(content_hash)
        if view is View.TEXT:
            text = opened.body(key).text
            # Byte for byte, so that sha256sum gives the hash; a terminal gets its line end.
            emit(text + ("\n" if text and sys.stdout.isatty() else ""))
            return
        chosen = _choose_source(opened, key, source)
        if view is View.ORIGINAL:
            content = opened.original(chosen.id)
            emit(content + (b"\n" if not content.endswith(b"\n") and sys.stdout.isatty() else b""))
        elif view is View.REMOVALS:
            emit("".join(one_line(one) + "\n" for one in opened.removals(chosen.id).removed))
        elif view is View.JSON:
            record = opened.removals(chosen.id)
            whole = {"text": opened.body(key).text, **_plain(chosen)}
            emit(one_line({**whole, "removed": record.removed, "flagged": record.flagged}) + "\n")
        else:
            rendered = opened.markdown(chosen.id) if view is View.MARKDOWN else opened.html(chosen.id)
            if rendered is None:
                raise NotFound(f"no {view.value} was kept", subject=chosen.id)
            emit(rendered + "\n")


def _sources(
    content_hash: Annotated[str, typer.Argument(metavar="HASH", help="Its content hash, or the first 8 digits.")],
    store: StoreFile,
) -> None:
    from cleaner.store import open_store

    with open_store(store, create=False) as opened:
        key = opened.resolve(content_hash)
        emit("".join(one_line(_plain(one)) + "\n" for one in opened.sources(key)))


def _check(
    store: StoreFile,
    originals: OriginalsUrl = "",
    repair: Annotated[
        bool, typer.Option("--repair", help="Remove what cannot be read; nobody else may write meanwhile.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove originals that nothing was or will be cleaned from.")
    ] = False,
    forget_missing: Annotated[
        bool, typer.Option("--forget-missing", help="Remove links to originals that are kept nowhere any more.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Do not read the originals.")] = False,
) -> int:
    from cleaner.store.check import Repair, check

    wrong = 0
    reporter = Reporter()
    with _open(store, originals) as opened:
        from cleaner.ledger.reading import inputs  # its tables are looked for, never made here

        wanted = Repair(damaged=repair, unused=prune, missing=forget_missing)
        for one in check(opened, wanted, contents=not quick, waiting=inputs(opened.engine)):
            wrong += 1
            mended = {"repaired": True} if one.repaired else {}
            emit(one_line({"fault": one.fault.value, "subject": one.subject, "detail": one.detail, **mended}) + "\n")
        bodies, sources = opened.counts()
    reporter.say(Level.INFO, f"{bodies:,} bodies, {sources:,} sources, {wrong:,} faults")
    return ExitCode.SOME_FAILED.value if wrong else ExitCode.OK.value


def _backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A directory that is not there yet, or empty.")],
    store: StoreFile,
    originals: OriginalsUrl = "",
) -> None:
    from dataclasses import asdict

    from cleaner.store.backup import back_up

    with _open(store, originals) as opened:
        emit(one_line(asdict(back_up(opened, folder))) + "\n")


def _restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `cleaner store backup` made.")],
    store: StoreFile,
) -> None:
    from dataclasses import asdict

    from cleaner.store.backup import restore

    emit(one_line(asdict(restore(folder, store))) + "\n")


def _open(place: str, originals: str) -> Store:
    import os

    from cleaner.store.originals_url import open_store_with_originals, speaks_plainly

    return open_store_with_originals(place, originals, plain=speaks_plainly(os.environ), create=False)


def _choose_source(store: Store, key: str, source: str | None) -> Source:
    sources = store.sources(key)
    if source is None:
        return sources[0]
    found = [one for one in sources if one.id == source]
    if not found:
        raise NotFound("no such source of this body", subject=source)
    return found[0]


def _plain(source: Source) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(source)
