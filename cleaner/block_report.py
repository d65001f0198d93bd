"""Every block of an input with what was decided on it and all the evidence, ready for JSON."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cleaner.measure import word_count
from cleaner.result import CleanResult
from cleaner.types import Block, Decision, Removed, Verdict


def block_report(result: CleanResult) -> list[dict[str, Any]]:
    """The blocks in reading order.

    `pieces` are the removals of a block with their spans in its text; `score` is log-odds of main content against
    the page's threshold, 0: even odds. `fixed` says that neither profile nor threshold decides: a final verdict or
    the guard did. `link_density` is the share of characters in links, 0..1.
    """
    removed: dict[int, list[Removed]] = defaultdict(list)
    for one in result.removed:
        removed[one.block].append(one)
    guarded = {one.block: one.kept_because for one in result.flagged}
    pairs = zip(result.document.blocks, result.decisions, strict=True)
    return [_row(block, decision, removed[block.index], guarded.get(block.index, "")) for block, decision in pairs]


def _row(block: Block, decision: Decision, removed: list[Removed], kept_because: str) -> dict[str, Any]:
    because = decision.because
    return {
        "index": block.index,
        "kind": block.kind.value,
        "level": block.level,
        "text": block.text,
        "words": word_count(block.text),
        "hidden": block.hidden,
        "link_density": round(block.link_chars / max(1, len(block.text)), 2),
        "path": [[element.tag, *element.tokens[:_TOKENS]] for element in block.path[-_PATH:]],
        "score": decision.score,
        "fixed": any(v.final for v in decision.verdicts) or (bool(kept_because) and decision.score < 0),
        "kept_because": kept_because,
        "because": _verdict(because) if because else None,
        "pieces": [
            {
                "id": one.id,
                "start": start,
                "end": end,
                "category": one.category.value,
                "rule": one.rule,
                "evidence": one.evidence,
                "score": one.score,
            }
            for (start, end), one in zip(decision.cut, removed, strict=True)
        ],
        "verdicts": [_verdict(one) for one in sorted(decision.verdicts, key=_strength)],
    }


_PATH, _TOKENS = 5, 8  # innermost elements and their names: what a site rule would be made of


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "category": one.category.value,
        "weight": round(one.weight, 2),
        "evidence": one.evidence,
        "span": list(one.span) if one.span else None,
        "final": one.final,
    }


def _strength(one: Verdict) -> tuple[bool, float, str]:
    return not one.final, -abs(one.weight), one.rule
