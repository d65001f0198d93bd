"""Quality: `python -m benchmarks.quality [pages texts wcxb trafilatura residue | FOLDER ...]`.

Runs the cleaner over annotated corpora and prints word precision, recall and F1 by page kind, or snippet scores.
`--check` holds the result against the pinned floors (benchmarks/floors.json) and fails below them;
`--update` pins anew, and refuses to lower a floor without `--allow-regression`.
Corpora that are not there (the development data does not ship) are named and skipped.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import ROOT, Case, available, digest, load, run
from benchmarks.scoring import Score, mean, snippet_score, word_score
from cleaner import Settings

FLOORS = Path(__file__).with_name("floors.json")
# One flipped page of the smallest corpus moves its F1 by less than this; anything more is a loss.
EPSILON = 0.0005

Floors = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report."""

    group: str
    count: int
    score: Score


def clean_case(case: Case) -> str:
    """Our body of a case, as a caller who knows title and URL would get it."""
    return run(case, Settings(metadata=False)).text


def outputs(cases: list[Case], jobs: int) -> list[str]:
    """The bodies of all cases in order."""
    if jobs <= 1:
        return [clean_case(case) for case in cases]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return pool.map(clean_case, cases, chunksize=8)


def report(cases: list[Case], texts: list[str]) -> list[Row]:
    """Scores over all cases first, then by kind."""
    if cases and cases[0].gold is None:
        must = [case.must for case in cases]
        return [Row("all", len(cases), snippet_score(texts, must, [case.must_not for case in cases]))]
    groups: dict[str, list[Score]] = defaultdict(list)
    for case, text in zip(cases, texts, strict=True):
        score = word_score(text, case.gold or "")
        groups["all"].append(score)
        groups[case.kind].append(score)
        if " " in case.kind:
            groups[case.kind.split()[0]].append(score)
    return [Row(kind, len(rows), mean(rows)) for kind, rows in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))]


def check(name: str, cases: list[Case], rows: list[Row], floors: Floors) -> str | None:
    """What is wrong with this result against its floor, or None."""
    floor = floors.get(name)
    if floor is None:
        return f"{name}: no floor is pinned"
    if floor["digest"] != digest(cases):
        return f"{name}: the corpus changed since its floor was pinned; re-pin with --update"
    wanted, got = float(str(floor["f1"])), rows[0].score.f1
    return f"{name}: F1 {got:.4f} is under its floor {wanted:.4f}" if got < wanted - EPSILON else None


def main() -> int:
    """Print the reports; 1 where a floor does not hold."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpora", nargs="*", default=["pages", "texts", "wcxb", "trafilatura", "residue"])
    cli.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    cli.add_argument("--worst", type=int, default=0, metavar="N")
    cli.add_argument("--check", action="store_true")
    cli.add_argument("--update", action="store_true")
    cli.add_argument("--allow-regression", action="store_true")
    args = cli.parse_args()
    floors: Floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    wrong = []
    for name in args.corpora:
        if not available(name):
            print(f"{name}: skipped, its data is not here")
            continue
        cases = load(name)
        start = time.perf_counter()
        texts = outputs(cases, args.jobs)
        rows = report(cases, texts)
        print(f"{name}: {len(cases)} inputs in {time.perf_counter() - start:.1f} s")
        for row in rows:
            s = row.score
            print(f"  {row.group:14} n {row.count:5} P {s.precision:.4f} R {s.recall:.4f} F1 {s.f1:.4f}")
        _print_worst(cases, texts, args.worst)
        if args.update:
            wrong += _pin(name, cases, rows, floors, lower=args.allow_regression)
        elif args.check and (problem := check(name, cases, rows, floors)):
            wrong.append(problem)
    if args.update and not wrong:
        _write(floors)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def _print_worst(cases: list[Case], texts: list[str], count: int) -> None:
    scored = [
        (word_score(text, case.gold).f1, case) for case, text in zip(cases, texts, strict=True) if case.gold is not None
    ]
    for f1, case in sorted(scored, key=lambda one: one[0])[:count]:
        print(f"  worst {case.id} {case.kind} F1 {f1:.3f} {case.url}")


def _pin(name: str, cases: list[Case], rows: list[Row], floors: Floors, *, lower: bool) -> list[str]:
    old, new = floors.get(name), round(rows[0].score.f1, 4)
    if old is not None and new < float(str(old["f1"])) - EPSILON and not lower:
        return [f"{name}: {new:.4f} is under the floor {old['f1']}; say --allow-regression, and why in the commit"]
    floors[name] = {"f1": new, "inputs": len(cases), "digest": digest(cases)}
    return []


TOLD = {
    "wcxb": "WCXB development set: pages of seven kinds, word F1. The shipped model was fitted on these pages; "
    "cross-validated figures stand in its card",
    "trafilatura": "half of trafilatura's evaluation pages, snippets. The shipped model was fitted on these snippets; "
    "cross-validated figures stand in its card",
    "residue": "scraped texts with their gold, tight and wide, word F1. The line model saw them; see its card",
    "pages": "the golden pages of fixtures/, word F1",
    "texts": "the golden texts of fixtures/, word F1",
}


def _tell(floors: Floors) -> None:
    """Put the pinned figures into the README, between its marks."""
    lines = ["| set | inputs | F1 |", "|---|---|---|"]
    lines += [f"| {what} | {floors[name]['inputs']} | {floors[name]['f1']:.3f} |" for name, what in TOLD.items()]
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    head, tail = text.split("<!-- quality -->")[0], text.split("<!-- /quality -->")[1]
    note = "`python -m benchmarks.quality --update` measures, pins and writes this table; CI holds the floors."
    block = "\n".join([*lines, "", note])
    readme.write_text(f"{head}<!-- quality -->\n{block}\n<!-- /quality -->{tail}", "utf-8")


def _write(floors: Floors) -> None:
    fresh = FLOORS.with_suffix(".tmp")
    fresh.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")
    fresh.replace(FLOORS)
    _tell(floors)


if __name__ == "__main__":
    sys.exit(main())
