"""What the API's process holds after round upon round of mixed requests: `python benchmarks/service_memory.py`.

    python benchmarks/service_memory.py [--rounds 8]

A round is 200 texts and 200 pages of 100 kB one by one, 300 polls, 50 readings of the metrics, 40 batches of 30 texts,
4 batches of 6 MB, 10 uploads of 8 MB and 2 that are refused as too large: 130 MB in all, every input a new one. Prints
the resident size in MB after each; fails where the last is over the second by more than `GROWTH` MB.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import httpx
from service_process import RunningService, text_of

LINES = {"content-type": "application/x-ndjson"}
HTML = {"content-type": "text/html"}
GROWTH = 3.0  # MB
SENTENCE = b"<p>A sentence of words that says something about the harbour and its wall.</p>\n"
PAGE, LARGE = SENTENCE * 1_250, SENTENCE * 100_000  # 100 kB and 8 MB


def main() -> int:
    """Run it; 0 if nothing grew."""
    options = _options()
    environment = {"CLEANER_QUEUE_LIMIT": "1000000"}
    load = os.getloadavg()[0]
    with (
        RunningService(environment, pool=2) as service,
        service.client() as api,
    ):
        (process,) = service.children("cleaner.app.api.server")
        sizes = [_resident(process)]
        for number in range(options.rounds):
            _round(api, number * 100_000)
            sizes.append(_resident(process))
        threads = len(list(Path(f"/proc/{process}/task").iterdir()))
    grown = round(sizes[-1] - sizes[2], 1)
    report = {"load_average": [load, os.getloadavg()[0]], "resident_mb": sizes, "grown_mb": grown, "threads": threads}
    print(json.dumps(report))
    return 0 if grown <= GROWTH else 1


def _round(api: httpx.Client, first: int) -> None:
    numbers = iter(range(first, first + 100_000))
    for _ in range(200):
        at = _taken(api.post("/v1/jobs", json={"text": text_of(next(numbers))}))
        _taken(api.post("/v1/jobs", content=PAGE + b"<!-- %d -->" % next(numbers), headers=HTML))
    for _ in range(300):
        assert api.get(at).status_code == 200
    for _ in range(50):
        assert api.get("/metrics").status_code == 200
    for _ in range(40):
        lines = "\n".join(json.dumps({"text": text_of(next(numbers))}) for _ in range(30))
        _taken(api.post("/v1/batches", content=lines, headers=LINES))
    for _ in range(4):
        lines = "\n".join(json.dumps({"html": f"{PAGE.decode()}<!-- {next(numbers)} -->"}) for _ in range(60))
        _taken(api.post("/v1/batches", content=lines, headers=LINES))
    for _ in range(10):
        _taken(api.post("/v1/jobs", files={"file": ("a.html", LARGE + b"<!-- %d -->" % next(numbers))}))
    for _ in range(2):
        assert api.post("/v1/jobs", files={"file": ("a.html", LARGE * 2)}).status_code == 413


def _taken(answer: httpx.Response) -> str:
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def _resident(process: int) -> float:
    return round(int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
