"""Submit texts while processes are killed with -9 at random, and count what came of every one.

    python benchmarks/service_nothing_lost.py --items 2000 --kills 24 --servers 2 --apis 2

Accepted = succeeded + failed with a reason + cancelled; each body stored once; nothing left over.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from service_havoc import Havoc, ended, submit_all
from service_process import RunningService, descendants, text_of


def main() -> int:
    """Run it; 0 if nothing was lost."""
    options = _options()
    chance = random.Random(options.seed)
    plan = [chance.choice(["horse", "worker", "horse"]) for _ in range(options.kills)]
    for victim, number in (("server", options.servers), ("api", options.apis)):
        for _ in range(number):
            plan.insert(chance.randrange(2, len(plan)), victim)
    with RunningService({"CLEANER_CHUNK": "20"}, "--port", "0", "--workers", "3", "--fetchers", "0") as service:
        begun = time.monotonic()
        havoc = Havoc(service, plan, options.seed, pauses=(0.5, 2.5))
        havoc.start()
        batches = submit_all(service, [text_of(n) for n in range(options.items)], 100)
        havoc.join()
        found = ended(service, batches, 600)
        seconds = time.monotonic() - begun
        counts = Counter({name: sum(one[name] for one in found) for name in ("succeeded", "failed", "cancelled")})
        total = sum(one["progress"]["total"] for one in found)
        reasons = Counter()
        with service.client() as api:
            for batch in batches:
                for item in api.get(f"/v1/batches/{batch}/items?status=failed&limit=1000").json()["items"]:
                    reasons[item["job"]["error"]["code"]] += 1
        notes = len(list(service.redis().scan_iter("cleaner:note:*")))
        root = service.process.pid
        code = service.stop()
        with sqlite3.connect(service.data_dir / "clean.db") as store:
            bodies = store.execute("select count(*), count(distinct content_hash) from bodies").fetchone()
            integrity = store.execute("pragma integrity_check").fetchone()[0]
            open_jobs = store.execute("select count(*) from jobs where status in ('queued', 'running')").fetchone()[0]
        left = descendants(root)
        temporary = list((service.data_dir / "tmp").iterdir())
    report = {
        "items": options.items,
        "accepted": total,
        **counts,
        "reasons": dict(reasons),
        "open": open_jobs,
        "bodies": bodies[0],
        "distinct_bodies": bodies[1],
        "integrity": integrity,
        "killed": dict(Counter(havoc.killed)),
        "notes_left": notes,
        "processes_left": len(left),
        "temporary_files_left": len(temporary),
        "exit_code": code,
        "seconds": round(seconds, 1),
    }
    print(json.dumps(report, indent=2))
    fine = total == options.items == sum(counts.values()) and bodies[0] == bodies[1] == counts["succeeded"]
    return 0 if fine and not (open_jobs or left or temporary or code) and integrity == "ok" else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=24, help="of work-horses and workers")
    parser.add_argument("--servers", type=int, default=2, help="kills of the queue's server")
    parser.add_argument("--apis", type=int, default=2, help="kills of the API")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
