"""`cleaner learn`: what somebody cut by hand, as a phrase pack to review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from cleaner.app import options as opt
from cleaner.app.terminal import Level, Reporter, emit
from cleaner.errors import InputError, NotReadable

_HELP = """Learn phrases from pairs: texts as they were saved, and the same texts as somebody cleaned them.

Files belong together by their path below the two folders. What was cut from several texts and kept in none is
written to the standard output as a phrase pack; review it, then pass its folder as --packs.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("learn", help=_HELP)(_learn)


def _learn(
    dirty: Annotated[Path, typer.Argument(metavar="DIRTY_DIR", help="Texts as they were saved.")],
    clean: Annotated[Path, typer.Argument(metavar="CLEAN_DIR", help="The same texts, cleaned by hand.")],
    least: Annotated[int, typer.Option("--least", min=1, help="How many texts must agree.")] = 2,
    language: Annotated[
        str | None,
        typer.Option("--language", help="Language of the texts (en, pt, ...); `und` for a pack that speaks in any."),
    ] = None,
    quiet: opt.QuietOption = False,
) -> None:
    from cleaner.learn import Pair, learn, pack

    names = _common_paths(dirty, clean)
    if not language:
        raise typer.BadParameter("say what language the texts are in: --language en; a pack speaks in its own only")
    learned = learn((Pair(str(name), _text(dirty / name), _text(clean / name)) for name in names), least=least)
    added = dt.datetime.now(dt.UTC).date().isoformat()
    emit(pack(learned, added=added, language=language))
    Reporter(quiet=quiet).say(
        Level.INFO,
        f"{learned.pairs} pairs, {learned.cut} lines cut by hand, {learned.known} known already: "
        f"{len(learned.proposals)} proposed, {len(learned.disputed)} disputed, {learned.once} seen too rarely",
    )


def _common_paths(dirty: Path, clean: Path) -> list[Path]:
    """Paths below both folders, in order."""
    for folder in (dirty, clean):
        if not folder.is_dir():
            raise NotReadable("not a folder", subject=str(folder))
    names = sorted(path.relative_to(dirty) for path in dirty.rglob("*") if path.is_file())
    both = [name for name in names if (clean / name).is_file()]
    if not both:
        raise InputError("no file of the same path stands in both folders", subject=f"{dirty}, {clean}")
    return both


def _text(path: Path) -> str:
    from cleaner.segment.decode import decode

    return decode(path.read_bytes())[0]
