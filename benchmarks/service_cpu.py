"""CPU that the API's process needs for a submission and for a poll: comparable on a machine that does other work.

    python benchmarks/service_cpu.py --requests 400

Pages of 100 kB are submitted one after another, then one job that has ended is polled. User and system time of the
API alone, from /proc; what it does by itself in the same seconds (0.5 s idle, measured too) is taken off. Copy this
file into a worktree of another commit to compare the two, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent))

from service_latency import _page
from service_process import RunningService, text_of

TICKS = os.sysconf("SC_CLK_TCK")
IDLE_SECONDS = 5.0


def main() -> int:
    """Measure; prints JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=400)
    count = parser.parse_args().requests
    pages = [_page(number) for number in range(count)]
    with RunningService() as service, service.client() as api:
        (process,) = service.children("cleaner.app.api.server")

        def measure(work: Callable[[], object]) -> tuple[float, float]:
            """CPU seconds and seconds."""
            used, begun = _cpu(process), time.monotonic()
            work()
            return _cpu(process) - used, time.monotonic() - begun

        job = api.post("/v1/jobs", json={"text": text_of(1)}, headers={"prefer": "wait=60"}).json()
        time.sleep(IDLE_SECONDS)
        idle, seconds = measure(lambda: time.sleep(IDLE_SECONDS))
        html = {"content-type": "text/html"}
        figures = {}
        for name, work in (
            ("submit", lambda: [api.post("/v1/jobs", content=page, headers=html) for page in pages]),
            ("poll", lambda: [api.get(job["links"]["self"]) for _ in range(count)]),
        ):
            cpu, lasted = measure(work)
            figures[f"{name}_cpu_ms"] = round((cpu - idle / seconds * lasted) / count * 1000, 2)
    print(json.dumps({"requests": count, **figures, "load_average": round(os.getloadavg()[0], 1)}))
    return 0


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    sys.exit(main())
