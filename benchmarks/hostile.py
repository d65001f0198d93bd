"""The hostile corpus: `python -m benchmarks.hostile FOLDER [--through queue] [--report FILE] [--only PREFIX]`.

FOLDER is what the corpus' own `make.py` wrote. Every case goes through the command line's pool of child processes
with the limits of a batch, or as an upload through a whole service of our own. The table (state, time, memory,
markers) is printed and, with `--report`, kept. The exit code says whether every case held.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.hostile_case import Case, Row, cases, make, table
from benchmarks.hostile_queue import through_queue
from cleaner.sandbox.pool import Pool

WALL = 25.0  # seconds a case may take
MEMORY = 1536.0  # MiB


def through_pool(chosen: list[Case], processes: int) -> list[Row]:
    """Every case cleaned in the command line's child processes, in the order of the corpus."""
    pool: Pool[Case, Row] = Pool(make, None, processes=processes, chunk=1, preload=("benchmarks.hostile_case",))
    rows = {}
    for end in pool.run(chosen):
        row = end.outcome or Row(end.item.id, end.error.code.value if end.error else "lost", str(end.error))
        rows[row.id] = row
        print(f"{row.id:34} {row.state:18} {row.seconds:6.2f} s {row.mib:6.0f} MiB", flush=True)
    return [rows[case.id] for case in chosen]


def faults(rows: list[Row]) -> list[str]:
    """What does not hold, one line each."""
    said = []
    for row in rows:
        if not row.holds:
            said.append(f"{row.id}: {row.state}, lost {row.lost}, leaked {row.leaked}")
        if row.seconds > WALL:
            said.append(f"{row.id}: {row.seconds:.1f} s")
        if row.mib > MEMORY:
            said.append(f"{row.id}: {row.mib:.0f} MiB")
    return said


def main() -> int:
    """Run the corpus; 1 where a case does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--through", choices=("pool", "queue"), default="pool")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    chosen = [case for case in cases(options.folder) if case.id.startswith(options.only)]
    begun = time.monotonic()
    rows = through_queue(chosen) if options.through == "queue" else through_pool(chosen, options.processes)
    wrong = faults(rows)
    held = len(rows) - len({line.split(":")[0] for line in wrong})
    head = (
        f"{held} of {len(rows)} cases held; slowest {max(r.seconds for r in rows):.1f} s, most memory"
        f" {max(r.mib for r in rows):.0f} MiB; {time.monotonic() - begun:.0f} s in all,"
        f" through the {options.through}, Python {platform.python_version()}."
    )
    print(head, *wrong, sep="\n")
    if options.report:
        shown = [replace(row, why=row.why.replace(str(options.folder), "")) for row in rows]
        options.report.write_text(f"{head}\n\n{table(shown)}\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
