"""What operators and balancers ask: alive, ready, which version, metrics."""

from __future__ import annotations

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
    pool = service.pool.warm > 0 or not service.context.config.clean_pool
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
    registry.register(Figures(service.context, service.health))
    return Response(await in_thread(generate_latest, registry), media_type=CONTENT_TYPE_LATEST)
