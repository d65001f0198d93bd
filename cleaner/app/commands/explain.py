"""`cleaner explain`: why one line was removed or kept."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.app import options as opt
from cleaner.app.option_groups import JudgedParts, Steering, with_groups
from cleaner.errors import NotFound
from cleaner.files.forms import InputFormat

_HELP = """Tell why a line is removed or kept: every rule that spoke about it, and the sum.

--context is the page or text the line stands in; without it the line is judged alone.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", help=_HELP)(with_groups(_explain))


def _explain(
    *,
    line: Annotated[str, typer.Argument(metavar="LINE", help="The line, or a part of it.")],
    context: Annotated[
        str | None, typer.Option("--context", metavar="FILE", help="Where it stands; `-` is the standard input.")
    ] = None,
    steering: Steering,
    body: JudgedParts,
    input_format: opt.InputFormatOption = InputFormat.AUTO,
    title: opt.TitleOption = None,
    url: opt.UrlOption = None,
    language: opt.LanguageOption = None,
) -> None:
    from cleaner.app import explain
    from cleaner.app.cleaning import clean_bytes
    from cleaner.app.tables import show
    from cleaner.files.formats import Found, read_input

    settings = steering.settings(body)
    options = opt.options_of(settings, form=(input_format, None, False), known=(title, url, language))
    found = Found(context, context, stream=True) if context else None
    content = read_input(found, settings.limits.max_bytes) if found else line.encode("utf-8", "surrogateescape")
    result = clean_bytes(content, options)
    pairs = explain.find_line(result, line)
    if not pairs:
        close = explain.closest_line(result, line)
        hint = f"; the closest is {close!r}" if close else ""
        raise NotFound(f"no line like that stands there{hint}", subject=context or "the line")
    show([explain.verdicts(result, block, decision) for block, decision in pairs], data=True)
