"""What a batch is to do, and how much of it was done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import typer

from cleaner.app.batch_worker import Setup
from cleaner.app.option_groups import Rerun


class Policy(StrEnum):
    """What to do where an earlier run has left outputs."""

    NEW = "new"  # refuse
    RESUME = "resume"  # do what is not done, and what failed
    OVERWRITE = "overwrite"  # do everything anew
    SKIP_EXISTING = "skip-existing"  # do what has no output


@dataclass(frozen=True, slots=True)
class Plan:
    """What one batch is to do.

    `jobs` is its number of processes, 0 for one a processor; `report` is the file for the removal record of each input.
    Without `setup.out` it is a dry run, and nothing is written.
    """

    arguments: tuple[str, ...]
    setup: Setup
    policy: Policy = Policy.NEW
    jobs: int = 1
    report: Path | None = None
    keep_suffix: bool = False


@dataclass(slots=True)
class Totals:
    """How many inputs ended how, by the words of the manifest; `seconds` is the time it took by the clock."""

    by_status: Counter[str] = field(default_factory=Counter)
    before: int = 0  # done by an earlier run
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Inputs that this run tried."""
        return sum(count for status, count in self.by_status.items() if status != "skipped")

    @property
    def failed(self) -> int:
        """Inputs that gave nothing because of an error."""
        return self.by_status["failed"]

    def __str__(self) -> str:
        order = ("ok", "degraded", "empty", "unsupported", "failed", "skipped")
        parts = [f"{self.by_status[s]:,} {s}" for s in order if self.by_status[s]]
        before = [f"{self.before:,} done before"] if self.before else []
        rate = f", {self.done / self.seconds:,.1f} a second" if self.seconds > 0.5 and self.done else ""
        return f"{', '.join([*parts, *before]) or 'nothing to do'} in {self.seconds:,.1f} s{rate}"


def policy_of(rerun: Rerun) -> Policy:
    """The policy that these options say. Raises `typer.BadParameter` where they contradict each other."""
    said = [
        policy
        for policy, flag in (
            (Policy.RESUME, rerun.resume),
            (Policy.OVERWRITE, rerun.overwrite),
            (Policy.SKIP_EXISTING, rerun.skip_existing),
        )
        if flag
    ]
    if len(said) > 1:
        raise typer.BadParameter("say one of --resume, --overwrite and --skip-existing")
    return said[0] if said else Policy.NEW
