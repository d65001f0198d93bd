"""Which keeper of originals a URL means, and where a store's originals have been kept so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cleaner.errors import ConfigError
from cleaner.store.originals import Originals
from cleaner.store.spool import Spool
from cleaner.store.store import Store, open_store

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "az", "abfs", "abfss"})
SETTING = "CLEANER_ORIGINALS_URL"
# Not ours: where obstore looks for the endpoint of an object store that is not its provider's own.
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")


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


def open_store_with_originals(place: str, url: str, *, plain: bool = False, create: bool = True) -> Store:
    """The store at `place`, its originals kept where `url` says (in the store where it is empty).

    The store remembers every such URL, so that originals are found after the setting has changed or where it is not
    known: a command without it must not take them for lost. Raises as `open_store` and `open_originals` do.
    """
    with open_store(place, create=create) as store:
        known = json.loads(store.recall("originals") or "[]")
        if url and url not in known:
            store.remember("originals", json.dumps([*known, url]))
    elsewhere = [open_originals(one, plain=plain) for one in known if one != url]
    return open_store(
        place,
        originals=open_originals(url, plain=plain),
        elsewhere=[one for one in elsewhere if one is not None],
        create=create,
    )


def speaks_plainly(environ: Mapping[str, str]) -> bool:
    """Whether the endpoint of an object store is named there without TLS."""
    return any(environ.get(name, "").lower().startswith("http://") for name in ENDPOINTS)


def in_object_store(url: str) -> bool:
    """Whether a URL means an object store."""
    return urlsplit(url).scheme in OBJECT_STORES


def _objects(url: str, *, plain: bool) -> Originals:
    try:
        from cleaner.store.objects import Objects  # noqa: PLC0415  # an extra that few need
    except ImportError as error:
        raise ConfigError("an object store wants: pip install 'cleaner[objects]'", subject=SETTING) from error
    return Objects(url, plain=plain)
