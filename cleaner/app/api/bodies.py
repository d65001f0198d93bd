"""GET of clean bodies and of what belongs to their sources. Reading never consumes."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api import schema
from cleaner.app.api.answers import RemovalsOut, SourcePage
from cleaner.app.api.problems import ProblemError
from cleaner.app.api.service import in_thread, json_response, matches, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.views import moment, source_view
from cleaner.errors import NotFound
from cleaner.store import Source, Store, checked_hash

router = APIRouter(route_class=StrictQuery, tags=["bodies"])
IMMUTABLE = "private, max-age=31536000, immutable"  # a cache that others share would hand it to any key
SourceId = Annotated[str | None, Query(pattern="^[0-9a-f]{24}$", description="one of /sources; default the earliest")]


class BodyFormat(StrEnum):
    """What a body can be had as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


MEDIA_TYPES = {
    BodyFormat.TEXT: "text/plain",
    BodyFormat.MARKDOWN: "text/markdown",
    BodyFormat.HTML: "text/html",
    BodyFormat.JSON: "application/json",
}


@router.get(
    "/v1/bodies/{content_hash}",
    responses={
        200: {
            "description": "the body",
            "content": {
                "text/plain": {"schema": {"type": "string"}},
                "text/markdown": {"schema": {"type": "string"}},
                "text/html": {"schema": {"type": "string"}},
                "application/json": {"schema": {"$ref": "#/components/schemas/BodyOut"}},
            },
        },
        **schema.reading(),
        **schema.problems(406),
    },
)
async def body(
    request: Request,
    content_hash: str,
    format: Annotated[BodyFormat | None, Query(description="instead of Accept")] = None,  # noqa: A002  # its name in URLs
    source: SourceId = None,
) -> Response:
    """A clean body under the SHA-256 of its text. The text never changes: `sha256sum` of it is its name.

    Markdown, HTML and JSON belong to a source, by default your earliest that led to this body.
    """
    store, tenant = service_of(request).context.store, tenant_of(request)
    chosen = format or negotiate_format(request.headers.get("accept", ""))
    checked_hash(content_hash)
    if chosen is BodyFormat.TEXT:
        tag = f'"{content_hash}"'
        headers = {"etag": tag, "cache-control": IMMUTABLE, "vary": "accept"}
        if not service_of(request).context.config.share_bodies:
            await in_thread(store.sources, content_hash, tenant)
        found = await in_thread(store.body, content_hash)
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        content = found.text.encode("utf-8", "surrogatepass")
        return Response(content, headers=headers, media_type="text/plain; charset=utf-8")
    if chosen is BodyFormat.JSON:
        view = await in_thread(_as_json, store, content_hash, tenant, source)
        return json_response(request, view, headers={"vary": "accept"})
    return await in_thread(_rendering, store, content_hash, tenant, source, chosen)


@router.get("/v1/bodies/{content_hash}/sources", response_model=SourcePage, responses=schema.reading())
async def sources(request: Request, content_hash: str) -> Response:
    """Where this body came from with your key, earliest first."""
    found = await in_thread(service_of(request).context.store.sources, content_hash, tenant_of(request))
    return json_response(request, {"items": [source_view(one) for one in found], "next": None})


@router.get("/v1/bodies/{content_hash}/removals", response_model=RemovalsOut, responses=schema.reading())
async def removals(request: Request, content_hash: str, source: SourceId = None) -> Response:
    """What was cut from a source, and what looked like it and was kept."""
    store = service_of(request).context.store
    chosen = await in_thread(_source, store, content_hash, tenant_of(request), source)
    record = await in_thread(store.removals, chosen.id)
    return json_response(request, {"source_id": chosen.id, "removed": record.removed, "flagged": record.flagged})


@router.get(
    "/v1/bodies/{content_hash}/original",
    responses={
        200: {"description": "the bytes as they came in", "content": {"application/octet-stream": {}}},
        **schema.reading(),
    },
)
async def original(request: Request, content_hash: str, source: SourceId = None) -> Response:
    """The bytes a source was cleaned from, as a download and never as a page."""
    store = service_of(request).context.store
    chosen = await in_thread(_source, store, content_hash, tenant_of(request), source)
    headers = {
        "content-disposition": f'attachment; filename="{chosen.id}.txt"',
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "no-cache",
        "etag": f'"{chosen.original}"',
    }
    if matches(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    content = await in_thread(store.original, chosen.id)
    return Response(content, headers=headers, media_type="application/octet-stream")


def negotiate_format(accept: str) -> BodyFormat:
    """The format that an Accept header likes best (RFC 9110, 12.5.1). Raises ProblemError (406) for none of ours."""
    wishes: list[tuple[float, int, str]] = []
    for number, part in enumerate(accept.split(",") if accept.strip() else ["*/*"]):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            wishes.append((-float(quality), number, media))
        except ValueError:
            continue
    for quality_below, _, media in sorted(wishes):
        if not quality_below:
            continue
        for chosen, offered in MEDIA_TYPES.items():
            if media in {offered, "*/*", f"{offered.partition('/')[0]}/*"}:
                return chosen
    raise ProblemError(406, "not-acceptable", f"there is {', '.join(MEDIA_TYPES.values())}")


def _source(store: Store, content_hash: str, tenant: str, name: str | None) -> Source:
    """The named source of this body, or the tenant's earliest. Raises NotFound, for another tenant's too."""
    found = store.sources(content_hash, tenant)
    if name is None:
        return found[0]
    chosen = next((one for one in found if one.id == name), None)
    if chosen is None:
        raise NotFound("no such source of this body", subject=name)
    return chosen


def _as_json(store: Store, content_hash: str, tenant: str, name: str | None) -> dict[str, object]:
    found = store.body(content_hash)
    return {
        "content_hash": content_hash,
        "text": found.text,
        "words": found.words,
        "first_seen": moment(found.first_seen),
        "source": source_view(_source(store, content_hash, tenant, name)),
    }


def _rendering(store: Store, content_hash: str, tenant: str, name: str | None, chosen: BodyFormat) -> Response:
    source = _source(store, content_hash, tenant, name)
    read = partial(store.markdown if chosen is BodyFormat.MARKDOWN else store.html, source.id)
    content = read()
    if content is None:
        raise NotFound(f"no {chosen.value} was kept for this source", subject=source.id)
    headers = {"vary": "accept", "cache-control": "no-cache"}
    if chosen is BodyFormat.HTML:
        headers["content-security-policy"] = "default-src 'none'; sandbox"
    media = f"{MEDIA_TYPES[chosen]}; charset=utf-8"
    return Response(content.encode("utf-8", "surrogatepass"), headers=headers, media_type=media)
