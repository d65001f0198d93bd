"""Keep the service busy with mixed inputs while its processes are killed, and watch what grows.

    python benchmarks/service_soak.py --minutes 20 [--hostile FOLDER]

FOLDER is what a hostile corpus' `make.py` wrote; one input in twenty is then taken from it, each time as a job
of its own. At the end: everything accepted has ended, and no process, temporary file or key of ours is left.
Memory is the resident size of the long-lived processes, sampled every ten seconds; growth is told of the process of
each kind that lived longest, its first quarter against its last.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sqlite3
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import httpx
from service_havoc import Havoc, ended
from service_process import RunningService, descendants, text_of

ROOT = Path(__file__).parent.parent
LINES = {"content-type": "application/x-ndjson"}
MODULES = ("cleaner.app.api.server", "workers.sweeper", "workers.run clean", "workers.run fetch", "app.cli serve")
ITEMS = 30  # in a batch
OVERDUE = 60.0  # seconds: a worker clears the registry of what has expired every 12 s
SETTLE = 300.0  # seconds for what is open when the last submission is made


@dataclass(slots=True)
class Drive:
    """What was submitted, and what was seen on the way."""

    batches: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)  # id -> hostile case
    refused: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[str, int, float]] = field(default_factory=list)  # module, pid, MB


def main() -> int:
    """Run it; 0 if nothing was lost or left."""
    options = _options()
    chance = random.Random(options.seed)
    load = os.getloadavg()[0]
    with RunningService(workers=2, fetchers=1, pool=2) as service:
        havoc = Havoc(service, _plan(options.minutes, chance), options.seed, pauses=(4.0, 16.0))
        havoc.start()
        drive = _drive(service, chance, options)
        havoc.join(30)
        begun = time.monotonic()
        found = ended(service, drive.batches, SETTLE)
        missing, failed = _ends(service, drive.jobs)
        settled = time.monotonic() - begun
        time.sleep(30)  # the sweeper's own notes run out
        server = service.redis()
        lasting = {
            key.decode(): server.memory_usage(key) for key in sorted(server.scan_iter("*")) if server.pttl(key) == -1
        }
        mortal = server.dbsize() - len(lasting)
        overdue = {
            name: server.zcount(f"rq:finished:{name}", "-inf", time.time() - OVERDUE) for name in ("clean", "fetch")
        }
        below = [service.process.pid, *descendants(service.process.pid), int(server.info("server")["process_id"])]
        code = service.stop()
        books = _books(service.data_dir / "clean.db")
        lost_twice = _lost_twice(service.data_dir / "clean.db", havoc.struck)
        left = [f"{pid} {words}" for pid, words in _alive(below, 10.0).items()]
        left += [str(path) for path in (service.data_dir / "tmp").iterdir()]
    report = {
        "minutes": options.minutes,
        "load_average": [load, os.getloadavg()[0]],
        "accepted": {"in_batches": sum(one["progress"]["total"] for one in found), "hostile": len(drive.jobs)},
        "refused": dict(drive.refused),
        **books,
        "hostile_cases_that_failed": dict(failed),
        "worker_lost": lost_twice,
        "never_ended": missing,
        "seconds_to_settle": round(settled, 1),
        "killed": dict(Counter(havoc.killed)),
        "memory_mb": _growth(drive.memory),
        "keys": {"that_expire": mortal, "lasting_bytes": lasting, "finished_and_overdue": overdue},
        "left_over": left,
        "exit_code": code,
    }
    print(json.dumps(report, indent=2))
    lost = missing or books["jobs"].get("queued") or books["jobs"].get("running")
    return 0 if not (left or code or lost) and books["integrity"] == "ok" else 1


def _alive(pids: list[int], seconds: float) -> dict[int, str]:
    """Which processes are still there after so long: one whose parent was killed is reaped by init, a little later."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.2)
    found = {}
    for pid in left:
        with contextlib.suppress(OSError):
            found[pid] = Path(f"/proc/{pid}/stat").read_text()[:60] + Path(f"/proc/{pid}/cmdline").read_text()[:200]
    return found


def _lost_twice(path: Path, struck: list[set[int]]) -> dict[str, int]:
    """Of the jobs that failed because two workers died at them: how many were in work at two of our own kills."""
    with contextlib.closing(sqlite3.connect(path)) as store:
        rows = store.execute("select seq from jobs where json_extract(error, '$.code') = 'worker-lost'").fetchall()
    ours = sum(sum(seq in pages for pages in struck) >= 2 for (seq,) in rows)
    return {"jobs": len(rows), "in_work_at_two_of_our_kills": ours}


def _plan(minutes: float, chance: random.Random) -> list[str]:
    """Whom to kill: a horse or a worker every ten seconds or so, the API and the queue's server every four minutes."""
    kills = [chance.choice(["horse", "worker", "horse"]) for _ in range(int(minutes * 5))]
    for _ in range(max(int(minutes / 4), 1)):
        kills.insert(chance.randrange(len(kills)), "server")
        kills.insert(chance.randrange(len(kills)), "api")
    return kills


def _drive(service: RunningService, chance: random.Random, options: argparse.Namespace) -> Drive:
    """Submit mixed batches, and hostile jobs between them, until the time is over."""
    pages = [p.read_text("utf-8", "replace") for p in sorted((ROOT / "fixtures/pages").glob("*/source.html"))]
    hostile = _hostile(options.hostile) if options.hostile else []
    drive, number, sampled = Drive(), 0, 0.0
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        lines = []
        for _ in range(ITEMS):
            number += 1
            if hostile and chance.random() < options.share:
                _submit_hostile(service, drive, chance.choice(hostile), number)
                continue
            page = {"html": f"{chance.choice(pages)}<!-- {number} -->"}
            lines.append(json.dumps(page if chance.random() < 0.5 else {"text": text_of(number)}))
        with contextlib.suppress(httpx.HTTPError, KeyError):
            answer = httpx.post(f"{service.url}/v1/batches", content="\n".join(lines), headers=LINES, timeout=30)
            if answer.status_code == 202:
                drive.batches.append(answer.json()["id"])
        with contextlib.suppress(httpx.HTTPError, KeyError, IndexError):
            httpx.get(f"{service.url}/v1/batches/{drive.batches[-1]}", params={"wait": 20}, timeout=60)
        if time.monotonic() - sampled > 10:
            sampled = time.monotonic()
            drive.memory += _resident(service)
    return drive


def _hostile(folder: Path) -> list[Path]:
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    return [folder / row["file"] for row in rows]


def _submit_hostile(service: RunningService, drive: Drive, case: Path, number: int) -> None:
    """One case as a job; what is given back makes it a job that no earlier submission can answer for."""
    files, fields = {"file": (case.name, case.read_bytes())}, {"metadata": json.dumps({"number": number})}
    try:
        answer = httpx.post(f"{service.url}/v1/jobs", files=files, data=fields, timeout=60)
    except httpx.HTTPError as error:
        drive.refused[type(error).__name__] += 1
        return
    if answer.status_code in {200, 202} and "/v1/jobs/" in answer.headers["location"]:
        drive.jobs[answer.json()["id"]] = case.stem
    elif answer.status_code == 202:
        drive.batches.append(answer.json()["id"])
    else:
        drive.refused[f"{answer.status_code} {answer.json().get('code')}"] += 1


def _ends(service: RunningService, jobs: dict[str, str]) -> tuple[list[str], Counter[str]]:
    """The hostile cases that have not ended when the time to settle is over, and those that failed, with the code."""
    deadline, waiting, failed = time.monotonic() + SETTLE, dict(jobs), Counter[str]()
    while waiting and time.monotonic() < deadline:
        for name in list(waiting):
            with contextlib.suppress(httpx.HTTPError, KeyError):
                job = httpx.get(f"{service.url}/v1/jobs/{name}", timeout=30).json()
                if job["status"] in {"succeeded", "failed", "cancelled"}:
                    case = waiting.pop(name)
                    if job["status"] == "failed":
                        failed[f"{case}: {job['error']['code']}"] += 1
        time.sleep(0.5)
    return sorted(waiting.values()), failed


def _books(path: Path) -> dict[str, object]:
    """What the store says of all jobs, of why some failed, and of itself."""
    with contextlib.closing(sqlite3.connect(path)) as store:
        failed = store.execute(
            "select json_extract(error, '$.code'), count(*) from jobs where status = 'failed' group by 1"
        )
        return {
            "jobs": dict(store.execute("select status, count(*) from jobs group by status").fetchall()),
            "failed_with": dict(failed.fetchall()),
            "bodies": store.execute("select count(*) from bodies").fetchone()[0],
            "integrity": store.execute("pragma integrity_check").fetchone()[0],
        }


def _resident(service: RunningService) -> list[tuple[str, int, float]]:
    found = []
    for pid, words in {**descendants(service.process.pid), service.process.pid: "app.cli serve"}.items():
        module = next((m for m in MODULES if m in words), None)
        with contextlib.suppress(OSError):
            if module and not (os.getpgid(pid) == pid != os.getsid(pid)):  # a work-horse leads a group, not a session
                found.append((module, pid, int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6))
    return found


def _growth(samples: list[tuple[str, int, float]]) -> dict[str, dict[str, object]]:
    """Of each kind the process that was seen most often: its samples, and MB in its first and last quarter."""
    lives: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for module, pid, size in samples:
        lives[module][pid].append(size)
    found = {}
    for module, processes in sorted(lives.items()):
        life = max(processes.values(), key=len)
        quarter = max(len(life) // 4, 1)
        first, last = statistics.mean(life[:quarter]), statistics.mean(life[-quarter:])
        seen: dict[str, object] = {"processes": len(processes), "samples": len(life), "highest": round(max(life), 1)}
        course = [round(one) for one in life[:: max(len(life) // 12, 1)]]
        found[module] = seen | {"first": round(first, 1), "last": round(last, 1), "course": course}
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hostile", type=Path)
    parser.add_argument("--share", type=float, default=0.05)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
