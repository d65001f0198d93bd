"""What produced a result: the versions and digests that are stored with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from cleaner.settings import Settings

__version__ = "0.1.0"

# Every room and module that a result depends on, with the data in it. What only describes (cards) and what only
# carries (files, web, store, ledger, sandbox, service, app) may change without a result being made anew.
CORE = (
    "types", "settings.py", "measure.py", "segment", "page", "metadata", "rules", "model", "threshold.py", "voters",
    "decide.py", "removals.py", "flags.py", "rule_share.py", "page_guard.py", "text_guard.py", "guard.py", "labels.py",
    "labels.toml", "record.py", "render", "result.py", "pipeline.py", "coverage.py", "sentences.py",
    "sentence_cuts.py", "settle.py",
)  # fmt: skip
DATA = (".py", ".toml", ".npz", ".gz", ".tsv", ".json")
# Packages that decide what comes out; an upgrade of one cleans anew.
PACKAGES = ("trafilatura", "selectolax", "chardetng-py", "webencodings", "ftfy")


def core_files(package: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Name (relative, with slashes) and file of everything in `package` that decides a result, by name."""
    for name in sorted(CORE):
        yield from _files_in(name, package.joinpath(name))


def _files_in(name: str, entry: Traversable) -> Iterator[tuple[str, Traversable]]:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda one: one.name):
            yield from _files_in(f"{name}/{inner.name}", inner)
    elif name.endswith(DATA):
        yield name, entry


def digest_files(package: Traversable) -> str:
    """First 16 hex digits of a SHA-256 over the names and bytes of all core files in `package`."""
    hashed = hashlib.sha256()
    for name, file in core_files(package):
        content = file.read_bytes()
        hashed.update(f"{name}\0{len(content)}\0".encode())
        hashed.update(content)
    return hashed.hexdigest()[:16]


@lru_cache(maxsize=1)
def core_digest() -> str:
    """The digest of the core that runs: its code, its rules' data, its models and their tables."""
    return digest_files(resources.files("cleaner"))


@lru_cache(maxsize=256)
def versions(settings: Settings) -> Mapping[str, str]:
    """Name to version or digest: cleaner, core, settings, and each package that decides a result."""
    made_of = {name: metadata.version(name) for name in PACKAGES}
    return MappingProxyType({"cleaner": __version__, "core": core_digest(), "settings": settings.digest(), **made_of})
