"""Seconds from a single page's submission to its result, beside a batch that is read and worked on and without one.

    python benchmarks/service_priority.py --items 5000 --singles 30

Needs the service's extras; starts a service of its own with two workers.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import httpx
from service_process import RunningService, text_of

LINES = {"content-type": "application/x-ndjson"}
PAUSE = 0.5  # seconds between two single pages
LIMITS = {"CLEANER_QUEUE_LIMIT": "1000000", "CLEANER_BATCH_ITEMS": "1000000"}


def main() -> int:
    """Measure; prints JSON, times in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5_000, help="items of the batch")
    parser.add_argument("--singles", type=int, default=30)
    options = parser.parse_args()
    report: dict[str, object] = {"load_average_before": os.getloadavg()[0], "items": options.items}
    running = RunningService(LIMITS, workers=2)
    with running as service, service.client() as api:
        report["alone"] = singles(api, 10_000_000, options.singles)
        sent: list[httpx.Response] = []
        sending = threading.Thread(target=lambda: sent.append(submit(service, options.items)))
        begun = time.monotonic()
        sending.start()
        report["beside_the_batch"] = singles(api, 20_000_000, options.singles, until=sending)
        sending.join()
        batch = api.get(sent[0].headers["location"]).json()
        report["batch_done_meanwhile"] = batch["progress"]
        report["seconds"] = round(time.monotonic() - begun, 1)
    report["load_average_after"] = os.getloadavg()[0]
    print(json.dumps(report, indent=2))
    return 0


def submit(service: RunningService, items: int) -> httpx.Response:
    """The answer to a batch of so many small texts."""
    body = "".join(json.dumps({"text": text_of(number) * 5}) + "\n" for number in range(items))
    with service.client() as api:
        answer = api.post("/v1/batches", content=body.encode(), headers=LINES, timeout=600)
    answer.raise_for_status()
    return answer


def singles(api: httpx.Client, first: int, number: int, until: threading.Thread | None = None) -> dict[str, float]:
    """Seconds from submission to result of single pages, one after the other; at least until the batch is taken."""
    found = []
    while len(found) < number or (until is not None and until.is_alive()):
        begun = time.monotonic()
        job = api.post("/v1/jobs", json={"text": text_of(first + len(found))}, headers={"prefer": "wait=60"}).json()
        assert job["status"] == "succeeded", job
        found.append(time.monotonic() - begun)
        time.sleep(PAUSE)
    found.sort()
    return {
        "pages": len(found),
        "median": round(statistics.median(found), 2),
        "p95": round(found[int(len(found) * 0.95)], 2),
        "worst": round(found[-1], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
