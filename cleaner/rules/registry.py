"""How a rule is written and how the set of rules is chosen.

A rule is a generator over a page. `rule(...)` wraps it in a frozen `Rule`; the module lists its rules in a
`RULES` tuple and `cleaner.voters.catalogue` lists the modules. There is no other registration.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from cleaner.page.page import Page
from cleaner.settings import Settings
from cleaner.types import Category, Mode, Stage, Verdict

Judge = Callable[[Page], Iterator[Verdict]]

BOTH: frozenset[Mode] = frozenset(Mode)
TEXT: frozenset[Mode] = frozenset({Mode.TEXT})
HTML: frozenset[Mode] = frozenset({Mode.HTML})


@dataclass(frozen=True, slots=True)
class Example:
    """A small input and the blocks (by a piece of their text) a rule must speak about; empty: none."""

    source: str
    on: tuple[str, ...] = ()
    mode: Mode = Mode.TEXT
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One heuristic. `code` is family letters and a number; `name` reads as "allow *name*".

    `weight` is the log-odds of its usual verdict; single verdicts may say more or less. A `preview`
    rule is reported but weighs nothing.
    """

    code: str
    name: str
    category: Category
    stage: Stage
    modes: frozenset[Mode]
    weight: float
    judge: Judge
    fires: tuple[Example, ...]
    silent: tuple[Example, ...]
    preview: bool = False

    @property
    def family(self) -> str:
        """The letters of the code; verdicts of one family are capped together."""
        return self.code.rstrip("0123456789")

    @property
    def doc(self) -> str:
        """The four-part docstring: Finds, Why, Example, Source."""
        # From the source: compiled functions hold no docstrings.
        return _docs(self.judge.__module__)[self.judge.__name__]


def rule(
    code: str,
    name: str,
    category: Category,
    weight: float,
    *,
    stage: Stage = Stage.LOCAL,
    modes: frozenset[Mode] = BOTH,
    fires: tuple[Example, ...] = (),
    silent: tuple[Example, ...] = (),
    preview: bool = False,
) -> Callable[[Judge], Rule]:
    """Make a `Rule` of a generator function."""

    def wrap(judge: Judge) -> Rule:
        return Rule(code, name, category, stage, modes, weight, judge, fires, silent, preview)

    return wrap


def chosen(rules: tuple[Rule, ...], settings: Settings, mode: Mode, stage: Stage) -> tuple[Rule, ...]:
    """The rules that run in this mode and stage under these settings, in the given order."""
    off = tuple(settings.disabled_rules)
    return tuple(r for r in rules if r.stage is stage and mode in r.modes and not (off and r.code.startswith(off)))


def digest(rules: tuple[Rule, ...], *data: bytes) -> str:
    """First 16 hex digits of a SHA-256 over the rules' codes and weights, their modules and the data they read."""
    hashed = hashlib.sha256()
    for one in sorted(rules, key=lambda r: r.code):
        hashed.update(f"{one.code} {one.name} {one.weight} {one.preview}\n".encode())
    for module in sorted({one.judge.__module__ for one in rules}):
        hashed.update(_source(module).encode())
    for blob in data:
        hashed.update(blob)
    return hashed.hexdigest()[:16]


def _source(module: str) -> str:
    package, _, name = module.rpartition(".")
    return resources.files(package).joinpath(f"{name}.py").read_text("utf-8")


@lru_cache(maxsize=32)
def _docs(module: str) -> Mapping[str, str]:
    """The docstrings of a module's functions, by name."""
    found = (node for node in ast.parse(_source(module)).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.get_docstring(node, clean=False) or "" for node in found}
