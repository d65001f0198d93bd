"""What was judged by hand: listed, taken back, taken out in the forms others read."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api.service import in_thread, service_of, tenant_of
from cleaner.app.ui import forms
from cleaner.app.ui.pages import PageRoute, page, redirect
from cleaner.ledger import feedback

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 100


@router.get("/feedback")
async def listing(request: Request, after: Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")] = None) -> Response:
    """The judgements, newest first."""
    engine, tenant = service_of(request).context.store.engine, tenant_of(request)
    found = await in_thread(partial(feedback.list_feedback, engine, tenant, before=after, limit=ROWS))
    following = found[-1].id if len(found) == ROWS else None
    return await page(request, "feedback.html", rows=found, following=following)


@router.post("/feedback/{name}/undo")
async def undo(request: Request, name: str) -> Response:
    """Take a judgement back."""
    store = service_of(request).context.store
    await forms.read_fields(request)
    await in_thread(feedback.undo, store.engine, name, tenant_of(request), store.clock())
    return redirect(request, "feedback")
