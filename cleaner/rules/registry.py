"""How a rule is written and how the set of rules is chosen.

A rule is a generator over a page that yields findings. `rule(...)` wraps it in a frozen `Rule`, which makes verdicts
of them: code, category, weight and evidence group are written once, in the decorator. The module lists its rules in a
`RULES` tuple and `cleaner.voters.catalogue` lists the modules. There is no other registration.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources
from typing import Any, NamedTuple

from cleaner.page.page import Page
from cleaner.settings import Settings
from cleaner.types import Category, Later, Mode, Stage, Verdict


class Finding(NamedTuple):
    """What a rule found in one block, and only what differs from what its decorator says.

    `weight` and `category` are the rule's own where None; `span` limits the finding to these characters of the block's
    text; a `final` one outranks every sum.
    """

    block: int
    evidence: str | Later
    weight: float | None = None
    category: Category | None = None
    span: tuple[int, int] | None = None
    final: bool = False


# Of all fields in order, for what is said of many blocks: a named tuple's own way to be made takes twice as long.
make_finding: Callable[[tuple[Any, ...]], Finding] = partial(tuple.__new__, Finding)
# A page has a thousand verdicts; a named tuple's own way to be made takes three times as long.
_verdict: Callable[[tuple[Any, ...]], Verdict] = partial(tuple.__new__, Verdict)

Finder = Callable[[Page], Iterator[Finding]]


def place_findings(by_block: Iterable[Sequence[Finding]]) -> Iterator[Finding]:
    """The findings of a page's blocks, in block order, each with the block it is about."""
    for index, findings in enumerate(by_block):
        for finding in findings:
            yield finding._replace(block=index)


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

    `weight` is the log-odds of its usual verdict; single findings may say more or less. Rules of one `group` read the
    same evidence: their verdicts are capped together and count as one witness.
    """

    code: str
    name: str
    category: Category
    stage: Stage
    modes: frozenset[Mode]
    weight: float
    find: Finder
    fires: tuple[Example, ...]
    silent: tuple[Example, ...]
    group: str

    def judge(self, page: Page) -> list[Verdict]:
        """The findings on a page as verdicts under this rule's code, category, weight and group."""
        code, group, usual, weighs = self.code, self.group, self.category, self.weight
        return [
            _verdict(
                (
                    block,
                    code,
                    usual if category is None else category,
                    weighs if weight is None else weight,
                    evidence,
                    span,
                    final,
                    group,
                )
            )
            for block, evidence, weight, category, span, final in self.find(page)
        ]

    @property
    def doc(self) -> str:
        """The four-part docstring: Finds, Why, Example, Source."""
        # From the source: compiled functions hold no docstrings.
        return _docs(self.find.__module__)[self.find.__name__]


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
    group: str = "",
) -> Callable[[Finder], Rule]:
    """Make a `Rule` of a generator function; its evidence group is the letters of its code unless it is named."""

    def wrap(find: Finder) -> Rule:
        shared = group or family_of(code)
        return Rule(code, name, category, stage, modes, weight, find, fires, silent, shared)

    return wrap


def family_of(code: str) -> str:
    """The letters of a rule's code."""
    return code.rstrip("0123456789")


def rules_for(rules: tuple[Rule, ...], settings: Settings, mode: Mode, stage: Stage) -> tuple[Rule, ...]:
    """The rules that run in this mode and stage under these settings, in the given order."""
    off = tuple(settings.disabled_rules)
    return tuple(r for r in rules if r.stage is stage and mode in r.modes and not (off and r.code.startswith(off)))


def _source(module: str) -> str:
    package, _, name = module.rpartition(".")
    return resources.files(package).joinpath(f"{name}.py").read_text("utf-8")


@lru_cache(maxsize=32)
def _docs(module: str) -> Mapping[str, str]:
    """The docstrings of a module's functions, by name."""
    found = (node for node in ast.parse(_source(module)).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.get_docstring(node, clean=False) or "" for node in found}
