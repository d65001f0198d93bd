"""Killing a service's processes while it works, and counting what came of it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

import httpx
import redis

NDJSON = {"content-type": "application/x-ndjson"}
TRIES = 300  # half a second apart: on a busy machine an API that was killed takes a while to come back


class Hurtable(Protocol):
    """A service whose processes can be found and whose API can be asked."""

    def children(self, module: str) -> list[int]:
        """The ids of its processes that run this module."""

    def client(self) -> httpx.Client:
        """A client of its API."""

    def redis(self) -> redis.Redis:
        """A connection to its queue's server."""

    def words(self) -> str:
        """The end of its log."""


class Havoc(threading.Thread):
    """Kills work-horses, workers, the API and the embedded server, in a random but repeatable order."""

    def __init__(
        self, service: Hurtable, plan: Sequence[str], seed: int, pauses: tuple[float, float] = (0.3, 1.2)
    ) -> None:
        super().__init__(daemon=True)
        self._service = service
        self._plan = plan
        self._pauses = pauses
        self._random = random.Random(seed)
        self.killed: list[str] = []
        self.struck: list[set[int]] = []  # the pages that were in the hands of workers at each kill of one

    def run(self) -> None:
        """Kill along the plan."""
        for victim in self._plan:
            time.sleep(self._random.uniform(*self._pauses))
            self._strike(victim)

    def _strike(self, victim: str) -> None:
        pages = self._in_work() if victim in {"horse", "worker"} else set()
        pids = self._pids(victim)
        if pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._random.choice(pids), signal.SIGKILL)
                self.killed.append(victim)
                self.struck.append(pages)

    def _in_work(self) -> set[int]:
        """The pages that workers have noted; none while the queue's server is away."""
        with contextlib.suppress(redis.RedisError):
            server = self._service.redis()
            return {int(found) for name in server.scan_iter("cleaner:note:*") if (found := server.get(name))}
        return set()

    def _pids(self, victim: str) -> list[int]:
        if victim == "server":
            with contextlib.suppress(Exception):
                return [int(self._service.redis().info("server")["process_id"])]
            return []
        if victim == "api":
            return self._service.children("cleaner.app.api.server")
        workers = self._service.children("workers.run clean")
        work_horses = [pid for pid in workers if _is_work_horse(pid)]
        return work_horses if victim == "horse" else [pid for pid in workers if pid not in work_horses]


def _is_work_horse(pid: int) -> bool:
    """Whether this process leads a group below its worker's session; one that has ended meanwhile does not."""
    with contextlib.suppress(ProcessLookupError):
        return os.getpgid(pid) == pid and os.getsid(pid) != pid
    return False


def submit_all(service: Hurtable, texts: Sequence[str], size: int) -> list[str]:
    """The batches of these texts; what is refused or cut off is sent again, as a client would."""
    batches = []
    for start in range(0, len(texts), size):
        content = "\n".join(json.dumps({"text": text}) for text in texts[start : start + size])
        for _ in range(TRIES):
            with contextlib.suppress(httpx.HTTPError), service.client() as api:
                answer = api.post("/v1/batches", content=content, headers=NDJSON, timeout=30)
                if answer.status_code == 202:
                    batches.append(answer.json()["id"])
                    break
            time.sleep(0.5)
        else:
            raise AssertionError("the service never took the batch")
    return batches


def ended(service: Hurtable, batches: list[str], seconds: float) -> list[dict[str, Any]]:
    """The batches when all have ended."""
    deadline = time.monotonic() + seconds
    found: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError), service.client() as api:
            answers = [api.get(f"/v1/batches/{name}", timeout=30) for name in batches]
            found = [one.raise_for_status().json() for one in answers]
            if all(one["status"] not in {"queued", "running"} for one in found):
                return found
        time.sleep(0.5)
    raise AssertionError(f"{[(b['status'], b['progress']) for b in found]}\n{service.words()}")
