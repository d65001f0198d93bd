"""Latency of submissions and polls while the workers are busy, and what a queued page weighs in Redis.

    python benchmarks/service_latency.py --seconds 30 --queued 100000

Submissions are an open loop: 16 connections offer 50 a second of 100 kB together, whether or not the
service keeps up; a latency counts from the moment a submission was due.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import httpx
from service_process import RunningService, text_of

LINES = {"content-type": "application/x-ndjson"}
CONNECTIONS, RATE, SIZE = 16, 50.0, 100_000
WORDS = ("harbour council member spring repair wall weather morning letter minister garden river machine").split()


def main() -> int:
    """Measure; prints JSON."""
    options = _options()
    report: dict[str, object] = {"load_average_before": os.getloadavg()[0]}
    with RunningService({"CLEANER_QUEUE_LIMIT": "1000000"}, workers=2) as service:
        report["submit_busy"] = open_loop(service, options.seconds)
        report["poll_busy"] = polls(service, busy=True)
        with service.client() as api:
            report["open_after"] = _open_jobs(api)
    with RunningService({"CLEANER_QUEUE_LIMIT": "1000000"}) as service:
        report["poll_empty"] = polls(service, busy=False)
        report |= fill(service, options.queued)
        report["poll_with_queued"] = polls(service, busy=True)
        report["batch_poll_with_queued"] = batch_polls(service)
    report["load_average_after"] = os.getloadavg()[0]
    print(json.dumps(report, indent=2))
    return 0


def open_loop(service: RunningService, seconds: float) -> dict[str, float]:
    """Submit on schedule; milliseconds from when each was due."""
    total = int(RATE * seconds)
    bodies = [_page(n) for n in range(total)]
    found: list[float] = []
    statuses: list[int] = []
    begun = time.monotonic() + 0.5

    def connection(number: int) -> None:
        with service.client() as api:
            for turn in range(number, total, CONNECTIONS):
                due = begun + turn / RATE
                time.sleep(max(due - time.monotonic(), 0))
                answer = api.post("/v1/jobs", content=bodies[turn], headers={"content-type": "text/html"})
                found.append((time.monotonic() - due) * 1000)
                statuses.append(answer.status_code)

    threads = [threading.Thread(target=connection, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _quantiles(found) | {"submissions": total, "accepted": statuses.count(202) + statuses.count(200)}


def polls(service: RunningService, *, busy: bool, count: int = 300) -> dict[str, float]:
    """Poll one job; milliseconds."""
    with service.client() as api:
        job = api.post("/v1/jobs", json={"text": text_of(random.randrange(10**9))}).json()
        if not busy:
            api.get(job["links"]["self"], params={"wait": 30})
        return _polled(api, job["links"]["self"], count)


def batch_polls(service: RunningService, count: int = 100) -> dict[str, float]:
    """Poll a batch; milliseconds."""
    with service.client() as api:
        name = api.get("/v1/batches", params={"limit": 1}).json()["items"][0]["id"]
        return _polled(api, f"/v1/batches/{name}", count)


def _polled(api: httpx.Client, at: str, count: int) -> dict[str, float]:
    found = []
    for _ in range(count):
        begun = time.monotonic()
        assert api.get(at).status_code == 200
        found.append((time.monotonic() - begun) * 1000)
    return _quantiles(found)


def fill(service: RunningService, count: int) -> dict[str, object]:
    """Queue many small texts faster than they are cleaned; what each weighs in Redis."""
    server = service.redis()
    before = int(server.info("memory")["used_memory"])
    begun = time.monotonic()
    with service.client() as api:
        for start in range(0, count, 5_000):
            lines = "\n".join(json.dumps({"text": text_of(10**6 + n)}) for n in range(start, min(start + 5_000, count)))
            answer = api.post("/v1/batches", content=lines, headers=LINES)
            assert answer.status_code == 202, answer.text
        seconds = time.monotonic() - begun
        waiting = _open_jobs(api)
    grown = int(server.info("memory")["used_memory"]) - before
    return {
        "queued": waiting,
        "registered_a_second": round(count / seconds),
        "redis_bytes_a_page": round(grown / max(waiting, 1), 1),
    }


def _open_jobs(api: httpx.Client) -> int:
    lines = api.get("/metrics").text.splitlines()
    return int(sum(float(line.split()[-1]) for line in lines if line.startswith("cleaner_open_jobs{")))


def _page(number: int) -> bytes:
    chance = random.Random(number)
    paragraphs = []
    size = 0
    while size < SIZE:
        text = "<p>" + " ".join(chance.choice(WORDS) for _ in range(60)) + ".</p>\n"
        paragraphs.append(text)
        size += len(text)
    return f"<html><body><article><h1>Page {number}</h1>{''.join(paragraphs)}</article></body></html>".encode()


def _quantiles(found: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(found, n=100)
    return {
        "median_ms": round(cuts[49], 2),
        "p95_ms": round(cuts[94], 2),
        "p99_ms": round(cuts[98], 2),
        "max_ms": round(max(found), 1),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--queued", type=int, default=100_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
