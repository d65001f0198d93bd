"""A result as a person corrected it: blocks put back or taken out by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from cleaner import render
from cleaner.measure import content_hash
from cleaner.result import CleanResult
from cleaner.types import Decision


def correct(result: CleanResult, keep: Collection[int], remove: Collection[int]) -> CleanResult:
    """The result with the blocks of `keep` whole and those of `remove` gone, rendered anew.

    `removed` and `flagged` stay what the rules found. Numbers of no block are passed over.
    """
    if not keep and not remove:
        return result
    decisions = tuple(_correct_decision(result, one, keep, remove) for one in result.decisions)
    text = render.text(result.document, decisions)
    return replace(result, decisions=decisions, text=text, content_hash=content_hash(text))


def _correct_decision(result: CleanResult, one: Decision, keep: Collection[int], remove: Collection[int]) -> Decision:
    if one.block in keep:
        return one._replace(cut=())
    if one.block in remove:
        return one._replace(cut=((0, len(result.document.blocks[one.block].text)),))
    return one
