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
    """The request's key with the `digest` of what came with it, or None. Raises InputError for an odd key."""
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
    """A digest of everything a submission of one job says."""
    return hashlib.sha256(f"{job.key}:{job.webhook or ''}:{job.max_age}".encode()).hexdigest()


def batch_digest(common: Common, contents: Iterable[tuple[str, IO[bytes]]]) -> str:
    """A digest of everything a submission of many says: what goes for all, then names and bytes in their order.

    The contents are read, and left at their beginnings.
    """
    hashed = hashlib.sha256(common.model_dump_json().encode())
    for name, content in contents:
        one = hashlib.sha256(name.encode("utf-8", "surrogatepass"))
        while chunk := content.read(1 << 20):
            one.update(chunk)
        content.seek(0)
        hashed.update(one.digest())
    return hashed.hexdigest()
