"""POST, GET and DELETE of single jobs."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api import receive, schema
from cleaner.app.api.answers import JobPage
from cleaner.app.api.batches import accept_batch
from cleaner.app.api.idempotency import job_digest, remembered_of
from cleaner.app.api.json_body import job_in
from cleaner.app.api.models import JobIn, JobOut
from cleaner.app.api.retry import retry_job
from cleaner.app.api.service import MAX_WAIT, Service, in_thread, json_response, preferred_wait, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.submissions import Maker, common_of, with_defaults
from cleaner.app.api.unpack import MEDIA_TYPES, packing_of
from cleaner.app.api.views import job_view, new_view
from cleaner.errors import InputError, QueueError, UnsupportedMedia
from cleaner.ledger import reading, worker_side
from cleaner.ledger.inputs import Input
from cleaner.ledger.records import Accepted, Job, JobKind, JobStatus, NewJob
from cleaner.ledger.submission import Submission

router = APIRouter(route_class=StrictQuery, tags=["jobs"])
RETRY_AFTER = "1"


@router.post("/v1/jobs", status_code=202, response_model=JobOut, **schema.submission())
async def submit(request: Request) -> Response:
    """Accept one input: a URL, a page or a text, as JSON, as a raw body or as a multipart `file`.

    202 says that the job is in the store and will be worked on, whatever fails. The same input again leads
    to the same job while that is open or succeeded. A file that holds many items (JSONL, WARC, zip) is
    accepted as a batch: `Location` leads to it.
    """
    service, tenant = service_of(request), tenant_of(request)
    wait = preferred_wait(request)
    service.health.admit(tenant)
    config = service.context.config
    maker = service.maker(tenant)
    media, charset = receive.media_type(request)
    common = common_of(dict(request.query_params))
    if media == "multipart/form-data":
        fields, files = await receive.multipart(request, config.max_bytes + 100_000, config.receipt_seconds)
        packing = packing_of(files[0].name) if len(files) == 1 else None
        if packing:
            common = common_of({**request.query_params, **fields})
            return await accept_batch(request, packing, files[0].content, common)
        job, content = await in_thread(_from_form, maker, dict(request.query_params) | fields, files)
    elif media == "application/json":
        item = with_defaults(await job_in(request, config), common)
        job, content = await in_thread(maker.from_item, item)
    elif media in {"text/html", "application/xhtml+xml", "text/plain"}:
        raw = await receive.whole(request, config.max_bytes, config.receipt_seconds)
        kind = JobKind.TEXT if media == "text/plain" else JobKind.HTML
        job, content = await in_thread(partial(maker.from_bytes, raw, common, kind=kind, charset=charset))
    elif media in MEDIA_TYPES:
        raise UnsupportedMedia(f"{media} holds many items: POST /v1/batches takes it")
    else:
        raise UnsupportedMedia(f"{media or 'no type'} is not application/json, text/html, text/plain or a form")
    return await _accept_job(request, service, job, content, wait)


async def _accept_job(request: Request, service: Service, job: NewJob, content: Input | None, wait: float) -> Response:
    remembered = remembered_of(request, partial(job_digest, job))
    accepted = await service.intake.submit(Submission(job, remembered, content))
    if wait and not accepted.status.final:
        await service.waiting.until_final(accepted.seq, wait)
    if accepted.joined or wait:
        view, final = await in_thread(_after, service, accepted)
    else:
        view, final = new_view(job, accepted), False
    headers = {"location": f"/v1/jobs/{accepted.id}"}
    if wait:
        headers["preference-applied"] = f"wait={wait:g}"
    if remembered and accepted.joined:
        headers["idempotent-replayed"] = "true"
    if not final:
        headers["retry-after"] = RETRY_AFTER
    return json_response(request, view | {"joined": accepted.joined}, 200 if final else 202, headers)


def _after(service: Service, accepted: Accepted) -> tuple[dict[str, Any], bool]:
    job = reading.find_job(service.context.store.engine, accepted.id)
    return job_view(job), job.status.final


@router.get("/v1/jobs/{job_id}", response_model=JobOut, responses=schema.reading())
async def status(
    request: Request,
    job_id: str,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT, description="seconds to wait for the end")] = 0,
) -> Response:
    """Where a job stands. With `wait` the answer comes when the job ends, or when the time is over."""
    service = service_of(request)
    job, position = await in_thread(_find, service, job_id, tenant_of(request))
    if wait and not job.status.final:
        await service.waiting.until_final(job.seq, wait)
        job, position = await in_thread(_find, service, job_id, tenant_of(request))
    headers = {} if job.status.final else {"retry-after": RETRY_AFTER}
    return json_response(request, job_view(job, position), headers=headers)


@router.delete("/v1/jobs/{job_id}", response_model=JobOut, responses=schema.reading())
async def cancel(request: Request, job_id: str) -> Response:
    """Cancel a job, a running one too: its result, should there still be one, is not stored.

    A job that has ended stays as it is and is answered with.
    """
    return json_response(
        request, job_view(await in_thread(cancel_job, service_of(request), job_id, tenant_of(request)))
    )


@router.post("/v1/jobs/{job_id}/retry", status_code=202, response_model=JobOut, **schema.retrying_job())
async def retry(request: Request, job_id: str) -> Response:
    """Submit the input of a job that failed or was cancelled again; the new job is answered with."""
    service, tenant = service_of(request), tenant_of(request)
    service.health.admit(tenant)
    job = await in_thread(retry_job, service, job_id, tenant)
    return await _accept_job(request, service, job, None, preferred_wait(request))


@router.get("/v1/jobs", response_model=JobPage, responses=schema.reading())
async def listing(
    request: Request,
    status: Annotated[JobStatus | None, Query()] = None,
    kind: Annotated[JobKind | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """Your jobs, newest first."""
    engine, tenant = service_of(request).context.store.engine, tenant_of(request)

    def read() -> list[Job]:
        return reading.list_jobs(engine, tenant, status=status, kind=kind, before=cursor, limit=limit)

    jobs = await in_thread(read)
    following = None
    if len(jobs) == limit:
        following = str(request.url.include_query_params(cursor=jobs[-1].seq).replace(scheme="", netloc=""))
    return json_response(request, {"items": [job_view(job) for job in jobs], "next": following})


def _find(service: Service, name: str, tenant: str) -> tuple[Job, int | None]:
    return reading.find_waiting(service.context.store.engine, name, tenant)


def cancel_job(service: Service, name: str, tenant: str) -> Job:
    """Cancel a job if it is open, and return it as it is then. Raises NotFound and Gone."""
    context = service.context
    job = reading.find_job(context.store.engine, name, tenant)
    if worker_side.cancel(context.store.engine, [job.seq], context.store.clock()) and job.ticket:
        alone = not worker_side.still_mine(context.store.engine, job.ticket)
        if alone:  # nobody else's page is in the worker's hands: end it now
            with suppress(QueueError):  # whoever holds it will find the job ended
                context.dispatcher.cancel(job.ticket)
    return reading.find_job(context.store.engine, name, tenant)


def _from_form(maker: Maker, fields: dict[str, str], files: list[receive.Part]) -> tuple[NewJob, Input | None]:
    given = [name for name in ("url", "html", "text") if name in fields]
    if len(files) + len(given) != 1:
        raise InputError("exactly one of url, html, text and file is needed")
    if not files:
        inputs = {name: fields.pop(name) for name in given}
        return maker.from_item(JobIn.model_validate({**common_of(fields).model_dump(exclude_unset=True), **inputs}))
    part = files[0]
    content = part.content.read(maker.max_bytes + 1)
    return maker.from_bytes(content, common_of(fields), name=part.name)
