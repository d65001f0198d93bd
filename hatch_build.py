"""Compile the core with mypyc: the same decisions in five sixths of the time on pages, in three quarters on texts.

`pip install .` runs it as a build hook. In a checkout `python hatch_build.py` compiles in place, beside the sources,
unless what stands there is newer than they are; `--clean` goes back to plain Python, `--check` tells by its exit code.
Where there is no C compiler the package is plain Python and a line says so.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
COMPILED = (
    "cleaner/*.py",
    "cleaner/model/*.py",
    "cleaner/model/blocks/*.py",
    "cleaner/model/lines/*.py",
    "cleaner/page/*.py",
    "cleaner/render/*.py",
    "cleaner/rules/*.py",
    "cleaner/segment/*.py",
    "cleaner/voters/*.py",
)
# What runs once a process or calls other packages; the classes a user meets, for compiled code has no docstrings; and
# the models' rules, in whose place benchmarks put models that have not seen a page: compiled calls cannot be replaced.
PLAIN = frozenset(
    "__init__ artefact block_model catalogue charsets decode detect errors learn line_model packs pipeline result "
    "samples settings sniff strip types versions".split()
)
SUFFIX = EXTENSION_SUFFIXES[0]


def sources() -> list[Path]:
    """The modules that are compiled, relative to the checkout."""
    found = (path.relative_to(ROOT) for pattern in COMPILED for path in sorted(ROOT.glob(pattern)))
    return [path for path in found if path.stem not in PLAIN]


def extensions() -> Iterator[Path]:
    """What an earlier call compiled in place: a library, and beside each module a file that leads to it."""
    yield from ROOT.glob(f"*__mypyc{SUFFIX}")
    yield from ROOT.glob(f"cleaner/**/*{SUFFIX}")


def fresh() -> bool:
    """Whether these modules and no others are compiled in place, each later than it was written."""
    wanted = {ROOT / path.with_suffix(SUFFIX): ROOT / path for path in sources()}
    return wanted.keys() == set(ROOT.glob(f"cleaner/**/*{SUFFIX}")) and all(
        made.stat().st_mtime >= source.stat().st_mtime for made, source in wanted.items()
    )


def compile_into(folder: Path) -> None:
    """Compile the core and lay its extensions out under `folder` as they belong into a package.

    Raises whatever mypyc, setuptools or the compiler raise, SystemExit among it.
    """
    from mypyc.build import mypycify  # noqa: PLC0415 - only where something is compiled
    from setuptools import Distribution  # noqa: PLC0415

    built = mypycify(
        # The project's own check is strict; here other packages may be absent or other versions.
        ["--config-file=", "--ignore-missing-imports", *map(str, sources())],
        opt_level="1",  # as fast as -O3 here, in half the time
        debug_level="0",
        multi_file=True,
        target_dir=str(folder / "c"),
        group_name="cleaner",
    )
    command: Any = Distribution({"name": "cleaner", "ext_modules": built}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "o")
    command.ensure_finalized()
    command.run()


def clean() -> None:
    """Delete what was compiled in place."""
    for path in extensions():
        path.unlink()


def in_place() -> None:
    """Compile beside the sources, unless that is done."""
    if fresh():
        return
    clean()
    with tempfile.TemporaryDirectory() as folder:
        compile_into(Path(folder))
        shutil.copytree(Path(folder) / "lib", ROOT, dirs_exist_ok=True)


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]  # generic in the checker's stub only
    """Puts the compiled core into a wheel; an editable install stays plain."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the extensions to the files of the wheel, which becomes one for this Python and machine."""
        if self.target_name != "wheel" or version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        try:
            compile_into(Path(self.folder.name))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever fails, plain Python works
            self.app.display_warning(f"not compiled, the package is plain Python: {error}")
            return
        lib = Path(self.folder.name) / "lib"
        build_data["force_include"].update({str(path): str(path.relative_to(lib)) for path in lib.rglob(f"*{SUFFIX}")})
        build_data.update(infer_tag=True, pure_python=False)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Drop the folder of the extensions."""
        if hasattr(self, "folder"):
            self.folder.cleanup()


def main(asked: list[str]) -> int:
    """Compile in place, `--check` whether that is up to date (exit code 1 where it is not), or `--clean`."""
    if asked == ["--check"]:
        return int(not fresh())
    if asked == ["--clean"]:
        clean()
        return 0
    try:
        in_place()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - plain Python works
        clean()
        print(f"not compiled, the core is plain Python: {error}", file=sys.stderr)  # noqa: T201 - a script's output
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
