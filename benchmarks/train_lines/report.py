"""What the product does to the texts, each judged by the fold model that did not see its domain.

`python -m benchmarks.train_lines.report [--worst N] [--rules-only]` prints one row a view: precision, recall, F1
of words, the texts made worse, the share of the upper bound; then the worst texts with the lines that were
wrongly cut (LOST) or left (LEFT).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.train_lines import adapter, data
from cleaner import CleanResult, Settings


@dataclass(frozen=True, slots=True)
class Scored:
    """One text's outcome. `gain` is F1 after minus F1 untouched."""

    text: data.Text
    result: CleanResult
    precision: float
    recall: float
    f1: float
    gain: float
    milliseconds: float


def score(text: data.Text, settings: Settings) -> Scored:
    """The outcome of one text under its fold's model."""
    start = time.perf_counter()
    result = adapter.result(text.source, text.url, settings)
    spent = (time.perf_counter() - start) * 1e3
    gold = data.bag(text.gold)
    after, before = prf(data.bag(result.text), gold), prf(data.bag(text.source), gold)
    return Scored(text, result, *after, after[2] - before[2], spent)


def prf(found: Counter[str], gold: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of word bags, as score.py has them."""
    common = (found & gold).total()
    if not common:
        return 0.0, 0.0, float(not found and not gold)
    precision, recall = common / found.total(), common / gold.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def row(name: str, scored: Sequence[Scored]) -> str:
    """One line of the report."""
    mean = statistics.fmean
    return (
        f"{name:12} n {len(scored):4} P {mean(s.precision for s in scored):.4f} R {mean(s.recall for s in scored):.4f} "
        f"F1 {mean(s.f1 for s in scored):.4f} untouched {mean(s.f1 - s.gain for s in scored):.4f} "
        f"worse >.01 {mean(s.gain < -0.01 for s in scored):.1%} >.05 {mean(s.gain < -0.05 for s in scored):.1%} "
        f"ms p50 {statistics.median(s.milliseconds for s in scored):.1f}"
    )


def clean_row(scored: Sequence[Scored]) -> str:
    """What was cut from texts that hold no residue: the gold bodies themselves, judged by their fold."""
    words = cut = 0
    for one in scored:
        result = adapter.result(one.text.gold, one.text.url)
        words += len(one.text.gold.split())
        cut += sum(len(r.text.split()) for r in result.removed)
    return f"gold bodies  n {len(scored):4} words {words} cut {cut} = {cut / max(1, words):.3%}"


def mistakes(one: Scored) -> None:
    """Print the blocks of one text that were wrongly cut or left, with the reason."""
    print(f"== {one.text.id} {one.text.url} F1 {one.f1:.3f} gain {one.gain:+.3f}")
    for block, decision in zip(one.text.page.blocks, one.result.decisions, strict=True):
        whole = decision.cut == ((0, len(block.text)),)
        kept = bool(one.text.keep[block.index])
        if whole is kept:
            said = [f"{v.rule}{v.weight:+.1f}" for v in decision.verdicts if v.weight]
            print(f"   {'LOST' if kept else 'LEFT'} {decision.score:+.1f} {block.text[:90]!r} {' '.join(said)}")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--worst", type=int, default=0, help="show the mistakes in so many texts that became worse")
    cli.add_argument("--left", type=int, default=0, help="show the mistakes in so many texts that stay bad")
    cli.add_argument("--rules-only", action="store_true", help="without the line model")
    cli.add_argument("--clean", type=int, default=0, help="judge so many gold bodies, where nothing should go")
    arguments = cli.parse_args()
    settings = Settings(disabled_rules=frozenset({"LIN"} if arguments.rules_only else ()))
    scored = [score(text, settings) for text in data.texts()]
    for name, wide in (("tight", False), ("wide", True)):
        some = [s for s in scored if s.text.wide is wide]
        print(row(name + " solid", [s for s in some if s.text.solid]))
        print(row(name + " all", some))
    solid = [s for s in scored if s.text.solid]
    if arguments.clean:
        print(clean_row([s for s in solid if not s.text.wide][: arguments.clean]))
    for one in sorted(solid, key=lambda s: s.gain)[: arguments.worst]:
        mistakes(one)
    for one in sorted(solid, key=lambda s: s.f1)[: arguments.left]:
        mistakes(one)


if __name__ == "__main__":
    main()
