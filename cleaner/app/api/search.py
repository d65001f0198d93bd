"""GET of stored documents by the words they hold."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api import schema
from cleaner.app.api.answers import HitPage
from cleaner.app.api.service import in_thread, json_response, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.views import source_view
from cleaner.store import search

router = APIRouter(route_class=StrictQuery, tags=["search"])


@router.get("/v1/search", response_model=HitPage, responses=schema.reading())
async def find(
    request: Request,
    q: Annotated[str, Query(max_length=1_000, description="words; those in quotation marks stand together")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """Sources of yours that hold every word, title and body, the latest first; all of them where no word is given.

    The last word may go on. What was stored a moment ago is found a moment later.
    """
    engine = service_of(request).context.store.engine
    owner = tenant_of(request) if request.scope["state"].get("keyed") else None
    hits = await in_thread(partial(search.find, engine, q, tenant=owner, before=cursor, limit=limit))
    following = None
    if len(hits) == limit:
        following = str(request.url.include_query_params(cursor=hits[-1].number).replace(scheme="", netloc=""))
    items = [
        source_view(hit.source)
        | {
            "words": hit.words,
            "opening": hit.opening,
            "snippet": [{"text": part, "found": found} for part, found in hit.snippet],
        }
        for hit in hits
    ]
    return json_response(request, {"items": items, "next": following})
