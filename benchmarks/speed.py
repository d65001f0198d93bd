"""Speed: `python -m benchmarks.speed [CORPUS|FOLDER] [--pages N] [--out DIR]`.

Every extractor runs over the same pages in one process and one run, page by page in turn, so that the
machine's moods hit all alike. Reported: ms a page (mean, median, p99), pages a second, and the ratio to
trafilatura of the paired times; for text mode, ms a text. Sockets are refused while it runs. The table and
the plot go to `--out`.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import socket
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpora import Case, available, load
from benchmarks.peers import PEERS, version
from benchmarks.plots import canvas, save
from cleaner import clean_text


@dataclass(frozen=True, slots=True)
class Timing:
    """One extractor's times over all pages, in milliseconds a page."""

    name: str
    version: str
    mean: float
    median: float
    p99: float
    ratio: float  # of the summed times, against trafilatura (with metadata where this one has it)
    failures: int


def measure(cases: list[Case], names: list[str]) -> list[Timing]:
    """Times of each named extractor, paired page by page."""
    spent: dict[str, list[float]] = {name: [] for name in names}
    failures = dict.fromkeys(names, 0)
    for case in cases[:3]:
        for name in names:
            _run(name, case)
    for case in cases:
        for name in names:
            start = time.perf_counter()
            failures[name] += not _run(name, case)
            spent[name].append((time.perf_counter() - start) * 1e3)
    rows = []
    for name in names:
        times = sorted(spent[name])
        base = spent.get("trafilatura+metadata" if name.endswith("+metadata") else "trafilatura", [0.0])
        rows.append(
            Timing(
                name=name,
                version=version(name),
                mean=statistics.fmean(times),
                median=statistics.median(times),
                p99=times[int(len(times) * 0.99)],
                ratio=sum(times) / max(1e-9, sum(base)),
                failures=failures[name],
            )
        )
    return rows


def _run(name: str, case: Case) -> bool:
    assert isinstance(case.data, bytes)
    try:
        PEERS[name][0](case.data, case.url)
    except Exception:  # noqa: BLE001 - a peer that fails on a page is counted, not fatal
        return False
    return True


def text_mode(cases: list[Case]) -> list[float]:
    """Milliseconds a text of our text mode, sorted."""
    times = []
    for case in cases:
        assert isinstance(case.data, str)
        start = time.perf_counter()
        clean_text(case.data, url=case.url)
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times)


def refuse_sockets() -> None:
    """From here on this process cannot connect anywhere: some peers look things up."""
    socket.socket.connect = _refuse  # type: ignore[method-assign, assignment]  # that is the point


def _refuse(*_: Any, **__: Any) -> None:
    raise OSError("no sockets while benchmarking")


def plot(rows: list[Timing], path: Path) -> None:
    """Median and p99 a page as horizontal bars, on a log axis."""
    rows = sorted(rows, key=lambda row: -row.median)
    figure, axis = canvas(8, 0.5 * len(rows) + 1)
    axis.barh([row.name for row in rows], [row.p99 for row in rows], color="#cfd8dc", label="p99")
    colours = ["#00695c" if row.name.startswith("cleaner") else "#78909c" for row in rows]
    axis.barh([row.name for row in rows], [row.median for row in rows], color=colours, label="median")
    axis.set_xscale("log")
    axis.set_xlabel("milliseconds a page, one thread (shorter is better)")
    axis.legend(loc="lower right", frameon=False)
    save(figure, axis, path)


def main() -> int:
    """Run, print the table, write it and the plot."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", nargs="?", default="wcxb" if available("wcxb") else "pages")
    cli.add_argument("--pages", type=int, default=300)
    cli.add_argument("--only", nargs="*", default=list(PEERS))
    cli.add_argument("--out", type=Path)
    args = cli.parse_args()
    cases = load(args.corpus)
    said = load("residue" if available("residue") else "texts")
    for listed in (cases, said):
        random.Random(7).shuffle(listed)
    refuse_sockets()
    rows = measure(cases[: args.pages], args.only)
    texts = text_mode(said[: args.pages])
    count = min(args.pages, len(cases))
    print(f"{count} pages of {args.corpus}, Python {platform.python_version()}, {platform.machine()}")
    print(f"{'extractor':22} {'version':9} {'mean':>8} {'median':>8} {'p99':>8} {'pages/s':>8} {'ratio':>6} failed")
    for row in rows:
        figures = f"{row.mean:8.1f} {row.median:8.1f} {row.p99:8.1f} {1e3 / row.mean:8.1f} {row.ratio:6.2f}"
        print(f"{row.name:22} {row.version:9} {figures} {row.failures}")
    median, p99 = texts[len(texts) // 2], texts[int(len(texts) * 0.99)]
    print(f"text mode: {len(texts)} texts, median {median:.2f} ms, p99 {p99:.2f} ms")
    page = next((row.mean for row in rows if row.name == "trafilatura"), 0.0)
    if page:
        print(f"text mode: a median text takes {median / page:.3f} of what trafilatura takes a page in the mean")
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        plot(rows, args.out / "speed.svg")
        record = {"rows": [{k: getattr(row, k) for k in Timing.__slots__} for row in rows]}
        record |= {"text_median_ms": median, "text_p99_ms": p99, "pages": min(args.pages, len(cases))}
        (args.out / "speed.json").write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
