"""The hostile corpus through a whole service: an API, real workers, a queue's server and a store of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.hostile_case import Case, Row, judged
from cleaner import Status

START, CASE = 120.0, 90.0  # seconds: to come up, and for one case with its place in the queue


@contextmanager
def service(home: Path) -> Iterator[tuple[str, int]]:
    """The address of a service of our own, and its process id."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEANER_")}
    environment |= {"CLEANER_DATA_DIR": str(home), "CLEANER_RATE_LIMIT": "0"}
    command = [sys.executable, "-m", "cleaner.app.cli", "serve", "--port", "0", "--workers", "1", "--fetchers", "0"]
    log = home / "service.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream, start_new_session=True)
    try:
        deadline = time.monotonic() + START
        while True:
            found = re.search(r"listens on (http://\S+)/", log.read_text("utf-8", "replace"))
            if found and _ready(found[1]):
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text("utf-8", "replace")[-2_000:])
            time.sleep(0.2)
        yield found[1], process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def through_queue(chosen: list[Case]) -> list[Row]:
    """Every case as an upload, one after the other; memory is the most that a process of the service had meanwhile."""
    rows = []
    with (
        tempfile.TemporaryDirectory(prefix="hq") as home,
        service(Path(home)) as (url, pid),
        httpx.Client(base_url=url, timeout=CASE, trust_env=False) as api,
    ):
        for case in chosen:
            begun = time.monotonic()
            with _watched(pid) as most:
                row = _one(api, case)
            spent = time.monotonic() - begun
            rows.append(Row(row.id, row.state, row.why, spent, max(most), row.words, row.lost, row.leaked))
            print(f"{row.id:34} {row.state:18} {spent:6.2f} s {rows[-1].mib:6.0f} MiB", flush=True)
        alive = api.post("/v1/jobs", json={"text": "A last text, to see that the workers live."}, headers=_WAIT).json()
        rows.append(Row("the workers live behind it", "ok" if alive["status"] == "succeeded" else "lost"))
    return rows


_WAIT = {"prefer": "wait=60"}


def _one(api: httpx.Client, case: Case) -> Row:
    with Path(case.path).open("rb") as stream:
        answer = api.post("/v1/jobs", files={"file": (Path(case.path).name, stream)}, headers=_WAIT)
    said = answer.json()
    deadline = time.monotonic() + CASE
    while answer.status_code < 400 and said["status"] in {"queued", "running"} and time.monotonic() < deadline:
        answer = api.get(said["links"]["self"], params={"wait": 20})
        said = answer.json()
    if answer.status_code < 400 and said.get("kind") == "batch":
        return _items(api, case, said)
    if answer.status_code >= 400:
        return Row(case.id, said.get("code", str(answer.status_code)), said.get("detail", ""))
    if said.get("status") != "succeeded":
        error = said.get("error") or {}
        return Row(
            case.id, error.get("code", said.get("status", "lost")), error.get("message", error.get("detail", ""))
        )
    result = said.get("result") or {}
    if "body" not in said["links"]:
        return judged(case, result.get("status", "empty"), "", "", "; ".join(result.get("reasons", ())))
    body = api.get(said["links"]["body"], headers={"accept": "text/plain"}).text
    live = api.get(said["links"]["markdown"].replace("format=markdown", "format=html")).text
    flagged = [one["text"] for one in api.get(said["links"]["removals"]).json().get("flagged", ())]
    return judged(case, result.get("status", "ok"), body, live, "; ".join(result.get("reasons", ())), flagged)


def _items(api: httpx.Client, case: Case, said: dict[str, Any]) -> Row:
    """An archive is a batch: the bodies of its entries together, or why the first of them was refused."""
    deadline = time.monotonic() + CASE
    while True:
        items = api.get(said["links"]["items"]).json()["items"]
        jobs = [item["job"] for item in items if item["job"]]
        if all(job["status"] not in {"queued", "running"} for job in jobs) or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    at = [job["links"]["body"] for job in jobs if "body" in job["links"]]
    bodies = [api.get(one, headers={"accept": "text/plain"}).text for one in at]
    if bodies:
        return judged(case, Status.OK.value, "\n".join(bodies), "", f"{len(bodies)} of {len(items)} entries")
    errors = [item["problem"] or item["job"]["error"] or {} for item in items]
    first: dict[str, Any] = next((one for one in errors if one), {})
    words = first.get("detail", first.get("message", ""))
    return Row(case.id, first.get("code", "lost"), f"each of {len(items)} entries: {words}")


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _below(pid: int) -> list[Path]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return [Path("/proc") / str(one) for one in found]


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """The most memory (MiB) of any process below `pid`, looked at ten times a second: work-horses come and go."""
    most, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            most.append(max((_memory(entry) for entry in _below(pid)), default=0.0))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def _memory(entry: Path) -> float:
    try:
        words = (entry / "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in words if line.startswith("VmRSS:")), 0.0)
