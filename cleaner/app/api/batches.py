"""POST, GET and DELETE of batches."""

from __future__ import annotations

from functools import partial
from typing import IO, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api import receive, schema, unpack
from cleaner.app.api.answers import BatchPage, ItemPage
from cleaner.app.api.idempotency import batch_digest, remembered_of
from cleaner.app.api.models import BatchOut, Common
from cleaner.app.api.problems import ProblemError
from cleaner.app.api.registering import Items, register
from cleaner.app.api.retry import retry_batch
from cleaner.app.api.service import MAX_WAIT, Service, in_thread, json_response, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.submissions import Maker, common_of
from cleaner.app.api.unpack import MEDIA_TYPES, Packing
from cleaner.app.api.views import batch_view, item_view
from cleaner.errors import InputError, UnsupportedMedia
from cleaner.ledger import idempotency, reading, worker_side
from cleaner.ledger.idempotency import Remembered
from cleaner.ledger.records import Batch

router = APIRouter(route_class=StrictQuery, tags=["batches"])
SHOWN_INVALID = 100
STATUSES = "^(queued|running|succeeded|failed|cancelled|invalid)$"
CANCEL_ROWS = 500


@router.post("/v1/batches", status_code=202, response_model=BatchOut, **schema.batch())
async def submit(request: Request) -> Response:
    """Accept many inputs: a JSON list, JSON lines, many files, a zip or a WARC archive (gzip undone).

    Items that cannot be used are listed as invalid with their index and do not stop the others.
    """
    service = service_of(request)
    service.health.admit(tenant_of(request))
    config = service.context.config
    media, _ = receive.media_type(request)
    common = common_of(dict(request.query_params))
    if media == "multipart/form-data":
        fields, files = await receive.multipart(request, config.max_batch_bytes, config.receipt_seconds)
        if not files:
            raise InputError("no file in the form")
        common = common_of({**request.query_params, **fields})
        maker = service.maker(tenant_of(request))
        digest = await _digest(request, common, [(part.name, part.content) for part in files])
        webhook, common = _hook_of_all(maker, common)
        return await _accept(request, partial(unpack.files, files, common), webhook, digest)
    packing = MEDIA_TYPES.get(media)
    if packing is None:
        raise UnsupportedMedia(f"{media or 'no type'} is none of {', '.join(sorted(MEDIA_TYPES))} or a form")
    content = await receive.spool_body(request, config.max_batch_bytes, config.receipt_seconds, service.temporary)
    try:
        return await accept_batch(request, packing, content, common)
    finally:
        content.close()


async def accept_batch(request: Request, packing: Packing, content: IO[bytes], common: Common) -> Response:
    """The answer to a body that holds many items."""
    maker = service_of(request).maker(tenant_of(request))
    webhook, digest = common.webhook, await _digest(request, common, [("", content)])
    listed = None
    if packing is Packing.JSON:
        listed = await in_thread(unpack.batch_of, content)
        webhook = listed.webhook or webhook
    webhook, common = _hook_of_all(maker, common, webhook)
    items = (
        partial(unpack.list_items, listed.items, common) if listed else partial(unpack.items, packing, content, common)
    )
    return await _accept(request, items, webhook, digest)


def _hook_of_all(maker: Maker, common: Common, webhook: str | None = None) -> tuple[str | None, Common]:
    """The webhook that is told when the whole batch has ended, judged; its items have none."""
    webhook = webhook or common.webhook
    maker.judge_hook(webhook)
    return webhook, common.model_copy(update={"webhook": None})


async def _accept(request: Request, items: Items, webhook: str | None, digest: str) -> Response:
    service, tenant = service_of(request), tenant_of(request)
    remembered = remembered_of(request, lambda: digest)
    name, replayed = await in_thread(_register_once, service, tenant, items, webhook, remembered)
    view = await in_thread(_view, service, name, tenant)
    headers = {"location": f"/v1/batches/{name}", "retry-after": "1"}
    if replayed:
        headers["idempotent-replayed"] = "true"
    return json_response(request, view, 202, headers)


@router.get("/v1/batches/{batch_id}", response_model=BatchOut, responses=schema.reading())
async def status(
    request: Request,
    batch_id: str,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT, description="seconds to wait for the end")] = 0,
) -> Response:
    """Where a batch stands."""
    service, tenant = service_of(request), tenant_of(request)
    batch = await in_thread(_find, service, batch_id, tenant)
    if wait and not batch.status.final:
        await service.waiting.until(lambda: _find(service, batch_id, tenant).status.final, wait)
    return json_response(request, await in_thread(_view, service, batch_id, tenant))


@router.get("/v1/batches/{batch_id}/items", response_model=ItemPage, responses=schema.reading())
async def items(
    request: Request,
    batch_id: str,
    status: Annotated[str | None, Query(pattern=STATUSES)] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: Annotated[int, Query(ge=-1, le=2**31)] = -1,
) -> Response:
    """The items of a batch in the order they came, of one status or all."""
    engine = service_of(request).context.store.engine
    batch = await in_thread(_find, service_of(request), batch_id, tenant_of(request))
    found = await in_thread(partial(reading.batch_items, engine, batch.id, status=status, after=cursor, limit=limit))
    following = None
    if len(found) == limit:
        following = str(request.url.include_query_params(cursor=found[-1].position).replace(scheme="", netloc=""))
    return json_response(request, {"items": [item_view(item) for item in found], "next": following})


@router.delete("/v1/batches/{batch_id}", response_model=BatchOut, responses=schema.reading())
async def cancel(request: Request, batch_id: str) -> Response:
    """Cancel every open job of a batch, but those that other batches wait for too."""
    service, tenant = service_of(request), tenant_of(request)
    await in_thread(cancel_batch, service, batch_id, tenant)
    return json_response(request, await in_thread(_view, service, batch_id, tenant))


@router.post("/v1/batches/{batch_id}/retry", status_code=202, response_model=BatchOut, responses=schema.retrying())
async def retry(request: Request, batch_id: str) -> Response:
    """Submit what failed or was cancelled in a batch again, as a batch of its own."""
    service, tenant = service_of(request), tenant_of(request)
    name = await in_thread(retry_batch, service, batch_id, tenant)
    headers = {"location": f"/v1/batches/{name}", "retry-after": "1"}
    return json_response(request, await in_thread(_view, service, name, tenant), 202, headers)


@router.get("/v1/batches", response_model=BatchPage, responses=schema.reading())
async def listing(
    request: Request, limit: Annotated[int, Query(ge=1, le=1_000)] = 100, cursor: float | None = None
) -> Response:
    """Your batches, newest first."""
    engine, tenant = service_of(request).context.store.engine, tenant_of(request)
    found = await in_thread(partial(reading.list_batches, engine, tenant, before=cursor, limit=limit))
    following = None
    if len(found) == limit:
        following = str(request.url.include_query_params(cursor=found[-1].created).replace(scheme="", netloc=""))
    return json_response(request, {"items": [batch_view(batch) for batch in found], "next": following})


def _find(service: Service, name: str, tenant: str) -> Batch:
    return reading.find_batch(service.context.store.engine, name, tenant)


def _view(service: Service, name: str, tenant: str) -> dict[str, Any]:
    batch = _find(service, name, tenant)
    refused = None
    if batch.invalid:
        refused = reading.batch_items(service.context.store.engine, name, status="invalid", limit=SHOWN_INVALID)
    return batch_view(batch, refused)


def cancel_batch(service: Service, name: str, tenant: str) -> None:
    """Cancel every open job of a batch, but those that other batches wait for too. Raises NotFound and Gone."""
    store = service.context.store
    seqs = reading.batch_seqs(store.engine, _find(service, name, tenant).id)
    for start in range(0, len(seqs), CANCEL_ROWS):
        worker_side.cancel(store.engine, seqs[start : start + CANCEL_ROWS], store.clock())


async def _digest(request: Request, common: Common, contents: list[tuple[str, IO[bytes]]]) -> str:
    """The digest that the request's Idempotency-Key stands for; empty where it has none."""
    return await in_thread(batch_digest, common, contents) if "idempotency-key" in request.headers else ""


def _register_once(
    service: Service, tenant: str, items: Items, webhook: str | None, remembered: Remembered | None
) -> tuple[str, bool]:
    """The id of the batch, and whether an earlier request with the same key had made it."""
    if remembered is None:
        return register(service, tenant, items, webhook, None), False
    store = service.context.store
    claimed = idempotency.claim(store.engine, tenant, remembered, store.clock())
    if claimed.target:
        return claimed.target, True
    if not claimed.ours:
        words = "a request with this Idempotency-Key is still being answered"
        raise ProblemError(409, "in-flight", words, headers={"retry-after": "1"})
    try:
        return register(service, tenant, items, webhook, remembered), False
    except BaseException:
        idempotency.release(store.engine, tenant, remembered)
        raise
