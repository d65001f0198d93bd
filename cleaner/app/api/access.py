"""Who may ask, how often, under which name: host allow-list, API keys, rate limits, headers on every answer.

Plain ASGI, outside the framework: what is refused here costs nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import MutableMapping
from typing import Any

import redis
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cleaner.app.api.problems import problem
from cleaner.service.broker import connect
from cleaner.service.settings import Config

OPEN_PATHS = frozenset({"/", "/livez", "/readyz", "/version", "/docs", "/openapi.json"})
WINDOW = 60  # seconds of the rate limit
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
}


class Access:
    """The gate before the application. Puts `tenant` (a key's name, or ``) into the request's state."""

    def __init__(self, app: ASGIApp, config: Config) -> None:
        self._app = app
        self._keys = config.api_keys
        self._limit = config.rate_limit
        self._hosts = allowed_hosts(config)
        self._redis = connect(config.redis_url, timeout=0.5) if config.rate_limit else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the application, or let the request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "content-length" in headers and "transfer-encoding" in headers:
            refusal = problem(
                400, "malformed", "Content-Length and Transfer-Encoding together", headers={"connection": "close"}
            )
            await refusal(scope, receive, _dressed(send))
            return
        if "*" not in self._hosts and _host(headers.get("host", "")) not in self._hosts:
            await problem(400, "bad-host", "this host name is not served here")(scope, receive, _dressed(send))
            return
        tenant: str | None = ""
        if self._keys and scope["path"] not in OPEN_PATHS:
            tenant = self._tenant(headers)
        if tenant is None:
            challenge = {"www-authenticate": 'Bearer realm="cleaner"'}
            refusal = problem(401, "unauthorized", "a valid API key is needed", headers=challenge)
            await refusal(scope, receive, _dressed(send))
            return
        scope.setdefault("state", {})["tenant"] = tenant
        extra: dict[str, str] = {}
        if self._redis is not None and scope["path"] not in OPEN_PATHS:
            used = await asyncio.to_thread(self._used, self._redis, tenant or _client(scope))
            reset = WINDOW - int(time.time()) % WINDOW
            extra = {"ratelimit-limit": str(self._limit), "ratelimit-remaining": str(max(self._limit - used, 0))}
            extra["ratelimit-reset"] = str(reset)
            if used > self._limit:
                refusal = problem(429, "too-many-requests", f"{self._limit} requests a minute are allowed")
                refusal.headers["retry-after"] = str(reset)
                await refusal(scope, receive, _dressed(send, extra))
                return
        await self._app(scope, receive, _dressed(send, extra))

    def _tenant(self, headers: Headers) -> str | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
        digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest()
        found = None
        for key in self._keys:  # all of them are compared, so that the time says nothing
            if hmac.compare_digest(digest, key.digest):
                found = key.name
        return found

    @staticmethod
    def _used(client: redis.Redis, who: str) -> int:
        """Requests of this minute, counted in the queue's server: it outlives this process and all share it."""
        name = f"cleaner:rate:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{int(time.time()) // WINDOW}"
        try:
            with client.pipeline(transaction=False) as pipeline:
                pipeline.incr(name)
                pipeline.expire(name, 2 * WINDOW)
                return int(pipeline.execute()[0])
        except redis.RedisError:
            return 0  # without the server nothing can be submitted anyway


def allowed_hosts(config: Config) -> frozenset[str]:
    """The names this API answers to, without ports."""
    if config.allowed_hosts:
        return frozenset(host.lower() for host in config.allowed_hosts)
    named = {"localhost", "127.0.0.1", "::1", config.host.lower().strip("[]")}
    return frozenset(named if config.loopback else {"*"})


def _host(value: str) -> str:
    value = value.lower()
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0]


def _client(scope: MutableMapping[str, Any]) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _dressed(send: Send, extra: MutableMapping[str, str] | None = None) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**HEADERS, **(extra or {})}.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
