"""What a job's input is cleaned with, as its row says: how it is read, with which options, where it came from."""

from __future__ import annotations

from typing import Any

from cleaner.ledger.records import Job, JobKind
from cleaner.types import Mode

LOCATOR = 2_000  # characters


def mode_of(job: Job) -> Mode | None:
    """How the input is read; None: as its bytes say."""
    if job.fetched:
        return Mode(job.fetched["mode"])
    if job.options.get("sniff"):
        return None
    return Mode.HTML if job.kind is JobKind.HTML else Mode.TEXT


def options_of(job: Job) -> dict[str, Any]:
    """The options of its submission, with the charset that the fetch was told."""
    charset = (job.fetched or {}).get("charset")
    return {"charset": charset, **job.options} if charset else job.options


def locator_of(job: Job) -> str | None:
    """Where the input came from, an address or a file's name, or None where nobody said."""
    fetched = (job.fetched or {}).get("final_url")
    found = fetched or job.url or job.options.get("source_url") or job.options.get("filename")
    return str(found)[:LOCATOR] if found else None
