"""Keep the service busy with mixed inputs while its processes are killed, and watch what grows.

    python benchmarks/service_soak.py --minutes 20

At the end: everything accepted has ended, and no process, temporary file or key of ours is left. Memory is
the resident size of the long-lived processes, sampled every ten seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sqlite3
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import httpx
from service_havoc import Havoc, ended
from service_process import RunningService, descendants, text_of

ROOT = Path(__file__).parent.parent
LINES = {"content-type": "application/x-ndjson"}
MODULES = ("cleaner.app.api.server", "workers.sweeper", "cleaner.app.cli serve")


def main() -> int:
    """Run it; 0 if nothing was lost or left."""
    options = _options()
    chance = random.Random(options.seed)
    seconds = options.minutes * 60
    kills = [chance.choice(["horse", "worker", "horse"]) for _ in range(int(seconds / 12))]
    for _ in range(max(int(options.minutes / 4), 1)):
        kills.insert(chance.randrange(len(kills)), "server")
        kills.insert(chance.randrange(len(kills)), "api")
    with RunningService({}, "--port", "0", "--workers", "2", "--fetchers", "1") as service:
        havoc = Havoc(service, kills, options.seed, pauses=(4.0, 16.0))
        havoc.start()
        memory: list[dict[str, int]] = []
        batches = _drive(service, chance, seconds, memory)
        havoc.join(30)
        found = ended(service, batches, 300)
        names = [key.decode() for key in service.redis().scan_iter("cleaner:*")]
        root = service.process.pid
        code = service.stop()
        with sqlite3.connect(service.data_dir / "clean.db") as store:
            rows = dict(store.execute("select status, count(*) from jobs group by status").fetchall())
            integrity = store.execute("pragma integrity_check").fetchone()[0]
        left = len(descendants(root)) + len(list((service.data_dir / "tmp").iterdir()))
    report = {
        "minutes": options.minutes,
        "items": sum(one["progress"]["total"] for one in found),
        "jobs": rows,
        "killed": dict(Counter(havoc.killed)),
        "memory_mb_first_third": _mean(memory[: len(memory) // 3]),
        "memory_mb_last_third": _mean(memory[-(len(memory) // 3) :]),
        "keys": sorted(Counter(name.split(":")[1] for name in names).items()),
        "left_over": left,
        "integrity": integrity,
        "exit_code": code,
    }
    print(json.dumps(report, indent=2))
    return 0 if not (left or code or rows.get("queued") or rows.get("running")) and integrity == "ok" else 1


def _drive(service: RunningService, chance: random.Random, seconds: float, memory: list[dict[str, int]]) -> list[str]:
    """Submit mixed batches until the time is over; their ids."""
    pages = [p.read_text("utf-8", "replace") for p in sorted((ROOT / "fixtures/pages").glob("*/source.html"))]
    end, sampled, number, batches = time.monotonic() + seconds, 0.0, 0, []
    while time.monotonic() < end:
        lines = []
        for _ in range(30):
            number += 1
            item = (
                {"html": f"{chance.choice(pages)}<!-- {number} -->"}
                if chance.random() < 0.5
                else {"text": text_of(number)}
            )
            lines.append(json.dumps(item))
        with contextlib.suppress(httpx.HTTPError, KeyError):
            answer = httpx.post(f"{service.url}/v1/batches", content="\n".join(lines), headers=LINES, timeout=30)
            if answer.status_code == 202:
                batches.append(answer.json()["id"])
        with contextlib.suppress(httpx.HTTPError, KeyError, IndexError):
            httpx.get(f"{service.url}/v1/batches/{batches[-1]}", params={"wait": 20}, timeout=60)
        if time.monotonic() - sampled > 10:
            sampled = time.monotonic()
            memory.append(_resident(service))
    return batches


def _resident(service: RunningService) -> dict[str, int]:
    found = {}
    for pid, words in {**descendants(service.process.pid), service.process.pid: "cleaner.app.cli serve"}.items():
        module = next((m for m in MODULES if m in words), None)
        with contextlib.suppress(OSError):
            if module:
                found[module] = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 // 1_000_000
    return found


def _mean(samples: list[dict[str, int]]) -> dict[str, float]:
    names = {name for sample in samples for name in sample}
    return {name: round(statistics.mean([s[name] for s in samples if name in s]), 1) for name in sorted(names)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
