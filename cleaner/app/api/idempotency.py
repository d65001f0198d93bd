"""The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import hashlib

from fastapi import Request

from cleaner.adapters.ledger.records import NewJob
from cleaner.adapters.ledger.submission import Remembered
from cleaner.errors import InputError

MAX_KEY = 255


def remembered_of(request: Request, digest: str) -> Remembered | None:
    """The request's key with a digest of what came with it, or None. Raises InputError for an odd key."""
    name = request.headers.get("idempotency-key")
    if name is None:
        return None
    if not 0 < len(name) <= MAX_KEY or not name.isprintable():
        raise InputError(f"1 to {MAX_KEY} printable characters", subject="Idempotency-Key")
    return Remembered(name, digest)


def job_digest(job: NewJob) -> str:
    """A digest of everything a submission of one job says."""
    return hashlib.sha256(f"{job.key}:{job.webhook or ''}:{job.max_age}".encode()).hexdigest()
