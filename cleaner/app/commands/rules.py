"""`cleaner rules`: the catalogue of rules, or one rule's whole text."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.app.terminal import emit
from cleaner.errors import NotFound

if TYPE_CHECKING:
    from cleaner.rules.registry import Rule


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rules", help="List the rules, or tell what one of them finds and why.")(_rules)


def _rules(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="A rule's code or name.")] = None,
    next_of: Annotated[
        str | None, typer.Option("--next", metavar="FAMILY", help="Print the next free code of a family, such as REL.")
    ] = None,
) -> None:
    from cleaner.voters.catalogue import all_rules, next_code

    rules = all_rules()
    if next_of is not None:
        emit(next_code(rules, next_of.upper()) + "\n")
        return
    if code is None:
        rows = [(one.code, one.name, one.category.value, f"{one.weight:+.1f}", _modes(one.modes)) for one in rules]
        head = ("code", "name", "category", "weight", "modes")
        widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
        emit("".join(_line(row, widths) for row in [head, *rows]))
        return
    found = [one for one in rules if code.upper() == one.code or code.lower() == one.name]
    if not found:
        raise NotFound("no such rule; `cleaner rules` lists them", subject=code)
    one = found[0]
    emit(
        f"{one.code} {one.name}\n\n"
        f"category  {one.category.value}\nstage     {one.stage.value}\nmodes     {_modes(one.modes)}\n"
        f"weight    {one.weight:+.1f} log-odds that the block is main content\nevidence  {_sharing(one, rules)}\n\n"
        f"{inspect.cleandoc(one.doc)}\n"
    )


def _modes(modes: frozenset[str]) -> str:
    return ", ".join(sorted(str(mode) for mode in modes))


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"


def _sharing(one: Rule, rules: Sequence[Rule]) -> str:
    """The other rules that read the same evidence and count with this one as one witness."""
    others = [other.code for other in rules if other.group == one.group and other.code != one.code]
    return f"shared with {', '.join(others)}" if others else "its own"
