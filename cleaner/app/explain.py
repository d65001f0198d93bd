"""What went, why, and what was nearly removed: tables a person reads, and the answer for a single line."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cleaner.app.terminal import escape_controls
from cleaner.measure import fingerprint, word_count
from cleaner.result import CleanResult
from cleaner.types import Block, Decision, Removed, Status
from cleaner.voters.catalogue import all_rules

_WIDTH = 240  # characters of a removed text that are shown; the rest is in --report and in JSON
_FOLD = 3  # removals of one rule in a row, from which on they share a row
_CLOSE = 0.6  # how alike a line must be to be offered instead (difflib's own default)

_COLOURS = {Status.OK: "green", Status.EMPTY: "yellow", Status.DEGRADED: "yellow", Status.UNSUPPORTED: "red"}


@dataclass(frozen=True, slots=True)
class _Row:
    """Removals that are told together: one, or a run of the same rule."""

    texts: tuple[str, ...]
    what: str
    rule: str
    evidence: str
    score: float


def explanation(result: CleanResult, name: str) -> RenderableType:
    """Everything that happened to one input, as tables for a console."""
    parts: list[RenderableType] = [_head(result, name)]
    if result.removed:
        parts.append(_removed_table(result.removed))
    if result.flagged:
        parts.append(_flagged_table(result))
    return Group(*parts, Text(""))


def _head(result: CleanResult, name: str) -> RenderableType:
    kept = word_count(result.text)
    gone = sum(word_count(one.text) for one in result.removed)
    line = Text.assemble(
        (escape_controls(name), "bold"),
        "  ",
        (result.status.value, _COLOURS[result.status]),
        f"  {kept + gone:,} words in, {kept:,} kept",
        f" ({gone / (kept + gone):.1%} removed)" if gone else " (nothing removed)",
    )
    notes = [
        *(f"because {reason}" for reason in result.reasons),
        *(f"perhaps {one.label.value} ({one.strength:.2f}): {one.evidence}" for one in result.labels),
        *(f"warning: {warning}" for warning in result.warnings),
        *_metadata(result),
    ]
    return Group(line, *(Padding(Text(escape_controls(note), style="dim"), (0, 0, 0, 2)) for note in notes))


def _metadata(result: CleanResult) -> Iterator[str]:
    for field, value in result.to_dict()["metadata"].items():
        if value and not field.endswith("_raw"):
            text = ", ".join(value) if isinstance(value, list) else str(value)
            yield f"{field.replace('_', ' ')}: {text[:_WIDTH]}"


def _table(title: str, *columns: tuple[str, int]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column, ratio in columns:
        table.add_column(column, ratio=ratio, overflow="fold", no_wrap=False)
    table.expand = True
    return table


def _removed_table(removed: Sequence[Removed]) -> Table:
    kinds = Counter(one.category.value for one in removed)
    count = f"{len(removed):,} piece{'s' if len(removed) != 1 else ''}"
    table = _table(
        f"Removed: {count} ({', '.join(f'{kind} {n}' for kind, n in kinds.most_common())})",
        ("what went", 5),
        ("as", 2),
        ("why", 4),
    )
    table.add_column("score", justify="right")
    for row in _rows(removed):
        texts = Text(_shorten(row.texts[0]))
        if len(row.texts) > 1:
            texts.append(f"\n… {len(row.texts) - 2:,} more …\n" if len(row.texts) > 2 else "\n", style="dim")
            texts.append(_shorten(row.texts[-1]))
        why = Text.assemble((row.rule, "cyan"), " ", escape_controls(row.evidence))
        table.add_row(texts, Text(row.what, style="magenta"), why, f"{row.score:+.1f}")
    return table


def _rows(removed: Iterable[Removed]) -> Iterator[_Row]:
    names = {one.code: one.name for one in all_rules()}
    for (category, rule), run in groupby(removed, key=lambda one: (one.category, one.rule)):
        pieces = list(run)
        title = f"{rule} {names[rule]}:" if rule in names else rule
        if len(pieces) < _FOLD:
            yield from (_Row((p.text,), category.value, title, p.evidence, p.score) for p in pieces)
        else:
            worst = min(pieces, key=lambda p: p.score)
            texts = tuple(p.text for p in pieces)
            yield _Row(texts, category.value, title, worst.evidence, worst.score)


def _flagged_table(result: CleanResult) -> Table:
    table = _table(f"To look at, nearly removed or in doubt: {len(result.flagged):,}", ("what", 5), ("looked like", 2))
    table.add_column("because", ratio=4, overflow="fold")
    table.add_column("score", justify="right")
    for one in result.flagged:
        stays = "kept: " if one.kept else "look: "
        why = Text.assemble(
            (one.rule, "cyan"), f" {escape_controls(one.evidence)}; {stays}{escape_controls(one.kept_because)}"
        )
        table.add_row(Text(_shorten(one.text)), Text(one.category.value, style="magenta"), why, f"{one.score:+.1f}")
    return table


def _shorten(text: str) -> str:
    flat = escape_controls(" ".join(text.split()))
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"


def find_line(result: CleanResult, line: str) -> list[tuple[Block, Decision]]:
    """The blocks that are `line`, or hold it, with what was decided on them."""
    wanted = fingerprint(line)
    pairs = list(zip(result.document.blocks, result.decisions, strict=True))
    whole = [pair for pair in pairs if fingerprint(pair[0].text) == wanted]
    return whole or [pair for pair in pairs if wanted and wanted in fingerprint(pair[0].text)]


def closest_line(result: CleanResult, line: str) -> str | None:
    """The block's text that is most like `line`, or None where none is alike."""
    texts = [block.text for block in result.document.blocks]
    found = difflib.get_close_matches(line, texts, n=1, cutoff=_CLOSE)
    return found[0] if found else None


def verdicts(result: CleanResult, block: Block, decision: Decision) -> RenderableType:
    """All evidence about one block, the strongest first, and what came of it."""
    names = {one.code: one.name for one in all_rules()}
    size = len(block.text)
    fate = "kept" if not decision.cut else "cut" if decision.cut == ((0, size),) else "cut in part"
    head = Text.assemble(
        (fate, "red" if decision.cut else "green"),
        f"  score {decision.score:+.2f}  block {block.index} of {len(result.document.blocks)}  ",
        (_shorten(block.text), "bold"),
    )
    table = _table("", ("rule", 2), ("says", 1), ("because", 4))
    table.add_column("weight", justify="right")
    for one in sorted(decision.verdicts, key=lambda v: (not v.final, -abs(v.weight))):
        says = one.category.value if one.weight < 0 else "keep"
        where = f" [characters {one.span[0]}-{one.span[1]}]" if one.span else ""
        final = " (final)" if one.final else ""
        rule = Text(f"{one.rule} {names.get(one.rule, '')}".strip(), style="cyan")
        table.add_row(
            rule, Text(says, style="magenta"), escape_controls(one.evidence) + where, f"{one.weight:+.1f}{final}"
        )
    guarded = [one.kept_because for one in result.flagged if one.kept and one.block == block.index]
    notes = [Text(f"kept because {escape_controls(why)}") for why in guarded]
    return Group(head, table if decision.verdicts else Text("no rule said anything about it"), *notes)
