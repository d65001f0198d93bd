"""The reviewed reasons of the golden cases: `python -m benchmarks.explain [--update]`.

Without arguments it lists the cases whose reasons changed; `--update` writes `explain.json` anew for each,
to be read as a diff before it is committed. Measured values are left out: they move with every model. The catalogue of
rules (code, name, category, stage, modes, weight, evidence group) is compared and written too.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from benchmarks.corpora import ROOT, golden, run
from cleaner import CleanResult
from cleaner.voters.catalogue import all_rules

CATALOGUE = ROOT / "fixtures" / "catalogue.tsv"


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


def catalogue() -> str:
    """A line a rule, with everything by which its verdicts are counted."""
    rows = ["code\tname\tcategory\tstage\tmodes\tweight\tgroup"]
    for one in all_rules():
        modes = ",".join(sorted(mode.value for mode in one.modes))
        row = (one.code, one.name, one.category.value, one.stage.value, modes, f"{one.weight:+.1f}", one.group)
        rows.append("\t".join(row))
    return "\n".join(rows) + "\n"


def main() -> int:
    """Compare or write; 1 where something changed and was not written."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--update", action="store_true")
    update = cli.parse_args().update
    changed = int(CATALOGUE.read_text("utf-8") != catalogue())
    if changed and update:
        CATALOGUE.write_text(catalogue(), "utf-8")
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
