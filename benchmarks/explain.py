"""The reviewed reasons of the golden cases: `python -m benchmarks.explain [--update]`.

Without arguments it lists the cases whose reasons changed; `--update` writes `explain.json` anew for each,
to be read as a diff before it is committed. Measured values are left out: they move with every model.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from benchmarks.corpora import ROOT, golden, run
from cleaner import CleanResult


def summary(result: CleanResult) -> dict[str, Any]:
    """What a reviewer reads: status, labels, and each removal's text, category and rule."""
    return {
        "status": result.status.value,
        "labels": [one.label.value for one in result.labels],
        "removed": [
            {"text": one.text if len(one.text) <= 80 else one.text[:77] + "...", "category": one.category.value}
            | {"rule": one.rule}
            for one in result.removed
        ],
    }


def main() -> int:
    """Compare or write; 1 where something changed and was not written."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--update", action="store_true")
    update = cli.parse_args().update
    changed = 0
    for kind in ("pages", "texts"):
        for case in golden(ROOT / "fixtures" / kind):
            path = ROOT / "fixtures" / kind / case.id / "explain.json"
            fresh = json.dumps(summary(run(case)), ensure_ascii=False, indent=1) + "\n"
            if not path.exists() or path.read_text("utf-8") != fresh:
                changed += 1
                print(f"{'wrote' if update else 'changed'} {kind}/{case.id}")
                if update:
                    path.write_text(fresh, "utf-8")
    return 1 if changed and not update else 0


if __name__ == "__main__":
    sys.exit(main())
