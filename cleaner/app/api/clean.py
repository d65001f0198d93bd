"""POST /v1/clean: small inputs, answered at once by one of a few child processes. Nothing is stored."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from cleaner.app.api import receive, schema
from cleaner.app.api.json_body import job_in
from cleaner.app.api.models import CleanOut
from cleaner.app.api.service import service_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.submissions import common_of, options_of, with_defaults
from cleaner.errors import InputError, UnsupportedMedia

router = APIRouter(route_class=StrictQuery, tags=["clean"])
RAW = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


@router.post("/v1/clean", response_model=CleanOut, **schema.cleaning())
async def clean(request: Request) -> Response:
    """The clean body of a page or a text, with everything that was cut from it. 503 while every process is busy."""
    service = service_of(request)
    config = service.context.config
    media, charset = receive.media_type(request)
    common = common_of(dict(request.query_params))
    if media == "application/json":
        item = with_defaults(await job_in(request, config), common)
        if item.url is not None:
            raise InputError("a URL is fetched by POST /v1/jobs", subject="url")
        given = item.html if item.html is not None else item.text
        mode, content = ("html" if item.html is not None else "text"), (given or "").encode("utf-8", "surrogatepass")
        common = item
        charset = "utf-8"
    elif media in RAW:
        content = await receive.whole(request, config.max_bytes, config.receipt_seconds)
        mode = RAW[media]
    else:
        raise UnsupportedMedia(f"{media or 'no type'} is none of application/json, text/html, text/plain")
    meaningless = next((name for name in schema.FOR_JOBS if getattr(common, name) is not None), None)
    if meaningless:
        raise InputError("nothing is stored here: POST /v1/jobs takes it", subject=meaningless)
    options = options_of(common) | ({"charset": charset} if charset else {})
    result = await service.pool.clean(content, mode, options)
    return JSONResponse(result)
