"""Compile the core with mypyc where a wheel is built with CLEANER_COMPILE=1: the same decisions in less time.

    CLEANER_COMPILE=1 pip install .

Without the variable the package is plain Python, as a checkout always is: what runs there is what was last written.
Asked to compile, a build that cannot fails.
"""

from __future__ import annotations

import os
import tempfile
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
    "cleaner/model/lone/*.py",
    "cleaner/page/*.py",
    "cleaner/render/*.py",
    "cleaner/rules/*.py",
    "cleaner/segment/*.py",
    "cleaner/voters/*.py",
)
# What runs once a process or calls other packages; the classes a user meets, for compiled code has no docstrings; and
# the models' rules, in whose place benchmarks put models that have not seen a page: compiled calls cannot be replaced.
PLAIN = frozenset(
    "__init__ artefact block_model catalogue charsets decode detect errors learn line_model lone_lines packs pipeline "
    "result samples settings sniff strip versions".split()
)
SUFFIX = EXTENSION_SUFFIXES[0]


def sources() -> list[Path]:
    """The modules that are compiled, relative to the checkout."""
    found = (path.relative_to(ROOT) for pattern in COMPILED for path in sorted(ROOT.glob(pattern)))
    return [path for path in found if path.stem not in PLAIN]


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


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]  # generic in the checker's stub only
    """Puts the compiled core into a wheel where that is asked for; an editable install stays plain."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What compiling needs; numpy and selectolax for their types."""
        return ["mypy[mypyc]>=1.18", "numpy>=2.2", "selectolax>=1.0.2,<2"] if self._wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the extensions to the files of the wheel, which becomes one for this Python and machine."""
        if version == "editable" or not self._wanted():
            return
        self.folder = tempfile.TemporaryDirectory()
        compile_into(Path(self.folder.name))
        lib = Path(self.folder.name) / "lib"
        build_data["force_include"].update({str(path): str(path.relative_to(lib)) for path in lib.rglob(f"*{SUFFIX}")})
        build_data.update(infer_tag=True, pure_python=False)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Drop the folder of the extensions."""
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def _wanted(self) -> bool:
        return self.target_name == "wheel" and bool(os.environ.get("CLEANER_COMPILE"))
