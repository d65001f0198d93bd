"""Schemathesis over the whole OpenAPI description of a running service: `python -m benchmarks.api_fuzz`.

    python -m benchmarks.api_fuzz [--cases 2000] [--seed 1]

A service of our own, with a key, workers and an empty store, is asked in three phases: every boundary of every
parameter, random cases, and sequences of operations. Prints JSON; fails where there were fewer cases, an operation
was left out, an answer was a 5xx, or the service does not stand afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from service_process import RunningService

KEY = "m" * 24
ENVIRONMENT = {"CLEANER_API_KEYS": f"me:{KEY}", "CLEANER_QUEUE_LIMIT": "1000000"}


def main() -> int:
    """Run it; 0 if there were enough cases and no 5xx."""
    options = _options()
    tool = shutil.which("schemathesis", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if tool is None:
        print("schemathesis is not installed; the extra dev brings it", file=sys.stderr)
        return 2
    load = os.getloadavg()[0]
    with RunningService(ENVIRONMENT, fetchers=1, pool=1) as service, tempfile.TemporaryDirectory() as home:
        told, answers = _asked(tool, service.url, options, Path(home))
        with service.client(headers={"authorization": f"Bearer {KEY}"}) as api:
            document, alive = api.get("/openapi.json").json(), api.get("/readyz").status_code
        code = service.stop()
    described = sum(len(methods) for methods in document["paths"].values())
    report = {
        "schemathesis": told["schemathesis_version"],
        "seed": options.seed,
        "seconds": round(told["running_time"]),
        "load_average": [round(load, 1), round(os.getloadavg()[0], 1)],
        "cases": told["test_cases"]["generated"],
        "operations": {"described": described, "tested": told["operations"]["tested"]},
        "answers": answers,
        "failures": told["failures"] + told["errors"],
        "ready_afterwards": alive,
        "exit_code": code,
    }
    print(json.dumps(report, indent=2))
    whole = report["cases"] >= options.cases and told["operations"]["tested"] == described
    fine = not report["failures"] and alive == 200 and code == 0
    return 0 if whole and fine and not any(status.startswith("5") for status in answers) else 1


def _asked(tool: str, url: str, options: argparse.Namespace, home: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """Schemathesis' own report, and how often each status was the answer."""
    report, events = home / "report.json", home / "events.ndjson"
    command = [
        *(tool, "run", f"{url}/openapi.json", "-H", f"Authorization: Bearer {KEY}", "--seed", str(options.seed)),
        *("--phases", "coverage,fuzzing,stateful", "--max-examples", str(options.examples)),
        *("--checks", "not_a_server_error", "--continue-on-failure", "--no-color", "--report", "json,ndjson"),
        *("--report-json-path", str(report), "--report-ndjson-path", str(events)),
        *("--request-timeout", "90"),  # a long poll may wait a minute
    ]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=home, check=False)
    if not report.exists():
        raise SystemExit(ended.stdout + ended.stderr)
    return json.loads(report.read_text()), _statuses(events)


def _statuses(events: Path) -> dict[str, int]:
    """How often each status was the answer; `none` where there was no answer."""
    found: Counter[str] = Counter()
    with events.open() as lines:
        for line in lines:
            for one in (
                json.loads(line).get("ScenarioFinished", {}).get("recorder", {}).get("interactions", {}).values()
            ):
                found[str((one.get("response") or {}).get("status_code", "none"))] += 1
    return dict(sorted(found.items()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2_000, help="at least so many")
    parser.add_argument("--examples", type=int, default=150, help="random cases for each operation")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
