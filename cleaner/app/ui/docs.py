"""The API described for people, from its OpenAPI document: without scripts and without other hosts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from cleaner.app.ui.pages import PageRoute, page

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Every route with what it does."""
    rows = [
        (method.upper(), path, one.get("summary", ""), one.get("description", ""))
        for path, methods in request.app.openapi()["paths"].items()
        for method, one in methods.items()
    ]
    return await page(request, "docs.html", rows=rows)
