"""Stored documents: the latest, those that hold certain words, and what changed between two of them."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api.documents import open_document
from cleaner.app.api.service import in_thread, service_of, tenant_of
from cleaner.app.ui.diff import compare
from cleaner.app.ui.pages import PageRoute, page
from cleaner.store import search

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 20
WORDS = Annotated[str, Query(max_length=1_000)]


@router.get("/documents")
async def documents(
    request: Request, q: WORDS = "", before: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> Response:
    """Documents that hold the words of a query, or the latest."""
    engine = service_of(request).context.store.engine
    owner = tenant_of(request) if request.scope["state"].get("keyed") else None
    await in_thread(search.index_more, engine)  # what was stored a moment ago is to be found
    hits = await in_thread(partial(search.find, engine, q, tenant=owner, before=before, limit=ROWS))
    following = hits[-1].number if len(hits) == ROWS else None
    behind = await in_thread(search.has_unindexed, engine)
    return await page(request, "documents.html", hits=hits, q=q, following=following, behind=behind)


@router.get("/documents/{name}/diff/{other}")
async def diff(request: Request, name: str, other: str) -> Response:
    """What changed in the body from one document to another."""
    store = service_of(request).context.store
    old, new = await open_document(request, name), await open_document(request, other)

    def read() -> tuple[str, str]:
        return store.body(old.source.content_hash).text, store.body(new.source.content_hash).text

    before, after = await in_thread(read)
    changes = await in_thread(compare, before, after)
    opening = after.partition("\n")[0]
    return await page(request, "diff.html", old=old.source, new=new.source, changes=changes, opening=opening)
