"""Deliberate faults, one at a time, against the core's quick tests: which of them no test notices.

mutmut makes the faults. The tests are collected once and run once without a fault, to learn which functions each one
calls; then every fault is put into a fork of that process, and only the tests that call its function run, those that
noticed most so far first, until one fails. `scripts/mutate` is the way in, docs/mutation.md has scores.
"""

from __future__ import annotations
import __future__

import argparse
import contextlib
import inspect
import json
import os
import pickle
import random
import resource
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).resolve().parents[1]
SECONDS_MORE = 5  # processor time a test may take under a fault, beside five times what it takes without one
BYTES = 4 << 30  # of memory


@dataclass(frozen=True)
class Fault:
    """A function of a file, changed in one place."""

    file: str
    function: str  # `name` or `Class.name`
    number: int  # among the function's faults, from 1
    code: str  # the changed function, indented as in its file
    original: str

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.file}:{self.function}:{self.number}"

    def install(self) -> None:
        """Put the changed body into the function that everybody has imported."""
        owner, _, name = self.function.rpartition(".")
        module = sys.modules[self.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")]
        source = f"class {owner}:\n{self.code}" if owner else self.code
        scope: dict[str, Any] = {}
        flags = __future__.annotations.compiler_flag
        exec(compile(source, self.file, "exec", flags), vars(module), scope)
        changed = _function(vars(scope[owner])[name] if owner else scope[name])
        target = _function(vars(getattr(module, owner))[name] if owner else vars(module)[name])
        target.__code__ = changed.__code__
        target.__defaults__ = changed.__defaults__
        target.__kwdefaults__ = changed.__kwdefaults__


def _function(found: Any) -> FunctionType:
    inner = inspect.unwrap(found.__func__ if isinstance(found, staticmethod | classmethod) else found)
    assert isinstance(inner, FunctionType), found
    return inner


def faults_of(path: Path) -> Iterator[Fault]:
    """All faults that mutmut makes of a file."""
    file = path.relative_to(ROOT).as_posix()
    mutated = mutate_file_contents(file, path.read_text("utf-8"))
    lines = mutated.code.split("\n")

    def read(name: str) -> str:
        span = mutated.line_span_by_function_name[name]
        return "\n".join(lines[span.start - 1 : span.end]) + "\n"

    for name in mutated.mutant_names:
        mangled, _, number = name.rpartition("__mutmut_")
        function = mangled[1:].strip("ǁ").replace("ǁ", ".") if "ǁ" in mangled else mangled.removeprefix("x_")
        short = function.rpartition(".")[2]
        original = f"{mangled}__mutmut_orig"
        yield Fault(
            file, function, int(number), read(name).replace(name, short), read(original).replace(original, short)
        )


@dataclass
class Known:
    """What a run without a fault says: what each test takes, and which tests call a function."""

    seconds: list[float] = field(default_factory=list)
    callers: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # file and function -> tests


class Faults:
    """A pytest plugin that runs the collected tests once for each fault, in forks. `noticed` says by which test."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        self.noticed: dict[Fault, str | None] = {}
        self._kills: Counter[int] = Counter()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what each test calls, then try every fault."""
        if session.testsfailed:
            return False
        known = _ask_fork(lambda: _learn(session))
        if not isinstance(known, Known):
            raise session.Failed(f"without a fault {known} fails")
        for number, fault in enumerate(self.faults, 1):
            tests = known.callers.get((fault.file, fault.function), [])
            tests.sort(key=lambda test: (-self._kills[test], known.seconds[test]))
            by = _ask_fork(partial(_try, session, fault, tests, known.seconds)) if tests else None
            if isinstance(by, int):
                self._kills[by] += 1
            self.noticed[fault] = session.items[by].nodeid if isinstance(by, int) else by
            print(f"{number}/{len(self.faults)} {fault.name} {self.noticed[fault] or 'UNNOTICED'}", file=sys.stderr)
        return True


def _learn(session: pytest.Session) -> Known | str:
    """Run every test and write down which functions of the core it calls; the name of one that fails."""
    known = Known()
    called: set[CodeType] = set()
    functions: dict[CodeType, tuple[str, str] | None] = {}
    root = f"{ROOT}/"

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    for number, item in enumerate(session.items):
        called.clear()
        start = time.process_time()
        sys.setprofile(profile)
        _run(session, number, number + 1)
        sys.setprofile(None)
        known.seconds.append(time.process_time() - start)
        if session.testsfailed:
            return item.nodeid
        for code in called:
            if code not in functions:
                inside = code.co_filename.startswith(f"{root}cleaner/")
                functions[code] = (code.co_filename.removeprefix(root), code.co_qualname) if inside else None
            if function := functions[code]:
                known.callers.setdefault(function, []).append(number)
    return known


def _try(session: pytest.Session, fault: Fault, tests: Sequence[int], seconds: Sequence[float]) -> int | None:
    """The first of these tests that fails under a fault. A test that takes too long under it ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    fault.install()
    for at, number in enumerate(tests):
        limit = time.process_time() + 5 * seconds[number] + SECONDS_MORE
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), resource.RLIM_INFINITY))
        _run(session, number, tests[at + 1] if at + 1 < len(tests) else None)
        if session.testsfailed:
            return number
    return None


def _run(session: pytest.Session, number: int, following: int | None) -> None:
    after = session.items[following] if following is not None and following < len(session.items) else None
    item = session.items[number]
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)


def _ask_fork(function: Callable[[], Any]) -> Any:
    """What a function returns in a fork of this process, or how that ended: a fault may take memory, time or all."""
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if not child:
            code = 1
            with contextlib.suppress(BaseException):
                silence = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silence, 1)
                os.dup2(silence, 2)
                answer.write(pickle.dumps(function()))
                answer.flush()
                code = 0
            os._exit(code)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answer.seek(0)
        return pickle.loads(answer.read()) if status == 0 else f"ended with {status}"


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    return settings


def _mutable_files() -> list[Path]:
    return sorted(path for pattern in _settings()["only_mutate"] for path in ROOT.glob(pattern))


def main() -> int:
    """Draw faults, try them, print the score of each file and write those that went unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", help="how many faults to draw (default: all)")
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("places", nargs="*", default=["cleaner"], help="files or folders")
    parser.add_argument("--names", type=Path, help="a file of faults' names: these, and none is drawn")
    parser.add_argument("--but", type=Path, help="a file of names not to be drawn")
    parser.add_argument("--tests", nargs="+", help="tests to run, instead of those in pyproject.toml")
    parser.add_argument("--out", type=Path, help="where each fault, its change and what noticed it is written")
    options = parser.parse_args()
    os.chdir(ROOT)
    files = [path for path in _mutable_files() if any(path.is_relative_to(ROOT / place) for place in options.places)]
    faults = sorted((fault for path in files for fault in faults_of(path)), key=lambda fault: fault.name)
    if options.names is not None:
        names = set(options.names.read_text("utf-8").split())
        faults = [fault for fault in faults if fault.name in names]
    else:
        seen = set(options.but.read_text("utf-8").split()) if options.but is not None else set()
        faults = [fault for fault in faults if fault.name not in seen]
        random.Random(options.seed).shuffle(faults)
        faults = faults[: options.size]
    plugin = Faults(faults)
    settings = _settings()
    tests = options.tests or settings["pytest_add_cli_args_test_selection"]
    code = pytest.main(["-q", "-s", *settings["pytest_add_cli_args"], *tests], plugins=[plugin])
    if len(plugin.noticed) < len(faults):
        return code or 1
    _report(plugin.noticed)
    if options.out is not None:
        told = [{"name": fault.name, "change": _diff(fault), "noticed by": by} for fault, by in plugin.noticed.items()]
        options.out.write_text(json.dumps(told, indent=1))
    return 0


def _diff(fault: Fault) -> list[str]:
    """The lines that the fault changes, as they were and as they are."""
    lines = unified_diff(fault.original.split("\n"), fault.code.split("\n"), n=0, lineterm="")
    return [line for line in lines if line[:1] in "-+" and not line.startswith(("---", "+++"))]


def _report(noticed: dict[Fault, str | None]) -> None:
    tried = Counter(fault.file for fault in noticed)
    killed = Counter(fault.file for fault, by in noticed.items() if by)
    for file in sorted(tried):
        print(f"{file:32} {killed[file]:4} of {tried[file]:4}  {killed[file] / tried[file]:.0%}")
    print(f"{'all':32} {killed.total():4} of {tried.total():4}  {killed.total() / tried.total():.1%}")
    for fault, by in noticed.items():
        if not by:
            print(f"\n{fault.name}", *_diff(fault), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
