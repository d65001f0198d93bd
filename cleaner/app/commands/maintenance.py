"""`cleaner erase` and `cleaner quarantine`: what an operator does with the documents and jobs of a service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.app.terminal import emit
from cleaner.errors import ExitCode, NotFound
from cleaner.files.json_line import one_line

if TYPE_CHECKING:
    from cleaner.store import Store

_ERASE = """Erase documents with everything that hangs on them: texts, originals, records, jobs.

What is given must all fit. Says what went, and what of it is left: nothing, unless somebody submits meanwhile. A key's
documents: take the key out of CLEANER_API_KEYS first.
"""
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Where the service keeps its data (CLEANER_DATA_DIR).")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("erase", help=_ERASE)(_erase)
    group = typer.Typer(no_args_is_help=True, help="Inputs that are refused because they killed their workers.")
    group.command("list", help="List them as lines of JSON.")(_list)
    group.command("free", help="Let these inputs be submitted again; `all` frees every one.")(_free)
    app.add_typer(group, name="quarantine")


def _erase(
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="One source.")] = None,
    host: Annotated[str | None, typer.Option("--host", metavar="NAME", help="A host and its subdomains.")] = None,
    tenant: Annotated[
        str | None, typer.Option("--key-name", metavar="NAME", help="What was submitted with a key.")
    ] = None,
    older_than: Annotated[
        float | None, typer.Option("--older-than", metavar="DAYS", min=0, help="What is older than this.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; erase nothing.")] = False,
    data_dir: DataDir = None,
) -> int:
    from cleaner.ledger.erasure import Wanted, erase, remaining

    if source is None and host is None and tenant is None and older_than is None:
        raise typer.BadParameter("say what is to go: --source, --host, --key-name or --older-than")
    with _store(data_dir) as store:
        before = None if older_than is None else store.clock() - older_than * 86_400
        wanted = Wanted(source, host, tenant, before)
        if dry_run:
            emit(one_line({"would_go": remaining(store, wanted).plain()}) + "\n")
            return ExitCode.OK.value
        gone = erase(store, wanted)
        store.fold()
        left = remaining(store, wanted).plain()
    emit(one_line({"erased": gone.plain(), "left": left}) + "\n")
    return ExitCode.SOME_FAILED.value if any(left.values()) else ExitCode.OK.value


def _list(data_dir: DataDir = None) -> None:
    from cleaner.ledger.reading import list_quarantine

    with _store(data_dir) as store:
        emit("".join(one_line(one.plain()) + "\n" for one in list_quarantine(store.engine)))


def _free(
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="As `list` shows them.")],
    data_dir: DataDir = None,
) -> None:
    from cleaner.ledger import worker_side
    from cleaner.ledger.reading import list_quarantine

    with _store(data_dir) as store:
        wanted = [one.key for one in list_quarantine(store.engine)] if keys == ["all"] else keys
        for key in wanted:
            if not worker_side.release(store.engine, key):
                raise NotFound("not in quarantine", subject=key)
            emit(one_line({"freed": key}) + "\n")


def _store(data_dir: Path | None) -> Store:
    from cleaner.app.commands.service import config_of
    from cleaner.service.context import open_config_store

    return open_config_store(config_of(data_dir=data_dir), create=False)
