"""A result as a person corrected it: blocks, or parts of them, put back or taken out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cleaner import render
from cleaner.measure import content_hash
from cleaner.result import CleanResult


def correct(result: CleanResult, cuts: Mapping[int, Sequence[tuple[int, int]]]) -> CleanResult:
    """The result with what `cuts` says gone of its blocks, rendered anew; of other blocks goes what went.

    `cuts` holds spans in order by block; none: the block stays whole. `removed` and `flagged` stay what the rules
    found. Numbers of no block are passed over.
    """
    if not cuts:
        return result
    decisions = tuple(one._replace(cut=tuple(cuts.get(one.block, one.cut))) for one in result.decisions)
    text = render.text(result.document, decisions)
    return replace(result, decisions=decisions, text=text, content_hash=content_hash(text))
