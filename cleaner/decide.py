"""One decision a block: the capped sums of its rule families, weighed.

    final allow  >  final strip  >  bias + sum over families of coefficient x capped sum, against the threshold

Families are capped because their rules see the same thing (a navigation bar has link density, a class hint
and no prose: three words for one fact). All figures are log-odds that the block is main content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.rules.page import Tally
from cleaner.settings import Profile, Settings
from cleaner.types import Category, Decision, Document, Mode, Verdict

# A page's blocks start undecided; a text was extracted once already, most of it is what somebody wanted.
BIAS: Mapping[Mode, float] = {Mode.HTML: -0.3, Mode.TEXT: 2.0}
FAMILY_CAP = 4.0
# Added to every sum: a conservative user keeps in doubt, a strict one cuts in doubt.
LEAN: Mapping[Profile, float] = {Profile.CONSERVATIVE: 1.0, Profile.BALANCED: 0.0, Profile.STRICT: -0.7}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each family's capped sum counts; families not named count once."""

    bias: Mapping[Mode, float] = field(default_factory=lambda: BIAS)
    family: Mapping[str, float] = field(default_factory=dict)
    cap: float = FAMILY_CAP

    def score(self, verdicts: Sequence[Verdict], mode: Mode) -> float:
        """The weighed sum of one block's verdicts, span verdicts left out."""
        sums: dict[str, float] = {}
        for verdict in verdicts:
            if verdict.span is None:
                family = verdict.rule.rstrip("0123456789")
                sums[family] = sums.get(family, 0.0) + verdict.weight
        total = self.bias[mode]
        for family in sorted(sums):
            total += self.family.get(family, 1.0) * max(-self.cap, min(self.cap, sums[family]))
        return total


def tally(
    document: Document, verdicts: Sequence[Verdict], mode: Mode, settings: Settings, weights: Weights
) -> list[Tally]:
    """Every block's verdicts and score; verdicts of disabled categories that would cut are left out."""
    per_block: list[list[Verdict]] = [[] for _ in document.blocks]
    for verdict in verdicts:
        if verdict.block is None or (verdict.weight < 0 and verdict.category in settings.disabled):
            continue
        per_block[verdict.block].append(verdict)
    lean = LEAN[settings.profile]
    return [Tally(weights.score(found, mode) + lean, tuple(found)) for found in per_block]


def decide(document: Document, tallies: Sequence[Tally]) -> tuple[Decision, ...]:
    """The decisions, one a block in block order."""
    decisions = []
    for block, one in zip(document.blocks, tallies, strict=True):
        size = len(block.text)
        cut: tuple[tuple[int, int], ...] = ()
        if not one.kept:
            cut = ((0, size),)
        else:
            cut = _merged([v.span for v in one.verdicts if v.span is not None and v.weight < 0], size)
        decisions.append(Decision(block.index, cut, round(one.score, 3), one.verdicts))
    return tuple(decisions)


def is_cut(decision: Decision, size: int) -> bool:
    """Whether the whole block goes."""
    return decision.cut == ((0, size),)


def _merged(spans: Sequence[tuple[int, int]], size: int) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(size, b)) for a, b in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def category_of(decision: Decision) -> Category:
    """What the cut text is, from its strongest verdict."""
    because = decision.because
    return because.category if because else Category.BOILERPLATE
