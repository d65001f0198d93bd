"""Clients that submit and poll all the time and never try twice, and keep account of every answer."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Sequence
from typing import Self

import httpx
from service_process import PLAIN, text_of

PAUSE = 0.1  # seconds between two submissions of a client: each is a work-horse of its own


class SteadyLoad:
    """Some clients at once, each over connections of its own that it keeps, at the APIs of `urls` in turn.

    A connection that is refused goes to the next API, as a proxy does it: nothing had been sent. Whatever else goes
    wrong is a failed request and stands in `failures`.
    """

    def __init__(self, urls: Sequence[str], clients: int = 4, *, key: str = "", first: int = 50_000) -> None:
        self._urls = urls
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._numbers = itertools.count(first)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._drive, args=(n,), daemon=True) for n in range(clients)]
        self.jobs: list[str] = []
        self.answers = 0
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def ends(self, api: httpx.Client, seconds: float = 300) -> list[dict]:
        """Its jobs once all have ended, or after so many seconds: a busy machine works on them long after the load."""
        deadline = time.monotonic() + seconds
        found = []
        for name in self.jobs:
            found.append(api.get(f"/v1/jobs/{name}", params={"wait": 25}).json())
            while found[-1]["status"] in {"queued", "running"} and time.monotonic() < deadline:
                found[-1] = api.get(f"/v1/jobs/{name}", params={"wait": 25}).json()
        return found

    def _drive(self, turn: int) -> None:
        with httpx.Client(timeout=60, **PLAIN, headers=self._headers) as http:
            while not self._stop.is_set():
                turn += 1
                try:
                    made = self._ask(http, turn, "POST", "/v1/jobs", json={"text": text_of(next(self._numbers))})
                    self.jobs.append(made["id"])
                    wait = {"wait": 0.3} if turn % 3 == 0 else {}
                    self._ask(http, turn, "GET", f"/v1/jobs/{made['id']}", params=wait)
                except (httpx.HTTPError, AssertionError) as error:
                    self.failures.append(f"{time.strftime('%H:%M:%S')} {error!r}")
                time.sleep(PAUSE)

    def _ask(self, http: httpx.Client, turn: int, method: str, path: str, **more: object) -> dict:
        for attempt in range(len(self._urls)):
            try:
                answer = http.request(method, self._urls[(turn + attempt) % len(self._urls)] + path, **more)
            except httpx.ConnectError:
                if attempt + 1 == len(self._urls):
                    raise
                continue
            assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
            self.answers += 1
            return answer.json()
        raise AssertionError
