"""A browser's way to show an API key: once, in a form; then a cookie stands for it.

The cookie names the key and its own end, signed with the key's digest: nothing is stored, and a key that is taken out
of the settings ends its sessions. It is sent to this service only (SameSite=Strict) and no script reads it (HttpOnly).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterable

from cleaner.service.settings import ApiKey

COOKIE = "cleaner_session"
SECONDS = 12 * 3_600
_VALUE = re.compile(r"([0-9a-f]{16})\.([0-9]{1,12})\.([0-9a-f]{64})")


def session_of(key: ApiKey, now: float) -> str:
    """The value of a new session's cookie."""
    end = int(now + SECONDS)
    return f"{_mark(key)}.{end}.{_signature(key, end)}"


def key_of_session(keys: Iterable[ApiKey], value: str, now: float | None = None) -> ApiKey | None:
    """The key whose session a cookie holds; None where the cookie is not ours, was changed, or has ended."""
    found = _VALUE.fullmatch(value)
    if found is None or int(found[2]) < (time.time() if now is None else now):
        return None
    for key in keys:
        if _mark(key) == found[1] and hmac.compare_digest(_signature(key, int(found[2])), found[3]):
            return key
    return None


def _mark(key: ApiKey) -> str:
    """What names a key in a cookie: its name may hold any character, and two keys may share one."""
    return hashlib.sha256(b"mark" + key.name.encode("utf-8", "replace") + key.digest).hexdigest()[:16]


def _signature(key: ApiKey, end: int) -> str:
    return hmac.new(key.digest, f"session {key.name} {end}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
