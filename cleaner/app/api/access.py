"""Who may ask, how often, under which name: host allow-list, origin, API keys, rate limits, headers on every answer.

Plain ASGI, outside the framework: what is refused here costs nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cleaner.app.api.problems import Answer, ProblemError, problem_of_refusal
from cleaner.app.api.rate_limit import RateLimit
from cleaner.app.api.session import COOKIE as SESSION
from cleaner.app.api.session import key_of_session
from cleaner.service.settings import ApiKey, Config

OPEN_PATHS = frozenset({"/login", "/livez", "/readyz", "/version", "/docs", "/openapi.json"})
OPEN_BELOW = "/static/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Access:
    """An ASGI application around another one, which lets through only requests that may be answered.

    It refuses foreign host names, changes from pages of other sites, missing or wrong keys and callers over their rate
    limit. What it lets through has `tenant` in its state: the name of the key, or "" where no keys are used. `answer`
    makes the response of a refusal.
    """

    def __init__(self, app: ASGIApp, config: Config, answer: Answer = problem_of_refusal) -> None:
        self._app = app
        self._answer = answer
        self._keys = config.api_keys
        self._hosts = allowed_hosts(config)
        self._rate = RateLimit(config.redis_url, config.rate_limit) if config.rate_limit else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the application, or let the request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "content-length" in headers and "transfer-encoding" in headers:
            refusal = ProblemError(
                400, "malformed", "Content-Length and Transfer-Encoding together", headers={"connection": "close"}
            )
            await self._refuse(refusal, scope, receive, _with_headers(send))
            return
        if "*" not in self._hosts and _host(headers.get("host", "")) not in self._hosts:
            refusal = ProblemError(400, "bad-host", "this host name is not served here")
            await self._refuse(refusal, scope, receive, _with_headers(send))
            return
        if scope["method"] not in READING and not _same_origin(headers):
            refusal = ProblemError(403, "forbidden", "pages of other sites may not change anything here")
            await self._refuse(refusal, scope, receive, _with_headers(send))
            return
        tenant: str | None = ""
        open_path = scope["path"] in OPEN_PATHS or scope["path"].startswith(OPEN_BELOW)
        if self._keys:
            tenant = self._tenant(headers)
            if tenant is None and open_path:
                tenant = ""
        if tenant is None and scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            await _to_login(scope)(scope, receive, _with_headers(send))
            return
        if tenant is None:
            challenge = {"www-authenticate": 'Bearer realm="cleaner"'}
            refusal = ProblemError(401, "unauthorized", "a valid API key is needed", headers=challenge)
            await self._refuse(refusal, scope, receive, _with_headers(send))
            return
        scope.setdefault("state", {}).update(tenant=tenant, keyed=bool(self._keys))
        extra: dict[str, str] = {}
        if self._rate is not None and not (open_path and scope["method"] in READING):
            limit, used, reset = self._rate.limit, await self._rate.count(tenant or _client(scope)), self._rate.reset()
            extra = {"ratelimit-limit": str(limit), "ratelimit-remaining": str(max(limit - used, 0))}
            extra["ratelimit-reset"] = str(reset)
            if used > limit:
                words, after = f"{limit} requests a minute are allowed", {"retry-after": str(reset)}
                refusal = ProblemError(429, "too-many-requests", words, headers=after)
                await self._refuse(refusal, scope, receive, _with_headers(send, extra))
                return
        await self._app(scope, receive, _with_headers(send, extra))

    async def _refuse(self, refusal: ProblemError, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope), refusal)
        await answer(scope, receive, send)

    def _tenant(self, headers: Headers) -> str | None:
        if "authorization" not in headers and "x-api-key" not in headers:
            session = key_of_session(self._keys, cookie_parser(headers.get("cookie", "")).get(SESSION, ""))
            return session.name if session else None
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
        found = key_of(self._keys, given)
        return found.name if found else None


def key_of(keys: Iterable[ApiKey], given: str) -> ApiKey | None:
    """The key whose secret is `given`, or None. All are compared in constant time."""
    digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest()
    found = None
    for key in keys:  # all of them are compared, so that the time says nothing
        if hmac.compare_digest(digest, key.digest):
            found = key
    return found


def allowed_hosts(config: Config) -> frozenset[str]:
    """The names this API answers to, without ports."""
    if config.allowed_hosts:
        return frozenset(host.lower() for host in config.allowed_hosts)
    named = {"localhost", "127.0.0.1", "::1", config.host.lower().strip("[]")}
    return frozenset(named if config.loopback else {"*"})


def _same_origin(headers: Headers) -> bool:
    """Whether no page of another site sent this: browsers say so, other programs say nothing of it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _to_login(scope: Scope) -> Response:
    """A browser without a key is led to where it can show one, and back."""
    path = str(scope["path"])
    to = "../" * (path.count("/") - 1) or "./"
    query = scope.get("query_string", b"").decode("latin-1")
    back = quote(path.lstrip("/") + (f"?{query}" if query else ""), safe="")
    return Response(status_code=303, headers={"location": f"{to}login?to={back}", "cache-control": "no-store"})


def _host(value: str) -> str:
    value = value.lower()
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0]


def _client(scope: MutableMapping[str, Any]) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _with_headers(send: Send, extra: MutableMapping[str, str] | None = None) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            more = [(name.encode(), value.encode()) for name, value in extra.items()] if extra else []
            message["headers"] = [*message["headers"], *(one for one in (*HEADERS, *more) if one[0] not in given)]
        await send(message)

    return sending
