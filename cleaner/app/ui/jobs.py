"""What is going on: jobs and batches, their states and errors, how much waits and for how long; retry and cancel."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api.batches import cancel_batch
from cleaner.app.api.jobs import cancel_job
from cleaner.app.api.retry import retry_batch, retry_job
from cleaner.app.api.service import in_thread, service_of, tenant_of
from cleaner.app.ui import forms
from cleaner.app.ui.activity import activity_of
from cleaner.app.ui.hints import hint_for
from cleaner.app.ui.pages import PageRoute, page, redirect
from cleaner.app.ui.start import follow, place_of
from cleaner.ledger import reading
from cleaner.ledger.records import JobStatus

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 50
ITEM_STATUSES = "^(|queued|running|succeeded|failed|cancelled|invalid)$"


@router.get("/jobs")
async def jobs(
    request: Request, status: JobStatus | None = None, before: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> Response:
    """What waits, what runs, what ended how; the batches; what was removed lately."""
    service, tenant = service_of(request), tenant_of(request)
    engine = service.context.store.engine
    rows = await in_thread(partial(reading.list_jobs, engine, tenant, status=status, before=before, limit=ROWS))
    batches = await in_thread(partial(reading.list_batches, engine, tenant, limit=8))
    return await page(
        request,
        "jobs.html",
        rows=rows,
        batches=batches,
        chosen=status.value if status else "",
        statuses=list(JobStatus),
        following=rows[-1].seq if len(rows) == ROWS else None,
        activity=await in_thread(activity_of, service, tenant),
        live=before is None,
    )


@router.get("/jobs/{name}")
async def job(request: Request, name: str) -> Response:
    """One job: how far it is, or why it failed. Once it has a document, that."""
    engine = service_of(request).context.store.engine
    found, position = await in_thread(reading.find_waiting, engine, name, tenant_of(request))
    if found.status is JobStatus.SUCCEEDED and found.source:
        return redirect(request, place_of(found))
    hint = hint_for(str((found.error or {}).get("code", "")))
    return await page(request, "job.html", job=found, position=position, live=not found.status.final, hint=hint)


@router.post("/jobs/{name}/cancel")
async def cancel(request: Request, name: str) -> Response:
    """Cancel a job, then look at it."""
    await forms.read_fields(request)
    await in_thread(cancel_job, service_of(request), name, tenant_of(request))
    return redirect(request, f"jobs/{name}")


@router.post("/jobs/{name}/retry")
async def retry(request: Request, name: str) -> Response:
    """Submit the input of a job again."""
    await forms.read_fields(request)
    service, tenant = service_of(request), tenant_of(request)
    service.health.admit(tenant)
    return await follow(request, service, await in_thread(retry_job, service, name, tenant), None)


@router.get("/batches/{name}")
async def batch(
    request: Request,
    name: str,
    status: Annotated[str, Query(pattern=ITEM_STATUSES)] = "",
    after: Annotated[int, Query(ge=-1, le=2**31)] = -1,
) -> Response:
    """How far a batch is, and its items."""
    engine, tenant = service_of(request).context.store.engine, tenant_of(request)
    found = await in_thread(reading.find_batch, engine, name, tenant)
    read = partial(reading.batch_items, engine, found.id, status=status or None, after=after, limit=ROWS)
    items = await in_thread(read)
    following = items[-1].position if len(items) == ROWS else None
    return await page(request, "batch.html", batch=found, items=items, chosen=status, following=following)


@router.post("/batches/{name}/cancel")
async def cancel_all(request: Request, name: str) -> Response:
    """Cancel the open jobs of a batch."""
    await forms.read_fields(request)
    await in_thread(cancel_batch, service_of(request), name, tenant_of(request))
    return redirect(request, f"batches/{name}")


@router.post("/batches/{name}/retry")
async def retry_failed(request: Request, name: str) -> Response:
    """Submit what failed in a batch again, as a batch of its own."""
    await forms.read_fields(request)
    made = await in_thread(retry_batch, service_of(request), name, tenant_of(request))
    return redirect(request, f"batches/{made}")
