"""The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import IO

from fastapi import Request

from cleaner.app.api.models import Common
from cleaner.errors import InputError
from cleaner.ledger.idempotency import Remembered
from cleaner.ledger.records import NewJob

MAX_KEY = 255


def remembered_of(request: Request, digest: Callable[[], str]) -> Remembered | None:
    """The request's Idempotency-Key with what `digest` says of the request, or None where it has none.

    Raises InputError for a key that is empty, too long, not printable, or there twice.
    """
    given = request.headers.getlist("idempotency-key")
    if not given:
        return None
    if len(given) > 1:
        raise InputError("stands twice", subject="Idempotency-Key")
    name = given[0]
    if not 0 < len(name) <= MAX_KEY or not name.isprintable():
        raise InputError(f"1 to {MAX_KEY} printable characters", subject="Idempotency-Key")
    return Remembered(name, digest())


def job_digest(job: NewJob) -> str:
    """A SHA-256 in hex over everything that a submission of one job says."""
    return hashlib.sha256(f"{job.key}:{job.webhook or ''}:{job.max_age}".encode()).hexdigest()


def batch_digest(common: Common, contents: Iterable[tuple[str, IO[bytes]]]) -> str:
    """A SHA-256 in hex over everything that a batch says: what goes for all items, then names and bytes in their order.

    `contents` are the names and open files that it consists of; they are read, and left at their beginnings.
    """
    hashed = hashlib.sha256(common.model_dump_json().encode())
    for name, content in contents:
        one = hashlib.sha256(name.encode("utf-8", "surrogatepass"))
        while chunk := content.read(1 << 20):
            one.update(chunk)
        content.seek(0)
        hashed.update(one.digest())
    return hashed.hexdigest()
