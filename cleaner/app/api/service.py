"""What the routes work with, made once for each process."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from fastapi import Request
from starlette.responses import Response

from cleaner.app.api.health import Health
from cleaner.app.api.intake import Intake
from cleaner.app.api.pool import Pool
from cleaner.app.api.submissions import Maker
from cleaner.app.api.waiting import Waiting
from cleaner.errors import InputError
from cleaner.service.context import ServiceContext
from cleaner.web.address import Guard

T = TypeVar("T")
MAX_WAIT = 60.0  # seconds
_SECONDS = re.compile(r"-?[0-9]{1,9}(\.[0-9]{0,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes of one API process share. `temporary` is the directory for uploads while they are read."""

    context: ServiceContext
    intake: Intake
    health: Health
    waiting: Waiting
    pool: Pool
    temporary: Path

    def maker(self, tenant: str) -> Maker:
        """What makes jobs of this tenant's inputs."""
        config = self.context.config
        return Maker(
            self.context.store,
            Guard.with_exemptions(config.fetch_allow),
            config.max_bytes,
            config.max_age,
            bool(config.webhook_secrets),
            tenant,
        )


def service_of(request: Request) -> Service:
    """What the routes share, of the application that answers this request."""
    service: Service = request.app.state.service
    return service


def tenant_of(request: Request) -> str:
    """The name of the key that the request came with, "" where no keys are used."""
    return str(getattr(request.state, "tenant", ""))


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function in a thread, where it may block; returns what it returns, raises what it raises."""
    return await asyncio.to_thread(function, *arguments)


def json_response(request: Request, content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON with an ETag over it; 304 where the caller has it already."""
    body = json.dumps(content, separators=(",", ":"), default=str).encode()
    tag = f'W/"{sha256(body).hexdigest()[:32]}"'
    sent = {"etag": tag, "cache-control": "no-cache", **(headers or {})}
    if status == 200 and request.method in {"GET", "HEAD"} and matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=sent)
    return Response(body, status, headers=sent, media_type="application/json")


def matches(given: str, tag: str) -> bool:
    """Whether an If-None-Match header holds this ETag (RFC 9110, weak comparison)."""
    if given.strip() == "*":
        return True
    return tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in given.split(",")}


def preferred_wait(request: Request) -> float:
    """Seconds that `Prefer: wait=N` (RFC 7240) asks for, 0 where it does not. Raises InputError for no number."""
    for header in request.headers.getlist("prefer"):
        for one in header.split(","):
            name, _, value = one.partition(";")[0].strip().partition("=")
            if name.strip().lower() == "wait":
                return min(_seconds(value.strip().strip('"')), MAX_WAIT)
    return 0.0


def _seconds(written: str) -> float:
    if not _SECONDS.fullmatch(written):
        raise InputError("wait=N wants N as seconds", subject="Prefer")
    return max(float(written), 0.0)
