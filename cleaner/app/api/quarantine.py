"""Inputs that are refused because they killed their workers: what they are, and letting them go."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from cleaner.app.api import schema
from cleaner.app.api.answers import RefusedList
from cleaner.app.api.service import in_thread, json_response, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.views import moment
from cleaner.errors import NotFound
from cleaner.ledger import reading, worker_side
from cleaner.ledger.reading import Refused
from cleaner.service.logs import logger

router = APIRouter(route_class=StrictQuery, tags=["operations"])


@router.get("/v1/quarantine", response_model=RefusedList, responses=schema.reading())
async def listing(request: Request) -> Response:
    """Your inputs that are refused: two workers died at each."""
    engine = service_of(request).context.store.engine
    found = await in_thread(reading.list_quarantine, engine, tenant_of(request))
    return json_response(request, {"items": [_view(one) for one in found]})


@router.delete("/v1/quarantine/{key}", status_code=204, responses=schema.reading())
async def free(request: Request, key: str) -> Response:
    """Let an input be submitted again. A page that was only there when others killed its workers succeeds then."""
    engine = service_of(request).context.store.engine
    mine = {one.key for one in await in_thread(reading.list_quarantine, engine, tenant_of(request))}
    if key not in mine or not await in_thread(worker_side.release, engine, key):
        raise NotFound("not in quarantine", subject=key[:80])
    logger().info("quarantine-freed", key=key)
    return Response(status_code=204)


def _view(one: Refused) -> dict[str, object]:
    plain = one.plain()
    del plain["tenant"]
    return plain | {"since": moment(one.since)}
