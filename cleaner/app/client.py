"""The service from the outside: what `cleaner submit`, `status`, `result` and `cancel` speak."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from cleaner.errors import (
    CleanerError,
    Code,
    Gone,
    InputError,
    NotFound,
    QueueError,
    QueueFull,
    StoreError,
    TooLarge,
    UnsupportedMedia,
)

DEFAULT_URL = "http://127.0.0.1:8080"
TIMEOUT = 90.0  # seconds; a long poll lasts up to 60
POLL = 30.0  # seconds of one long poll
_BY_CODE: Mapping[str, type[CleanerError]] = {
    Code.NOT_FOUND.value: NotFound,
    Code.GONE.value: Gone,
    Code.TOO_LARGE.value: TooLarge,
    Code.UNSUPPORTED_MEDIA.value: UnsupportedMedia,
    Code.QUEUE_FULL.value: QueueFull,
    Code.QUEUE_UNAVAILABLE.value: QueueError,
    Code.STORE_UNAVAILABLE.value: StoreError,
}


class Client:
    """A connection to one service. Every method raises the error that the service's problem document names."""

    def __init__(self, url: str = DEFAULT_URL, key: str | None = None) -> None:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._http.close()

    def submit(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The job of one JSON item (`url`, `html` or `text`)."""
        return self._json("POST", "/v1/jobs", json=dict(item))

    def submit_file(self, path: Path, fields: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The job of a file, or the batch of one that holds many items."""
        with path.open("rb") as stream:
            return self._json("POST", "/v1/jobs", files={"file": (path.name, stream)}, data=dict(fields or {}))

    def submit_lines(self, content: bytes) -> dict[str, Any]:
        """The batch of these JSON lines."""
        return self._json("POST", "/v1/batches", content=content, headers={"content-type": "application/x-ndjson"})

    def submit_archive(self, content: bytes, common: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The batch of a zip archive's files; `common` holds options for all of them."""
        headers = {"content-type": "application/zip"}
        return self._json("POST", "/v1/batches", content=content, headers=headers, params=dict(common or {}))

    def status(self, name: str, wait: float = 0) -> dict[str, Any]:
        """A job or a batch as it stands, after at most `wait` seconds for its end."""
        return self._json("GET", _at(name), params={"wait": wait} if wait else {})

    def wait(self, name: str, seconds: float = float("inf")) -> dict[str, Any]:
        """A job or a batch when it has ended, or as it stands after so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            found = self.status(name, wait=max(min(POLL, left), 0))
            if found["status"] not in {"queued", "running"} or left <= POLL:
                return found

    def cancel(self, name: str) -> dict[str, Any]:
        """The job or batch after its cancellation."""
        return self._json("DELETE", _at(name))

    def items(self, batch: str, status: str | None = None) -> list[dict[str, Any]]:
        """All items of a batch, of one status or all."""
        found: list[dict[str, Any]] = []
        at: str | None = f"{_at(batch)}/items?limit=1000" + (f"&status={status}" if status else "")
        while at:
            page = self._json("GET", at)
            found += page["items"]
            at = page["next"]
        return found

    def body(self, content_hash: str, form: str, source: str | None = None) -> bytes:
        """A clean body as `text`, `markdown`, `html` or `json`."""
        wanted = {"format": form} | ({"source": source} if source else {})
        return self._check_response(self._request("GET", f"/v1/bodies/{content_hash}", params=wanted)).content

    def removals(self, content_hash: str, source: str | None = None) -> dict[str, Any]:
        """What was cut from a source of a body."""
        return self._json("GET", f"/v1/bodies/{content_hash}/removals", params={"source": source} if source else {})

    def _json(self, method: str, at: str, **request: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._check_response(self._request(method, at, **request)).json()
        return found

    def _request(self, method: str, at: str, **request: Any) -> httpx.Response:
        try:
            return self._http.request(method, at, **request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise QueueError(f"the service does not answer ({error})", subject=str(self._http.base_url)) from error

    def _check_response(self, response: httpx.Response) -> httpx.Response:
        if response.is_success:
            return response
        try:
            found = response.json()
            code, detail = str(found.get("code", "")), str(found.get("detail", ""))
        except ValueError:
            code, detail = "", ""
        kind = _BY_CODE.get(code) or (InputError if response.is_client_error else QueueError)
        raise kind(detail or f"the service answered {response.status_code}", subject=str(response.url.path))


def _at(name: str) -> str:
    """A job's id holds a dash, a batch's does not."""
    return f"/v1/jobs/{name}" if "-" in name else f"/v1/batches/{name}"
