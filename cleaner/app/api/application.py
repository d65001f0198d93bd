"""The application: routes, error documents, the gate before them, and what runs beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from cleaner.app.api import (
    batches,
    bodies,
    clean,
    export,
    feedback,
    firecrawl,
    jobs,
    ops,
    problems,
    quarantine,
    schema,
    search,
)
from cleaner.app.api.access import OPEN_PATHS, Access
from cleaner.app.api.access_log import AccessLog
from cleaner.app.api.answers import HookBody
from cleaner.app.api.heads import Heads
from cleaner.app.api.health import Health
from cleaner.app.api.intake import Intake
from cleaner.app.api.pool import Pool
from cleaner.app.api.reports import Reports
from cleaner.app.api.service import Service
from cleaner.app.api.traced import Traced
from cleaner.app.api.waiting import Waiting
from cleaner.app.ui import docs, documents, library, login, pages, start, static
from cleaner.app.ui import feedback as feedback_pages
from cleaner.app.ui import jobs as job_pages
from cleaner.service.context import ServiceContext
from cleaner.versions import __version__

PAGES = (start, library, documents, job_pages, feedback_pages, login, docs, static)


def create_app(context: ServiceContext) -> AccessLog:
    """The whole API and its web page as an ASGI application, which uses the handles of `context`."""
    app = FastAPI(
        title="cleaner",
        version=__version__,
        summary="Web pages and scraped texts in, clean article bodies out, with a reason for every removed line",
        docs_url=None,  # those pages load scripts from other hosts; ours is in cleaner.app.ui
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    temporary = context.config.data_dir / "tmp"
    temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
    health = Health(context)
    pool = Pool(context.config.clean_pool, context.config.page)
    app.state.service = Service(context, Intake(context), health, Waiting(context.store), pool, temporary)
    problems.install(app, pages.answer)
    app.state.reports = Reports(pool)
    for part in (jobs, batches, export, bodies, clean, search, feedback, quarantine, firecrawl, ops):
        app.include_router(part.router)
    app.webhooks.post("ended", responses={200: {"description": "taken; 410 ends the deliveries"}})(_tell_end)
    for page in PAGES:
        app.include_router(page.router)
    _complete_openapi(app)
    gate = Access(Heads(app), context.config, pages.answer)
    return AccessLog(Traced(gate, context.tracer) if context.tracer.on else gate, app.state.service.waiting.end)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    await asyncio.to_thread(service.health.look)
    service.pool.start()
    beside = [
        asyncio.create_task(service.intake.run(), name="intake"),
        asyncio.create_task(service.health.run(), name="health"),
        asyncio.create_task(service.waiting.run(), name="waiting"),
    ]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await service.intake.close()
        await service.pool.close()


def _tell_end(_: HookBody) -> None:
    """A job or batch has ended whose submission named a `webhook`. Signed as Standard Webhooks says."""


def _complete_openapi(app: FastAPI) -> None:
    """Complete the document that FastAPI makes, once."""
    made = app.openapi

    def complete() -> dict[str, object]:
        if app.openapi_schema is None:
            schema.complete(made(), OPEN_PATHS)  # FastAPI keeps what it has made
        return app.openapi_schema or {}

    app.openapi = complete  # type: ignore[method-assign]  # FastAPI's own way to extend the document
