"""The guard against over-removal, the worst failure of a cleaner.

    1. Text mode: a prose block goes only on two independent families of evidence, or on one behind everything that
       stays, or as an exact repeat.
    2. Text mode: of two copies one stays. Where one rule that judges by place or neighbours takes more than
       `RULE_SHARE` of the sentences, with no other family beside it, they come back; where any rule takes so many,
       the first of them is flagged as gone (rule_share.py).
    3. Text mode: when more than `SHARE_LIMIT` of the words would go (exact repeats aside), the least certain removals
       come back until it holds. Pages have no such limit.
    4. Text mode: where next to nothing goes, a line from the middle goes on no weak word alone; no family takes a
       tenth of a text of entries (text_guard.py).
    5. Pages: what stands in the body goes on the model's word alone only where the model is sure (page_guard.py).
    6. When nothing is left though the input held prose, the prose comes back and the result is degraded; in a page
       without a paragraph of prose, the sentences that were nearly kept; on a page of a few words, these.

What comes back is flagged with the evidence that spoke against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cleaner.decide import category_of
from cleaner.flags import flag_block, nearly_removed
from cleaner.measure import PROSE_LINK_DENSITY, Measures
from cleaner.page.page import Page
from cleaner.page_guard import blocks_with_one_witness
from cleaner.removals import COPIES, goes_as_copy, is_cut_whole
from cleaner.rule_share import BY_PLACE, WITNESS, blocks_over_share, large_shares
from cleaner.text_guard import calls_of_sections, fields_of_entries, lone_cuts
from cleaner.types import Category, Decision, Document, Flagged, Mode
from cleaner.types.lazy import LazySequence

# Of 789 scraped texts cut at the body's own container 1.9 % hold more than 60 % residue, of the same texts cut three
# containers wider 3.9 %. Where the decision would take more than that it was right: a limit of 0.6 cost those texts
# 0.0005 and 0.0021 of F1 in the mean and spared none, so it only stands against taking nearly all.
SHARE_LIMIT = {Mode.TEXT: 0.8, Mode.HTML: 1.0}
# Behind everything that stays, place is one of the two signals: there the line model's and a thread of comments' word
# is enough where it alone outweighs what a text's blocks start with, any other family's where it is a sure one.
SURE_AGAINST, SURER = -2.0, -2.6
# Of the three-word runs of a copy, those that must stand in what stays; shorter lines may go twice, as captions do.
COPY_SHARE, COPY_RUNS = 0.6, 6
# A page that is one sentence long is not empty: of 1,497 pages none with an empty body had such a sentence.
SENTENCE_WORDS, NEARLY = 8, -1.0
# A page this short that links nowhere is not furniture alone: a test page, a notice, one line that somebody left.
TINY_WORDS = 40
_NO_TEXT = frozenset("noscript form button nav footer".split())


@dataclass(frozen=True, slots=True)
class Guarded:
    """Decisions after the guard, what it flagged, and why the result is degraded (empty: it is not)."""

    decisions: tuple[Decision, ...]
    flagged: Sequence[Flagged]
    reasons: tuple[str, ...] = ()


def guard(page: Page, decisions: Sequence[Decision]) -> Guarded:
    """Restore what may not go, and flag it."""
    kept_because: dict[int, str] = {}
    now = list(decisions)
    if page.mode is Mode.TEXT:
        _hold_lone_witness(page, now, kept_because)
        _hold_copies(page, now, kept_because)
        _restore_all(now, kept_because, blocks_over_share(page, now))
        _restore_all(now, kept_because, fields_of_entries(page, now))
        _restore_all(now, kept_because, calls_of_sections(page, now))
    lone = lone_cuts if page.mode is Mode.TEXT else blocks_with_one_witness
    _restore_all(now, kept_because, lone(page, now))
    _hold_share(page, now, kept_because)
    reasons = _hold_prose(page, now, kept_because)
    large = large_shares(page, now) if page.mode is Mode.TEXT else []
    # Most readers of a result want its body alone and do not wait for the evidence to be put into words.
    flags = LazySequence(partial(_flags, page.document, decisions, tuple(now), kept_because, large))
    return Guarded(tuple(now), flags, reasons)


def _flags(
    document: Document,
    before: Sequence[Decision],
    now: Sequence[Decision],
    kept_because: dict[int, str],
    large: list[Flagged],
) -> tuple[Flagged, ...]:
    """What the guard restored, what single rules took much of, and what was nearly removed."""
    restored = [flag_block(document, before[index], why) for index, why in sorted(kept_because.items())]
    return (*restored, *large, *nearly_removed(document, now, kept_because))


def _hold_lone_witness(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    """Prose that one family speaks against stays, unless it is sure and nothing that stays follows.

    The line model doubts the last paragraphs of long texts, and with each that goes the one before is the last. On its
    word prose goes only where a line that goes parts it from the text: a name, a label, a heading of something else.
    Place is a second signal. To let the line model's word be enough there gave the widely cut residue texts 0.002 of
    F1, threads of comments 0.001, the other families 0.0001 in the tightly cut ones.
    """
    behind = True
    parted = _parted_prose(page, decisions)
    for decision in reversed(decisions):
        if not page.measures[decision.block].prose:
            continue
        by_place = behind and _by_place(decision, parted=decision.block in parted)
        if is_cut_whole(page, decision) and _one_witness(page, decision) and not by_place:
            _restore(decisions, decision.block)
            kept_because[decision.block] = "prose goes only on two independent signals"
        behind = behind and is_cut_whole(page, decisions[decision.block])


def _parted_prose(page: Page, decisions: Sequence[Decision]) -> frozenset[int]:
    """The prose that would go below a line that would go, too, with no prose between them that stays."""
    found: set[int] = set()
    line_goes = False
    for decision in decisions:
        goes = is_cut_whole(page, decision)
        if not page.measures[decision.block].prose:
            line_goes = line_goes or goes
        elif goes and line_goes:
            found.add(decision.block)
        else:
            line_goes = False
    return frozenset(found)


def _by_place(decision: Decision, *, parted: bool) -> bool:
    return any(
        v.weight <= (SURE_AGAINST if v.rule.startswith(BY_PLACE) else SURER)
        and v.span is None
        and (parted or not v.rule.startswith("LIN"))
        for v in decision.verdicts
    )


def _one_witness(page: Page, decision: Decision) -> bool:
    """Whether a prose block would go on the word of one family."""
    if not page.measures[decision.block].prose:
        return False
    against = [v for v in decision.verdicts if v.weight <= -WITNESS and v.span is None]
    if any(v.category in COPIES for v in against):
        return False
    return len({v.group for v in against}) < 2


def _hold_copies(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    """A copy goes only if what it repeats stays: two rules may each take one of a pair for the other's copy."""
    gone = [d for d in decisions if d.cut and is_cut_whole(page, d) and _is_copy(d)]
    if not gone:
        return
    kept = [page.measures[d.block].tokens for d in decisions if not is_cut_whole(page, d)]
    stays = {run for tokens in kept for run in _runs(tokens)}
    for decision in sorted(gone, key=lambda d: (-page.measures[d.block].words, d.block)):
        runs = _runs(page.measures[decision.block].tokens)
        if len(runs) >= COPY_RUNS and sum(run in stays for run in runs) < COPY_SHARE * len(runs):
            _restore(decisions, decision.block)
            kept_because[decision.block] = "what it repeats would go, too"
            stays.update(runs)


def _is_copy(decision: Decision) -> bool:
    """Whether a block goes as a copy, and for nothing else that would be enough."""
    if not any(v.category is Category.REPEAT for v in decision.verdicts):
        return False
    others = (v for v in decision.verdicts if v.category is not Category.REPEAT and v.span is None)
    return category_of(decision) is Category.REPEAT and sum(v.weight for v in others) > SURE_AGAINST


def _runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _restore(decisions: list[Decision], index: int) -> None:
    decisions[index] = decisions[index]._replace(cut=())


def _restore_all(decisions: list[Decision], kept_because: dict[int, str], found: Mapping[int, str]) -> None:
    for index, why in found.items():
        _restore(decisions, index)
        kept_because[index] = why


def _hold_share(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    if SHARE_LIMIT[page.mode] >= 1:
        return
    total = sum(m.words for m in page.measures)
    gone = [d for d in decisions if d.cut and is_cut_whole(page, d) and not goes_as_copy(page, d)]
    limit = SHARE_LIMIT[page.mode] * total
    lost = sum(page.measures[d.block].words for d in gone)
    for decision in sorted(gone, key=lambda d: (-d.score, d.block)):
        if lost <= limit:
            return
        lost -= page.measures[decision.block].words
        _restore(decisions, decision.block)
        kept_because[decision.block] = f"more than {SHARE_LIMIT[page.mode]:.0%} of the words would go"


def _hold_prose(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> tuple[str, ...]:
    if any(not is_cut_whole(page, d) for d in decisions):
        return ()
    seen = [(b.index, m) for b, m in page if not b.hidden]
    prose = [index for index, m in seen if m.prose]
    prose = prose or [index for index, m in seen if _sentence(m) and decisions[index].score > NEARLY]
    prose = prose or _tiny_page(page, decisions)
    for index in prose:
        _restore(decisions, index)
        kept_because[index] = "nothing else would be left"
    return ("everything looked like boilerplate; its prose was kept",) if prose else ()


def _tiny_page(page: Page, decisions: Sequence[Decision]) -> list[int]:
    """The blocks of a page of a few words without any link, where nothing says what kind of furniture they are."""
    if page.mode is not Mode.HTML or sum(m.words for m in page.measures) > TINY_WORDS:
        return []
    if any(block.link_chars for block in page.blocks):
        return []
    return [
        block.index
        for block in page.blocks
        if not block.hidden
        and category_of(decisions[block.index]) is Category.BOILERPLATE
        and not any(element.tag in _NO_TEXT for element in block.path)
    ]


def _sentence(m: Measures) -> bool:
    """Whether a short block is a sentence somebody wrote."""
    return m.words >= SENTENCE_WORDS and m.ends_sentence and m.link_density <= PROSE_LINK_DENSITY
