"""The house: imports run one way, foreign packages are used where they belong, the public API is what it says."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

import cleaner

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((*ROOT.glob("cleaner/**/*.py"), *ROOT.glob("workers/**/*.py")))

# A module imports from its own room and from rooms above it; it belongs to the longest prefix that names it.
ROOMS = (
    "cleaner.types", "cleaner.errors", "cleaner.settings", "cleaner.measure", "cleaner.sentences",
    "cleaner.segment", "cleaner.page", "cleaner.metadata", "cleaner.rules", "cleaner.model", "cleaner.threshold",
    "cleaner.voters", "cleaner.decide", "cleaner.removals", "cleaner.flags", "cleaner.rule_share", "cleaner.page_guard",
    "cleaner.text_guard", "cleaner.guard", "cleaner.coverage", "cleaner.labels",
    "cleaner.record", "cleaner.render", "cleaner.sentence_cuts", "cleaner.settle", "cleaner.result",
    "cleaner.block_report", "cleaner.correct", "cleaner.marked_page",
    "cleaner.versions", "cleaner.pipeline", "cleaner.learn", "cleaner.compat",
    "cleaner",
    "cleaner.files", "cleaner.web", "cleaner.store", "cleaner.ledger", "cleaner.sandbox", "cleaner.service",
    "cleaner.client", "workers", "cleaner.app",
)  # fmt: skip
PURE = ROOMS[: ROOMS.index("cleaner") + 1]
# Foreign package -> the modules that may import it.
HOMES = {
    "selectolax": ("cleaner.segment", "cleaner.metadata"),
    "trafilatura": ("cleaner.voters.extractor",),
    "httpx": ("cleaner.web", "cleaner.client"),
    "rq": ("cleaner.service", "workers"),
    "sqlalchemy": ("cleaner.store", "cleaner.ledger"),
    "fastapi": ("cleaner.app",),
    "typer": ("cleaner.app",),
    "jinja2": ("cleaner.app.ui",),
    "nh3": ("cleaner.render", "cleaner.marked_page"),
}


def name_of(path: Path) -> str:
    """The dotted name of a module's file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Every module a file imports, wherever in it; a `from x import y` counts as x and x.y."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update((node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))
    return frozenset(found)


def within(module: str, prefix: str) -> bool:
    """Whether a module is the named one or lies in it."""
    return module == prefix or module.startswith(f"{prefix}.")


def room(module: str) -> int:
    """The index of a module's room."""
    return max((len(prefix), index) for index, prefix in enumerate(ROOMS) if within(module, prefix))[1]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    """No module imports from a room below its own."""
    own = room(name_of(path))
    ours = {m for m in imports_of(path) if within(m, "cleaner") or within(m, "workers")}
    known = {name_of(p) for p in MODULES}
    wrong = sorted(m for m in ours & known if m != "cleaner" and room(m) > own)
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_foreign_packages_stay_at_home(path: Path) -> None:
    """Each foreign package is imported only by the modules that wrap it."""
    module = name_of(path)
    wrong = sorted(
        foreign
        for foreign, homes in HOMES.items()
        if any(within(m, foreign) for m in imports_of(path)) and not any(within(module, home) for home in homes)
    )
    assert wrong == []


@pytest.mark.parametrize("path", [p for p in MODULES if room(name_of(p)) < len(PURE)], ids=name_of)
def test_the_core_is_pure(path: Path) -> None:
    """The core imports no clock, randomness, environment or network."""
    impure = {"time", "datetime.datetime", "random", "os", "socket", "subprocess", "logging", "secrets", "uuid"}
    assert sorted(impure & imports_of(path)) == []


def documented_rooms() -> list[tuple[tuple[str, ...], list[str]]]:
    """The rows of the table in docs/architecture.md: rooms as dotted names, and the packages they use."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    found = []
    for rooms, packages in re.findall(r"^\| (`.*?) \| .* \| (.*)\|$", page, re.MULTILINE):
        names = [one.removesuffix("/").removesuffix(".py") for one in re.findall(r"`(.+?)`", rooms)]
        dotted = tuple(name if name == "workers" else f"cleaner.{name}" for name in names)
        found.append((dotted, sorted({one.strip() for one in packages.split(",")} - {""})))
    return found


def test_the_table_of_rooms_is_the_order_of_imports() -> None:
    """Every room stands in docs/architecture.md, in a place that the order allows."""
    assert [name for names, _ in documented_rooms() for name in names] == [one for one in ROOMS if one != "cleaner"]


@pytest.mark.parametrize(("rooms", "packages"), documented_rooms(), ids=lambda value: str(next(iter(value), "")))
def test_the_table_of_rooms_names_the_packages(rooms: tuple[str, ...], packages: list[str]) -> None:
    """What a room imports from outside stands beside it, by the names of the package index; and nothing else."""
    numbers = {ROOMS.index(name) for name in rooms}
    imports = {one for path in MODULES if room(name_of(path)) in numbers for one in imports_of(path)}
    foreign = {one.partition(".")[0] for one in imports} - {"cleaner", "workers"} - sys.stdlib_module_names
    assert sorted(one.replace("_", "-") for one in foreign) == packages


def test_all_is_sorted_and_importable() -> None:
    """`cleaner.__all__` is sorted and every name in it exists."""
    assert sorted(cleaner.__all__) == cleaner.__all__
    assert [name for name in cleaner.__all__ if not hasattr(cleaner, name)] == []


def test_every_public_name_has_a_docstring() -> None:
    """What a user can import says what it is."""
    bare = [n for n in cleaner.__all__ if n != "__version__" and not (getattr(cleaner, n).__doc__ or "").strip()]
    assert bare == []


def test_no_two_test_modules_share_a_name() -> None:
    """The folders of tests are no packages: a second module of a name is refused, but only where both are collected."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
