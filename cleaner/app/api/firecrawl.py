"""The doors of Firecrawl's API (v1) over ours: `/v1/scrape` and `/v1/batch/scrape`, for programs that come from there.

A program goes on with another address. What cannot be done here (a browser's actions, screenshots, whole pages,
extraction by a prompt) is refused by the option's name and never ignored. Errors have Firecrawl's form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from functools import partial, wraps
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import JSONResponse, Response

from cleaner.app.api import receive
from cleaner.app.api.batches import cancel_batch
from cleaner.app.api.firecrawl_models import (
    BatchScrapeIn,
    BatchScrapeOut,
    BatchScrapeStatus,
    CancelOut,
    RefusalOut,
    ScrapeIn,
    ScrapeOut,
)
from cleaner.app.api.json_body import check_values
from cleaner.app.api.problems import ProblemError, validation_errors
from cleaner.app.api.registering import register
from cleaner.app.api.schema import json_body, problems
from cleaner.app.api.service import MAX_WAIT, Service, in_thread, service_of, tenant_of
from cleaner.app.api.submissions import Maker
from cleaner.app.api.views import moment
from cleaner.errors import CleanerError, UnsupportedMedia
from cleaner.ledger import reading
from cleaner.ledger.records import Batch, Item, Job, JobStatus
from cleaner.ledger.submission import Submission
from cleaner.store import Store

REFUSED = "what does not fit, cannot be done here, or failed"


def _answers(model: type[BaseModel], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer with: a refusal in Firecrawl's form, or one of the gate's before it."""
    refused = {"model": RefusalOut, "description": REFUSED}
    return {200: {"model": model}, **problems(401, 429), **dict.fromkeys(statuses, refused)}


router = APIRouter(tags=["Firecrawl"])
PAGE = 50  # documents in one answer
MAX_VALUES = 200_000  # names and values in a request
OURS = "cleaner:formats"  # where a batch's items remember what is to be given of them
Handler = Callable[..., Coroutine[Any, Any, Response]]


def firecrawl_errors(route: Handler) -> Handler:
    """A decorator of routes: every refusal and error is answered in the form that Firecrawl gives it."""

    @wraps(route)
    async def answer(*arguments: Any, **named: Any) -> Response:
        try:
            return await route(*arguments, **named)
        except ValidationError as error:
            listed = validation_errors(error.errors(include_url=False, include_input=False))
            words = "; ".join(f"{one['pointer']} {one['detail']}" for one in listed)
            return refusal(400, f"does not fit: {words}")
        except CleanerError as error:
            return refusal(error.http_status, str(error), error.code.value)
        except ProblemError as error:
            return refusal(error.status, error.detail, error.code)

    return answer


def refusal(status: int, words: str, code: str = "bad-input") -> Response:
    """An error as Firecrawl writes it."""
    return JSONResponse({"success": False, "error": words, "code": code}, status)


@router.post("/v1/scrape", responses=_answers(ScrapeOut, 400, 404, 408, 409, 413, 415, 422, 503), **json_body(ScrapeIn))
@firecrawl_errors
async def scrape(request: Request) -> Response:
    """Fetch and clean one page, and answer when that is done: Firecrawl's door for `POST /v1/jobs`."""
    service, tenant = service_of(request), tenant_of(request)
    wanted = ScrapeIn.model_validate_json(await _json(request, service))
    service.health.admit(tenant)
    job, _ = await in_thread(service.maker(tenant).from_item, wanted.item(wanted.url))
    accepted = await service.intake.submit(Submission(job, None, None))
    await service.waiting.until_final(accepted.seq, min(wanted.timeout / 1_000, MAX_WAIT))
    ended = await in_thread(reading.find_job, service.context.store.engine, accepted.id, tenant)
    if not ended.status.final:
        return refusal(408, f"not ready in time; GET /v1/jobs/{accepted.id} goes on waiting", "fetch-timeout")
    if ended.status is not JobStatus.SUCCEEDED:
        error = ended.error or {"code": "cancelled", "detail": "cancelled"}
        # No 502: Firecrawl's clients send that again, and an operator would look for a fault of the service.
        return refusal(422, str(error.get("detail", "")), str(error.get("code", "")))
    document = await in_thread(_document, service.context.store, ended, wanted.formats)
    return JSONResponse({"success": True, "data": document})


@router.post(
    "/v1/batch/scrape",
    responses=_answers(BatchScrapeOut, 400, 408, 409, 413, 415, 422, 503),
    **json_body(BatchScrapeIn),
)
@firecrawl_errors
async def batch_scrape(request: Request) -> Response:
    """Accept many pages: Firecrawl's door for `POST /v1/batches`."""
    service, tenant = service_of(request), tenant_of(request)
    wanted = BatchScrapeIn.model_validate_json(await _json(request, service))
    maker = service.maker(tenant)
    invalid = await in_thread(_invalid, maker, wanted)
    if invalid and not wanted.ignoreInvalidURLs:
        return refusal(400, f"cannot be fetched: {', '.join(invalid[:10])}")
    urls = [url for url in wanted.urls if url not in set(invalid)]
    if not urls:
        return refusal(400, "none of the URLs can be fetched")
    name = await in_thread(register, service, tenant, partial(_items, wanted, urls), None, None)
    at = str(request.url_for("batch_scrape_status", batch_id=name))
    return JSONResponse({"success": True, "id": name, "url": at, "invalidURLs": invalid})


@router.get(
    "/v1/batch/scrape/{batch_id}", name="batch_scrape_status", responses=_answers(BatchScrapeStatus, 404, 422, 503)
)
@firecrawl_errors
async def batch_scrape_status(
    request: Request, batch_id: str, skip: Annotated[int, Query(ge=-1, le=2**31)] = -1
) -> Response:
    """Where a batch stands, with the documents that are there; `next` leads to the following ones."""
    service, tenant = service_of(request), tenant_of(request)
    batch = await in_thread(reading.find_batch, service.context.store.engine, batch_id, tenant)
    data, last = await in_thread(_documents, service, batch, skip)
    following = str(request.url.include_query_params(skip=last)) if last is not None else None
    expires = moment(batch.created + service.context.config.job_days * 86_400)
    return JSONResponse({"success": True, **_progress(batch), "expiresAt": expires, "next": following, "data": data})


@router.delete("/v1/batch/scrape/{batch_id}", responses=_answers(CancelOut, 404, 422, 503))
@firecrawl_errors
async def cancel_batch_scrape(request: Request, batch_id: str) -> Response:
    """Cancel what is open of a batch."""
    await in_thread(cancel_batch, service_of(request), batch_id, tenant_of(request))
    return JSONResponse({"success": True, "message": "cancelled"})


async def _json(request: Request, service: Service) -> bytes:
    """The body. A page of another site can send a form, but not JSON."""
    media, _ = receive.media_type(request)
    if media != "application/json":
        raise UnsupportedMedia(f"{media or 'no type'} is not application/json")
    config = service.context.config
    raw = await receive.whole(request, config.max_bytes, config.receipt_seconds)
    await asyncio.to_thread(check_values, raw, MAX_VALUES)
    return raw


def _invalid(maker: Maker, wanted: BatchScrapeIn) -> list[str]:
    found = []
    for url in wanted.urls:
        try:
            maker.from_item(wanted.item(url))
        except CleanerError:
            found.append(url)
    return found


def _items(wanted: BatchScrapeIn, urls: list[str], maker: Maker) -> Iterator[Item]:
    echo = {OURS: list(wanted.formats)}
    for url in urls:
        job, content = maker.from_item(wanted.item(url, echo))
        yield Item(job, None, echo, content)


def _progress(batch: Batch) -> dict[str, Any]:
    """Firecrawl's word for where a batch stands, and its counters. What failed is a document with an `error`."""
    status = batch.status
    word = "scraping" if not status.final else "cancelled" if status.value == "cancelled" else "completed"
    failed = batch.problem is not None or (status.final and not batch.succeeded and batch.failed > 0)
    return {
        "status": "failed" if failed else word,
        "total": batch.total,
        "completed": batch.done,
        "creditsUsed": 0,
    }


def _documents(service: Service, batch: Batch, after: int) -> tuple[list[dict[str, Any]], int | None]:
    """The ended items behind a position, and the position to go on from where there may be more."""
    store = service.context.store
    items = reading.batch_items(store.engine, batch.id, after=after, limit=PAGE)
    found = []
    for item in items:
        if item.job is not None and item.job.status.final:
            formats = item.echo.get(OURS, ["markdown"]) if isinstance(item.echo, dict) else ["markdown"]
            found.append(_document(store, item.job, formats))
    return found, items[-1].position if len(items) == PAGE else None


def _document(store: Store, job: Job, formats: list[Any]) -> dict[str, Any]:
    """A job that has ended, as Firecrawl's document."""
    if job.source is None or job.status is not JobStatus.SUCCEEDED:
        error = (job.error or {}).get("detail", job.status.value)
        return {"metadata": {"sourceURL": job.url, "error": error}}
    known = store.source(job.source).metadata
    metadata = {
        "title": known.get("title"),
        "description": known.get("description"),
        "language": known.get("language"),
        "keywords": ", ".join(known.get("tags") or []) or None,
        "author": known.get("author"),
        "ogSiteName": known.get("site"),
        "ogImage": known.get("image"),
        "articleSection": known.get("section"),
        "publishedTime": known.get("published"),
        "modifiedTime": known.get("modified"),
    }
    document: dict[str, Any] = {}
    if "markdown" in formats:
        document["markdown"] = store.markdown(job.source) or ""
    if "html" in formats:
        document["html"] = store.html(job.source) or ""
    if "rawHtml" in formats:
        document["rawHtml"] = store.original(job.source).decode("utf-8", "replace")
    present = {name: value for name, value in metadata.items() if value}
    # A job of a URL succeeds on an answer of the 200s only.
    return {**document, "metadata": {**present, "sourceURL": job.url, "statusCode": 200}}
