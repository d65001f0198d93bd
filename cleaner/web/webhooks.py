"""Telling somebody that a job is done, after Standard Webhooks, through the fetcher's address guard.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ssl
from collections.abc import Sequence

import httpx

from cleaner.errors import ConfigError, HttpStatus
from cleaner.web.address import Guard
from cleaner.web.faults import EXPECTED, as_cleaner_error
from cleaner.web.fetched import FetchLimits
from cleaner.web.transport import GuardedTransport

TIMEOUT = 20.0  # seconds for the whole exchange; the specification asks for 15 to 30
GONE = 410  # the receiver wants no more of it


def signature(secrets: Sequence[str], name: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` header: one `v1,<base64>` for each secret, separated by spaces.

    Raises ConfigError for a secret whose part after `whsec_` is no base64.
    """
    signed = f"{name}.{timestamp}.".encode() + body
    parts = []
    for secret in secrets:
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            raise ConfigError("a webhook secret is whsec_ and base64", subject="CLEANER_WEBHOOK_SECRETS") from None
        digest = hmac.new(key, signed, hashlib.sha256).digest()
        parts.append(f"v1,{base64.b64encode(digest).decode()}")
    return " ".join(parts)


def deliver(
    url: str,
    name: str,
    timestamp: int,
    body: bytes,
    *,
    secrets: Sequence[str],
    guard: Guard,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Post `body`, signed; redirects are not followed and the answer's body is not read.

    Raises HttpStatus for an answer other than 2xx, or another FetchError.
    """
    headers = {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secrets, name, timestamp, body),
        "user-agent": "cleaner-webhooks/1",
    }
    try:
        transport = GuardedTransport(guard, limits=FetchLimits(total=TIMEOUT), tls=tls)
        response = transport.handle_request(httpx.Request("POST", url, headers=headers, content=body))
        response.close()
    except EXPECTED as problem:
        raise as_cleaner_error(problem, url) from problem
    if not response.is_success:
        status = response.status_code
        raise HttpStatus(f"the receiver answered {status}", subject=url, status=status)
