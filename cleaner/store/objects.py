"""Originals on an object store (S3 and what speaks like it, Google's, Azure's): `ab/cd/<sha>.zst` below one URL.

The names and the bytes are those of `cleaner.store.spool`, so that either can be copied to the other. An
object appears whole or not at all; what is read is checked against its name. Credentials and endpoints are
read by obstore from the variables its stores document (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, ...).

Its runtime does not survive a fork, so nothing is opened before the first use, and each process opens its own:
a process that forks must not use one before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import ObjectStore, from_url

from cleaner.errors import ConfigError, NotFound
from cleaner.files.disk import StoreFault, store_error
from cleaner.store.codec import pack, unpack
from cleaner.store.originals import sha256, verified_original
from cleaner.store.records import checked_hash

_SUFFIX = ".zst"
_KEY_DIGITS = 64
_CONNECT = "3s"
_TOTAL = "30s"  # one request, 10 MB included
_RETRIES = 3
_PATIENCE = timedelta(seconds=15)  # for all retries of one request: a submission waits for them


class Objects:
    """A bucket's content-addressed objects below a prefix. Processes and threads may share it.

    `plain` allows an endpoint without TLS; otherwise obstore refuses one.

    Raises ConfigError for a URL that names no store obstore can open.
    """

    def __init__(self, url: str, *, plain: bool = False) -> None:
        self.url = url
        self._plain = plain
        self._opened: tuple[int, ObjectStore] | None = None
        self._store()

    def put_many(self, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Keep each of `contents`; their keys. Written whether or not they are there: a damaged one is mended.

        Raises:
            StoreError: not reachable, or not allowed; nothing half-written stays under a key.
        """
        store, keys = self._store(), tuple(sha256(content) for content in contents)
        for key, content in dict(zip(keys, contents, strict=True)).items():
            with _as_object_errors(self.url):
                obstore.put(store, _name(key), pack(content))
        return keys

    def put(self, content: bytes) -> str:
        """Keep `content`; its key."""
        return self.put_many([content])[0]

    def get(self, key: str) -> bytes:
        """The bytes under `key`, verified.

        Raises:
            NotFound: nothing is kept there, or this is not a key.
            Corrupt: the object is damaged.
        """
        name = _name(checked_hash(key))
        try:
            with _as_object_errors(self.url):
                blob = bytes(obstore.get(self._store(), name).bytes())
        except FileNotFoundError:
            raise NotFound("no such original", subject=key) from None
        return verified_original(unpack(blob, key), key)

    def have(self, key: str) -> bool:
        """Whether an object stands under `key`; its content is not looked at."""
        name = _name(checked_hash(key))
        try:
            with _as_object_errors(self.url):
                obstore.head(self._store(), name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Forget what is kept under `key`, if anything is."""
        name = _name(checked_hash(key))
        try:
            with _as_object_errors(self.url):
                obstore.delete(self._store(), name)
        except FileNotFoundError:
            return

    def iterate(self) -> Iterator[str]:
        """All keys in order, a page of the listing at a time."""
        with _as_object_errors(self.url):
            for page in obstore.list(self._store()):
                for found in page:
                    key = found["path"].rpartition("/")[2].removesuffix(_SUFFIX)
                    if len(key) == _KEY_DIGITS and found["path"] == _name(key):
                        yield key

    def _store(self) -> ObjectStore:
        if self._opened is None or self._opened[0] != os.getpid():
            try:
                store = from_url(
                    self.url,
                    client_options={"connect_timeout": _CONNECT, "timeout": _TOTAL, "allow_http": self._plain},
                    retry_config={"max_retries": _RETRIES, "retry_timeout": _PATIENCE},
                )
            except (BaseError, ValueError) as error:
                raise ConfigError(str(error).partition("\n")[0], subject="CLEANER_ORIGINALS_URL") from error
            self._opened = (os.getpid(), store)
        return self._opened[1]


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:4]}/{key}{_SUFFIX}"


@contextmanager
def _as_object_errors(url: str) -> Iterator[None]:
    """Turn what obstore raises inside into a `StoreError`; `FileNotFoundError` is let through."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise FileNotFoundError(url) from None
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise store_error(url, StoreFault.REFUSED, error) from error
    except (BaseError, OSError) as error:
        raise store_error(url, StoreFault.UNREACHABLE, error) from error
