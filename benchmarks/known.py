"""What the golden pages still get wrong: `python -m benchmarks.known` writes fixtures/known.toml anew.

The file is a debt, not a goal: a change that shortens it is welcome, one that lengthens it needs a reason in its
commit. F1 is rounded down to the hundredth, so that a word more or less is no event.
"""

from __future__ import annotations

import json
import math
import sys

from benchmarks.corpora import ROOT, golden
from benchmarks.quality import clean_case
from benchmarks.scoring import word_score

HEAD = "# What golden pages still get wrong, as `python -m benchmarks.known` found it. Pages not named are perfect.\n"


def main() -> int:
    """Write the file."""
    parts = [HEAD]
    for case in golden(ROOT / "fixtures" / "pages"):
        body = clean_case(case)
        lost = [piece for piece in case.must if piece not in body]
        leaked = [piece for piece in case.must_not if piece in body]
        f1 = word_score(body, case.gold or "").f1
        if lost or leaked or f1 < 1.0:
            entry = f'\n["{case.id}"]\nf1 = {math.floor(f1 * 100) / 100}\n'
            entry += f"lost = {json.dumps(lost, ensure_ascii=False)}\n" if lost else ""
            entry += f"leaked = {json.dumps(leaked, ensure_ascii=False)}\n" if leaked else ""
            parts.append(entry)
    (ROOT / "fixtures" / "known.toml").write_text("".join(parts), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
