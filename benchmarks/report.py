"""The README's figures: `python -m benchmarks.report --folds FILE [--pages N]`.

One run on one machine: every extractor over the same annotated pages, page by page in turn, gives quality and time
together. Our own bodies of the development pages come from models that did not see the page's domain (`--folds`: JSON
of page id to body, as `python -m benchmarks.train --bodies FILE` writes it); times are those of the shipped model.
Writes two plots (quality against time; F1 by page kind) and the record to docs/benchmarks/ and the table into
README.md between its marks.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpora import ROOT, Case, load
from benchmarks.peers import PEERS, version
from benchmarks.plots import canvas, save
from benchmarks.scoring import Score, mean, word_score
from benchmarks.speed import refuse_sockets

OUT = ROOT / "docs" / "benchmarks"
README = ROOT / "README.md"
MARKS = "<!-- peers -->", "<!-- /peers -->"
OURS = "cleaner"
NAMES = [name for name in PEERS if not name.endswith("+metadata")]
TIMED = [name for name in PEERS if name.endswith("+metadata")]  # for their time alone
COLOURS = ("#00695c", "#c62828", "#6a1b9a", "#ef6c00", "#1565c0", "#558b2f", "#6d4c41")


@dataclass(frozen=True, slots=True)
class Measured:
    """One extractor over all pages: bodies by page id, and milliseconds of processor time in page order."""

    bodies: dict[str, str]
    spent: list[float]

    @property
    def times(self) -> tuple[float, float, float]:
        """Mean, median and 99th percentile of the milliseconds."""
        row = sorted(self.spent)
        return statistics.fmean(row), statistics.median(row), row[int(len(row) * 0.99)]


def run(cases: list[Case], names: list[str]) -> dict[str, Measured]:
    """What each extractor gave and took."""
    found = {name: Measured({}, []) for name in names}
    for case in cases[:3]:
        for name in names:
            _body(name, case)
    for number, case in enumerate(cases):
        for name in names:
            start = time.process_time()
            found[name].bodies[case.id] = _body(name, case)
            found[name].spent.append((time.process_time() - start) * 1e3)
        if sys.stderr.isatty():
            print(f"\r{number + 1}/{len(cases)}", end="", file=sys.stderr)
    return found


def _body(name: str, case: Case) -> str:
    assert isinstance(case.data, bytes)
    try:
        return PEERS[name][0](case.data, case.url)
    except Exception:  # noqa: BLE001 - a peer that fails on a page has no text for it
        return ""


def share(cases: list[Case], bodies: dict[str, str], *, wanted: bool) -> float:
    """Share of the snippets that must (or must not) appear which stand in their page's body."""
    pairs = [(one, case.id) for case in cases for one in (case.must if wanted else case.must_not)]
    return sum(one.lower() in bodies[key].lower() for one, key in pairs) / max(1, len(pairs))


def by_kind(cases: list[Case], bodies: dict[str, str]) -> dict[str, Score]:
    """Mean scores of all pages and of each kind, the most frequent kind first."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for case in cases:
        score = word_score(bodies[case.id], case.gold or "")
        groups["all"].append(score)
        groups[case.kind].append(score)
    return {kind: mean(rows) for kind, rows in sorted(groups.items(), key=lambda one: -len(one[1]))}


def table(kinds: dict[str, dict[str, Score]], cases: list[Case], found: dict[str, Measured]) -> str:
    """The README's table in Markdown."""
    columns = list(kinds[OURS])
    lines = [
        f"Word F1 on {len(cases)} annotated pages of the WCXB development set, by kind of page; the share of its "
        "snippets that must appear (found) and that must not (leaked); milliseconds of processor time a page on one "
        "thread, without metadata. Every extractor ran over the same pages in one run. Our bodies are cross-validated "
        "by domain: each comes from a model that saw no page of its domain. Our times are those of the shipped model.",
        "",
        "| extractor | version | " + " | ".join(columns) + " | found | leaked | ms mean | median | p99 |",
        "|---|---|" + "---|" * (len(columns) + 5),
    ]
    for name in sorted(kinds, key=lambda one: -kinds[one]["all"].f1):
        figures = [f"{kinds[name][kind].f1:.3f}" for kind in columns]
        figures += [f"{share(cases, found[name].bodies, wanted=wanted):.3f}" for wanted in (True, False)]
        average, median, slow = found[name].times
        figures += [f"{average:.1f}", f"{median:.1f}", f"{slow:.0f}"]
        lines.append(f"| {name} | {version(name)} | " + " | ".join(figures) + " |")
    return "\n".join([*lines, "", *_notes(found)])


def _notes(found: dict[str, Measured]) -> list[str]:
    ours, theirs = (sum(found[name].spent) for name in (OURS, "trafilatura"))
    with_ours, with_theirs = (sum(found[f"{name}+metadata"].spent) for name in (OURS, "trafilatura"))
    today = dt.datetime.now(tz=dt.UTC).date()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return [
        f"Against trafilatura's time: {ours / theirs:.2f} without metadata, {with_ours / with_theirs:.2f} where both "
        f"read metadata ({with_ours / len(found[OURS].spent):.1f} and {with_theirs / len(found[OURS].spent):.1f} ms in "
        "the mean; this pair runs last on each page and finds caches warm).",
        "",
        f"{today}, {machine}; `python -m benchmarks.report` makes this table and the plots.",
        "",
        "![Quality against time](docs/benchmarks/quality-time.svg)",
        "",
        "![F1 by kind of page](docs/benchmarks/kinds.svg)",
    ]


def plot_time(kinds: dict[str, dict[str, Score]], found: dict[str, Measured], path: Path) -> None:
    """Quality against time, one point an extractor."""
    figure, axis = canvas(7, 4.2)
    for name, colour in zip(kinds, COLOURS, strict=False):
        x, y = found[name].times[0], kinds[name]["all"].f1
        axis.scatter([x], [y], color=colour, s=70 if name == OURS else 40, zorder=3)
        axis.annotate(name, (x, y), textcoords="offset points", xytext=(7, 4), fontsize=9)
    axis.set_xscale("log")
    axis.set_xlabel("mean milliseconds of processor time a page, one thread")
    axis.set_ylabel("word F1")
    axis.grid(alpha=0.25)
    save(figure, axis, path)


def plot_kinds(kinds: dict[str, dict[str, Score]], path: Path) -> None:
    """F1 by page kind, one row of points a kind."""
    columns = list(kinds[OURS])[::-1]
    figure, axis = canvas(7, 0.5 * len(columns) + 1.2)
    for name, colour in zip(kinds, COLOURS, strict=False):
        values = [kinds[name][kind].f1 for kind in columns]
        axis.scatter(values, range(len(columns)), color=colour, label=name, s=60 if name == OURS else 28, zorder=3)
    axis.set_yticks(range(len(columns)), columns)
    axis.set_xlabel("word F1")
    axis.grid(axis="x", alpha=0.25)
    axis.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    save(figure, axis, path)


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
    found = run(cases, [*NAMES, *TIMED])
    found[OURS] = Measured({case.id: unseen[case.id] for case in cases}, found[OURS].spent)
    kinds = {name: by_kind(cases, found[name].bodies) for name in NAMES}
    _plots(kinds, found)
    record = {name: {"version": version(name), **_timing(found[name])} for name in found}
    for name, scores in kinds.items():
        record[name]["f1"] = {kind: round(score.f1, 4) for kind, score in scores.items()}
        record[name]["found"] = round(share(cases, found[name].bodies, wanted=True), 4)
        record[name]["leaked"] = round(share(cases, found[name].bodies, wanted=False), 4)
    (OUT / "report.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    text = README.read_text("utf-8")
    head, tail = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
    README.write_text(f"{head}{MARKS[0]}\n{table(kinds, cases, found)}\n{MARKS[1]}{tail}", "utf-8")
    return 0


def _timing(measured: Measured) -> dict[str, Any]:
    return {"ms": dict(zip(("mean", "median", "p99"), (round(one, 2) for one in measured.times), strict=True))}


def _plots(kinds: dict[str, dict[str, Score]], found: dict[str, Measured]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    plot_time(kinds, found, OUT / "quality-time.svg")
    plot_kinds(kinds, OUT / "kinds.svg")


if __name__ == "__main__":
    sys.exit(main())
