"""A stored document opened again: what it was, how it was read, and its report made anew."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from cleaner.app.api import stored
from cleaner.app.api.service import in_thread, service_of, tenant_of
from cleaner.errors import Gone, NotFound
from cleaner.ledger import reading
from cleaner.ledger.records import Job
from cleaner.service.job_input import locator_of, mode_of, options_of
from cleaner.store import Source
from cleaner.types import Mode


@dataclass(frozen=True, slots=True)
class Opened:
    """A document with what is needed to clean it again.

    `content` are the bytes of its original, None where these were not kept; `job` is None once it has expired.
    """

    source: Source
    job: Job | None
    content: bytes | None

    @property
    def options(self) -> dict[str, Any]:
        """The options it was submitted with."""
        if self.job is None:
            kind = self.source.kind.value
            return {"source_url": self.source.locator} if kind == "url" else {}
        options = options_of(self.job)
        at = locator_of(self.job)
        return options if "source_url" in options or not at else {**options, "source_url": at}

    @property
    def mode(self) -> Mode | None:
        """How it is to be read: as a page or as a text; None where its bytes are to decide."""
        return mode_of(self.job) if self.job else None


async def open_document(request: Request, name: str) -> Opened:
    """The document whose source has this id. Raises NotFound where there is none, or it is another tenant's."""
    store, tenant = service_of(request).context.store, tenant_of(request)

    def read() -> Opened:
        source = store.source(name)
        job = None
        with suppress(NotFound, Gone):  # its row has expired, or it was cleaned by the command line
            job = reading.find_job(store.engine, source.key)
        if job is not None and job.tenant != tenant:
            raise NotFound("no such document", subject=name)
        try:
            content = store.original(name)
        except NotFound:
            content = None
        return Opened(source, job, content)

    return await in_thread(read)


async def report_of(request: Request, opened: Opened, profile: str) -> tuple[dict[str, Any], bool]:
    """The document's report (its blocks with their evidence) under a profile, and whether it was made anew.

    Where the original was not kept, it is put together from the stored record, for the profile it was cleaned with.
    Raises QueueFull while every cleaning process is busy, and what the page itself leads to, as `Pool.clean` does.
    """
    if opened.content is None:
        return await in_thread(stored.stored_report, service_of(request).context.store, opened.source), False
    reports = request.app.state.reports
    mode = opened.mode.value if opened.mode else None
    return await reports.get(opened.source.id, opened.content, mode, opened.options | {"profile": profile}), True
