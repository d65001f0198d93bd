"""What operators and balancers ask: alive, ready, which version, metrics; and a page for whoever comes by."""

from __future__ import annotations

import html
from importlib import metadata

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.responses import JSONResponse, Response

from cleaner.app.api import schema
from cleaner.app.api.metrics import Figures
from cleaner.app.api.service import in_thread, service_of
from cleaner.settings import Settings
from cleaner.versions import versions

router = APIRouter(tags=["operations"])
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46em;margin:3em auto;padding:0 1em}"
    "code{background:#eee}td{padding:.2em 1em .2em 0;vertical-align:top}"
)


@router.get("/livez", responses=schema.problems(500))
async def alive() -> Response:
    """200 while this process answers at all."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", responses={503: {"description": "something it needs is away"}})
async def ready(request: Request) -> Response:
    """200 while submissions can be taken and will be worked on; else 503 with what is missing."""
    service = service_of(request)
    state = service.health.state
    workers = await in_thread(service.health.workers)
    checks = {
        "queue": state.queue or "ok",
        "store": state.store or "ok",
        "memory": "full" if state.full else "ok",
        "workers": workers,
        "clean_pool": service.pool.warm,
    }
    pool = service.pool.warm > 0 or not service.world.config.clean_pool
    fine = pool and not state.queue and not state.store and not state.full and workers.get("clean", 0) > 0
    return JSONResponse({"status": "ok" if fine else "unavailable", "checks": checks}, 200 if fine else 503)


@router.get("/version")
async def version() -> Response:
    """Versions of the service, its rules and what it is made of."""
    made_of = {name: metadata.version(name) for name in ("fastapi", "rq", "redis", "sqlalchemy", "httpx")}
    return JSONResponse({**versions(Settings()), **made_of})


@router.get("/metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
async def metrics(request: Request) -> Response:
    """Figures for Prometheus: depths, ages, ends, removals by rule, drift by host."""
    service = service_of(request)
    registry = CollectorRegistry()
    registry.register(Figures(service.world, service.health))
    return Response(await in_thread(generate_latest, registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/", include_in_schema=False)
async def front() -> Response:
    """What this is."""
    return _page(
        "cleaner",
        "<p>This service turns web pages and scraped texts into clean article bodies, with a reason for every "
        'removed line.</p><ul><li><a href="/docs">How to use it</a></li>'
        '<li><a href="/openapi.json">OpenAPI description</a></li><li><a href="/readyz">Is it ready?</a></li>'
        '<li><a href="/version">Versions</a></li></ul>'
        "<pre><code>curl localhost:8080/v1/clean -H 'content-type: text/plain' --data-binary @article.txt</code></pre>",
    )


@router.get("/docs", include_in_schema=False)
async def documentation(request: Request) -> Response:
    """The OpenAPI document as a plain page, without scripts and without other hosts."""
    rows = []
    for path, methods in request.app.openapi()["paths"].items():
        for method, one in methods.items():
            words = html.escape(one.get("description", "")).replace("\n", "<br>")
            rows.append(f"<tr><td><code>{method.upper()} {html.escape(path)}</code></td><td>{words}</td></tr>")
    return _page("cleaner: the API", f"<table>{''.join(rows)}</table><p><a href='/openapi.json'>OpenAPI</a></p>")


@router.get("/style.css", include_in_schema=False)
async def style() -> Response:
    """The pages' style."""
    return Response(STYLE, media_type="text/css; charset=utf-8", headers={"cache-control": "max-age=3600"})


def _page(title: str, content: str) -> Response:
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="/style.css"></head><body><h1>{title}</h1>{content}</body></html>'
    )
    return Response(text, media_type="text/html; charset=utf-8")
