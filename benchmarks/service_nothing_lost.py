"""Submit texts while processes are killed with -9 at random, and count what came of every one.

    python benchmarks/service_nothing_lost.py --items 2000 --kills 24 --servers 2 --apis 2
    python benchmarks/service_nothing_lost.py --postgres
    python benchmarks/service_nothing_lost.py --hosts 2

Accepted = succeeded + failed with a reason + cancelled; each body stored once; nothing left over. With `--hosts 2` two
network namespaces share a Valkey, a PostgreSQL and an object store of this machine (as root); besides processes, each
host crashes once, each link is cut once, for 30 seconds, and PostgreSQL crashes once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from postgres_server import PostgresServer
from service_havoc import Havoc, Hurtable, ended, submit_all
from service_process import RunningService, descendants, text_of

from cleaner.store.check import check
from cleaner.store.originals_url import open_store_with_originals

AWAY = 30.0  # seconds, longer than a lease: the host's work is given to the other one
WORKERS = 3
CHUNK = {"CLEANER_CHUNK": "20"}


def main() -> int:
    """Run it; 0 if nothing was lost."""
    options = _options()
    chance = random.Random(options.seed)
    plan = [chance.choice(["horse", "worker", "horse"]) for _ in range(options.kills)]
    further = ["server"] * options.servers + ["api"] * options.apis
    if options.hosts == 2:
        further += ["host-0", "link-1", "host-1", "link-0", "postgres"]
    for victim in further:
        plan.insert(chance.randrange(2, len(plan)), victim)
    load = os.getloadavg()[0]
    with _two_hosts(plan, options.seed) if options.hosts == 2 else _one_host(plan, options) as (service, havoc, end):
        begun = time.monotonic()
        havoc.start()
        batches = submit_all(service, [text_of(n) for n in range(options.items)], 100)
        havoc.join()
        found = ended(service, batches, 900)
        seconds = time.monotonic() - begun
        counts = Counter({name: sum(one[name] for one in found) for name in ("succeeded", "failed", "cancelled")})
        total = sum(one["progress"]["total"] for one in found)
        reasons = _reasons(service, batches)
        notes = len(list(service.redis().scan_iter("cleaner:note:*")))
        books = end()
    report = {
        "hosts": options.hosts,
        "items": options.items,
        "accepted": total,
        **counts,
        "reasons": dict(reasons),
        **books,
        "killed": dict(Counter(havoc.killed)),
        "notes_left": notes,
        "seconds": round(seconds, 1),
        "load_average": [load, os.getloadavg()[0]],
    }
    print(json.dumps(report, indent=2))
    fine = total == options.items == sum(counts.values()) and books["bodies"] == counts["succeeded"]
    left = [name for name in ("open", "processes_left", "temporary_files_left", "findings") if books[name]]
    return 0 if fine and not left and not any(books["exit_codes"]) else 1


@contextlib.contextmanager
def _one_host(plan: list[str], options: argparse.Namespace) -> Iterator[tuple]:
    """A service on this machine, who hurts it, and its end, which gives the books."""
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(contextlib.closing(PostgresServer(durable=True))) if options.postgres else None
        place = {"CLEANER_STORE_URL": postgres.url} if postgres else {}
        service = stack.enter_context(RunningService({**CHUNK, **place}, workers=WORKERS))

        def end() -> dict[str, object]:
            below = descendants(service.process.pid)
            code = service.stop()
            stored = _books(postgres.url if postgres else str(service.data_dir / "clean.db"), "")
            return stored | {
                "exit_codes": [code],
                "processes_left": sum(Path(f"/proc/{pid}").exists() for pid in below),
                "temporary_files_left": len(list((service.data_dir / "tmp").iterdir())),
            }

        yield service, Havoc(service, plan, options.seed, pauses=(0.5, 2.5)), end


@contextlib.contextmanager
def _two_hosts(plan: list[str], seed: int) -> Iterator[tuple]:
    """Two hosts, who hurts them, and their end, which gives the books."""
    from two_hosts import TwoHosts, missing_hosts  # noqa: PLC0415  # obstore, an extra
    from two_hosts_havoc import TwoHostsHavoc  # noqa: PLC0415

    if reason := missing_hosts():
        raise SystemExit(reason)
    with TwoHosts(CHUNK, "--workers", str(WORKERS), "--fetchers", "0") as hosts:

        def end() -> dict[str, object]:
            codes = [host.stop() for host in hosts.hosts]
            os.environ.update(hosts.object_environment)
            return _books(hosts.postgres.url, hosts.hosts[0].environment["CLEANER_ORIGINALS_URL"]) | {
                "exit_codes": codes,
                "processes_left": sum(len(host.pids()) for host in hosts.hosts),
                "temporary_files_left": sum(len(list((host.home / "tmp").iterdir())) for host in hosts.hosts),
            }

        yield hosts, TwoHostsHavoc(hosts, plan, seed, pauses=(0.5, 2.5), away=AWAY), end


def _reasons(service: Hurtable, batches: list[str]) -> Counter[str]:
    """Why jobs failed."""
    reasons: Counter[str] = Counter()
    with service.client() as api:
        for batch in batches:
            for item in api.get(f"/v1/batches/{batch}/items?status=failed&limit=1000").json()["items"]:
                reasons[item["job"]["error"]["code"]] += 1
    return reasons


def _books(place: str, originals: str) -> dict[str, object]:
    """What the store says, and what its own check finds wrong in it: the database, each body, each original."""
    with open_store_with_originals(place, originals, plain=True, create=False) as store:
        with store.engine.connect() as connection:

            def count(query: str) -> int:
                return int(connection.execute(text(query)).scalar_one())

            books: dict[str, object] = {
                "open": count("select count(*) from jobs where status in ('queued', 'running')"),
                "bodies": count("select count(*) from bodies"),
                "sources": count("select count(*) from sources"),
            }
        return books | {"findings": [f"{one.fault.value} {one.subject}" for one in check(store)]}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=24, help="of work-horses and workers")
    parser.add_argument("--servers", type=int, default=2, help="kills of the queue's server")
    parser.add_argument("--apis", type=int, default=2, help="kills of the API")
    parser.add_argument("--hosts", type=int, choices=(1, 2), default=1)
    parser.add_argument("--postgres", action="store_true", help="on one host: the store in a PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
