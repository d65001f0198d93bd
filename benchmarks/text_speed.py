"""Text mode against an earlier state: `python -m benchmarks.text_speed CHECKOUT [--texts N] [--rounds N]`.

CHECKOUT is a folder with another state of this repository (`git worktree add`). A process of each state cleans the same
texts, one text and one process in turn, so that the machine's moods hit both alike. What counts is processor time, and
of each text the least of all rounds: other programs only add to it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.corpora import ROOT, available, load

# Runs in either state: it knows nothing but `clean_text`, and cleans all texts once to load what is loaded once.
_CHILD = """
import json, sys, time
from cleaner import clean_text
texts = json.loads(sys.stdin.readline())
for text in texts:
    clean_text(text)
print(flush=True)
for line in sys.stdin:
    start = time.process_time()
    clean_text(texts[int(line)])
    print(time.process_time() - start, flush=True)
"""


class State:
    """A process that cleans texts as one state of the repository does."""

    def __init__(self, checkout: Path, texts: list[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout)},
        )
        self._ask(json.dumps(texts))

    def seconds(self, number: int) -> float:
        """The processor time of one text."""
        return float(self._ask(str(number)))

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()


def compare(checkout: Path, texts: list[str], rounds: int) -> list[tuple[float, float]]:
    """For each text the least time in the other state and in this one."""
    states = [State(checkout, texts), State(ROOT, texts)]
    least = [[float("inf")] * len(texts) for _ in states]
    for turn in range(rounds):
        for number in range(len(texts)):
            for which in (0, 1) if turn % 2 else (1, 0):
                least[which][number] = min(least[which][number], states[which].seconds(number))
    for state in states:
        state.stop()
    return list(zip(*least, strict=True))


def main() -> int:
    """Run and print the ratios."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("checkout", type=Path)
    cli.add_argument("--texts", type=int, default=100)
    cli.add_argument("--rounds", type=int, default=8)
    args = cli.parse_args()
    cases = load("residue" if available("residue") else "texts")
    chosen = cases[:: max(1, len(cases) // args.texts)][: args.texts]
    pairs = compare(args.checkout.resolve(), [str(case.data) for case in chosen], args.rounds)
    before, now = (1e3 * statistics.fmean(times) for times in zip(*pairs, strict=True))
    print(f"{len(pairs)} texts: {before:.1f} ms a text there, {now:.1f} ms here, {now / before:.3f} times as long")
    print(f"median of the texts' own ratios: {statistics.median(b / a for a, b in pairs):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
