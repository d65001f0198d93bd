"""What both clients share: a method of the client as a plan of requests, and what an answer means.

A plan is a generator: it yields a `Call` and is given its answer, or yields a `Pause` in seconds. The two clients only
differ in how they send and sleep.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import IO, Any, NewType, TypeVar

import httpx

from cleaner.errors import (
    CleanerError,
    Code,
    ConfigError,
    Gone,
    InputError,
    Malformed,
    NotFound,
    Quarantined,
    QueueError,
    QueueFull,
    StoreError,
    TooLarge,
    UnsupportedMedia,
)

DEFAULT_URL = "http://127.0.0.1:8080"
TIMEOUT = 90.0  # seconds; a long poll lasts up to 60
POLL = 30.0  # seconds of one long poll while the end of a job is waited for
BUSY = frozenset({429, 502, 503, 504})
IN_FLIGHT = "in-flight"  # a request with the same Idempotency-Key is still being answered
_SHARE = 1 << 18  # bytes of a file that are sent at once
_BY_CODE: Mapping[str, type[CleanerError]] = {
    Code.NOT_FOUND.value: NotFound,
    Code.GONE.value: Gone,
    Code.TOO_LARGE.value: TooLarge,
    Code.UNSUPPORTED_MEDIA.value: UnsupportedMedia,
    Code.MALFORMED.value: Malformed,
    Code.QUARANTINED.value: Quarantined,
    Code.QUEUE_FULL.value: QueueFull,
    "too-many-requests": QueueFull,
    "unauthorized": ConfigError,
    Code.QUEUE_UNAVAILABLE.value: QueueError,
    Code.STORE_UNAVAILABLE.value: StoreError,
}

Pause = NewType("Pause", float)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a request is sent again: `attempts` in all, with pauses from `first` to `longest` seconds, doubling.

    A server's `Retry-After` counts instead, as far as it is not longer than `longest`.
    """

    attempts: int = 5
    first: float = 0.5
    longest: float = 30.0

    def pause(self, attempt: int, wished: float | None = None) -> float:
        """Seconds to wait after so many failed attempts."""
        return min(self.first * 2 ** (attempt - 1) if wished is None else wished, self.longest)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `content` is bytes, or a file that is read from its beginning each time it is sent."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    content: bytes | IO[bytes] | None = None
    files: Mapping[str, tuple[str, bytes]] | None = None
    form: Mapping[str, str] | None = None

    def arguments(self) -> dict[str, Any]:
        """The request as httpx takes it, but for the content."""
        said = {"params": dict(self.query), "headers": dict(self.headers), "json": self.json, "files": self.files}
        return {name: value for name, value in {**said, "data": self.form}.items() if value}


Plan = Generator["Call | Pause", "httpx.Response | httpx.HTTPError | None", Answer]


def idempotent(call: Call) -> Call:
    """A submission that can be sent twice and is accepted once."""
    headers = {**call.headers, "idempotency-key": uuid.uuid4().hex}
    return Call(call.method, call.path, call.query, headers, call.json, call.content, call.files, call.form)


def send_with_retries(call: Call, retries: Retries, *, base: str) -> Plan[httpx.Response]:
    """The answer to a call, sent again where that can help.

    Raises the error that the service's problem document names, or QueueError where there is no answer.
    """
    attempt = 0
    while True:
        attempt += 1
        answer = yield call
        if isinstance(answer, httpx.HTTPError):
            if attempt >= retries.attempts or isinstance(answer, httpx.UnsupportedProtocol):
                raise QueueError(f"the service does not answer ({answer})", subject=base) from answer
            yield Pause(retries.pause(attempt))
            continue
        assert answer is not None
        if answer.is_success or answer.status_code == 304:
            return answer
        error = error_of(answer)
        again = answer.status_code in BUSY or error.facts.get("code") == IN_FLIGHT
        if attempt >= retries.attempts or not again:
            raise error
        yield Pause(retries.pause(attempt, retry_after(answer)))


def error_of(answer: httpx.Response) -> CleanerError:
    """The error that an answer stands for; its facts are `status`, `code` and, where fields do not fit, `errors`."""
    found: Any = None
    try:
        found = answer.json()
    except ValueError:
        found = None
    problem: Mapping[str, Any] = found if isinstance(found, dict) else {}
    code, detail = str(problem.get("code", "")), str(problem.get("detail", ""))
    errors = problem.get("errors") or []
    fields = "; ".join(f"{one.get('pointer', '')} {one.get('detail', '')}".strip() for one in errors)
    words = f"{detail}: {fields}" if fields else detail
    kind = _BY_CODE.get(code) or (InputError if answer.is_client_error else QueueError)
    facts: dict[str, Any] = {"status": answer.status_code, "code": code, "errors": errors}
    if not words:
        return kind(f"the service answered {answer.status_code}", subject=str(answer.url.path), **facts)
    return kind(words, **facts)


def retry_after(answer: httpx.Response) -> float | None:
    """Seconds that an answer's Retry-After asks for, or None."""
    said = answer.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
        sent = parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max((moment - sent).total_seconds(), 0.0)


def chunks_of(content: IO[bytes]) -> Callable[[], bytes]:
    """A reader of a file's next bytes, from its beginning."""
    content.seek(0)
    return lambda: content.read(_SHARE)
