"""Cleaning what was cleaned changes nothing: a text's body is judged again until it stays as it is.

What stands around a line decides about it: once its neighbours are gone, or the language is clearer without them, one
that stayed may be one that goes. Each round judges the body that the last one left and takes out what would go from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from cleaner import render
from cleaner.decide import merge_spans
from cleaner.guard import Guarded
from cleaner.render.text import BETWEEN
from cleaner.segment.draft import make_block
from cleaner.segment.text import FENCES, segment
from cleaner.types import Block, Decision, Document, Flagged, Kind
from cleaner.types.members import PRE

ROUNDS = 6  # a round takes something out or is the last; of 2,000 texts put together at random none took five

Span = tuple[int, int]


def settle(source: str, document: Document, guarded: Guarded, judge: Callable[[Document, str], Guarded]) -> Guarded:
    """The decisions on the blocks of a text, `source`, after as many rounds as change something.

    `judge` gives the guarded decisions on a body, from its blocks and its text, or none where nothing goes. A body
    that does not segment into the blocks that stayed is left as it is.
    """
    for _ in range(ROUNDS):
        if not any(decision.cut for decision in guarded.decisions):
            break
        pieces = list(render.pieces(document, guarded.decisions))
        body = render.join_text(pieces)
        left = _blocks_of_body(source, pieces, body)
        if [piece.text for piece in pieces] != [block.text for block in left.blocks]:
            break
        again = judge(left, body)
        if not any(decision.cut for decision in again.decisions):
            break
        guarded = _join_decisions(document, guarded, again, [piece.block.index for piece in pieces])
    return guarded


def _blocks_of_body(source: str, pieces: Sequence[render.Piece], body: str) -> Document:
    """The blocks of a body, as its segmenter gives them.

    Blank lines part all blocks of a body, so that none is joined with another: a line that stands there as in the
    source is the same block at another place, and only what was cut or tidied is read. A fence may go over many lines.
    """
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        block, text = piece.block, piece.text
        if block.kind is PRE or text[0] in FENCES or not body.startswith(text, at):
            return segment(body)[0]
        if source[block.start : block.end] != text:
            read = segment(text)[0].blocks
            if len(read) != 1 or read[0].text != text:
                return segment(body)[0]
            block = read[0]
        _, _, *same, _, _, cells, language = block
        blocks.append(make_block((len(blocks), text, *same, at, at + len(text), cells, language)))
        at += len(text) + len(BETWEEN)
    return Document(tuple(blocks))


def _join_decisions(document: Document, before: Guarded, after: Guarded, places: Sequence[int]) -> Guarded:
    """The decisions before with what went after them; `places[i]` is the block of which the body's block i is left."""
    decisions = list(before.decisions)
    for later in after.decisions:
        if later.cut:
            index = places[later.block]
            decisions[index] = _cut_further(document.blocks[index], decisions[index], later)
    gone = {d.block for d in decisions if d.cut == ((0, len(document.blocks[d.block].text)),)}
    flagged = [one for one in before.flagged if not (one.kept and one.block in gone)]
    flagged += (_move_flag(one, places) for one in after.flagged if not one.kept)
    return replace(before, decisions=tuple(decisions), flagged=tuple(flagged))


def _cut_further(block: Block, first: Decision, later: Decision) -> Decision:
    """A block's decision with the cuts of a later one, whose offsets count the characters that the first left."""
    chars = _places_kept(block, first.cut)
    size = len(block.text)
    whole = later.cut == ((0, len(chars)),)
    spans = [(0, size)] if whole else [*first.cut, *(_place(chars, span) for span in later.cut)]
    verdicts = tuple(
        v._replace(block=block.index, span=None if v.span is None else _place(chars, v.span)) for v in later.verdicts
    )
    return Decision(block.index, merge_spans(spans, size), later.score, (*first.verdicts, *verdicts))


def _places_kept(block: Block, cut: Sequence[Span]) -> list[int]:
    """For each character of what a decision leaves of a block, as rendered, its place in the block's text."""
    ends = [0, *(at for span in cut for at in span), len(block.text)]
    kept = [at for number, (a, b) in enumerate(pairwise(ends)) if number % 2 == 0 for at in range(a, b)]
    if not cut or block.kind is Kind.PRE:
        return kept
    places: list[int] = []
    space = -1
    for at in kept:
        if block.text[at].isspace():
            space = at if places and space < 0 else space
            continue
        if space >= 0:
            places.append(space)
            space = -1
        places.append(at)
    return places


def _place(chars: Sequence[int], span: Span) -> Span:
    """Where a span of what was left stands in the block."""
    start, end = span
    return chars[start], chars[end - 1] + 1


def _move_flag(one: Flagged, places: Sequence[int]) -> Flagged:
    return replace(one, block=places[one.block])
