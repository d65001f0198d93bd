"""Blocks worth a look: what was nearly removed, and what the guard restored, each with the evidence against it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.types import Category, Decision, Document, Flagged

SUSPICION = -1.0  # a verdict this strong against a kept block is worth telling


def flag_block(document: Document, decision: Decision, why: str, *, kept: bool = True) -> Flagged:
    """A block with the strongest evidence against it; `why` says why it stays, or went where `kept` is False."""
    strongest = min((v for v in decision.verdicts if v.weight < 0), key=lambda v: v.weight, default=None)
    return Flagged(
        block=decision.block,
        text=document.blocks[decision.block].text,
        category=strongest.category if strongest else Category.BOILERPLATE,
        rule=strongest.rule if strongest else "",
        score=decision.score,
        evidence=strongest.evidence if strongest else "",
        kept_because=why,
        kept=kept,
    )


def nearly_removed(document: Document, decisions: Sequence[Decision], known: dict[int, str]) -> list[Flagged]:
    """Kept blocks with strong evidence against them: what was nearly removed."""
    found = []
    for decision in decisions:
        if decision.block in known or decision.cut:
            continue
        if any(v.weight <= SUSPICION and v.span is None for v in decision.verdicts):
            because = decision.because
            why = f"{because.rule} {because.evidence}" if because else f"score {decision.score:+.1f}"
            found.append(flag_block(document, decision, why))
    return found
