"""What produced a result: the versions and digests that are stored with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata, resources
from types import MappingProxyType

from cleaner.rules.registry import digest
from cleaner.settings import Settings
from cleaner.voters.catalogue import all_rules

__version__ = "0.1.0"


@lru_cache(maxsize=1)
def rules_digest() -> str:
    """Digest of the shipped rules and all data they read."""
    folder = resources.files("cleaner.rules").joinpath("data")
    blobs = []
    waiting = sorted(folder.iterdir(), key=lambda one: one.name)
    while waiting:
        entry = waiting.pop(0)
        if entry.is_dir():
            waiting.extend(sorted(entry.iterdir(), key=lambda one: one.name))
        elif entry.name.endswith(".toml"):
            blobs.append(entry.read_bytes())
    return digest(all_rules(), *blobs)


@lru_cache(maxsize=256)
def versions(settings: Settings) -> Mapping[str, str]:
    """Name to version or digest: cleaner, rules, settings, trafilatura, selectolax."""
    return MappingProxyType(
        {
            "cleaner": __version__,
            "rules": rules_digest(),
            "settings": settings.digest(),
            "trafilatura": metadata.version("trafilatura"),
            "selectolax": metadata.version("selectolax"),
        }
    )
