"""CPU a page costs through /v1/batches (JSON lines), against `cleaner batch --store` on the same pages.

    python benchmarks/service_throughput.py --pages 400 [--html DIR]

CPU is that of all processes (user + system), start-up subtracted by a run over one page; wall times depend
on what else the machine does.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from service_process import RunningService

ROOT = Path(__file__).parent.parent
LINES = {"content-type": "application/x-ndjson"}
PR_SET_CHILD_SUBREAPER = 36
PART = 12_000_000  # bytes of one request


def main() -> int:
    """Measure both ways; prints JSON."""
    options = _options()
    _adopt_orphans()
    pages = _pages(options.html, options.pages)
    service = _difference(lambda some: _through_service(some, options.workers), pages)
    batch = _difference(lambda some: _through_batch(some, options.workers), pages)
    above = service["cpu_ms"] - batch["cpu_ms"]
    report = {
        "pages": len(pages),
        "mean_bytes": sum(map(len, pages)) // len(pages),
        "service": service,
        "batch": batch,
        "cpu_ms_above": round(above, 2),
        "cpu_ratio": round(service["cpu_ms"] / batch["cpu_ms"], 3),
        "load_average": os.getloadavg()[0],
    }
    print(json.dumps(report, indent=2))
    return 0 if above <= 3.0 else 1


def _difference(run, pages: list[str]) -> dict[str, float]:
    started = run(pages[:1])
    whole = run(pages)
    count = len(pages) - 1
    return {
        "cpu_ms": round((whole[0] - started[0]) / count * 1000, 2),
        "pages_a_second": round(count / max(whole[1], 0.001), 1),
    }


def _through_service(pages: list[str], workers: int) -> tuple[float, float]:
    """CPU seconds of the whole service's life, and the seconds from the first byte to the last result."""
    before = _children_cpu()
    with (
        RunningService({"CLEANER_SWEEP_SECONDS": "5"}, workers=workers) as service,
        service.client() as api,
    ):
        begun = time.monotonic()
        batches = []
        for part in _parts(pages):
            answer = api.post("/v1/batches", content=part, headers=LINES)
            assert answer.status_code == 202, answer.text
            batches.append(answer.json()["id"])
        for name in batches:
            found = {"status": "queued"}
            while found["status"] in {"queued", "running"}:
                found = api.get(f"/v1/batches/{name}", params={"wait": 60}).json()
            assert found["failed"] == 0, found
        seconds = time.monotonic() - begun
    return _children_cpu() - before, seconds


def _through_batch(pages: list[str], workers: int) -> tuple[float, float]:
    before = _children_cpu()
    with tempfile.TemporaryDirectory() as home:
        source = Path(home) / "pages"
        source.mkdir()
        for number, page in enumerate(pages):
            (source / f"{number}.html").write_text(page)
        begun = time.monotonic()
        command = [sys.executable, "-m", "cleaner.app.cli", "batch", str(source), "--out", f"{home}/out"]
        command += ["--store", f"{home}/clean.db", "--jobs", str(workers), "--quiet"]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - begun
    return _children_cpu() - before, seconds


def _adopt_orphans() -> None:
    """Let every descendant that outlives its parent become our child (Linux), so that its CPU is counted."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children_cpu() -> float:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _parts(pages: list[str]) -> list[bytes]:
    parts, lines, size = [], [], 0
    for page in pages:
        line = json.dumps({"html": page}).encode()
        if lines and size + len(line) > PART:
            parts.append(b"\n".join(lines))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    return [*parts, b"\n".join(lines)]


def _pages(directory: Path | None, count: int) -> list[str]:
    """Distinct pages: those of a directory, or the fixtures under changing numbers."""
    found = sorted(p for p in directory.rglob("*") if p.is_file()) if directory else []
    if found:
        texts = (gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in found[:count])
        return list(dict.fromkeys(text.decode("utf-8", "replace") for text in texts))
    fixtures = [p.read_text("utf-8", "replace") for p in sorted((ROOT / "fixtures/pages").glob("*/source.html"))]
    return [f"{fixtures[n % len(fixtures)]}<!-- {n} -->" for n in range(count)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--html", type=Path, default=None, help="a directory of pages, plain or gzipped")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
