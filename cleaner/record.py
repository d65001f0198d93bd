"""The removal record: for every piece that is cut where it stood, what it is, which rule took it and why."""

from __future__ import annotations

from cleaner.segment.text import source_spans
from cleaner.types import Category, Decision, Document, Removed, strongest


def removal_id(block: int, number: int) -> str:
    """The id of the n-th piece cut from a block; the same input and settings give the same ids."""
    return f"{block}.{number}"


def removals(source: str, document: Document, decisions: tuple[Decision, ...]) -> tuple[Removed, ...]:
    """A record for every piece that is cut, in reading order."""
    found = []
    for block, decision in zip(document.blocks, decisions, strict=True):
        if not decision.cut:
            continue
        in_source = source_spans(source, block, decision.cut) if block.start is not None else decision.cut
        for number, ((start, end), (at, stop)) in enumerate(zip(decision.cut, in_source, strict=True)):
            whole = end - start == len(block.text)
            spoke = decision.verdicts
            if not whole:
                spoke = tuple(v for v in spoke if v.span == (start, end) and v.weight < 0) or spoke
            because = strongest(spoke, -1.0)
            text = block.text[start:end] if block.start is None else source[at:stop]
            found.append(
                Removed(
                    id=removal_id(block.index, number),
                    block=block.index,
                    start=at,
                    end=stop,
                    text=text,
                    category=because.category if because else Category.BOILERPLATE,
                    rule=because.rule if because else "",
                    score=decision.score if whole else (because.weight if because else 0.0),
                    evidence=because.evidence if because else f"score {decision.score:+.2f}, no evidence for it",
                )
            )
    return tuple(found)
