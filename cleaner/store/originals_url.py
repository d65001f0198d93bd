"""Which keeper of originals a URL means."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from cleaner.errors import ConfigError
from cleaner.store.originals import Originals
from cleaner.store.spool import Spool

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "az", "abfs", "abfss"})
SETTING = "CLEANER_ORIGINALS_URL"


def open_originals(url: str, *, plain: bool = False) -> Originals | None:
    """The keeper at a URL or a directory's path; None for none: then originals stand in the store.

    `plain` lets an object store be spoken to over HTTP without TLS.

    Raises ConfigError for a scheme that is not known, or an object store where the extra is not installed;
    StoreError where a directory cannot be made.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if in_object_store(url):
        return _objects(url, plain=plain)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"}:
        return Spool(Path(unquote(parts.path)))
    if "://" in url:
        known = ", ".join(f"{scheme}://" for scheme in sorted(OBJECT_STORES | {"file"}))
        raise ConfigError(f"{parts.scheme}:// is none of {known} or a directory", subject=SETTING)
    return Spool(Path(url).expanduser())


def in_object_store(url: str) -> bool:
    """Whether a URL means an object store."""
    return urlsplit(url).scheme in OBJECT_STORES


def _objects(url: str, *, plain: bool) -> Originals:
    try:
        from cleaner.store.objects import Objects  # noqa: PLC0415  # an extra that few need
    except ImportError as error:
        raise ConfigError("an object store wants: pip install 'cleaner[objects]'", subject=SETTING) from error
    return Objects(url, plain=plain)
