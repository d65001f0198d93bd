"""The README's figures: `python -m benchmarks.report --folds FILE [--pages N]`.

One run on one machine: every extractor over the same annotated pages, page by page in turn, gives quality and time
together. Our own bodies of the development pages come from models that did not see the page's domain (`--folds`: JSON
of page id to body); times are those of the shipped model. Writes the table and two plots (quality
against time; F1 by page kind) to docs/benchmarks/ and puts the table into README.md between its marks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.corpora import ROOT, Case, load
from benchmarks.peers import PEERS, version
from benchmarks.scoring import Score, mean, word_score
from benchmarks.speed import refuse_sockets

OUT = ROOT / "docs" / "benchmarks"
README = ROOT / "README.md"
MARKS = "<!-- quality -->", "<!-- /quality -->"
OURS = "cleaner"
NAMES = [name for name in PEERS if not name.endswith("+metadata")]
COLOURS = ("#00695c", "#c62828", "#6a1b9a", "#ef6c00", "#1565c0", "#558b2f", "#6d4c41")


def run(cases: list[Case], names: list[str]) -> tuple[dict[str, dict[str, Score]], dict[str, list[float]]]:
    """Scores by extractor and page, and milliseconds by extractor in page order."""
    scores: dict[str, dict[str, Score]] = {name: {} for name in names}
    spent: dict[str, list[float]] = {name: [] for name in names}
    for number, case in enumerate(cases):
        assert isinstance(case.data, bytes)
        for name in names:
            start = time.perf_counter()
            try:
                text = PEERS[name][0](case.data, case.url)
            except Exception:  # noqa: BLE001 - a peer that fails on a page has no text for it
                text = ""
            spent[name].append((time.perf_counter() - start) * 1e3)
            scores[name][case.id] = word_score(text, case.gold or "")
        if sys.stderr.isatty():
            print(f"\r{number + 1}/{len(cases)}", end="", file=sys.stderr)
    return scores, spent


def by_kind(cases: list[Case], scores: dict[str, Score]) -> dict[str, Score]:
    """Mean scores of all pages and of each kind, the most frequent kind first."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for case in cases:
        groups["all"].append(scores[case.id])
        groups[case.kind].append(scores[case.id])
    return {kind: mean(rows) for kind, rows in sorted(groups.items(), key=lambda one: -len(one[1]))}


def table(kinds: dict[str, dict[str, Score]], spent: dict[str, list[float]], pages: int) -> str:
    """The README's table in Markdown."""
    columns = list(kinds[OURS])
    lines = [
        f"Word F1 on {pages} annotated pages (WCXB development set), and milliseconds a page on one thread. "
        "Our column of F1 is cross-validated by domain.",
        "",
        "| extractor | version | " + " | ".join(columns) + " | ms median | ms p99 |",
        "|---|---|" + "---|" * (len(columns) + 2),
    ]
    for name in sorted(kinds, key=lambda one: -kinds[one]["all"].f1):
        times = sorted(spent[name])
        figures = [f"{kinds[name][kind].f1:.3f}" for kind in columns]
        figures += [f"{statistics.median(times):.1f}", f"{times[int(len(times) * 0.99)]:.0f}"]
        lines.append(f"| {name} | {version(name)} | " + " | ".join(figures) + " |")
    today = dt.datetime.now(tz=dt.UTC).date()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines += ["", f"{today}, {machine}; `python -m benchmarks.report` makes this table and the plots."]
    plots = ("![Quality against time](docs/benchmarks/quality-time.svg)", "![F1 by kind](docs/benchmarks/kinds.svg)")
    return "\n".join([*lines, "", *plots])


def plot_time(kinds: dict[str, dict[str, Score]], spent: dict[str, list[float]], path: Path) -> None:
    """Quality against time, one point an extractor."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - only here

    figure, axis = plt.subplots(figsize=(7, 4.2))
    for name, colour in zip(kinds, COLOURS, strict=False):
        x, y = statistics.median(spent[name]), kinds[name]["all"].f1
        axis.scatter([x], [y], color=colour, s=70 if name == OURS else 40, zorder=3)
        axis.annotate(name, (x, y), textcoords="offset points", xytext=(7, 4), fontsize=9)
    axis.set_xscale("log")
    axis.set_xlabel("median milliseconds a page, one thread")
    axis.set_ylabel("word F1")
    axis.grid(alpha=0.25)
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)


def plot_kinds(kinds: dict[str, dict[str, Score]], path: Path) -> None:
    """F1 by page kind, one row of points a kind."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - only here

    columns = list(kinds[OURS])[::-1]
    figure, axis = plt.subplots(figsize=(7, 0.5 * len(columns) + 1.2))
    for name, colour in zip(kinds, COLOURS, strict=False):
        values = [kinds[name][kind].f1 for kind in columns]
        axis.scatter(values, range(len(columns)), color=colour, label=name, s=60 if name == OURS else 28, zorder=3)
    axis.set_yticks(range(len(columns)), columns)
    axis.set_xlabel("word F1")
    axis.grid(axis="x", alpha=0.25)
    axis.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)


def main() -> int:
    """Run, write the plots and the record, and put the table into the README."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--folds", type=Path, required=True, help="JSON: page id -> body by the model that did not see it")
    cli.add_argument("--pages", type=int, help="only so many pages, drawn with a fixed seed")
    args = cli.parse_args()
    cases = load("wcxb")
    if args.pages:
        cases = random.Random(7).sample(cases, args.pages)
    unseen: dict[str, str] = json.loads(args.folds.read_text("utf-8"))
    refuse_sockets()
    scores, spent = run(cases, NAMES)
    scores[OURS] = {case.id: word_score(unseen[case.id], case.gold or "") for case in cases}
    kinds = {name: by_kind(cases, scores[name]) for name in NAMES}
    import matplotlib as mpl  # noqa: PLC0415 - only here

    mpl.use("agg")
    OUT.mkdir(parents=True, exist_ok=True)
    plot_time(kinds, spent, OUT / "quality-time.svg")
    plot_kinds(kinds, OUT / "kinds.svg")
    record = {n: {"f1": {k: round(s.f1, 4) for k, s in kinds[n].items()}, "ms": sorted(spent[n])} for n in NAMES}
    for entry in record.values():
        entry["ms"] = {"median": statistics.median(entry["ms"]), "p99": entry["ms"][int(len(entry["ms"]) * 0.99)]}
    (OUT / "report.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    text = README.read_text("utf-8")
    head, tail = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
    README.write_text(f"{head}{MARKS[0]}\n{table(kinds, spent, len(cases))}\n{MARKS[1]}{tail}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
