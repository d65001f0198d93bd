"""Which keeper of originals a URL means."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from cleaner.adapters.spool import Spool
from cleaner.adapters.store.originals import Originals
from cleaner.errors import ConfigError

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "az", "abfs", "abfss"})
SETTING = "CLEANER_ORIGINALS_URL"


def open_originals(url: str) -> Originals | None:
    """The keeper at a URL or a directory's path; None for none: then originals stand in the store.

    Raises ConfigError for a scheme that is not known, or an object store where the extra is not installed;
    StoreError where a directory cannot be made.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme in OBJECT_STORES:
        return _objects(url)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"}:
        return Spool(Path(unquote(parts.path)))
    if "://" in url:
        known = ", ".join(f"{scheme}://" for scheme in sorted(OBJECT_STORES | {"file"}))
        raise ConfigError(f"{parts.scheme}:// is none of {known} or a directory", subject=SETTING)
    return Spool(Path(url).expanduser())


def _objects(url: str) -> Originals:
    try:
        from cleaner.adapters.objects import Objects  # noqa: PLC0415  # an extra that few need
    except ImportError as error:
        raise ConfigError("an object store wants: pip install 'cleaner[objects]'", subject=SETTING) from error
    return Objects(url)
